"""Where the reasons end and the decision begins."""

import re

from services.letters.prose.sentences import decision_of, sentences

_SENTENCES_BACK = 3
_CAUTION = re.compile(r"This decision addresses the medical necessity of|(?:The )?opioids? should not be stopped", re.IGNORECASE)
_DECIDING_CLAUSE = re.compile(r",\s+(?=(?:the|this|that|these|those|it|any|all)\s[^,]*$)", re.IGNORECASE)


def rationale_and_closing(text: str) -> tuple[str, str]:
    """The reasons and the closing of a "Decision rationale"; together they are *text* but for white space.

    The closing begins with the sentence that decides and holds what follows it, such as the caution that opioids are not to be stopped
    abruptly. Where one sentence gives reason and decision, the clause that decides is the closing; without any reason, all of it is.
    """
    told = sentences(text)
    first = _deciding(told)
    reasons, closing = " ".join(told[:first]), " ".join(told[first:])
    if reasons or not (clause := _DECIDING_CLAUSE.search(closing)) or decision_of(closing[clause.end() :]) is None:
        return reasons, closing
    return closing[: clause.start() + 1], closing[clause.end() :]


def _deciding(told: list[str]) -> int:
    """The place of the sentence that decides among the last few; else of the last before a caution."""
    end = next((index for index, sentence in enumerate(told) if index and _CAUTION.match(sentence)), len(told))
    back = range(end - 1, max(end - 1 - _SENTENCES_BACK, -1), -1)
    return next((index for index in back if decision_of(told[index]) is not None), end - 1)
