"""The vocabulary of drugs."""

from terms.request.drugs import classes_in, drugs_in, forms, vocabulary


def test_every_brand_has_known_ingredients() -> None:
    """An ingredient without a class would be recognised as nothing."""
    known = vocabulary()

    assert [] == [product.name for product in known.products if not {*product.ingredients} <= known.class_of.keys()]
    assert known.companions <= known.class_of.keys()


def test_drugs_and_classes() -> None:
    """A brand names its ingredients, and each has its class."""
    assert [product.ingredients for product in drugs_in("Norco 10/325 with Soma")] == [
        ("hydrocodone", "acetaminophen"),
        ("carisoprodol",),
    ]
    assert classes_in("Voltaren gel") == {"nsaid"}
    assert forms().keys() == {"topical", "patch", "injected", "compound"}
