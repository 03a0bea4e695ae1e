"""Reads what a person says in a check-in: which areas, answers to several at once, side effects, a treatment change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from waymark.care.checkins.absent_effects import AbsentEffects
from waymark.care.checkins.checkin import Effect
from waymark.care.checkins.days import Day, NoDay, read_day, without_day
from waymark.care.checkins.scale_answers import Answer, Hint, ScaleReader
from waymark.care.questionnaires.answers import tokens_of
from waymark.care.tools.phrases import Phrases, fillers_of
from waymark.content.checkin_files import BOTHER, SIDE_EFFECTS, CheckinBook

Saying = Literal["unknown", "none", "maybe", "confirms", "denies", "more_done", "same", "fix_day", "fix_words"]
MOST_EFFECTS: Final = 6
MOST_WORDS: Final = 80  # characters of one side effect
MOST_CHANGE: Final = 160
_RANGE: Final = re.compile(r"\b(\d)\s*(?:-|–|to|through)\s*(\d)\b")
_PARTS: Final = re.compile(r"[,;\n]+|\.\s|\band\b|&", re.IGNORECASE)
_ITEMS: Final = re.compile(r"[,;\n]+|\s+(?:and|&|plus|\+)\s+", re.IGNORECASE)
_MASKED: Final = re.compile("\x00(\\d+)\x00")
_RATED: Final = re.compile(r"^(.*?[^\d\s])[\s:=(]+(\d)\)?$")


@dataclass(frozen=True)
class Selection:
    """What a person wants to note."""

    areas: tuple[str, ...]
    with_change: bool = False


@dataclass(frozen=True)
class ToldChange:
    """A treatment change as far as it was told; `what` is empty where nothing but a day was."""

    what: str
    day: Day | NoDay


@dataclass(frozen=True)
class CheckinReader:
    """Reads by the words of the content."""

    book: CheckinBook

    def answer(self, area: str, text: str) -> Answer | Hint:
        """Return the answer to the question about an area."""
        return self._readers[area].read(text)

    def bother(self, text: str) -> Answer | Hint:
        """Return how much a side effect bothers."""
        return ScaleReader(self.book.scales[BOTHER], self.book.words).read(text)

    def is_only(self, saying: Saying, text: str) -> bool:
        """Return whether a text is nothing but one of some sayings, but for fillers."""
        tokens = tokens_of(text)
        return self._sayings[saying].all_of(tokens, self._fillers) is not None

    def begins_like_a_question(self, text: str) -> bool:
        """Return whether the first word is one that begins a question."""
        return tokens_of(text)[:1] in {(word,) for word in self.book.words.questions}

    def selection(self, text: str, offered: tuple[str, ...], before: tuple[str, ...] = ()) -> Selection:
        """Return what is chosen of the offered areas, by number or name; the number after the last is a change.

        Example: "1, 3 and side effects", "all but work", "same as last time"; nothing where nothing is named.
        """
        words, tokens = self.book.words, tokens_of(text)
        if before and self._same.all_of(tokens, self._fillers) is not None:
            return Selection(before)
        found, left = self._names.take(tokens)
        named = {one.meaning for one in found}
        numbers = {int(token) for token in left if token.isdecimal() and len(token) == 1}
        for first, last in _RANGE.findall(text):
            numbers |= {*range(int(first), int(last) + 1)}
        numbered = {offered[number - 1] for number in numbers if 1 <= number <= len(offered)}
        with_change = len(offered) + 1 in numbers or self._change_names.all_of(tokens, self._fillers) is not None
        if self._all.take(left)[0]:
            without = named if {*left} & {*words.except_} else set()
            return Selection(tuple(area for area in offered if area not in without))
        if {*tokens} & {*words.except_}:
            return Selection(())
        return Selection(tuple(area for area in offered if area in named | numbered), with_change)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the areas that a text names, in their order: those of "how has my sleep been?" are sleep."""
        found = {one.meaning for one in self._names.take(tokens_of(text))[0]}
        return tuple(area for area in self.book.areas if area in found)

    def pairs(self, text: str) -> Mapping[str, Answer]:
        """Return the answers of a text such as "sleep 4, energy pretty bad"; none where one of them is unclear."""
        found: dict[str, Answer] = {}
        for part in _PARTS.split(text):
            if not tokens_of(part):
                continue
            areas = {one.meaning for one in self._names.take(tokens_of(part))[0]}
            if len(areas) != 1 or areas == {SIDE_EFFECTS}:
                return {}
            area = areas.pop()
            read = self.answer(area, part)
            if area in found or not isinstance(read, Answer):
                return {}
            found[area] = read
        return found

    def effects(self, text: str) -> tuple[Effect, ...]:
        """Return the side effects that a text names, each once: "headache 3, sweating" are two, and one is rated.

        What says that there is none, or no longer, names none: "nothing major", "no headaches anymore".
        """
        kept = text.replace("\x00", " ")
        for number, saying in enumerate(self.book.words.together):
            kept = re.sub(re.escape(saying), f"\x00{number}\x00", kept, flags=re.IGNORECASE)
        found: dict[str, Effect] = {}
        for item in _ITEMS.split(kept):
            whole = _MASKED.sub(lambda match: self.book.words.together[int(match[1])], item)
            told = " ".join(whole.split()).strip(" .!?:-")
            rated = _RATED.match(told)
            bother = int(rated[2]) if rated and int(rated[2]) <= self.book.scales[BOTHER].most else None
            told = rated[1].strip() if rated and bother is not None else told
            alone = self.bother(told) if found else None
            present = self._absent.what_is_there(told)
            if isinstance(alone, Answer) and alone.value is not None:  # "nausea, quite a bit"
                last = list(found)[-1]
                found[last] = found[last].model_copy(update={"bother": alone.value})
            elif any(sign.isalpha() for sign in present) and not self._names_no_effect(present):
                found.setdefault(present.casefold(), Effect(text=present, bother=bother))
        return tuple(found.values())

    def denies_effects(self, text: str) -> bool:
        """Return whether a text says that there are no side effects, or none any longer, and names none."""
        if self.is_only("none", text):
            return True
        return any(self._absent.is_absent(item.strip()) for item in _ITEMS.split(text)) and not self.effects(text)

    def _names_no_effect(self, item: str) -> bool:
        sayings: tuple[Saying, ...] = ("none", "unknown", "maybe", "confirms", "more_done", "same")
        return any(self.is_only(saying, item) for saying in sayings)

    def is_change(self, text: str) -> bool:
        """Return whether a text tells of a treatment change, and asks for no check-in."""
        tokens = tokens_of(text)
        return bool(self._signs.take(tokens)[0]) and not self._checkin_names.take(tokens)[0]

    def is_correction(self, text: str) -> bool:
        """Return whether a text begins as one that puts something right: "no it was 3 weeks"."""
        tokens = tokens_of(text)
        return any(tokens[: len(words)] == words for words in map(tokens_of, self.book.words.corrections))

    def names_a_change(self, text: str) -> bool:
        """Return whether a text only says that something changed, not what."""
        return self._change_names.all_of(tokens_of(text), self._fillers) is not None

    def change(self, text: str, today: date) -> ToldChange:
        """Return what changed, in the person's words, and when: "I started lithium last Monday"."""
        day = read_day(text, today)
        words = without_day(text, today).split()
        leads = {tokens_of(lead) for lead in self.book.words.change_leads}
        longest = max(map(len, leads), default=0)
        while words:
            size = next((n for n in range(longest, 0, -1) if tokens_of(" ".join(words[:n])) in leads), 0)
            if not size:
                break
            words = words[size:]
        told = " ".join(words).strip(" ,.;:-!?")
        return ToldChange(told if any(sign.isalpha() for sign in told) else "", day)

    @cached_property
    def _readers(self) -> Mapping[str, ScaleReader]:
        return {
            name: ScaleReader(self.book.scale(name), self.book.words, tuple(area.sayings.items()), area.names)
            for name, area in self.book.areas.items()
        }

    @cached_property
    def _names(self) -> Phrases[str]:
        return Phrases.of({name: area.names for name, area in self.book.areas.items()})

    @cached_property
    def _sayings(self) -> Mapping[Saying, Phrases[bool]]:
        words = self.book.words
        groups: Mapping[Saying, tuple[str, ...]] = {
            "unknown": words.unknown, "none": words.none, "maybe": words.maybe, "confirms": words.confirms,
            "denies": words.denies, "more_done": words.more_done, "same": words.same_as_before,
            "fix_day": words.fix_day, "fix_words": words.fix_words,
        }  # fmt: skip
        return {name: Phrases.of({True: sayings}) for name, sayings in groups.items()}

    @cached_property
    def _absent(self) -> AbsentEffects:
        return AbsentEffects(self.book.words)

    @cached_property
    def _all(self) -> Phrases[bool]:
        return Phrases.of({True: self.book.words.all})

    @cached_property
    def _same(self) -> Phrases[bool]:
        return Phrases.of({True: self.book.words.same_as_before})

    @cached_property
    def _change_names(self) -> Phrases[bool]:
        return Phrases.of({True: self.book.words.change_names})

    @cached_property
    def _signs(self) -> Phrases[bool]:
        return Phrases.of({True: self.book.words.change_signs})

    @cached_property
    def _checkin_names(self) -> Phrases[bool]:
        return Phrases.of({True: self.book.words.checkin_names})

    @cached_property
    def _fillers(self) -> Phrases[None]:
        return fillers_of(self.book.words.fillers)
