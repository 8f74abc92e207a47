"""The settings of the environment."""

import pytest
from pydantic import ValidationError

from runtime.settings import Settings, what_is_wrong


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting is read from IMR_ and its name; one that is not set has its default."""
    monkeypatch.setenv("IMR_PARTITIONS", "12")

    settings = Settings()

    assert (12, "ca-workers-comp", False) == (settings.partitions, settings.jurisdiction, settings.auto_sign)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PARTITIONS", "0"),
        ("PARTITIONS", "many"),
        ("SLOT", "a b"),
        ("API_PORT", "70000"),
        ("AUTO_SIGN", "perhaps"),
        ("AUTO_SIGN", "yes"),
        ("STANDBY", "1"),
        ("KAFKA_ENDS_TRUSTED", "on"),
    ],
)
def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """An invalid setting is refused by name."""
    monkeypatch.setenv(f"IMR_{name}", value)

    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_state_on_disk_needs_a_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    """State on disk without a slot is refused; the error names IMR_SLOT.

    The slot names the folder.
    """
    monkeypatch.setenv("IMR_STATE", "rocksdb")

    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "IMR_SLOT" in what_is_wrong(refused.value)


def test_what_is_wrong_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error spells the setting as in the environment."""
    monkeypatch.setenv("IMR_PARTITIONS", "0")

    with pytest.raises(ValidationError) as refused:
        Settings()
    assert what_is_wrong(refused.value).startswith("IMR_PARTITIONS: ")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("IMR_FOO", "1", "IMR_FOO is no setting; docs/reference/settings.md lists them all"),
        ("IMR_FOO", "", "IMR_FOO is no setting"),
        ("IMR_KAFKA_BOOTSTRAPS", "broker:9092", "did you mean IMR_KAFKA_BOOTSTRAP?"),
        ("IMR_PARTITION", "4", "did you mean IMR_PARTITIONS?"),
        ("imr_partition", "4", "did you mean IMR_PARTITIONS?"),
        ("IMR_DELIVERY_TOCKEN", "s3cret", "did you mean IMR_DELIVERY_TOKEN?"),
        ("IMR_APY_PORT", "8090", "did you mean IMR_API_PORT?"),
        ("IMR_BROKER", "embedded", "IMR_BROKER=embedded is no setting any more"),
    ],
)
def test_a_variable_that_is_no_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str) -> None:
    """A misspelt setting is not ignored; its value, which may be a secret, is not shown."""
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError) as refused:
        Settings()
    assert told in what_is_wrong(refused.value)
    assert "s3cret" not in what_is_wrong(refused.value) + str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("imr_partitions", "4"),
        ("IMR_CORPUS", "/corpus"),
        ("IMR_TOOLS_REQUIRED", "1"),
        ("IMR_HOME", "/checkout"),
        ("IMR_BROKER", "apache"),
        ("IMR_INTAKE_SERVICE_HOST", "10.0.0.1"),
        ("IMR_INTAKE_PORT", "tcp://10.0.0.1:8090"),
        ("IMR_INTAKE_PORT_8090_TCP_ADDR", "10.0.0.1"),
        ("IMRX", "1"),
    ],
)
def test_other_variables_are_let_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Those of tests, scripts, Compose and Kubernetes begin like settings."""
    monkeypatch.setenv(name, value)

    assert 4 == Settings().partitions


def test_every_unknown_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One start shows all of them."""
    monkeypatch.setenv("IMR_SLOTT", "0")
    monkeypatch.setenv("IMR_FOO", "1")

    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "IMR_FOO is no setting; docs/reference/settings.md lists them all; IMR_SLOTT is no setting; did you mean IMR_SLOT?" == (
        what_is_wrong(refused.value)
    )


@pytest.mark.parametrize("token", ["s3cret\n", "s3 cret", "s3crét", "s3cret\r\nX-Other: 1"])
def test_a_token_that_no_header_can_carry_is_refused_unseen(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    """The HTTP library would show it in its error."""
    monkeypatch.setenv("IMR_DELIVERY_TOKEN", token)

    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "IMR_DELIVERY_TOKEN: a token has no blanks" in what_is_wrong(refused.value)
    assert "s3c" not in what_is_wrong(refused.value) + str(refused.value) + repr(refused.value)


def test_a_secret_is_not_shown_by_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither printed nor as JSON."""
    monkeypatch.setenv("IMR_DELIVERY_TOKEN", "s3cret")
    settings = Settings()

    assert "s3cret" not in f"{settings} {settings!r} {settings.model_dump_json()} {settings.model_dump()}"


@pytest.mark.parametrize(
    ("ports", "refused"),
    [
        ({"api_port": 8091}, "IMR_API_PORT and IMR_OPS_PORT are both 8091"),
        ({"health_port": 8090}, "IMR_API_PORT and IMR_HEALTH_PORT are both 8090"),
        ({"health_port": 8091}, "IMR_OPS_PORT and IMR_HEALTH_PORT are both 8091"),
        ({"api_port": 0, "ops_port": 0}, None),
        ({"health_port": 8092}, None),
        ({"health_port": 8093}, None),
        ({"health_port": 8093, "assess_port": 8093}, "IMR_ASSESS_PORT and IMR_HEALTH_PORT are both 8093"),
        ({"assess_port": 8091}, "IMR_OPS_PORT and IMR_ASSESS_PORT are both 8091"),
        ({"assess_port": 0}, None),
    ],
)
def test_each_interface_has_a_port_of_its_own(ports: dict[str, int], refused: str | None) -> None:
    """The second service on a port would never start; 0 is any free port."""
    if refused is None:
        Settings(**ports)
        return
    with pytest.raises(ValidationError) as error:
        Settings(**ports)
    assert refused in what_is_wrong(error.value)


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e300", "-4e9", "5e9"])
def test_a_clock_is_not_set_to_a_year_in_which_nothing_works(seconds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name."""
    monkeypatch.setenv("IMR_CLOCK_SHIFT_SECONDS", seconds)
    with pytest.raises(ValidationError) as error:
        Settings()

    assert what_is_wrong(error.value).startswith("IMR_CLOCK_SHIFT_SECONDS: ")
