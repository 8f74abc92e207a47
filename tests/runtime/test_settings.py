"""Settings."""

import pytest
from pydantic import ValidationError

from runtime.settings import Settings


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each under its own name with IMR_ in front; what is not set has a sane default."""
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
        ("BROKER", "other"),
        ("AUTO_SIGN", "perhaps"),
    ],
)
def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """It is refused at the start, by its name."""
    monkeypatch.setenv(f"IMR_{name}", value)

    with pytest.raises(ValidationError, match=name.lower()):
        Settings()
