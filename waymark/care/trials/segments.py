"""Cuts a text into the stretches that speak of one named treatment each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from waymark.care.trials.names import Named

_SENTENCE_END: Final = re.compile(r"[;!?\n]|\.(?!\d)")
_BREAK: Final = re.compile(
    r"[,()/:=]|\b(?:and then|then|and|but|plus|before that|after that|followed by|along with|added(?: to)?|with|"
    r"alongside|on top of|atop|together with|now|"
    r"also|n|nor)\b|[+&>→]"
)
_TURN: Final = re.compile(
    r"\b(?:(?:switched|swapped|changed|moved|went|put|started|tried)(?: me| it| over| on)*(?: to| for| onto| on)?|"
    r"added(?: to)?|on top of|replaced (?:it )?(?:by|with)) (?:\w+ ){0,2}$"
)
_NEXT: Final = re.compile(
    r"\b(?:(?:and )?then(?!,? (?:when|after|once|because|as))|followed by|before that|after that|before this|"
    r"after this|next|afterwards|previously|subsequently|later on)\b"
)
_OPENS: Final = re.compile(
    r"^[\s,]*(?:and |but |so |also )*(?:for|in|on|at|during|from|since|before|then|next|now|finally|lastly|when|"
    r"while|with|my|the|a|an|i|ive|im|id|they|he|she|"
    r"we|last|this|currently|current|previously|also|second|first|third|1st|2nd|3rd|other|another|tried|took|started|"
    r"had|been|on|\d|about|around|at the moment|presently|later|afterwards|over|by|doctor|dr|gp|psychiatrist|plus|"
    r"earlier|as)\b"
)
THEN: Final = re.compile(r"\bthen\b|\bfollowed by\b|\blater\b")
_ORDINAL: Final = re.compile(
    r"\b(?:the )?(?P<which>first|second|third|fourth|1st|2nd|3rd|4th|former|latter|other|1(?= ?[.,;]|"
    r" and\b)(?=.*\bthe other))(?: 1)?\b(?! (?:week|month|"
    r"day|dose|time|go|few|two|\d|year|of|fortnight|bit|half|round|try|thing|line|psychiatrist|doctor|episode|gen))"
)
_PLACES: Final = {
    "1": 0,
    "first": 0,
    "1st": 0,
    "former": 0,
    "second": 1,
    "2nd": 1,
    "latter": -1,
    "other": -1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
}
_ONLY_JOINED: Final = re.compile(
    r"^(?:[\s,&/+()]|\b(?:and|then|or|nor|n|plus|both|also|the|my|with|later|after that|xl|xr|sr|cr|mr)\b)*$"
)
_SWITCHED: Final = re.compile(
    r"\b(?:switch\w*|swap\w*|chang\w*|mov\w*|cross-?taper\w*|transition\w*)\b[^.;]{0,40}?\b(?:to|onto|for) "
    r"(?:the |my )?$"
)
_AFTER: Final = re.compile(
    r"^(?: (?:xr|xl|sr|er|mr|cr))?(?:[ ,]{1,2}\d+(?:\.\d+)? ?(?:mg)?)?[ ,]{1,2}(?P<before>(?:after|at) (?:\w+ ){0,2}?"
    r"\d+(?:\.\d+)? ?-?(?:\w+ )?(?:weeks?|wks?|months?|mos?|years?|yrs?|days?|w|m)\b)"
)
_LENGTH_LEADS: Final = re.compile(  # "12 weeks of", right before a name
    r"(?:\b(?:after|then|for|plus|another) )?(?<![\d.])\b(?:(?:about|around|nearly|almost|over|only|just|like|"
    r"maybe|perhaps|under|roughly|at least) )*"
    r"(?:\d+(?:\.\d+)?(?: ?- ?\d+)?|an?) ?-?(?:weeks?|wks?|months?|mths?|mos?|years?|yrs?|days?|w|m|y)"
    r"(?P<of>,? (?:of|on|with))?(?: the| my)? $"
)
_SUBORDINATE: Final = re.compile(r"\b(?:before|after|prior to|besides|instead of|apart from)(?: the| my)? $")
_OWN_CLAUSE: Final = re.compile(
    r"\b(?:i|we) (?:had|took|was on|was given|tried|did|got|used)\b"
)  # "Before one I had another"
_LENGTH_ALSO: Final = re.compile(r"\b(?:weeks?|wks?|months?|years?|yrs?|days?) (?:also|now) (?:\w+ ){0,2}$")
_ADDED: Final = re.compile(r"\b(?:add(?:ed|ing)?|augment\w*|on top|topped up with|plus)\b[^.;,]{0,30}$")
_AMOUNT: Final = (
    r"[\s,()]|\d+(?:\.\d+)? ?(?:mgs?\b|mcg\b)?|\b(?:a day|daily|at night|at|xl|xr|sr|cr|mr|the|my|both|some|of)\b"
)
_ONTO: Final = re.compile(
    rf"^(?:{_AMOUNT})*,? ?(?:(?:was |were )?(?:added|tacked|put) (?:on )?(?:to|onto)|on top of|atop|(?:as an? )?"
    rf"(?:adjunct|add-?on|augment\w*) (?:to|of|for))(?: the| my)? $"
)
_OWN_DOSE: Final = re.compile(
    r"(?:[ ,]{1,2}(?:xl|xr|sr|er|cr|mr)\b)?[ ,]{1,2}\d+(?:\.\d+)?(?: ?mgs?\b)?(?: (?:a day|daily))?"
)
_BESIDE: Final = re.compile(
    r"\b(?:with|alongside|on top of|added (?:on )?to|in addition to|besides|while on|together with) (?:the|my) $"
)
_COMBINED: Final = re.compile(
    rf"^(?:{_AMOUNT}|\b(?:together|combined)\b)*"
    r"(?:\b(?:and|nor|with|plus|n|alongside|atop|on top of|together with)\b|[&+/])"
    rf"(?:{_AMOUNT}|\balso\b)*$"
)


@dataclass(frozen=True)
class Stretch:
    """The part of a text that speaks of one mention; `is_joined` where it tells at most a dose before the next name."""

    named: Named
    start: int
    end: int
    is_joined: bool = False


@dataclass(frozen=True)
class Course:
    """All stretches of a text that speak of one course of one treatment."""

    named: Named
    stretches: tuple[Stretch, ...] = field(default=())


def stretches_of(text: str, names: Sequence[Named]) -> tuple[Stretch, ...]:
    """Return one stretch per mention, in order; together they cover the text.

    The words before the first name belong to it, those after the last to the last. Between two names the cut falls at
    the end of a sentence, or else at the last break before the second.
    """
    mentions = _with_ordinals(text, _without_references(text, names))
    leads = bool(mentions and _LENGTH_LEADS.search(text[: mentions[0].start]))
    cuts = [0, *(_cut(text, one.start, one.end, two.start, leads=leads) for one, two in pairwise(mentions)), len(text)]
    found = []
    for place, named in enumerate(mentions):
        following = mentions[place + 1].start if place + 1 < len(mentions) else None
        between = "-" if following is None else text[named.end : following]
        joined = bool(_ONLY_JOINED.match(between) or _COMBINED.match(between))
        start, end = cuts[place], cuts[place + 1]
        if place and (span := _before_switch(text, start, end, named)):  # "swapped from one to the other after 6 weeks"
            found.append(Stretch(named, start, span[0]))
            if _SWITCHED.search(text[max(0, start - 60) : named.start]):
                found.append(Stretch(mentions[place - 1], *span))
            start = span[1]
        rest = _of_addition(text, mentions[place - 1].end, named, end) if place else None
        if rest:  # "lithium added to sertraline 100, 8 weeks, nothing" tells of the lithium
            found += [Stretch(named, start, rest[0], joined), Stretch(mentions[place - 1], *rest)]
            start = rest[1]
        found.append(Stretch(named, start, end, joined))
    return tuple(found)


def _without_references(text: str, names: Sequence[Named]) -> list[Named]:
    """Return the names without those that only say beside what another was taken: "lithium with the venlafaxine"."""
    return [
        named
        for place, named in enumerate(names)
        if not (_BESIDE.search(text[: named.start]) and any(one.id == named.id for one in names[:place]))
    ]


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence that holds a place begins and ends."""
    begins = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    ending = _SENTENCE_END.search(text, end)
    return begins, ending.end() if ending else len(text)


def _of_addition(text: str, start: int, named: Named, end: int) -> tuple[int, int] | None:
    """Return where, after a treatment that another was added to, the same sentence goes on about that other."""
    if not _ONTO.match(text[start : named.start]):
        return None
    after = _OWN_DOSE.match(text, named.end)
    begins = after.end() if after else named.end
    stop = _SENTENCE_END.search(text, begins, end)
    until = stop.start() if stop else end
    return (begins, until) if begins < until else None


def _cut(text: str, first: int, start: int, end: int, *, leads: bool) -> int:
    """Return where the words about the second of two names begin: a sentence, a turn ("then"), a break.

    The first stands from `first` up to `start`, the second begins at `end`. `leads` says that
    lengths stand before the names: "8 weeks of one 12 weeks of another".
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    begins = ends[-1] if ends else start
    between = text[begins:end]
    turns = [match.start() for match in _NEXT.finditer(between) if between[: match.start()].strip(" ,")]
    if turns:
        return begins + turns[-1]
    if turn := _TURN.search(between):
        return begins + turn.start()
    breaks = [match.start() for match in _BREAK.finditer(between)]
    clause = _OWN_CLAUSE.search(between)
    if clause and not breaks and _SUBORDINATE.search(text[:first]):
        return begins + clause.start()
    length = _LENGTH_LEADS.search(between)
    if length and (length["of"] or leads) and not any(place >= length.start() for place in breaks):
        return begins + length.start()
    if len(breaks) > 1 and _LENGTH_ALSO.search(between):
        breaks.pop()
    if ends and (_OPENS.match(between) or not breaks):
        return begins
    return begins + breaks[-1] if breaks else end


def _before_switch(text: str, start: int, end: int, named: Named) -> tuple[int, int] | None:
    """Return where a length stands that ended with the switch to a treatment, or with its adding.

    It tells of the one before; where that went on, not how long in all.
    """
    after = _AFTER.match(text[named.end : end])
    before = text[max(0, start - 60) : named.start]
    is_added = _ADDED.search(before) and after and "," not in after[0]
    if after is None or not (is_added or _SWITCHED.search(before)):
        return None
    return named.end + after.start("before"), named.end + after.end("before")


def _with_ordinals(text: str, names: Sequence[Named]) -> list[Named]:
    """Return the mentions, and "the first", "the second" among them as mentions of what they stand for."""
    order = list(dict.fromkeys((named.kind, named.id) for named in names))
    if len(order) < 2:
        return list(names)
    last = names[-1].end
    meant = []
    for match in _ORDINAL.finditer(text):
        place = _PLACES[match["which"]]
        if match.start() > last and place < len(order):
            kind, id_ = order[place]
            meant.append(Named(kind, id_, match.start(), match.end()))
    return sorted([*names, *meant], key=lambda named: named.start)


def courses_of(stretches: Sequence[Stretch], is_again: Sequence[bool]) -> tuple[Course, ...]:
    """Return courses in the order of their first mention; a mention "again" begins a course of its own."""
    found: dict[tuple[str, str], list[Course]] = {}
    order: list[tuple[tuple[str, str], int]] = []
    for stretch, again in zip(stretches, is_again, strict=True):
        key = (stretch.named.kind, stretch.named.id)
        courses = found.setdefault(key, [])
        if not courses or again:
            order.append((key, len(courses)))
            courses.append(Course(stretch.named, (stretch,)))
        else:
            courses[-1] = replace(courses[-1], stretches=(*courses[-1].stretches, stretch))
    return tuple(found[key][place] for key, place in order)
