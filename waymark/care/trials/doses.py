"""Reads doses: the amount of one day, in milligrams."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_N: Final = r"\d+(?:\.\d+)?"
_UNITS: Final = {
    "mcg": 0.001,
    "ug": 0.001,
    "µg": 0.001,
    "μg": 0.001,
    "microgram": 0.001,
    "g": 1000.0,
    "gram": 1000.0,
    "gm": 1000.0,
}
_UNIT: Final = (
    r"(?:mgs?|mg\.|mill?i?gramm?e?s?|mill?igrms?|milli|mcgs?|ug|µg|μg|micrograms?|micrograms?|grams?|gms?|g)\b"
)
_FORMS: Final = r"(?:tablets?|tabs?|pills?|capsules?|caps?|patch(?:es)?)"
_NO_DOSE: Final = (
    r"(?:[ -]?(?:%|percent|pct|days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|h\b|times?|sessions?|treatments?|"
    r"infusions?|goes|rounds?|appointments?|people|pounds?|lbs?|kgs?|kilos?|stone|points?|calories|st\b|nd\b|rd\b|"
    r"th\b|am\b|pm\b|oclock|dollars|pounds|quid|bucks|doctors?|psychiatrists?|meds?|medicines|drugs|antidepressants|"
    r"others?|more|(?<!\d\d )of (?:them|these|those)|of us|kids|children|jobs|different|diff|separate|hospital|"
    r"out of|/10|/27|"
    r"in all|nopes|attempts?|shrinks?|in (?:7|10)\b|minutes|mins|blocks|\+? years|old|y/?o)|:\d\d\b|%|/\d)"
)
_DOSE: Final = re.compile(
    rf"(?P<minus>(?:(?<![\w)])-|\bminus |\bnegative ))?(?<![\d.$£€#])\b(?:(?P<count>{_N}) ?(?:x|"
    rf"times|{_FORMS} of(?: the)?|of the|of) ?(?=\d)|(?P<few>[1-6](?:\.\d+)?) (?=\d{{2,3}}(?:\.\d)?s\b|"
    rf"\d{{1,3}} ?mgs?\b))?"
    rf"(?P<amount>{_N})(?P<list>(?: ?(?:/|-|to|or|,|then|>|→|->|and then) ?(?!{_N}(?:{_NO_DOSE}|"
    rf" ?{_FORMS}\b(?! of))){_N}(?!\d|\.\d))*)"
    rf"(?P<plural>s\b)?(?: ?-?(?P<unit>{_UNIT}))?"
    rf"(?P<kilo> ?(?:/|per|a) ?(?:kg|kilo\w*))?(?: ?{_FORMS})?(?P<hours> ?(?:/|per|every|in) ?24 ?h\w*)?"
)
_TIMES: Final = re.compile(
    r"^[ ,(]*(?:[a-z]+ )?(?:(?P<two>twice|2 (?:a|per|each|every) (?=day)|2 ?x|x ?2|2 times|bid|b\.i\.d|"
    r"morning and (?:night|evening)|am and pm|each (?:morning and|am and))|(?P<three>3 times|3 ?x|x ?3|thrice|tid|"
    r"t\.i\.d)|(?P<four>4 times|qid))"
    r"(?: ?(?:a|per|each|on|every|/)? ?(?:the )?(?:day|daily|night|d)\b|\b)(?! ?(?:(?:a|per|each|"
    r"every) )?(?:week|month|wk|fortnight))"
)
_OF_THEM: Final = re.compile(
    r"^[^.;]{0,30}?,? (?P<count>[2-6]) (?:of (?:them|those|these)|(?:a|per|each|every|at) (?:day|morning|night))\b"
)
_OF_THE: Final = re.compile(
    rf"(?<![\d.-])(?<!any )(?<!each )(?<!every )(?<!either )(?<!not )"
    rf"(?P<count>[1-6](?:\.\d+)?) (?:{_FORMS} of (?:the |my )?|of (?:the|my) )(?P<amount>{_N})s?\b"
)
_HALF_OF: Final = re.compile(rf"\bhalf (?:of )?(?:an?|the|my|1) (?P<amount>{_N}) ?mgs?\b")
_TWO_PARTS: Final = re.compile(
    rf"(?P<first>{_N}) ?(?:mg)?(?: \w+){{0,2}} (?:morning|am|breakfast|mornings)\b(?:,| and| \+| plus|"
    rf",? then)* (?:1 )?(?P<second>{_N}) ?(?:mg)?(?: (?:in|at|after|with|before) (?:the )?)? ?(?:night|evening|pm|"
    rf"lunch|bedtime|dinner|afternoon|noon|\d+ ?(?:oclock|pm))"
)
_NOT_AFTER: Final = re.compile(_NO_DOSE)
_COUNTED_ONLY: Final = re.compile(rf"^[1-9](?:\.5)? ?{_FORMS}$")  # "2 pills", whatever is in them
_SOME_A_DAY: Final = re.compile(  # after a dose: nobody knows whether it is of one or of all
    r"^[^.;]{0,30}?\b(?P<some>[2-9](?:\.5)?) ?(?:tablets|tabs|pills|capsules|caps)\b(?! of|s)"
)
_IN_FORM: Final = re.compile(rf"{_FORMS}$")  # "50 mg tablets, 2 pills a day": of one
_SUMMED: Final = re.compile(r"\b(?:so|so thats|thats|making|makes|which is|total of|total|altogether|ie|i\.e\.|=) ?$")
_LEAST_SUM: Final = 5  # a smaller number after "so" may count anything
_SUM_ENDS: Final = re.compile(r"^ ?(?:[.,;:)]|$|a day\b|daily\b|in all\b|in total\b|altogether\b|total\b|for\b)")
_NOT_BEFORE: Final = re.compile(
    r"(?:\b(?:phq|phq-|phq-9|gad|gad-7|madrs|ham-?d|score[sd]?|scoring|aged?|year|room|ward|age of|widow(?:er)? of|"
    r"man of|woman of|grade|week|month|number|no\.|item|question|step|day|stage|im|i am|turned|at least|bdi|qids|"
    r"was about|times?|"
    r"dropped (?:back )?(?:down )?(?:to|from)|tier|phase|level|covid|omega|vitamin|in (?:my|the|his|her)(?: early|"
    r" late| mid)?|i was|he was|she was|when i was|i was only|i was just|born in)|1 of the|[$£€#]|"
    r"\bsup+osed? to (?:go|be)"
    r"(?: up)? (?:to|on)|\b(?:want\w*|refused|meant|asked|hoping|tried) (?:me )?(?:on|to (?:go|increase|raise|put|up|"
    r"take|get|move) ?(?:it |me )?(?:up )?(?:to|on)?)|\bnever (?:got|went|made it|reached) ?(?:up )?(?:to)?)"
    r" ?(?:was |of |is |to )?$"
)


@dataclass(frozen=True)
class DoseFound:
    """A daily amount told in a text, and where; in mg, whatever the unit was."""

    start: int
    end: int
    amount: float
    has_unit: bool
    is_possible: bool = True


def read_doses(text: str) -> tuple[DoseFound, ...]:
    """Return what may be doses in plain text, in order; of a list ("50, 100, 150") the highest.

    Numbers without a unit are read too: whether one is a dose depends on the medicine, which the caller knows.
    """
    found: list[DoseFound] = []
    for pattern, daily in ((_TWO_PARTS, _sum), (_OF_THE, _product), (_HALF_OF, _half)):
        for match in pattern.finditer(text):
            if not any(match.start() < dose.end and dose.start < match.end() for dose in found):
                found.append(DoseFound(match.start(), match.end(), daily(match), True))
    for match in _DOSE.finditer(text):
        if any(match.start() < dose.end and dose.start < match.end() for dose in found):
            continue
        if (dose := _dose(match, text)) is not None:
            found.append(dose)
    return tuple(sorted(found, key=lambda dose: dose.start))


def _dose(match: re.Match[str], text: str) -> DoseFound | None:
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :]
    unit = match["unit"]
    if not unit and not match["count"] and _COUNTED_ONLY.search(match[0]):
        return None
    if match["kilo"] or (not unit and _NOT_AFTER.match(text, match.end())) or _NOT_BEFORE.search(before):
        return None
    amounts = [float(number) for number in re.findall(_N, match["amount"] + (match["list"] or ""))]
    factor = next((value for name, value in _UNITS.items() if unit and unit.rstrip("s.") == name), 1.0)
    amount = max(amounts) * factor
    count = float(match["count"] or match["few"] or 1)
    if times := _TIMES.search(after):
        count *= 2 if times["two"] else 3 if times["three"] else 4
    elif them := _OF_THEM.search(after):
        count *= float(them["count"])
    elif some := _SOME_A_DAY.search(after):
        if not _IN_FORM.search(match[0]):
            return None
        count *= float(some["some"])
    is_sum = amount >= _LEAST_SUM and bool(_SUMMED.search(before) and _SUM_ENDS.search(after))
    has_unit = bool(unit or match["plural"] or match["hours"] or times or is_sum)
    return DoseFound(match.start(), match.end(), round(amount * count, 6), has_unit, not match["minus"] and amount > 0)


def _sum(match: re.Match[str]) -> float:
    return float(match["first"]) + float(match["second"])


def _product(match: re.Match[str]) -> float:
    return float(match["count"]) * float(match["amount"])


def _half(match: re.Match[str]) -> float:
    return float(match["amount"]) / 2
