"""Logs hold identifiers and nothing else."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from runtime.logs import configure_logging, logger
from runtime.settings import Settings
from schemas.messages.application import Employee

Lines = Callable[[], list[dict[str, Any]]]
NAME = "Pat Exampleworker"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Return a function that returns the lines logged so far."""
    stream = io.StringIO()
    configure_logging(Settings(log_format="json", log_level="debug"), "tests", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    configure_logging(Settings(log_format="json", log_level="error"), "tests", io.StringIO())


def _raise_with(name: str) -> None:
    employee = {"name": name, "sex": name}
    Employee.model_validate(employee)


def test_an_unlisted_key_is_dropped(lines: Lines) -> None:
    """A value under an unlisted key is dropped; an identifier is logged."""
    logger("tests").info("event_handled", employee=NAME, case_id="CM15-1330001")

    (line,) = lines()
    assert ("event_handled", "CM15-1330001") == (line["event"], line["case_id"])
    assert NAME not in json.dumps(line)


def test_an_exception_is_logged_without_its_text_and_its_variables(lines: Lines) -> None:
    """An exception is logged with its place, without its text and its variables."""
    try:
        raise RuntimeError(f"{NAME} was here")
    except RuntimeError:
        logger("tests").exception("handler_raised", error_type="RuntimeError")
    try:
        _raise_with(NAME)
    except ValueError:
        logger("tests").exception("handler_raised", error_type="ValidationError")

    text = json.dumps(lines())
    assert "test_logs.py" in text
    assert NAME not in text


def test_a_librarys_line_shows_its_template_only(lines: Lines) -> None:
    """A library's log line shows its template without the values."""
    logging.getLogger("aiokafka.consumer").warning("could not read %s", NAME)

    (line,) = lines()
    assert ("library_message", "could not read <str>") == (line["event"], line["reason"])
    assert NAME not in json.dumps(line)


@pytest.mark.parametrize(
    ("template", "values", "told"),
    [
        ("Topic %s not found", ("imr.intake.events",), "Topic imr.intake.events not found"),
        ("Failed fetch offsets from %s: %s", (3, ValueError(NAME)), "Failed fetch offsets from 3: ValueError"),
        ("%s of %s", (NAME, [NAME]), "<str> of <list>"),
        ("%(who)s is %(age)d", ({"who": NAME, "age": 44},), "<str> is 44"),
        ("%s", (f"{NAME} imr.intake.events",), "<str>"),
        ("100% sure", (), "100% sure"),
    ],
)
def test_a_librarys_line_is_filled_in_without_personal_values(
    lines: Lines, template: str, values: tuple[object, ...], told: str
) -> None:
    """Numbers, our topics and the types of errors; of other values, the type."""
    logging.getLogger("aiokafka.cluster").error(template, *values)

    (line,) = lines()
    assert told == line["reason"]
    assert NAME not in json.dumps(line)
