"""Read a whole request with the words of a library: treatment, drugs, places and amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from terms.request.amounts import Amounts, amounts_of
from terms.request.body_sites import BACK, Side, body_sites_in
from terms.request.drugs import forms, vocabulary
from terms.request.grammar import Part, parts_of
from terms.request.injections import Injections, injections_of
from terms.request.phrases import Mention, Phrases
from terms.request.strengths import doses_of, percent_of
from terms.request.tokens import Token, tokenise
from terms.request.treatments import Asked, Context, Named, Treatment, asked
from terms.request.words import NAMES

_TEXTS_KEPT = 10_000
_SAYING_NOTHING = frozenset(
    NAMES[name]
    for name in (
        "BREAK",
        "FILLER",
        "PER",
        "OF",
        "FOR",
        "TO",
        "OR",
        "MORE",
        "VISIT",
        "UNIT",
        "SLASH",
        "HYPHEN",
        "PERCENT",
        "TERM",
        "ROUTE",
    )
)


@dataclass(frozen=True)
class Words:
    """The words of a library: treatments, regions, contexts and facts, by their names."""

    treatments: Mapping[str, Treatment]
    body_regions: Mapping[str, Sequence[str]]
    contexts: Mapping[Context, Sequence[str]] = field(default_factory=dict)
    facts: Mapping[str, Mapping[bool | str, Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestReading:
    """The certain parts of a request.

    *treatment*, *body_region* and *body_side* are None unless just one is meant; *treatments* and
    *regions* are those that it names. *facts* are stated by phrases. *left_over* are the words that
    nothing explains, *doubts* name uncertain parts. *parts* are the amounts as read, in words.
    *trailing*: a bare number at the end is the quantity, as in "EKG, two" and "20 mg 60".
    """

    treatment: str | None
    treatments: tuple[str, ...]
    body_region: str | None
    regions: tuple[str, ...]
    body_side: Side | None
    ingredients: tuple[str, ...]
    doses: tuple[str, ...]
    percent: Mapping[str, float]
    amounts: Amounts
    trailing: bool
    levels: int | None
    injections: Injections
    facts: Mapping[str, bool | str]
    parts: tuple[tuple[str, str], ...]
    left_over: tuple[str, ...]
    doubts: tuple[str, ...]


class RequestReader:
    """Reads requests with *words*; a repeated text is read once."""

    def __init__(self, words: Words) -> None:
        self._treatments = words.treatments
        self.regions: tuple[str, ...] = tuple(words.body_regions)
        self._names: Phrases[Named] = Phrases(_names(words))
        self._regions: Phrases[str] = Phrases(
            (name, region) for region, names in words.body_regions.items() for name in (region, *names)
        )
        self._stated: Phrases[tuple[str, bool | str]] = Phrases(
            (name, (fact, value)) for fact, values in words.facts.items() for value, names in values.items() for name in names
        )
        self.read = lru_cache(maxsize=_TEXTS_KEPT)(self._read)

    def region(self, name: str) -> str | None:
        """Return the one body region that a field *name* calls, by its id or a name."""
        return self.read(name).body_region

    def related(self, one: str, other: str) -> bool:
        """Return whether treatment *other* is a part of *one*, or *one* in a context."""
        treatment = self._treatments[one]
        return other in {*treatment.becomes.values(), *treatment.includes, *treatment.together}

    def before_surgery(self, treatment: str) -> str:
        """Return *treatment* as it is called before a surgery, as an ECG."""
        return self._treatments[treatment].becomes.get("before-surgery", treatment)

    def nearest(self, name: str) -> list[str]:
        """Return the ids of treatments that are spelt most like *name*."""
        return get_close_matches(name.casefold().replace(" ", "-"), self._treatments, n=3, cutoff=0.5)

    def treatment(self, name: str) -> str | None:
        """Return the one treatment that a field *name* calls, by its id or a name."""
        return name if name in self._treatments else self.read(name).treatment

    def _read(self, text: str) -> RequestReading:
        tokens = tokenise(text)
        keys = [token.key for token in tokens]
        named, regions, stated = [*self._names.find(keys)], [*self._regions.find(keys)], [*self._stated.find(keys)]
        parts = list(parts_of(tokens, _classes(tokens, [*named, *regions])))
        request = _asked(tokens, named, parts, self._treatments)
        places = body_sites_in(tokens, regions, named)
        treatment = request.treatments[0] if len(request.treatments) == 1 else None
        in_visits = treatment is not None and self._treatments[treatment].visits
        drug = bool(request.drugs) and not in_visits
        amounts = amounts_of(parts, in_visits=in_visits, drug=drug)
        doses = doses_of(parts, request.drugs)
        trailing = amounts.trailing is not None and amounts.stated is None and not in_visits and treatment is not None
        trailing = trailing and bool(doses or not request.drugs)
        placed = _placed(tokens, named, parts, places.placed, stated, trailing=trailing)
        return RequestReading(
            treatment=treatment,
            treatments=request.treatments,
            body_region=places.regions[0] if len(places.regions) == 1 and places.regions != (BACK,) else None,
            regions=places.regions,
            body_side=places.side,
            ingredients=request.ingredients,
            doses=doses,
            percent=percent_of(parts, request.drugs),
            amounts=amounts,
            trailing=trailing,
            levels=places.levels,
            injections=injections_of(parts, several_sites=places.several),
            facts=_facts(stated, keys),
            parts=tuple((part.name.replace("_", " "), _words(part, text)) for part in parts if placed[part.place]),
            left_over=tuple(_left_over(tokens, placed, text)),
            doubts=tuple(_doubts(request, places.regions, amounts, sides_differ=places.sides_differ)),
        )


def _names(words: Words) -> list[tuple[str, Named]]:
    """Return every name with its meaning: treatments, contexts, forms, drugs."""
    found = [(product.name, Named(product=product)) for product in vocabulary().products]
    found += [(name, Named(treatment=each.id)) for each in words.treatments.values() for name in _names_of(each)]
    found += [(name, Named(context=context)) for context, names in words.contexts.items() for name in names]
    return found + [(name, Named(form=form)) for form, names in forms().items() for name in names]


def _names_of(treatment: Treatment) -> list[str]:
    """Return the names of *treatment*; an id that names a drug hides it among those beside it."""
    drugs = vocabulary().class_of.keys()
    return [*([] if treatment.form and drugs & {*treatment.id.split("-")} else [treatment.id]), *treatment.names]


def _classes(tokens: Sequence[Token], mentions: Sequence[Mention[Named] | Mention[str]]) -> str:
    """Return the classes of *tokens*; words of names are terms, unless they count something."""
    classes = [token.kind for token in tokens]
    counting = {NAMES["VISIT"], NAMES["UNIT"], NAMES["ROUTE"]}
    for mention in mentions:
        if isinstance(mention.meaning, Named) and mention.meaning.context is not None:
            continue
        for place in range(mention.start, mention.end):
            if classes[place] not in counting:
                classes[place] = NAMES["TERM"]
    return "".join(classes)


def _asked(
    tokens: Sequence[Token], named: Sequence[Mention[Named]], parts: Sequence[Part], treatments: Mapping[str, Treatment]
) -> Asked:
    breaks = {place: token.key for place, token in enumerate(tokens) if token.kind == NAMES["BREAK"]}
    return asked(
        named,
        treatments,
        breaks,
        percent=any(part.name == "strength" and part.of("PERCENT") for part in parts),
        amount=any(part.name == "mass" for part in parts),
        pills=any(part.name == "strength" and not part.of("PERCENT") for part in parts),
        visits=any(part.name in {"visits", "frequency", "pair"} for part in parts),
    )


def _facts(stated: Sequence[Mention[tuple[str, bool | str]]], keys: Sequence[str]) -> dict[str, bool | str]:
    """Return the facts that phrases state; "without" before one turns it, two values are none."""
    found: dict[str, set[bool | str]] = {}
    for mention in stated:
        fact, value = mention.meaning
        negated = mention.start > 0 and keys[mention.start - 1] in {"without", "w/o", "no"}
        if not negated or isinstance(value, bool):
            found.setdefault(fact, set()).add(not value if negated else value)
    return {fact: values.pop() for fact, values in found.items() if len(values) == 1}


def _placed(
    tokens: Sequence[Token],
    named: Sequence[Mention[Named]],
    parts: Sequence[Part],
    places: frozenset[int],
    stated: Sequence[Mention[tuple[str, bool | str]]],
    *,
    trailing: bool,
) -> list[bool]:
    """Return for each token whether something explains it."""
    placed = [token.kind in _SAYING_NOTHING for token in tokens]
    for start, end in ((each.start, each.end) for mentions in (named, stated) for each in mentions):
        placed[start:end] = [True] * (end - start)
    for part in parts:
        if (
            part.name not in {"slashed", "combination", "decided", "then", "several", "series"}
            and part.name != "number"
            and (trailing or part.name != "trailing")
        ):
            placed[part.place : part.place + len(part.tokens)] = [True] * len(part.tokens)
    for place in places:
        placed[place] = True
    return placed


def _left_over(tokens: Sequence[Token], placed: Sequence[bool], text: str) -> list[str]:
    pieces: list[list[Token]] = [[]]
    for token, used in zip(tokens, placed, strict=True):
        if used:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [text[piece[0].start : piece[-1].end] for piece in pieces if piece]


def _words(part: Part, text: str) -> str:
    return text[part.tokens[0].start : part.tokens[-1].end]


def _doubts(request: Asked, regions: Sequence[str], amounts: Amounts, *, sides_differ: bool) -> list[str]:
    """Return the uncertain parts, in words."""
    doubts = []
    if len(request.treatments) > 1:
        doubts.append(f"it can be {_listed(request.treatments)}")
    if len(regions) > 1:
        doubts.append(f"it names {_listed(regions, 'and')}")
    elif BACK in regions:
        doubts.append("the back is the lower or the upper one")
    if sides_differ:
        doubts.append("which side is meant of which region is not certain")
    return [*doubts, *amounts.doubts]


def _listed(names: Sequence[str], last: str = "or") -> str:
    words = [name.replace("-", " ") for name in names]
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
