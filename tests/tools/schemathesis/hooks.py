"""Hooks of schemathesis: applications whose parts agree, and a check of their refusals."""

import json
from pathlib import Path
from typing import Any

import schemathesis

ROOT = Path(__file__).parents[3]
EXAMPLE: dict[str, Any] = json.loads((ROOT / "services" / "intake" / "channels" / "application.json").read_text())
OF_A_VALUE = ("is not ", "is missing", "is longer", "is shorter", "is less", "is more")
"""How the refusal of one value begins that the schema could have refused."""

CONTRADICTIONS = {
    "urn:imr:problem:contradictory-application",
    "urn:imr:problem:facts-missing",
    "urn:imr:problem:idempotency-key-reused",
}


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Let the parts of a generated application agree: numbers, ids, parties, and most dates."""
    if context.operation is None or context.operation.path != "/v1/applications" or not isinstance(body, dict):
        return body
    agreed = dict(body)
    for name, unique in (("items", "number"), ("documents", "id"), ("service_addresses", "party")):
        listed = agreed.get(name)
        if isinstance(listed, list) and all(isinstance(each, dict) and unique in each for each in listed):
            agreed[name] = _agreeing(name, unique, listed)
    return agreed


def _agreeing(name: str, unique: str, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return *listed* with each *unique* value once, and references only to what is there."""
    once = list({json.dumps(each[unique], sort_keys=True): each for each in listed}.values())
    if name != "items":
        return once
    return [_alone(each) for each in once]


def _alone(item: dict[str, Any]) -> dict[str, Any]:
    """Return *item* without references to other items and to documents."""
    alone = {key: value for key, value in item.items() if key != "parent"}
    if isinstance(facts := alone.get("facts"), list):
        alone["facts"] = [
            {key: value for key, value in fact.items() if key != "source"} if isinstance(fact, dict) else fact for fact in facts
        ]
    return alone


@schemathesis.check
def the_schema_is_honest(_context: Any, response: Any, case: Any) -> None:
    """A body that the schema accepts is refused only by a rule between fields of it."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    told = response.json()
    errors = told.get("errors", ())
    rule_between_fields = all(
        isinstance(_at(each["pointer"], case.body), dict) or not each["detail"].startswith(OF_A_VALUE) for each in errors
    )
    assert told["type"] in CONTRADICTIONS or rule_between_fields, f"valid by the schema, and refused: {told}"


def _at(pointer: str, body: Any) -> Any:
    """Return what stands in *body* at a JSON Pointer."""
    for step in pointer.split("/")[1:]:
        body = body[int(step)] if isinstance(body, list) else body.get(step.replace("~1", "/").replace("~0", "~"))
    return body
