"""Finds where a text tells of a second course of a treatment that was named before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from waymark.care.trials.choosing import choose_weeks
from waymark.care.trials.names import Named
from waymark.care.trials.segments import Stretch, sentence_around
from waymark.care.trials.told import Told, sessions_in
from waymark.care.trials.words import TrialWordReader

_SECOND: Final = re.compile(
    r"\bagain\b|\bback on (?:it|them|the same)\b|\bretried\b"
    r"|\b(?P<nth>(?:the |a |my )?(?:second|2nd) (?:time|go|round|course|try|attempt|spell|stint|lot|series)"
    r"|another (?:go|course|round|try|spell))\b|\b(?P<second>(?:the )?(?:second|2nd|other)(?: 1)?)\b(?! (?:of|"
    r"week|month|year|dose|doctor|psychiatrist)\b)"
    r"|(?<=s of )(?P<same>the same)\b(?! (?:as|time|way|dose))"
    r"|\b(?P<later>(?:\w+ )?(?:years?|months?|decades?) later|later(?: on)?|the next time|then again)\b"
)
_TWICE: Final = re.compile(
    r"\b2 (?:\w+ )?(?:rounds|courses|times|goes|lots|stints|trials|spells|series|tries)\b|\btwice\b(?! a| per| daily)"
)
_OTHERS: Final = re.compile(  # what another person took, given to oneself: "They gave me the same"
    r"\b(?:gave|put|prescribed|started|tried|offered) me (?:on |with |onto )?"
    r"(?:the same(?: 1| thing| stuff| tablets?| pills?| drug| medicine)?|it too|it as well|that too)\b"
)
_SAME: Final = re.compile(r"\b(?:days|weeks|months|years|wks|mths) of the same$")
_AROUND: Final = (22, 18)  # characters before and after a name that may say "again"
_NEAR: Final = (-2, 12)  # characters up to the next name in which "again" speaks of that one


@dataclass(frozen=True)
class SecondCourses:
    """Finds them; safe to share."""

    words: TrialWordReader

    def added(self, told: Told, names: Sequence[Named]) -> list[Named]:
        """Return the names, and "again" among them where a length follows: a second course of the last one."""
        found = list(names)
        is_twice = bool(_TWICE.search(told.text))
        for match in _SECOND.finditer(told.text):
            before = [named for named in names if named.end <= match.start()]
            if before and self._tells_more(match, told, names, is_twice=is_twice):
                found.append(Named(before[-1].kind, before[-1].id, match.start(), match.end()))
        for match in _OTHERS.finditer(told.text):
            if before := [named for named in names if named.end <= match.start()]:
                found.append(Named(before[-1].kind, before[-1].id, match.start(), match.end()))
        if is_twice and len(found) == 1 and len(told.dates) == 2 and told.dates[0].start > found[0].start:
            start = told.dates[1].start  # "ECT twice: in 1994 ...; in 2011 ..."
            found.append(Named(found[0].kind, found[0].id, start, start))
        return sorted(found, key=lambda named: named.start)

    def is_again(self, told: Told, place: int, stretches: Sequence[Stretch]) -> bool:
        """Return whether a mention begins another course: it says so, or tells a whole trial after a whole one."""
        named = stretches[place].named
        if named.start == named.end:
            return True
        before, after = _AROUND
        window = told.text[max(0, named.start - before) : named.start] + "x" + told.text[named.end : named.end + after]
        is_alone = len({one.named.id for one in stretches}) == 1 and _TWICE.search(told.text)
        is_second = is_alone and _SECOND.fullmatch(told.text, named.start, named.end)
        is_same = bool(_SAME.search(told.text[: named.end])) and told.text[named.start : named.end] == "the same"
        if self.words.hits(window, "again") or is_second or is_same:
            return True
        earlier = [one for one in stretches[:place] if one.named.id == named.id]
        if not earlier:
            return False
        pair = (earlier[-1], stretches[place])
        is_meant = told.text[: named.start].endswith("the ")  # "the Prozac", which was told of before
        return all(self._is_whole(told, one) for one in pair) or (not is_meant and self._is_twice(told, *pair))

    def _tells_more(self, match: re.Match[str], told: Told, names: Sequence[Named], *, is_twice: bool) -> bool:
        """Return whether something is told after a second mention, and of no other name beside it."""
        _, end = sentence_around(told.text, match.start(), match.end())
        near, far = _NEAR
        if any(near <= named.start - match.end() <= far or 0 <= match.start() - named.end <= 3 for named in names):
            return False
        if (match["second"] or match["later"]) and not (is_twice and len({named.id for named in names}) == 1):
            return False
        end = min((named.start for named in names if named.start > match.end()), default=end)
        facts = [one.start for one in told.spans] + [one.start for one in told.dates]
        facts += [one.start for one in told.doses]
        if any(match.end() <= place < end for place in facts):
            return True
        return bool(match["nth"] or match["second"]) and self.words.effect(told.text[match.end() : end]) is not None

    def _is_twice(self, told: Told, one: Stretch, other: Stretch) -> bool:
        """Return whether two stretches each tell a length and an effect, and differ in both."""
        pair = (one, other)
        lengths = [
            choose_weeks([span for span in told.spans if part.start <= span.start < part.end], []) for part in pair
        ]
        effects = [self.words.effect(told.text[part.start : part.end]) for part in pair]
        return None not in (*lengths, *effects) and lengths[0] != lengths[1] and effects[0] != effects[1]

    def _is_whole(self, told: Told, stretch: Stretch) -> bool:
        """Return whether a stretch tells how long or when, how much, and the effect."""
        own = told.text[stretch.start : stretch.end]
        is_timed, is_long, is_dosed = (
            any(stretch.start <= one.start < stretch.end for one in found)
            for found in (told.dates, told.spans, told.doses)
        )
        is_told = is_timed or (is_long and is_dosed) or sessions_in(own) is not None
        return is_told and self.words.effect(own) is not None
