"""The marks of fields with personal data."""

from typing import Annotated, Any

import pytest

from schemas.message import Part
from schemas.personal import CLINICAL, DIRECT, PERSONAL, PLAIN, QUASI


@pytest.mark.parametrize(("mark", "kind"), [(DIRECT, "direct"), (QUASI, "quasi"), (CLINICAL, "clinical"), (PLAIN, "none")])
def test_a_mark_is_in_the_json_schema(mark: Any, kind: str) -> None:
    """The mark of a field is in its JSON schema."""

    class Marked(Part):
        """A part with one field."""

        field: Annotated[str, mark]

    assert kind == Marked.model_json_schema()["properties"]["field"][PERSONAL]
