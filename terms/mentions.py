"""Find body regions, guideline chapters and treatments that a text mentions.

A mention is not a request: `recognition` reads requests.
"""

import re
from collections.abc import Mapping

REGIONS: Mapping[str, re.Pattern[str]] = {
    region: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for region, words in {
        "head": "head|brain|skull|cranial|concussion",
        "neck": "neck|cervical|C[2-7]",
        "upper back": "thoracic|mid[- ]?back|upper back|thoracolumbar",
        "low back": "lumbar|lumbosacral|low(?:er)? back|sacr(?:al|um)|thoracolumbar|L[1-5]|S1",
        "shoulder": r"shoulders?|rotator cuff|acromi\w+|acromioclavicular|glenohumeral|SLAP|bankart",
        "elbow": r"elbows?|cubital|epicondyl\w+",
        "wrist or hand": "wrists?|hands?|carpal|fingers?|thumbs?|digits?",
        "hip": "hips?",
        "knee": r"knees?|menisc\w+|patell\w+|ACL",
        "ankle or foot": "ankles?|foot|feet|toes?|achilles|plantar",
        "abdomen": r"abdom\w+|pelvi[sc]|hernias?|umbilical",
    }.items()
}
"""The words for each region of the body."""

CHAPTERS: Mapping[str, tuple[re.Pattern[str], frozenset[str]]] = {
    name: (re.compile(pattern, re.IGNORECASE), frozenset(regions))
    for name, pattern, regions in (
        ("Low Back", r"\bLow Back\b", ("low back", "upper back", "hip")),
        ("Neck and Upper Back", r"\bNeck (?:and|&) (?:Upper )?Back\b", ("neck", "upper back")),
        ("Low Back and Neck", r"\bLow Back and neck\b", ("neck", "upper back", "low back")),
        ("Shoulder", r"\bShoulder (?:Complaints|Disorders|Chapter|section)?|\(ODG\),? Shoulder\b", ("shoulder", "neck")),
        ("Elbow", r"\bElbow (?:Complaints|Disorders|Chapter)\b", ("elbow", "wrist or hand")),
        ("Forearm, Wrist, and Hand", r"\bForearm, Wrist,? (?:and|&) Hand\b", ("wrist or hand", "elbow")),
        ("Hip and Pelvis", r"\bHip (?:and|&) Pelvis\b", ("hip", "abdomen")),
        ("Knee", r"\bKnee (?:Complaints|Disorders|and leg|& leg|Chapter)\b", ("knee",)),
        ("Ankle and Foot", r"\bAnkle (?:and|&) Foot\b", ("ankle or foot",)),
    )
}
"""The guideline chapters on a part of the body, and the regions each covers."""

TREATMENTS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for words in (
        r"MRIs?\b|magnetic resonance|imaging|special stud",
        r"CT\b|computed tomography|imaging|special stud",
        r"x-?rays?\b|radiograph|imaging",
        r"EMG|NCS|NCV|electrodiagnos|electro-diagnos|electromyogra|nerve conduction",
        r"physical therap|physical medicine|physiotherap|PT\b|therapy",
        r"chiropract|manipulat|manual therap",
        r"massage",
        r"acupunctur",
        r"TENS|H-wave|E-stim|EMS\b|electrical stimulation|electrotherap|neurostimulat|hyperstimulat|interferential",
        r"norco|hydrocodone|percocet|oxycodone|tramadol|ultram|opioid|opiate|narcotic|morphine|nucynta",
        r"flexeril|cyclobenzaprine|baclofen|soma|tizanidine|zanaflex|muscle relaxant",
        r"naproxen|naprosyn|ibuprofen|ketoprofen|nabumetone|celebrex|diclofenac|NSAID|anti-?inflammator|nonsteroidal",
        r"prevacid|famotidine|omeprazole|protonix|pantoprazole|proton[- ]pump|H2|gastrointestinal",
        r"lido\w*|topical|ointment|cream|capsaicin|patch|voltaren gel",
        r"viagra|sildenafil|erectile",
        r"zofran|ondansetron|antiemetic|nausea",
        r"colace|docusate|laxative|constipation|senna",
        r"gabapentin|neurontin|lyrica|pregabalin|anti-?convulsant|antiepilep",
        r"home (?:health|aide|care)|RN\b|nurs|skilled|home health",
        r"transport",
        r"arthroscop|surger|surgical|repair|decompression|fusion|tenodesis|debridement|operati|discectom|laminectom|arthroplast|release",
        r"sling|brace|immobili[sz]|splint|orthosis|orthotic|boot",
        r"cold therap|cryo|vascutherm|ice\b|hot/cold|heat",
        r"clearance|consult|referral|evaluation",
        r"assistant|PA\b",
        r"urine|urinalysis|UA\b|UDS\b|UDT\b|toxicolog|drug (?:test|screen)",
        r"labs?\b|laborator|CBC|CMP|BMP|blood count|metabolic panel|PT/PTT|coagulation|preoperative test|EKG|ECG|electrocardiogram",
        r"work ?station|ergonomic|desk",
        r"shock ?wave|ESWT",
        r"trigger point|TPII|impedance",
        r"injection|epidural|block\b|steroid",
        r"psych|cognitive|behavio",
        r"exercise|gym|aquatic|pool",
        r"wheelchair|walker|cane|crutch|bed\b|mattress|chair",
    )
)
"""Patterns of treatments: each matches one treatment by its names and those of its class."""


def regions_in(text: str) -> frozenset[str]:
    """Return the body regions that *text* mentions."""
    return frozenset(region for region, words in REGIONS.items() if words.search(text))


def chapters_in(text: str) -> dict[str, frozenset[str]]:
    """Return the chapters that *text* cites, each with the regions that it covers."""
    return {name: regions for name, (pattern, regions) in CHAPTERS.items() if pattern.search(text)}
