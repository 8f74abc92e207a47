"""`imr case change-address`: how and where a party is served from now on."""

from typing import Annotated, Literal

import typer

from cli.letter.answer import send
from cli.session.connection import connect
from cli.session.options import Actor, AsJson, Reason, Timeout, command_of, who
from schemas.messages.acts.addresses import ChangeAddress


def change_address(
    case_number: str,
    party: Annotated[
        Literal["worker", "attorney", "claims-administrator", "employer", "provider", "agency"],
        typer.Option(help="The party; the provider is the requesting physician."),
    ],
    reason: Reason,
    address: Annotated[str | None, typer.Option(help="The new address, or the new fax number or electronic address.")] = None,
    method: Annotated[
        Literal["mail", "electronic", "fax", "hand"] | None, typer.Option(help="How the party is served from now on.")
    ] = None,
    place: Annotated[
        Literal["california", "another-state", "abroad"] | None,
        typer.Option(help="Where the address is; the time to appeal depends on it."),
    ] = None,
    actor: Actor = None,
    timeout: Timeout = 30,
    as_json: AsJson = False,
) -> None:
    """Serve a party of CASE_NUMBER at another address or in another way from now on.

    The next letters and notices go there, also after the end of the case, and so
    do those that waited because the party had no address. A letter that came back
    is served again with `imr letter reissue`.
    """
    settings = connect()
    command = command_of(
        ChangeAddress,
        {"": "--address"},
        case_number=case_number,
        party=party,
        address=address,
        method=method,
        place=place,
        actor=who(actor),
        reason=reason,
    )
    send(settings, command, timeout, as_json=as_json)
