"""Decide which treatment a request asks for, from the names and drugs that it mentions.

One treatment is certain, or none is. Some names are only the subject of another: a consultation for
an injection asks for the consultation. A context, such as surgery, makes another of a treatment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from terms.request.drugs import FormWord, Product, vocabulary
from terms.request.phrases import Mention

Context = Literal[
    "after-surgery", "before-surgery", "history", "preparation", "surgery", "clinic", "device", "evaluation", "ignored"
]


@dataclass(frozen=True)
class Treatment:
    """A treatment by its names, or by its drugs in a *form*.

    *visits*: a plain count of it is of visits. *leads*: other treatments named beside it are only
    its subject; *includes* are those that are parts of it. *becomes* is another in a context. Where
    all of *together* are named, this one is meant.
    """

    id: str
    names: Sequence[str] = ()
    drugs: Sequence[str] = ()
    form: Literal["topical", "patch"] | None = None
    visits: bool = False
    leads: bool = False
    surgery: bool = False
    includes: Sequence[str] = ()
    becomes: Mapping[str, str] = field(default_factory=dict)
    together: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """The meaning of a name: just one of its fields is set."""

    treatment: str | None = None
    context: Context | None = None
    form: FormWord | None = None
    product: Product | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The request: the treatments that it may be, its drugs and their one form."""

    treatments: tuple[str, ...]
    drugs: tuple[Mention[Product], ...]
    ingredients: tuple[str, ...]
    topical: bool


class _Seen(NamedTuple):
    """The amounts that tell the form of a drug: in percent, in grams, in milligrams.

    *explained*: the other drugs are the ingredients of a brand.
    """

    percent: bool
    amount: bool
    pills: bool
    explained: bool


def asked(
    mentions: Sequence[Mention[Named]],
    treatments: Mapping[str, Treatment],
    breaks: Mapping[int, str],
    *,
    percent: bool,
    amount: bool,
    pills: bool,
    visits: bool,
) -> Asked:
    """Return the treatments and drugs that *mentions* ask for.

    *breaks* are commas and brackets, by their places. *percent*, *amount* and *pills* are whether a
    strength in percent, an amount in grams or millilitres, and a strength in milligrams are given,
    *visits* whether visits are.
    """
    contexts = {mention.meaning.context for mention in mentions if mention.meaning.context}
    past = _past(mentions, breaks)
    if any(_is_surgical(mention, treatments) for mention in past["history"]):
        contexts.add("after-surgery")
    if any(_is_surgical(mention, treatments) for mention in past["preparation"]):
        contexts.add("before-surgery")
    current = [mention for mention in mentions if all(mention not in each for each in past.values())]
    drugs = tuple(Mention(each.meaning.product, each.start, each.end) for each in current if each.meaning.product is not None)
    forms = {mention.meaning.form for mention in current if mention.meaning.form is not None}
    named = list(dict.fromkeys(each.meaning.treatment for each in current if each.meaning.treatment is not None))
    of_drugs, topical = _of_drugs(drugs, forms, treatments, _Seen(percent, amount, pills, _explained(drugs, breaks)))
    found = _without_subjects([*named, *(each for each in of_drugs if each not in named)], treatments, contexts)
    if visits:
        contexts.add("clinic")
    became = dict.fromkeys(_became(treatments[each], contexts) for each in found)
    ingredients = tuple(dict.fromkeys(ingredient for drug in drugs for ingredient in drug.meaning.ingredients))
    return Asked(tuple(became), drugs, ingredients, topical)


def _past(mentions: Sequence[Mention[Named]], breaks: Iterable[int]) -> dict[str, list[Mention[Named]]]:
    """Return the names that a history or a preparation is about: those up to the next comma."""
    past: dict[str, list[Mention[Named]]] = {"history": [], "preparation": []}
    for opening in mentions:
        kind = opening.meaning.context
        if kind in past:
            end = next((place for place in breaks if place > opening.start), None)
            past[kind] += [each for each in mentions if each.start > opening.start and (end is None or each.start < end)]
    return past


def _is_surgical(mention: Mention[Named], treatments: Mapping[str, Treatment]) -> bool:
    meaning = mention.meaning
    return meaning.context == "surgery" or (meaning.treatment is not None and treatments[meaning.treatment].surgery)


def _without_subjects(found: list[str], treatments: Mapping[str, Treatment], contexts: set[Context]) -> list[str]:
    """Leave out names that only go along: subjects, parts, and the surgery around it."""
    leading = [each for each in found if treatments[each].leads]
    if leading:
        return leading
    others = [each for each in found if not treatments[each].surgery]
    if others and contexts & {"after-surgery", "before-surgery"}:
        found = others
    found += [each.id for each in treatments.values() if each.together and each.id not in found and {*each.together} <= {*found}]
    included = {part for each in found for part in (*treatments[each].includes, *treatments[each].together)}
    return [each for each in found if each not in included]


def _became(treatment: Treatment, contexts: set[Context]) -> str:
    return next((other for context, other in treatment.becomes.items() if context in contexts), treatment.id)


def _of_drugs(
    drugs: Sequence[Mention[Product]], forms: set[FormWord], treatments: Mapping[str, Treatment], seen: _Seen
) -> tuple[list[str], bool]:
    """Return the treatments that the drugs are, and whether they are for the skin."""
    if not drugs:
        return ["topical-compound"] if forms >= {"compound", "topical"} and "topical-compound" in treatments else [], False
    if "injected" in forms:
        return [], False
    products = [drug.meaning for drug in drugs]
    branded = [product.form for product in products if product.form is not None]
    topical = bool(branded) or seen.percent or bool(forms & {"topical", "compound"})
    ingredients = {each for product in products for each in product.ingredients}
    one_product = len(products) == 1 or not branded or seen.explained
    if topical and ("compound" in forms or (len(ingredients) > 1 and one_product and forms != {"patch", "topical"})):
        return ["topical-compound"], True
    found: list[str] = []
    if ingredients - vocabulary().companions:
        products = [product for product in products if not {*product.ingredients} <= vocabulary().companions]
    for product in products:
        found += _of_product(product, forms, treatments, seen)
    return list(dict.fromkeys(found)), topical


def _explained(drugs: Sequence[Mention[Product]], breaks: Mapping[int, str]) -> bool:
    """Return whether brackets give the ingredients of one brand, or name their brand."""
    branded = [place for place, drug in enumerate(drugs) if drug.meaning.form is not None]
    if branded == [0]:
        return breaks.get(drugs[0].end) in {"(", "["}
    return len(branded) == 1 and branded[0] == len(drugs) - 1 and breaks.get(drugs[-1].start - 1) in {"(", "["}


def _of_product(product: Product, forms: set[FormWord], treatments: Mapping[str, Treatment], seen: _Seen) -> Iterator[str]:
    """Yield the treatments that *product* is; several if its form is not certain."""
    companions = vocabulary().companions
    main = [each for each in product.ingredients if each not in companions] or list(product.ingredients)[:1]
    for ingredient in main:
        if product.form == "patch" or "patch" in forms:
            choices = _listing(ingredient, "patch", treatments) or _listing(ingredient, "topical", treatments)
            yield from choices or ([] if product.form else _listing(ingredient, None, treatments))
        elif product.form == "topical" or "topical" in forms or (seen.percent and seen.amount):
            yield from _listing(ingredient, "topical", treatments) or ["other-topical"]
        elif seen.percent:
            yield from [*_listing(ingredient, "patch", treatments), *_listing(ingredient, "topical", treatments)] or [
                "other-topical"
            ]
        elif product.either and not seen.pills:
            yield from [*_listing(ingredient, None, treatments), *_listing(ingredient, "topical", treatments)]
        else:
            yield from _listing(ingredient, None, treatments) or _listing(ingredient, "topical", treatments)


def _listing(ingredient: str, form: str | None, treatments: Mapping[str, Treatment]) -> list[str]:
    """Return the treatment of *form* that lists the ingredient, or else its class."""
    kind = vocabulary().class_of[ingredient]
    for name in (ingredient, kind):
        found = [each.id for each in treatments.values() if each.form == form and name in each.drugs]
        if found:
            return found
    return []
