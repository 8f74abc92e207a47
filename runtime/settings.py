"""Settings, read once from the environment (`IMR_…`) or the command line, then frozen."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Port = Annotated[int, Field(ge=0, le=65_535)]


class Settings(BaseSettings):
    """The settings of a deployment; every service takes the same and reads those it needs."""

    model_config = SettingsConfigDict(env_prefix="IMR_", frozen=True, extra="ignore", hide_input_in_errors=True)

    kafka_bootstrap: str = Field("", description="host:port of the brokers; empty means one of ours")
    broker: Literal["embedded", "apache"] = Field("embedded", description="which broker of ours, where no other is named")
    partitions: int = Field(4, ge=1, le=1_000, description="partitions of every topic; fixed for a deployment")
    replication: int = Field(1, ge=1, le=9, description="copies of every topic")
    slot: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9-]{1,40}$",
        description="stable name of this worker among those of its service (static membership)",
    )
    state: Literal["memory", "rocksdb"] = Field(
        "memory", description="where a worker holds its state: in memory, or in data_dir where it outgrows that (needs a slot)"
    )
    data_dir: Path = Field(Path("var/imr"), description="letters, the embedded broker's data, logs")

    jurisdiction: str = Field("ca-workers-comp", description="whose rules hold")
    review_organization: str = Field(
        "Example Review Organization", min_length=1, max_length=200, description="the name that letters carry"
    )
    auto_sign: bool = Field(
        False, description="sign every assessment at once: demonstrations and load runs only, letters are drafts"
    )
    clock_shift_seconds: float = Field(
        0.0, description="how far the clock is set from the real one: demonstrations and training only"
    )
    shadow_guidelines_dir: Path | None = Field(
        None, description="guidelines to try beside the live ones: differences are events, without effect"
    )
    letter_layouts_dir: Path | None = Field(None, description="an organization's own statements and fonts, in the place of ours")

    letter_store: Literal["folder", "s3"] = Field(
        "folder", description="where letters are kept: in data_dir, or in an S3-compatible store"
    )
    letter_store_bucket: str = Field(
        "", description="the bucket of letter_store=s3; credentials come from the standard AWS environment"
    )
    letter_store_endpoint: str | None = Field(None, description="the address of an S3-compatible store other than Amazon's")
    letter_store_prefix: str = Field("", pattern=r"^([A-Za-z0-9._-]+/)*$", description="prefix of the letters' names in the bucket")
    delivery: Literal["outbox", "http"] = Field(
        "outbox", description="how letters leave: into a folder of data_dir, or to a provider"
    )
    delivery_url: str = Field("", pattern=r"^(https?://\S+)?$", description="the provider of delivery=http")
    delivery_token: SecretStr | None = Field(None, description="sent to the provider as a bearer token")

    api_host: str = Field("127.0.0.1", description="where the HTTP interfaces listen")
    api_port: Port = Field(8090, description="intake's HTTP interface")
    ops_port: Port = Field(8091, description="ops: /v1/live")
    health_port: Port = Field(0, description="a worker's /livez and /readyz; 0 means none")

    batch_messages_max: int = Field(500, ge=1, le=10_000, description="messages of one transaction")
    batch_seconds_max: float = Field(0.25, gt=0, le=5, description="seconds of one transaction's handling")
    session_timeout_ms: int = Field(6_000, ge=1_000, le=60_000, description="after which a silent worker loses its partitions")
    idle_fetch_pause_seconds: float = Field(
        0.0, ge=0, le=1, description="wait after an empty answer that came at once: the embedded broker, set by imr up"
    )
    stall_seconds_max: float = Field(30.0, ge=5, description="lag without progress for this long ends the worker")

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "console", "json"] = Field("auto", description="auto: console on a terminal, JSON otherwise")

    @model_validator(mode="after")
    def _what_is_outside_has_an_address(self) -> Self:
        """Require a bucket for an S3-compatible store and an address for a delivery provider."""
        if self.letter_store == "s3" and not self.letter_store_bucket:
            raise ValueError("letter_store=s3 needs a bucket (IMR_LETTER_STORE_BUCKET)")
        if self.delivery == "http" and not self.delivery_url:
            raise ValueError("delivery=http needs the provider's address (IMR_DELIVERY_URL)")
        return self

    @model_validator(mode="after")
    def _state_on_disk_has_a_slot(self) -> Self:
        """Require a slot for state on disk: two workers of a service must not share a folder."""
        if self.state == "rocksdb" and self.slot is None:
            raise ValueError("state=rocksdb needs a slot: the folder of a worker's state is named after it (IMR_SLOT)")
        return self


def what_is_wrong(error: ValidationError) -> str:
    """Return each invalid setting by its name, with the reason."""
    named = ((str(each["loc"][0]) if each["loc"] else "", each["msg"]) for each in error.errors())
    return "; ".join(f"IMR_{name.upper()}: {message}" if name else message for name, message in named)
