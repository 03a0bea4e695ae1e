"""Reads how a person steers while telling of trials: one of a few answers, a place in a list, an unknown name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from waymark.care.questionnaires.answers import tokens_of
from waymark.care.trials.plain import plain
from waymark.content.trial_schema import TrialTalk

Saying = Literal["yes", "no", "unknown", "done", "show", "wrong"]
PatternName = Literal[
    "add", "remove", "change", "becomes", "corrects", "denies", "instead", "all_of_them", "this_one", "ongoing",
    "not_a_dose", "tablets", "a_day", "other_reason", "about_effect", "own_lead", "own_tail", "own_told", "own_shape",
]  # fmt: skip
_LETTERS: Final = "abcdefgh"
_DENIALS: Final = frozenset({"not", "no", "never", "dont", "didnt", "isnt", "wasnt", "neither", "nor"})
_MOST_NAME_WORDS: Final = 3
_LEAST_NAME_LETTERS: Final = 3
_MOST_NAME_LETTERS: Final = 40
_NUMBERED: Final = re.compile(
    r"\b(?:number |no\.? ?|nr\.? ?|#|entry |item )?(?P<number>\d{1,2})(?:st|nd|rd|th)?\b(?! ?mg)"
)
_A_ONE: Final = re.compile(  # "this one" is no number
    r"(?<!\bnumber)(?<!\bentry)(?<!\bremove)(?<!\bdelete)(?<!\bchange)(?<=[a-z]) 1\b"
)
_WITH_UNIT: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{4,40}) \d+(?:\.\d+)? ?(?:mgs?|mcg|milligrams?)\b")
_WRITTEN_WORD: Final = re.compile(r"[^\W_][\w'’-]*")


@dataclass(frozen=True)
class TalkReader:
    """Reads with the words of one `TrialTalk`; safe to share."""

    talk: TrialTalk

    def says(self, what: Saying, text: str) -> bool:
        """Return whether a message is nothing but one of these sayings, with fillers around it."""
        return self._trimmed(_tokens(text), self._sayings[what]) is not None

    def option(self, question: str, text: str, order: Sequence[str]) -> str | None:
        """Return which answer of a question is meant, by its words, or by its number or letter in the order shown.

        Two answers are none: nobody knows which one counts.
        """
        tokens = _tokens(text)
        known = {saying: means for means, sayings in self._options[question].items() for saying in sayings}
        said = self._trimmed(tokens, known)
        if said is not None:
            return known[said]
        by_place = {str(place): means for place, means in enumerate(order, start=1)}
        by_place |= dict(zip(_LETTERS, order, strict=False))
        said = self._trimmed(tokens, by_place)
        if said is not None:
            return by_place[said]
        if not _DENIALS.isdisjoint(tokens):
            return None
        written = f" {' '.join(tokens)} "
        found = {means for saying, means in known.items() if " " in saying and f" {saying} " in written}
        return found.pop() if len(found) == 1 else None

    def part(self, text: str) -> str | None:
        """Return which part of a trial plain text names, the longest name first; None for none."""
        written = f" {' '.join(tokens_of(text))} "
        sayings = ((saying, part) for part, said in self._options["part"].items() for saying in said)
        found = [(len(saying), part) for saying, part in sayings if f" {saying} " in written]
        return max(found)[1] if found else None

    def match(self, name: PatternName, text: str) -> re.Match[str] | None:
        """Return where a pattern is found in plain text."""
        return self._patterns[name].search(text)

    def without(self, name: PatternName, text: str) -> str:
        """Return plain text with all that a pattern finds taken out."""
        return self._patterns[name].sub(" ", text)

    def number(self, text: str) -> int | None:
        """Return the place in a list that plain text names in digits: "remove 2"; None for none and for two."""
        found = {int(match["number"]) for match in _NUMBERED.finditer(_A_ONE.sub(" ", text))}
        return found.pop() if len(found) == 1 else None

    def ordinal(self, text: str) -> int | None:
        """Return the place that plain text names in a word: "the second one"; None for none and for two."""
        words = _tokens(text)
        found = {place for place, word in enumerate(self.talk.ordinals, start=1) if word in words}
        return found.pop() if len(found) == 1 else None

    def is_answer(self, text: str) -> bool:
        """Return whether a text is an answer in a word or two, to whatever was asked."""
        said = _tokens(text)
        known = [sayings for options in self._options.values() for sayings in options.values()]
        return any(self._trimmed(said, sayings) is not None for sayings in [*known, *self._sayings.values()])

    def own_name(self, text: str) -> str | None:
        """Return what a person calls a treatment that is not known here, as written; None where it is no short name."""
        low = text.lower().translate({ord(sign): "'" for sign in "’‘`´"})
        lead = self._patterns["own_lead"].match(low.replace("'", ""))
        start = _after(low, lead.end() if lead else 0)
        tail = self._patterns["own_tail"].search(low, start)
        written = text[start : tail.start() if tail else len(text)]
        words = _WRITTEN_WORD.findall(written)
        name = " ".join(words)
        letters = sum(sign.isalpha() for sign in name)
        is_short = 0 < len(words) <= _MOST_NAME_WORDS and len(name) <= _MOST_NAME_LETTERS
        is_name = is_short and letters >= _LEAST_NAME_LETTERS
        is_said = set(_tokens(name)) <= {*self.talk.not_names, *self.talk.fillers} or self.is_answer(name)
        return name if is_name and not is_said else None

    def is_plain_name(self, name: str) -> bool:
        """Return whether a name holds no everyday word: "finished the course" is none."""
        return {*self.talk.not_names, *self.talk.fillers}.isdisjoint(_tokens(name))

    def names_with_dose(self, text: str, known: Collection[tuple[int, int]]) -> Mapping[str, str]:
        """Return the words before a dose in plain text that are no known name, which stand at these places.

        Each with the piece of text that tells of it.
        """
        found = [
            match
            for match in _WITH_UNIT.finditer(text)
            if match[1] not in self.talk.not_names
            and not any(start < match.end(1) and match.start(1) < end for start, end in known)
        ]
        ends = [*(match.start() for match in found), *(start for start, _ in known), len(text)]
        return {match[1]: text[match.start() : min(end for end in ends if end > match.start())] for match in found}

    def _trimmed(self, tokens: tuple[str, ...], sayings: Collection[str]) -> str | None:
        """Return the saying that is left when fillers are taken away, first from the end, then from the beginning."""
        while tokens:
            said = " ".join(tokens)
            if said in sayings:
                return said
            size = self._filler(tokens, at_end=True)
            if size:
                tokens = tokens[:-size]
                continue
            size = self._filler(tokens, at_end=False)
            if not size:
                return None
            tokens = tokens[size:]
        return None

    def _filler(self, tokens: tuple[str, ...], *, at_end: bool) -> int:
        """Return how many words of filler stand at one end."""
        for size in range(min(self._longest, len(tokens)), 0, -1):
            piece = tokens[-size:] if at_end else tokens[:size]
            if " ".join(piece) in self._fillers:
                return size
        return 0

    @cached_property
    def _sayings(self) -> dict[Saying, frozenset[str]]:
        talk = self.talk
        told: dict[Saying, tuple[str, ...]] = {
            "yes": talk.yes, "no": talk.no, "unknown": talk.unknown, "done": talk.done, "show": talk.show,
            "wrong": talk.wrong,
        }  # fmt: skip
        return {name: frozenset(" ".join(_tokens(one)) or one for one in said) for name, said in told.items()}

    @cached_property
    def _options(self) -> dict[str, dict[str, frozenset[str]]]:
        return {
            question: {means: frozenset(" ".join(_tokens(one)) for one in said) for means, said in options.items()}
            for question, options in self.talk.options.items()
        }

    @cached_property
    def _patterns(self) -> dict[PatternName, re.Pattern[str]]:
        return {name: re.compile(pattern) for name, pattern in self.talk.patterns}  # type: ignore[misc]

    @cached_property
    def _fillers(self) -> frozenset[str]:
        return frozenset(" ".join(tokens_of(one)) for one in self.talk.fillers)

    @cached_property
    def _longest(self) -> int:
        return max((len(one.split()) for one in self._fillers), default=0)


def _tokens(text: str) -> tuple[str, ...]:
    return tokens_of(plain(text)) or (("?",) if text.strip() and set(text.strip()) <= {"?"} else ())


def _after(written: str, letters: int) -> int:
    """Return the place in a text that lies after so many signs, apostrophes left aside."""
    place = 0
    while letters > 0 and place < len(written):
        letters -= written[place] != "'"
        place += 1
    return place
