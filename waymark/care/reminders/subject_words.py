"""Reads from a person's words what a reminder is about, and which of several is meant. Never raises."""

from __future__ import annotations

import re
from typing import Any, Final

from waymark.care.reminders.reminder import MOST_WORDS, What

_WHATS: Final[tuple[tuple[What, re.Pattern[str]], ...]] = (
    (
        "phq9",
        re.compile(r"\bphq|\b(?:mood|depression) (?:form|questionnaire|test|score)|\bquestionnaire\b"),
    ),
    (
        "appointment",
        re.compile(
            r"\bap+ointm?e?nts?\b|\bapp?ts?\b|\bmy visit\b"
            r"|\b(?:doctors?|psychiatrist|therapy|therapist|clinic|counsell?ing|gp) ?(?:visit|session|meeting)?\b"
        ),
    ),
    (
        "medicines",
        re.compile(
            r"\blists? of (?:all )?(?:my |the )?(?:medicines?|medications?|meds)\b"
            r"|\b(?:medicines?|medications?|meds?) lists?\b"
        ),
    ),
)
_LEAD_IN: Final = re.compile(
    r"^(?:(?:hi|hey|hello|please|pls|can you|could you|would you|i want you to|id like you to|i want|id like|i need|set"
    r"|make|create|add|give me|a|an|new|me|my|for|to|about|of|that|it|is|its|do|and|on|at|reminders?|remind|alarm)\b"
    r"[\s,:]*)+"
)
_TRAILING: Final = re.compile(r"(?:[\s,]*\b(?:please|pls|thanks|thank you|and|to|at|on|for|time)\b[\s,.!]*)+$")
_NUMBER: Final = re.compile(r"\b(\d{1,2})\b")
_NAMED: Final = ("first", "second", "third", "fourth", "fifth")
_OFF: Final = re.compile(r"\b(?:cancel|delete|remove|stop|end|drop|turn off|take off|get rid of)\b")
_ALL: Final = re.compile(r"\b(?:all|every|reminders|any more|anymore)\b")
_LEADS: Final = (
    (1440, re.compile(r"\bday before\b|\b24 hours\b|\bnight before\b|\bday ahead\b|^3$")),
    (60, re.compile(r"\bhour before\b|\b1 hour\b|\ban hour\b|\b60 min|\bone hour\b|^2$")),
    (0, re.compile(r"\b(?:that|the|this) (?:very )?(?:same )?time\b|\bexact|\bright then\b|^1$")),
)


def subject_of(rest: str) -> dict[str, Any]:
    """Return what words that are not about time say about the thing to be reminded of; nothing where there are none."""
    for what, pattern in _WHATS:
        if pattern.search(rest):
            return {"what": what}
    left = _TRAILING.sub("", _LEAD_IN.sub("", rest)).strip(" ,.!?;:-")
    if not any(sign.isalpha() for sign in left) or len(left) > MOST_WORDS:
        return {}
    return {"what": "own", "words": left}


def lead_in(text: str) -> int | None:
    """Return how many minutes before its time a reminder is to come; None where that is not said."""
    plain = text.casefold().strip(" .!")
    return next((minutes for minutes, pattern in _LEADS if pattern.search(plain)), None)


def wants_off(text: str) -> bool:
    """Tell whether a text wants reminders to end."""
    return _OFF.search(text.casefold()) is not None


def wants_all(text: str) -> bool:
    """Tell whether a text speaks of all reminders."""
    return _ALL.search(text.casefold()) is not None


def number_in(text: str) -> int | None:
    """Return which reminder of the list a text names, from 1; None where it names none."""
    found = _NUMBER.search(text)
    if found is not None:
        return int(found[1])
    plain = text.casefold().split()
    return next((place for place, word in enumerate(_NAMED, 1) if word in plain), None)
