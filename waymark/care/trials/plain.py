"""Brings what people write into one form, numbers as digits, so that one rule reads many spellings."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_CHARACTERS: Final = 4_000  # twice what a message may hold; bounds the time spent
_DROPPED: Final = str.maketrans("", "", "'’‘`´ʼ′\u200b\ufeff")
_VULGAR: Final = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}
_UNITS: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
} | {"fourty": 40, "fivty": 50}
_PLURALS: Final = {"tens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "seventies": 70}
_WORDS: Final = _UNITS | _TENS | {"hundred": 100, "thousand": 1000}
_WORD: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER: Final = re.compile(
    rf"\b(?:(?:a )?hundred|{_WORD})(?:(?:[ -]|[ -]and[ -])(?:{_WORD}))*\b(?: point (?:{_WORD})\b)?"
)
_HALF: Final = re.compile(
    r"\b(\d+)(?: and (?:a )?half| and 1/2|-and-a-half| 1/2)\b(?! (?:better|well|of (?:it|the|my)|help))"
)
_QUARTER: Final = re.compile(r"\b(\d+) and a quarter\b")
_HALF_UNIT: Final = r"(?:(?:an? )?half|1/2) (?=(?:an? )?(?:years?|yrs?|months?|weeks?)\b)"
_COUNTED: Final = (
    (re.compile(r"\bw/?(?= (?:my|the|a|an|it)\b)"), "with"),
    (re.compile(r"\bhalf a dozen\b"), "6"),
    (re.compile(r"\b(?:a )?dozen\b"), "12"),
    (re.compile(r"\b(?:a )?(?:couple|cpl)(?: of)?(?: more)?\b"), "2"),
    (re.compile(rf"\b(\d+) (?:and|n) {_HALF_UNIT}"), r"\1.5 "),
    (re.compile(rf"\b({_WORD}) (?:and|n) {_HALF_UNIT}"), r"\1 point five "),
    (re.compile(r"\bhalf(?: of)? (?:a|the|last) year\b|\ba half[ -]year\b|\bhalf[ -]year\b"), "6 months"),
    (re.compile(r"(?<!\d )\b1/2(?: of)? (?:a )?year\b"), "6 months"),
    (re.compile(r"(?<=\d)o(?= ?mg|\b)"), "0"),  # the letter, for the digit
    (re.compile(r"\bhalf a month\b"), "2 weeks"),
    (re.compile(r"\b(?:a|one) year and a quarter\b"), "15 months"),
    (
        re.compile(r"(?<!\d )(?<!\ba )(?<!one )(?<!\ban )\b(year|yr|month|week) ?(?:and|n|&|\+) ?(?:a )?half\b"),
        r"1.5 \1s",
    ),
    (re.compile(r"\b(?:all|the whole|throughout)(?: of)? (?:of )?(?:last|that) year\b"), "1 year"),
    (re.compile(r"\b(?:a )?quarter of a year\b|(?<!\d )(?<![\d/.])1/4 (?:of a )?year\b"), "3 months"),
    (re.compile(r"\b(?:3/4|three[ -]quarters) (?:of a )?year\b"), "9 months"),
    (re.compile(r"\b(\d+) ?y(?:rs?|ears?)?,? ?(\d+) ?m(?:o|os|ths?|nths?)?\b(?![/g])"), r"\1 years \2 months"),
    (re.compile(r"\bx(?=\d+ ?(?:weeks?|wks?|w|months?|mths?|mos?|years?|yrs?)\b)"), "x "),
)
_ACT: Final = re.compile(r"\bACT\b(?! [Tt]herapy)(?=.*[a-z])")  # in capitals it is the therapy
_SAME: Final = re.compile(r"\bSAM(?:-e|e)\b")  # in this case it is the supplement
_SIGNS: Final = dict.fromkeys("✗✘❌✖👎", " nil ") | dict.fromkeys("●○✔✓✅", " ")
_MORE_SIGNS: Final = {"👍": " good ", "↑": " up ", "×": " x ", "|": " , ", "≈": " about "}
_GLUED: Final = re.compile(r"(?<=[^\W\d_]{4})(?=\d)")  # "cymbalta60"
_EMPTY: Final = re.compile(r"(?<!\w)[Øø∅](?!\w)")
_SCOTS: Final = (  # "I wasnae", "nae better"
    (re.compile(r"\b(did|was|is|has|had|does|do|could|would|are|were)nae\b"), r"\1nt"),
    (re.compile(r"\b(?:cannae|canny)\b"), "cant"),
    (re.compile(r"\bnae\b"), "no"),
    (re.compile(r"\baff\b"), "off"),
)
_DASH_IN_WORDS: Final = re.compile(r"(?<=[^\W\d_])–(?=[^\W\d_])")
_SLASH: Final = re.compile(r"(?<=\S) / (?!(?:5|10|27|100)\b(?! ?(?:mg|d|w|m|y)))")
_CLINICAL: Final = re.compile(  # as doctors write lengths: 6/52
    r"(?<![\d/.])(?!24/7)(\d{1,2})/(7|12|52)(?![\d/])(?! ?mg)"
)
_CLINICAL_UNITS: Final = {"7": "days", "12": "months", "52": "weeks"}
_DASH: Final = re.compile(r"(?<=\d) ?[–—‒] ?(?=\d)")
_BREAK: Final = re.compile(r" ?[–—‒] ?| -- ?| - (?=[^\d\W])")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}\b)")
_DECIMAL: Final = re.compile(r"(?<=\d),(?=5\b)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_OF: Final = re.compile(r"\b(0?[1-9]|1[0-2])/((?:19|20)\d\d)\b")
_SPACES: Final = re.compile(r"[^\S\n]+")
_RESPECTIVE: Final = re.compile(
    r"\b(\d+) and (\d+) (weeks|wks|months|years)(?=,? respectively)|(?<=[,:(] )(\d+) and (\d+) (weeks|wks|"
    r"months|years)\b"
)
_HUNDREDS: Final = range(1, 7)  # "one fifty" and "two twenty five" are doses; "seven twenty" is none
_CENTURIES: Final = (19, 20)


def plain(text: str) -> str:
    """Return lower-case text without apostrophes, with number words as digits; line breaks and punctuation stay.

    Example: "One-fifty, for two and a half months" becomes "150, for 2.5 months".
    """
    text = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    for sign, written in (_VULGAR | _SIGNS | _MORE_SIGNS).items():
        text = text.replace(sign, written)
    text = _DASH_IN_WORDS.sub("-", _EMPTY.sub("nil", text))
    text = (
        unicodedata.normalize("NFKC", _SAME.sub("s-adenosylmethionine", _ACT.sub("act therapy", text)))
        .lower()
        .translate(_DROPPED)
    )
    text = _SPACES.sub(" ", text).replace("~", " about ")
    text = _GLUED.sub(" ", text)
    text = _MONTH_OF.sub(lambda match: f"{_MONTHS[int(match[1]) - 1]} {match[2]}", text)
    text = _CLINICAL.sub(lambda match: f"{match[1]} {_CLINICAL_UNITS[match[2]]}", _SLASH.sub(" , ", text))
    text = _DECIMAL.sub(".", text)
    text = _BREAK.sub(" , ", _DASH.sub("-", text))
    text = _THOUSANDS.sub("", text)
    for pattern, written in (*_SCOTS, *_COUNTED):
        text = pattern.sub(written, text)
    text = _NUMBER.sub(lambda match: _digits(match[0]), text)
    text = re.sub(
        r"(?:(?<=\d )|(?<=of the ))(?:" + "|".join(_PLURALS) + r")\b", lambda match: f"{_PLURALS[match[0]]}s", text
    )
    text = _HALF.sub(r"\1.5", text)
    return _RESPECTIVE.sub(_each, _QUARTER.sub(r"\1.25", text))


def _each(match: re.Match[str]) -> str:
    """Return the unit of two lengths said with each of them."""
    first, second, unit = (match[1], match[2], match[3]) if match[3] else (match[4], match[5], match[6])
    return f"{first} {unit} and {second} {unit}"


def _digits(words: str) -> str:
    """Return number words as digits; words that make no single number stay apart: "twenty thirty" is "20 30"."""
    whole, _, decimal = words.partition(" point ")
    found: list[int] = []
    joined = False  # whether the last number still takes what follows ("hundred and …")
    words_of_it = re.split(r"[ -]+", whole)
    for before, word in zip(["", *words_of_it], words_of_it, strict=False):
        if word in ("a", "and"):
            continue
        value = _WORDS[word]
        last = found[-1] if found else 0
        if value in (100, 1000):
            found[-1:] = [max(last, 1) * value]
            joined = True
        elif found and (
            (joined and value < 100 and last % 100 == 0)
            or (before != "and" and last % 100 in _TENS.values() and 0 < value < 10)
        ):
            found[-1] = last + value
            joined = last % 100 == 0 and value >= 20
        elif (found and last in _HUNDREDS and value >= 20) or (found and last in _CENTURIES and value >= 10):
            found[-1] = last * 100 + value
        else:
            found.append(value)
            joined = False
    end = f".{_WORDS[decimal]}" if decimal else ""
    return " ".join(map(str, found)) + end
