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
        ("BROKER", "other"),
        ("AUTO_SIGN", "perhaps"),
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
