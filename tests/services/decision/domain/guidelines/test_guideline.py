"""Guidelines for named body regions and for any."""

import pytest

from tests.services.decision.guidelines import guideline


@pytest.mark.parametrize(("regions", "expected"), [((), False), (("knee",), True)])
def test_is_specific(regions: tuple[str, ...], *, expected: bool) -> None:
    """A guideline is specific if it names body regions."""
    assert expected == guideline(body_regions=frozenset(regions)).is_specific
