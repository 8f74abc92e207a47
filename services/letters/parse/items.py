"""The disputed items: heading and outcome, both sides' guidelines, rationale and closing.

An item begins with a heading, which is followed by the label of the claims administrator's
guideline. The heading may span lines and pages, and contain sentences and colons of its own
("… was the original request. … is: Upheld").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.letters.composition.layout import Layout
from services.letters.letter import LetterItem
from services.letters.parse.errors import LetterMalformed, LetterTruncated
from services.letters.parse.text.lines import Line, joined
from services.letters.prose.sentences import decision_of, sentences

_ENDS_A_SENTENCE = re.compile(r"[.!?][\"'\u201d\u2019)\]]*$")
_GOES_ON = re.compile(r"[a-z]|(?!.*\bwas the original request\b).*\bportion of the original request\b", re.DOTALL)
"""Text that continues a heading instead of starting one.

Headings never start with a small letter. One about a remainder starts with the original request.
"""

_HEADING_LINES_MAX = 40
_BETWEEN_PARAGRAPHS = {"paragraph", "either"}
_SHORT_LINE = 60
"""A shorter line is the last of its paragraph."""

_SENTENCES_BACK = 3
_CAUTION = re.compile(r"This decision addresses the medical necessity of|(?:The )?opioids? should not be stopped", re.IGNORECASE)
_DECIDING_CLAUSE = re.compile(r",\s+(?=(?:the|this|that|these|those|it|any|all)\s[^,]*$)", re.IGNORECASE)


@dataclass(frozen=True)
class Labels:
    """Patterns for an item's labels and the words for its outcome."""

    claims_administrator: re.Pattern[str]
    reviewer: re.Pattern[str]
    rationale: re.Pattern[str]
    outcome: re.Pattern[str]

    @classmethod
    def of(cls, layout: Layout) -> "Labels":
        """Build the patterns from the form of *layout*."""
        organization = re.escape(layout.words.labels["reviewer_guideline"]).replace(
            re.escape("{review_organization}"), r"(?P<organization>\S.{0,299}?)"
        )
        outcomes = "|".join(re.escape(word) for word in layout.words.outcomes.values())
        return cls(
            _label(re.escape(layout.words.labels["claims_administrator_guideline"])),
            _label(organization),
            _label(re.escape(layout.words.labels["rationale"])),
            re.compile(rf"(?P<request>.*\S)\s*:\s*(?P<outcome>{outcomes})\s*\.?", re.IGNORECASE | re.DOTALL),
        )


def _label(name: str) -> re.Pattern[str]:
    return re.compile(rf"{name}\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class ItemRead:
    """An item, and the name of the organization as its label prints it."""

    item: LetterItem
    organization: str


def items_of(lines: Sequence[Line], layout: Layout) -> Iterator[ItemRead]:
    """Yield the items in *lines*, in order.

    Raises LetterMalformed or LetterTruncated at the first incomplete item.
    """
    labels = Labels.of(layout)
    starts = [index for index, line in enumerate(lines) if labels.claims_administrator.match(line.text)]
    if not starts or starts[0] == 0:
        raise LetterTruncated(lines[-1].number if lines else 1, "the letter has no disputed item")
    headings = [
        _heading_start(lines, before, start) for before, start in zip([0, *(start + 1 for start in starts)], starts, strict=False)
    ]
    ends = [*headings[1:], len(lines)]
    outcomes = {word.lower(): outcome for outcome, word in layout.words.outcomes.items()}
    for number, (heading, start, end) in enumerate(zip(headings, starts, ends, strict=True), start=1):
        found = labels.outcome.fullmatch(joined(lines[heading:start]))
        if found is None:
            words = " or ".join(layout.words.outcomes.values())
            raise LetterMalformed(lines[start - 1].number, f"item {number}: its heading does not end in {words}")
        guideline, organization, own_guideline, reasons = _body(lines[start:end], labels, number, last=end == len(lines))
        rationale, closing = rationale_and_closing(reasons)
        item = LetterItem(
            number=number,
            request=found["request"],
            outcome=outcomes[found["outcome"].lower()],
            claims_administrator_guideline=guideline,
            reviewer_guideline=own_guideline,
            rationale=rationale,
            closing=closing,
        )
        yield ItemRead(item, organization)


def _heading_start(lines: Sequence[Line], before: int, start: int) -> int:
    """Find where the heading before the label at *start* begins; the search stops at *before*."""
    likely = None
    for index in range(start - 1, max(before, start - _HEADING_LINES_MAX), -1):
        line, previous = lines[index], lines[index - 1]
        goes_on = _GOES_ON.match(joined(lines[index:start]))
        if line.gap == "paragraph" and not goes_on:
            return index
        ended = _ENDS_A_SENTENCE.search(previous.text) or (line.gap == "either" and len(previous.text) < _SHORT_LINE)
        if ended and line.gap != "none" and not goes_on:
            return index
        if likely is None and not goes_on and (ended or line.gap != "none"):
            likely = index
    if before == 0:
        return 0
    return start - 1 if likely is None else likely


def _body(lines: Sequence[Line], labels: Labels, number: int, *, last: bool) -> tuple[str, str, str, str]:
    """Return both guidelines and the reasons of an item, and the organization's name.

    In order: the claims administrator's guideline, the name, the reviewer's guideline, the reasons.
    """
    error = LetterTruncated if last else LetterMalformed
    own = next((index for index, line in enumerate(lines) if index and labels.reviewer.match(line.text)), None)
    if own is None:
        raise error(lines[-1].number, f"item {number}: the reviewer's guideline is missing")
    reasons = next((index for index, line in enumerate(lines) if index > own and labels.rationale.match(line.text)), None)
    if reasons is None:
        raise error(lines[-1].number, f"item {number}: the rationale is missing")
    organization = labels.reviewer.match(lines[own].text)
    texts = [_behind_label(part) for part in (lines[:own], lines[own:reasons], lines[reasons:])]
    for name, text in zip(("claims administrator's guideline", "reviewer's guideline", "rationale"), texts, strict=True):
        if not text:
            raise error(lines[0].number, f"item {number}: the text of the {name} is missing")
    _check_end(lines[reasons:], labels, texts[2], number, last=last)
    return texts[0], organization["organization"] if organization else "", texts[1], texts[2]


def _behind_label(lines: Sequence[Line]) -> str:
    """Return the text of a labelled paragraph without its label."""
    return joined(lines).partition(":")[2].strip()


def _check_end(lines: Sequence[Line], labels: Labels, reasons: str, number: int, *, last: bool) -> None:
    """Raise if the reasons contain a stray heading, or end without a decision.

    A heading among the reasons has lost its labels. Only the last item has to end in a decision.
    """
    ends = [*(line.gap for line in lines[1:]), "either"]
    alone = [line for line, after in zip(lines, ends, strict=True) if {line.gap, after} <= _BETWEEN_PARAGRAPHS]
    stray = next((line for line in alone if labels.outcome.fullmatch(line.text)), None)
    if stray is not None:
        raise (LetterTruncated if last else LetterMalformed)(
            stray.number, f"the heading after item {number} is not followed by its guidelines and rationale"
        )
    if last and decision_of(reasons) is None:
        raise LetterTruncated(lines[-1].number, f"item {number}: the text ends before the decision")


def rationale_and_closing(text: str) -> tuple[str, str]:
    """Split a "Decision rationale" into its reasons and its closing; no words are lost.

    The closing begins with the deciding sentence and includes the sentences after it, such as the
    caution not to stop opioids abruptly. If a single sentence gives both reason and decision, its
    deciding clause is the closing. A text without reasons is all closing.
    """
    told = sentences(text)
    first = _deciding(told)
    reasons, closing = " ".join(told[:first]), " ".join(told[first:])
    if reasons or not (clause := _DECIDING_CLAUSE.search(closing)) or decision_of(closing[clause.end() :]) is None:
        return reasons, closing
    return closing[: clause.start() + 1], closing[clause.end() :]


def _deciding(told: list[str]) -> int:
    """Return the index of the deciding sentence among the last few.

    Without one, return the index of the last sentence before a caution.
    """
    end = next((index for index, sentence in enumerate(told) if index and _CAUTION.match(sentence)), len(told))
    back = range(end - 1, max(end - 1 - _SENTENCES_BACK, -1), -1)
    return next((index for index in back if decision_of(told[index]) is not None), end - 1)
