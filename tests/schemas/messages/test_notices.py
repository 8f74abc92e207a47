"""Events of notices, and messages that now name one."""

import json

import pytest
from pydantic import ValidationError

from schemas.messages.letters import ReissueLetter, ReleaseLetter, ServiceIntended
from schemas.messages.notices import NoticeHeld, NoticeIssued
from schemas.wire.codec import read
from tests.examples import ROOT
from tests.schemas.messages.test_letters import example


@pytest.mark.parametrize(
    ("kind", "name", "version"),
    [(ReleaseLetter, "release-letter", 1), (ReissueLetter, "reissue-letter", 1), (ServiceIntended, "service-intended", 2)],
)
def test_an_earlier_message_is_about_a_determination(
    kind: type[ReleaseLetter | ReissueLetter | ServiceIntended], name: str, version: int
) -> None:
    """Before notices, every letter was that of the determination."""
    message = read(kind, version, (ROOT / f"schemas/examples/imr.letters.{name}/{version}.json").read_bytes())

    assert message.notice is None


@pytest.mark.parametrize(
    ("kind", "name", "field"), [(NoticeIssued, "notice-issued", "files"), (NoticeHeld, "notice-held", "findings")]
)
def test_a_notice_has_files_or_findings(kind: type[NoticeIssued | NoticeHeld], name: str, field: str) -> None:
    """An issued notice has a file, a held one a finding."""
    with pytest.raises(ValidationError):
        kind.model_validate_json(json.dumps({**example(name), field: []}))
