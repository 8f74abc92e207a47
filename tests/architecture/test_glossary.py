"""The glossary of ARCHITECTURE.md: names of modules and classes have no second meaning."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_layout import MODULES, ROOT

GONE = {
    "wish": "a command",
    "press": "print",
    "printer": "print",
    "office": "a context",
    "overlay": "a candidate edition",
    "trial": "a candidate edition, or a broker's test run",
    "standing": "a position, a backlog or a date of effect",
    "walk": "assess",
    "examination": "assess",
}
"""Words that no name has, and the word the glossary has instead."""

ONE_MEANING = {
    "record": {
        "Record": "a message of Kafka",
        "record": "a message of Kafka",
        "RecordedAssessment": "an assessment as the events on the topics say it",
        "ReviewerRecorded": "an event type that exists",
        "ReceiveRecords": "a command that exists: medical records",
        "RecordsRequested": "an event type that exists: medical records",
        "RecordsOverdue": "an event type that exists: medical records",
        "RecordsOverdueNotice": "medical records",
        "RecordsAdded": "an event type that exists: medical records",
        "RecordsKept": "an event type that exists: medical records",
        "Records": "medical records: what two events have in common",
        "RecordsFile": "medical records on a disk",
        "records": "the command for medical records",
        "medical_records": "medical records",
    },
    "service": {
        "Service": "a deployable",
        "service": "a deployable; in the command line, service of process",
        "service_status": "service of process",
        "WayOfService": "service of process",
        "ServiceOfProcess": "service of process",
        "ServiceOnParty": "service of process",
        "OfServiceOnParty": "service of process",
        "ServiceAddress": "service of process: a name in the schema of applications",
        "ConfirmService": "a command that exists: service of process",
        "ServiceIntended": "an event type that exists: service of process",
        "ServiceAttempted": "an event type that exists: service of process",
        "ServiceFailed": "an event type that exists: service of process",
        "ServiceUnsure": "an event type that exists: service of process",
    },
    "file": {
        "files": "on a disk",
        "yaml_files": "on a disk",
        "pdf_file": "on a disk",
        "FileRead": "on a disk",
        "FileItem": "of a request for an assessment, on a disk",
        "FilePaper": "of a request for an assessment, on a disk",
        "AssessmentFile": "of a request for an assessment, on a disk",
        "LetterFile": "a letter's format, on a disk",
        "case_file": "the papers of a case",
        "CaseFile": "the papers of a case",
        "CaseFileFacts": "the papers of a case",
        "CaseFileChanged": "an event type that exists: the papers of a case",
        "RecordsFile": "on a disk",
    },
    "place": {},
    "outcome": {
        "outcome": "a determination's: a rule on letters",
        "Outcomes": "of determinations",
        "DeskOutcome": "of a command to the dead-letter desk",
    },
    "kind": {"LetterKind": "of letters", "NoticeKind": "of letters", "kinds": "of letters"},
    "state": {
        "State": "of a service",
        "state": "of a service",
        "states": "of services",
        "CaseState": "of a service",
        "PoolState": "of a service",
        "ReviewerState": "of a service",
    },
}
"""Words of one meaning: the names that may have them, each with its meaning."""


def _names() -> Iterator[tuple[Path, str]]:
    """Yield the path and the name of every package, module and class."""
    for module in MODULES:
        yield module, module.parent.name if module.name == "__init__.py" else module.stem
        for node in ast.walk(ast.parse((ROOT / module).read_text())):
            if isinstance(node, ast.ClassDef):
                yield module, node.name


def _words(name: str) -> set[str]:
    """Return the words of *name* in lower case, singular, a participle as its verb."""
    parts = (part.lower() for part in re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+", name))
    return {re.sub(r"(?<=[a-z]{3}[^s])s$|(?<=record)ed$", "", part) for part in parts}


NAMES = sorted({(str(module), name) for module, name in _names()})


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_no_name_has_a_word_that_the_glossary_replaced(module: str, name: str) -> None:
    """The failure names the word to use."""
    assert {word: GONE[word] for word in _words(name) & GONE.keys()} == {}


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_word_of_the_glossary_has_one_meaning_in_names(module: str, name: str) -> None:
    """A new name with such a word is added with its meaning, or takes another word."""
    assert {word for word in _words(name) & ONE_MEANING.keys() if name not in ONE_MEANING[word]} == set()


def test_every_name_on_the_list_exists() -> None:
    """A name that is renamed leaves the list with it."""
    assert {name for names in ONE_MEANING.values() for name in names} - {name for _, name in NAMES} == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CaseFile", {"case", "file"}),
        ("HTTPServices", {"http", "service"}),
        ("yaml_files", {"yaml", "file"}),
        ("RecordedPress", {"record", "press"}),
    ],
)
def test_names_split_into_words(name: str, words: set[str]) -> None:
    """Otherwise the tests above pass on everything."""
    assert _words(name) == words
