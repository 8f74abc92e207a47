"""Which treatment is asked for."""

import pytest

from services.decision.library.library import load

READER = load().requests


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Consultation for a lumbar epidural", ("consultation",)),
        ("EMG left arm, NCS left arm", ("emg-ncs",)),
        ("PT with therapeutic exercise and infrared", ("physical-medicine",)),
        ("PT s/p fall", ("physical-medicine",)),
        ("PT s/p rotator cuff repair", ("postoperative-therapy",)),
        ("EKG prior to knee arthroscopy", ("preoperative-ecg",)),
        ("E-stim", ("electrical-stimulation",)),
        ("E-stim unit", ("tens",)),
        ("Voltaren", ("nsaid", "topical-nsaid")),
        ("Voltaren 75 mg", ("nsaid",)),
        ("Lidocaine 5%", ("lidocaine-patch", "lidocaine-cream")),
        ("Tramadol 10% cream", ("other-topical",)),
        ("Lidoderm patch and Voltaren gel", ("lidocaine-patch", "topical-nsaid")),
        ("Duexis", ("nsaid", "h2-blocker")),
        ("Toradol injection", ()),
        ("Hydrocodone/APAP 10/325", ("opioid",)),
    ],
)
def test_treatments(text: str, expected: tuple[str, ...]) -> None:
    """One treatment is certain; those that it can be are all named."""
    assert expected == READER.read(text).treatments
