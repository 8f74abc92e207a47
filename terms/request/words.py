"""The words of amounts and of time, each with its class in the grammar.

A class is one letter, so that a request is a short text of classes on which the grammar runs.
"""

from collections.abc import Mapping
from fractions import Fraction

NAMES: Mapping[str, str] = {
    "NUMBER": "N",
    "UNSURE": "u",
    "HYPHEN": "j",
    "SLASH": "l",
    "PERCENT": "P",
    "BREAK": "c",
    "TO": "t",
    "OR": "r",
    "OF": "f",
    "TIMES": "x",
    "PER": "e",
    "EVERY": "E",
    "OTHER": "b",
    "DAY": "d",
    "WEEK": "w",
    "MONTH": "m",
    "YEAR": "y",
    "HOUR": "h",
    "MINUTE": "i",
    "DAILY": "D",
    "WEEKLY": "W",
    "MONTHLY": "M",
    "BIWEEKLY": "B",
    "ONCE": "o",
    "FOR": "F",
    "VISIT": "V",
    "TERM": "T",
    "UNIT": "U",
    "MASS": "G",
    "STRENGTH": "S",
    "ROUTE": "R",
    "NEEDED": "p",
    "OFTEN": "q",
    "SUPPLY": "Y",
    "REFILL": "g",
    "COUNT": "n",
    "LEVEL": "L",
    "LEVELS": "v",
    "DATE": "z",
    "CODE": "k",
    "MORE": "A",
    "HEDGE": "H",
    "NO": "O",
    "SERIES": "K",
    "DECIDED": "I",
    "THEN": "s",
    "OLD": "Q",
    "RENT": "X",
    "BUY": "Z",
    "FILLER": "a",
    "UNKNOWN": "_",
}
"""Each class by its name in the grammar, and the letter that stands for it."""

_SPELLINGS = {
    "TIMES": "x times time",
    "TO": "to thru through",
    "OR": "or",
    "OF": "of",
    "PER": "a an per each",
    "EVERY": "every q",
    "OTHER": "other",
    "DAY": "day",
    "WEEK": "week wk wks",
    "MONTH": "month mo mos mth mths",
    "YEAR": "year yr yrs",
    "HOUR": "hour hr hrs",
    "MINUTE": "minute min mins",
    "DAILY": "daily everyday",
    "WEEKLY": "weekly wkly",
    "MONTHLY": "monthly",
    "BIWEEKLY": "biweekly bimonthly semiweekly fortnightly biw qow eow qod eod",
    "FOR": "for over during within in",
    "VISIT": "visit session treatment tx txs appointment appt encounter sess vst",
    "UNIT": (
        "tablet tab capsule cap pill patch tube bottle box container kit vial syringe unit pair pack package jar "
        "lozenge film suppository packet pump stick roll ampule ampoule pen carton canister"
    ),
    "MASS": "g gm gms gram ml mls milliliter cc oz ounce fl liter kg",
    "STRENGTH": "mg mgs milligram mcg ug microgram meq iu",
    "ROUTE": "po mouth oral orally sublingual sublingually take apply topically transdermally food meal mouthful tk dissolve affected area",
    "NEEDED": "prn needed necessary",
    "OFTEN": "bid tid qid qd qday qhs hs qam qpm bedtime nightly night morning evening",
    "SUPPLY": "supply ds",
    "REFILL": "refill rf rfs",
    "COUNT": "# qty quantity count number dispense disp dispensed total ct",
    "LEVELS": "level lvl",
    "MORE": (
        "additional more further extra another remaining outpatient supervised initial new follow up manual individual "
        "group next full consecutive home office individualized formal further"
    ),
    "HEDGE": "up least most approximately approx about around maximum max minimum between",
    "UNSURE": "few several couple multiple many half some various",
    "NO": "no not unspecified unknown unstated undetermined",
    "SERIES": "series",
    "DECIDED": "authorized authorised approved certified denied noncertified",
    "THEN": "then followed",
    "OLD": "old",
    "RENT": "rental rent rented renting lease",
    "BUY": "purchase purchased buy",
    "FILLER": (
        "the with and & by at from on as is are be was were it its this that please request requested requesting authorization "
        "auth retrospective retro dos prospective concurrent service associated given stated listed provided mentioned w via "
        "hcl hydrochloride sodium er xr sr cr dr ir la xl extended release immediate delayed spine body part area region side "
        "sided pain order dated date day's duration frequency further cpt icd hcpcs code type under using guided use used "
        "potassium tartrate succinate maleate tromethamine besylate citrate phosphate sulfate acetate magnesium calcium "
        "eligible imr portion original including include incl plus both into onto towards treat disorder syndrome only days' "
        "strength dose dosage sig"
    ),
}
CLASS_OF: Mapping[str, str] = {
    spelling: NAMES[name] for name, spellings in _SPELLINGS.items() for spelling in spellings.split()
} | dict.fromkeys(("\u00b5g", "\u03bcg"), NAMES["STRENGTH"])
"""The class of each word, by its key (see `tokens.key_of`)."""

SHORT_PERIODS: Mapping[str, str] = {"d": NAMES["DAY"], "w": NAMES["WEEK"], "h": NAMES["HOUR"]}
"""Letters that are a period behind a number or a slash."""

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_ONES.split())},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), start=2)},
    "dozen": 12,
}
"""The numbers that are written as one word."""

ONCE: Mapping[str, int] = {"once": 1, "twice": 2, "thrice": 3}
"""The words for so many times."""

TIMES_A_DAY: Mapping[str, int] = {
    **dict.fromkeys(("qd", "qday", "qhs", "hs", "qam", "qpm", "bedtime", "nightly", "night", "morning", "evening"), 1),
    "bid": 2,
    "tid": 3,
    "qid": 4,
}
"""How often a day the words of a prescription say."""

DAYS: Mapping[str, Fraction] = {NAMES["DAY"]: Fraction(1), NAMES["WEEK"]: Fraction(7)}
"""The days of a period that always has as many."""

UNIT_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("mg", "mgs", "milligram"), "mg"),
    **dict.fromkeys(("mcg", "ug", "\u00b5g", "\u03bcg", "microgram"), "mcg"),
    **dict.fromkeys(("g", "gm", "gms", "gram"), "g"),
    **dict.fromkeys(("ml", "mls", "milliliter", "cc"), "ml"),
    **dict.fromkeys(("oz", "ounce"), "oz"),
    **dict.fromkeys(("h", "hr", "hrs", "hour"), "hour"),
    **dict.fromkeys(("tab", "tablet"), "tablet"),
    **dict.fromkeys(("cap", "capsule"), "capsule"),
    "%": "%",
}
"""The one name of a unit, by its key."""
