"""A shadow library beside the live one."""

from pathlib import Path

import pytest

from runtime.settings import Settings
from runtime.testing import MemoryStream
from schemas.messages.decision import CaseAssessed
from schemas.messages.shadow import AssessmentDiffered
from schemas.topics import SHADOW_EVENTS
from schemas.wire.codec import Sealed
from services.decision.app import create_app as create_decision
from services.decision.library.errors import LibraryNotSound
from services.decision.library.library import HERE
from services.decision.shadow import NoShadow, create_app
from tests.examples import case_ready
from tests.services.decision.decisions import CONFIG, assigned, signature
from tests.services.decision.whatif import GENEROUS, written


def beside(folder: Path) -> Settings:
    """Settings with the guidelines in *folder* as the shadow."""
    return Settings(shadow_guidelines_dir=folder)


async def told(*services: object) -> MemoryStream:
    """Run the example's case from its file to its determination."""
    stream = MemoryStream(*services)  # type: ignore[arg-type]
    for message in (case_ready(), assigned()):
        stream.publish(message)
    await stream.settle()
    stream.publish(signature())
    await stream.settle()
    return stream


def others(stream: MemoryStream) -> dict[tuple[str, int], list[tuple[bytes | None, bytes | None]]]:
    """Return everything on every topic except the shadow's."""
    return {
        place: [(record.key, record.value) for record in records]
        for place, records in stream.topics.items()
        if ".shadow." not in place[0] and records
    }


async def test_a_shadow_says_where_it_differs_and_why(tmp_path: Path) -> None:
    """A shadow that differs publishes one event with both libraries; an equal one, none."""
    written(tmp_path / "guidelines", **GENEROUS)
    stream = await told(create_decision(Settings()), create_app(beside(tmp_path)))
    (differed,) = stream.messages(AssessmentDiffered)

    assert [(2, "upheld", "overturned")] == [(each.item, each.live_proposal, each.shadow_proposal) for each in differed.items]
    assert differed.live_library == CONFIG.library_digest != differed.shadow_library
    assert [] == (await told(create_app(beside(HERE)))).messages(AssessmentDiffered)


async def test_a_shadow_has_no_effect(tmp_path: Path) -> None:
    """With and without a shadow, all other topics have the same bytes."""
    written(tmp_path / "guidelines", **GENEROUS)
    alone = await told(create_decision(Settings()))
    watched = await told(create_decision(Settings()), create_app(beside(tmp_path)))

    assert others(alone) == others(watched)
    assert ["upheld", "upheld"] == [each.proposal for each in watched.messages(CaseAssessed)[0].assessments]


async def test_a_shadow_repeats_nothing(tmp_path: Path) -> None:
    """A case file that is delivered twice is reported once."""
    written(tmp_path / "guidelines", **GENEROUS)
    stream = await told(create_app(beside(tmp_path)))
    for (topic, partition), records in list(stream.topics.items()):
        if topic != SHADOW_EVENTS.name:
            for record in list(records):
                stream.write(Sealed(topic, partition, record.key or b"", record.value, tuple(record.headers)))
    await stream.settle()

    assert 1 == len(stream.messages(AssessmentDiffered))


def test_a_shadow_needs_sound_guidelines(tmp_path: Path) -> None:
    """A shadow does not start without a folder or with a faulty file, and says why."""
    with pytest.raises(NoShadow, match="IMR_SHADOW_GUIDELINES_DIR"):
        create_app(Settings())
    with pytest.raises(NoShadow, match=r"IMR_SHADOW_GUIDELINES_DIR: .*none is no folder"):
        create_app(beside(tmp_path / "none"))
    with pytest.raises(NoShadow, match=r"IMR_SHADOW_GUIDELINES_DIR: .* has no \.yaml files"):
        create_app(beside(tmp_path))
    written(tmp_path, criteria=[])
    with pytest.raises(LibraryNotSound):
        create_app(beside(tmp_path))
