"""Apply a rule to the patient: findings in sentences, with their papers and a contrast."""

from collections.abc import Sequence

from services.decision.domain.reasons.proposal import Finding
from services.decision.domain.wording import listed

_SILENT = "The records do not "
_KNOWN_PART = "The file says that "
"""A sentence that begins so has a contrast of its own: this is known, but not that."""
_PAPERS_MAX = 3


def applied(findings: Sequence[Finding]) -> list[str]:
    """Return the sentences of *findings*, which come in the order met, not met, undocumented.

    The reasons against the request are set off against those for it.
    """
    texts, cited = [], ""
    for finding in findings:
        papers = listed(finding.papers[:_PAPERS_MAX])
        texts.append(finding.sentence if papers == cited else _citing(finding.sentence, papers))
        cited = papers or cited
    met = sum(finding.value == "met" for finding in findings)
    told = [*dict.fromkeys(texts[:met])]
    against = _joined([*dict.fromkeys(texts[met:])])
    if told and against and not against[0].startswith(_KNOWN_PART):
        against[0] = f"However, {_inside(against[0])}"
    return told + against


def _citing(text: str, papers: str) -> str:
    """Return *text* with the papers that its first sentence rests on."""
    first, stop, others = text.partition(". ")
    if not papers:
        return text
    return f"{first.removesuffix('.')} ({papers}).{f' {others}' if stop else ''}"


def _joined(texts: list[str]) -> list[str]:
    """Join the sentences on things that the records do not show."""
    kept: list[str] = []
    silent: list[str] = []
    for text in texts:
        one_sentence = ". " not in text
        (silent if text.startswith(_SILENT) and one_sentence else kept).append(text)
    return [*kept, *_of_the_silent([text.removeprefix(_SILENT).removesuffix(".") for text in silent])]


def _of_the_silent(verbs: list[str]) -> list[str]:
    """Return one sentence of all that the records do not do."""
    if not verbs:
        return []
    first, *others = verbs
    if not others:
        return [f"{_SILENT}{first}."]
    between = "".join(f"; they do not {each}" for each in others[:-1])
    return [f"{_SILENT}{first}{between}{';' if between else ','} nor do they {others[-1]}."]


def _inside(text: str) -> str:
    """Return *text* to stand after a comma; a name in capitals keeps them."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
