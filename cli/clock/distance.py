"""Places as people write them, as far as the days for service depend on them."""

from schemas.form.values import Place

_STATES = (
    "AL AK AZ AR CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN "
    "TX UT VT VA WA WV WI WY AS GU MP PR VI"
)
"""The states, the District of Columbia and the territories, without California."""

_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CC CD CF CG CH CI CK "
    "CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ "
    "GR GS GT GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG "
    "PH PK PL PM PN PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK "
    "TL TM TN TO TR TT TV TW TZ UA UG UM UY UZ VA VC VE VG VN VU WF WS YE YT ZA ZM ZW"
)
"""The countries of ISO 3166 but the United States. A state's code means the state."""

_WORDS: dict[str, Place] = {"california": "california", "another-state": "another-state", "abroad": "abroad"}


class DistanceUnknown(ValueError):
    """A text that names no place."""


def place_of(text: str) -> Place:
    """Return the place that *text* names; raise DistanceUnknown.

    `CA` and `NV` are states, also as `US-NV`; `MX` is a country; `abroad` is any of them.
    """
    word = text.strip().casefold()
    if word in _WORDS:
        return _WORDS[word]
    code = word.upper().removeprefix("US-")
    if code == "CA":
        return "california"
    if code in _STATES.split():
        return "another-state"
    if code in _COUNTRIES.split() and not word.startswith("us-"):
        return "abroad"
    raise DistanceUnknown(f"{text!r} is no place; write a state such as CA or NV, a country such as MX, or abroad")
