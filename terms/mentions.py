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

_DRUGS = (
    (
        r"norco|hydrocodone|percocet|oxycodone|oxycontin|tramadol|ultram|opioid|opiate|narcotic|morphine|MS contin|"
        r"nucynta|tapentadol|fentanyl|duragesic|methadone|hydromorphone|dilaudid|oxymorphone|opana|codeine|butrans|"
        r"buprenorphine|vicodin|synapryn"
    ),
    (
        r"flexeril|cyclobenzaprine|fexmid|amrix|baclofen|soma\b|carisoprodol|tizanidine|zanaflex|methocarbamol|"
        r"robaxin|metaxalone|skelaxin|orphenadrine|norflex|chlorzoxazone|muscle relaxant"
    ),
    r"benzodiazepin|diazepam|valium|alprazolam|xanax|lorazepam|ativan|clonazepam|klonopin|temazepam|restoril",
    (
        r"anti-?depress|SNRI|SSRI|tricyclic|reuptake|duloxetine|cymbalta|amitriptyline|elavil|nortriptyline|"
        r"pamelor|venlafaxine|effexor|bupropion|wellbutrin"
    ),
    r"zolpidem|ambien|hypnotic|insomnia|sleep",
    r"glucosamine|chondroitin",
    (
        r"naproxen|naprosyn|anaprox|ibuprofen|motrin|ketoprofen|nabumetone|relafen|celebrex|celecoxib|diclofenac|"
        r"meloxicam|mobic|etodolac|lodine|voltaren|NSAID|anti-?inflammator|non-?steroidal"
    ),
    r"prevacid|famotidine|\w*prazole|prilosec|nexium|aciphex|protonix|PPIs?\b|proton[- ]pump|H2|gastrointestinal",
    r"lido\w*|topical|ointment|cream|gel\b|lotion|capsaicin|patch|voltaren|pennsaid|flector|salonpas",
    r"viagra|cialis|levitra|\w*denafil|tadalafil|erectile",
    r"zofran|ondansetron|promethazine|phenergan|anti-?emetic|nausea",
    (
        r"colace|docusate|laxative|constipation|senn?o?k?a|senokot|miralax|polyethylene|stool soften|amitiza|"
        r"lubiprostone"
    ),
    r"gabapentin|neurontin|gralise|topiramate|topamax|lyrica|pregabalin|anti-?convulsant|anti-?epilep",
)

_OTHERS = (
    r"MRIs?\b|magnetic resonance|imaging|special stud",
    r"CT\b|computed tomography|imaging|special stud",
    r"x[- ]?rays?\b|CXR\b|roentgen|plain film|radiograph|imaging|special stud",
    r"EMG|NCS|NCV|EDX\b|electrodiagnos|electro-diagnos|electromyogra|nerve conduction",
    r"physical therap|physical medicine|physio|therapist|PT\b|OT\b|therapy",
    r"chiro|CMT\b|manipulat|manual therap|spinal adjust",
    r"massage",
    r"(?:electro[- ]?)?acupunctur|acu\b",
    (
        r"TENS|transcutaneous|H[- ]?wave|IF unit|IFC\b|NMES|microcurrent|galvanic|neuromodulat|E-stim|EMS\b|"
        r"electrical stimulation|electrotherap|neurostimulat|hyperstimulat|interferential"
    ),
    r"home (?:health|aide|care)|RN\b|nurs|skilled|home health",
    r"transport",
    (
        r"arthroscop|mumford|CTR\b|surger|surgical|repair|decompression|fusion|tenodesis|debridement|operati|discectom|"
        r"laminectom|arthroplast|release"
    ),
    (
        r"sling|ultrasling|abduction pillow|brace|corset|(?:lumbar|back) support|LSO\b|immobili[sz]|splint|"
        r"orthosis|orthotic|boot"
    ),
    r"cold therap|polar care|cryo|vascutherm|ice\b|hot/cold|heat",
    r"clearance|consult|referral|evaluation|office visit|specialist|follow[- ]?up|F/U\b|re[- ]?exam|reeval|exam|eval\b|visits? with|recheck",
    r"assistant|PA\b|co[- ]?surgeon",
    r"urine|urinalysis|UA\b|UDS\b|UDT\b|toxicolog|drug (?:test|screen)",
    (
        r"labs?\b|laborator|CBC|CMP|BMP|blood count|metabolic panel|PT/PTT|PTT\b|prothrombin|coagulation|"
        r"preoperative test|EKG|ECG|electrocardiogram"
    ),
    r"work ?station|ergonomic|desk",
    r"shock ?wave|ESWT",
    r"trigger point|TPIs?\b|TPII|impedance",
    r"injection|medial branch|facet|epidural|\w{0,2}ESIs?\b|SNRB|nerve root|TFESI|MBB|blocks?\b|steroid",
    r"botox|(?:ona)?botulinum",
    r"platelet|PRP\b",
    r"radiofrequency|RFA\b|rhizotom|ablation|neurotom",
    r"spinal cord|SCS\b|dorsal column",
    r"genetic|DNA\b|cytokine",
    r"functional capacity|FCE\b",
    r"restoration|FRP\b|interdisciplinary|multidisciplinary|pain program",
    r"inpatient|rehab",
    r"psych|cognitive|CBT\b|behavio",
    r"exercise|gym|health club|aqua|pool|hydrotherap",
    r"wheelchair|walker|rollator|cane|crutch|bed\b|mattress|chair|commode|toilet|tub\b|bath|mobility|durable medical|DME\b",
)

TREATMENTS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"\b(?:{words})", re.IGNORECASE) for words in (*(f"{words}|drug formulary" for words in _DRUGS), *_OTHERS)
)
"""Patterns of treatments: each matches one treatment by its names and those of its class.

Reasons from the drug formulary are about any drug.
"""


_DRUG_NAMES = tuple(re.compile(rf"\b(?:{words})", re.IGNORECASE) for words in _DRUGS)


def kinds_in(text: str) -> tuple[str, ...]:
    """Return the kinds of treatment that *text* names; none if it names a drug.

    A kind is named by the first word of its pattern. Two drugs of one kind are two treatments, and
    two names of another kind may be one.
    """
    if any(pattern.search(text) for pattern in _DRUG_NAMES):
        return ()
    return tuple(re.findall(r"\w+", words)[0] for words in _OTHERS if re.search(rf"\b(?:{words})", text, re.IGNORECASE))


def regions_in(text: str) -> frozenset[str]:
    """Return the body regions that *text* mentions."""
    return frozenset(region for region, words in REGIONS.items() if words.search(text))


def chapters_in(text: str) -> dict[str, frozenset[str]]:
    """Return the chapters that *text* cites, each with the regions that it covers."""
    return {name: regions for name, (pattern, regions) in CHAPTERS.items() if pattern.search(text)}
