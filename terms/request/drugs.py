"""The vocabulary of drugs: ingredients with their class, brands with their ingredients.

Read from `drugs.toml` once. Recognition, specialties and the check of letters can ask it.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from terms.request.phrases import Phrases
from terms.request.tokens import tokenise

Form = Literal["topical", "patch"]
FormWord = Literal["topical", "patch", "injected", "compound"]


@dataclass(frozen=True, slots=True)
class Product:
    """A name of a drug: its ingredients, and the form that the name alone says.

    *either*: products of this name are swallowed, others are for the skin.
    """

    name: str
    ingredients: tuple[str, ...]
    form: Form | None = None
    either: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All drugs: the class of each ingredient, the names, and companions of others."""

    class_of: Mapping[str, str]
    products: tuple[Product, ...]
    names: Phrases[Product]
    companions: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read at the first call."""
    file = _file()
    class_of = {ingredient: kind for kind, ingredients in file["classes"].items() for ingredient in ingredients}
    products = tuple(_products(file, class_of))
    return Vocabulary(class_of, products, Phrases((each.name, each) for each in products), frozenset(file["companions"]))


@cache
def forms() -> Mapping[FormWord, Sequence[str]]:
    """Return the words for each form of a product."""
    return MappingProxyType({form: tuple(words) for form, words in _file()["forms"].items()})


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("drugs.toml").read_text(encoding="utf-8"))


def drugs_in(text: str) -> tuple[Product, ...]:
    """Return the drugs that *text* names, in order."""
    return tuple(mention.meaning for mention in vocabulary().names.find([token.key for token in tokenise(text)]))


def classes_in(text: str) -> frozenset[str]:
    """Return the classes of the drugs that *text* names."""
    class_of = vocabulary().class_of
    return frozenset(class_of[ingredient] for product in drugs_in(text) for ingredient in product.ingredients)


def _products(file: Mapping[str, Any], class_of: Mapping[str, str]) -> Iterator[Product]:
    forms: tuple[tuple[str, Form | None], ...] = (("patches", "patch"), ("topicals", "topical"), ("brands", None))
    for table, form in forms:
        for name, ingredients in file[table].items():
            yield Product(name, tuple(ingredients), form, form is None and name in file["either"])
    for ingredient in class_of:
        yield Product(ingredient, (ingredient,))
