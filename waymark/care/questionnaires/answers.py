"""Reads what a person writes as one answer of a scale, or tells kindly what kept it from being one.

Nothing is guessed: two answers, a number that is not on the scale, a count of days or a bare "yes" are asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from waymark.content.instrument_files import InstrumentBook, Scale, ScaleFile

HintKind = Literal["empty", "pictures", "too_long", "out_of_range", "two_answers", "days", "how_much", "unclear"]
MOST_CHARACTERS = 240
_MOST_OTHER_WORDS = 8
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_REPEATS = re.compile(r"(.)\1{2,}")
_TOKEN = re.compile(r"(?<!\w)-?\d+(?:[.,]\d+)?|[^\W_]+")
_PICTURES = frozenset({"So", "Sk", "Cn", "Co"})  # emoji younger than this Python have no category yet
Tokens = tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """A value of the scale.

    `is_plain` where it was said as published or by its number, so that no doubt is left; `is_bare` where nothing else
    was said, not even with a picture.
    """

    value: int
    is_plain: bool = True
    is_bare: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Hint:
    """Why there is no answer in what was written; `is_bare` where it holds only numbers and words of the form."""

    kind: HintKind
    is_bare: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class AnswerReader:
    """Reads answers to the questions of one scale."""

    scale: Scale
    words: ScaleFile

    def read(self, text: str) -> Read | Hint:
        """Return the answer that a text gives, or the kind of hint that helps.

        Example: on the scale of frequency "most days, honestly" is 2, "2 or 3" is two answers, "5 days" is a hint to
        choose, because the form does not say how many days are several.
        """
        if not text.strip():
            return Hint("empty")
        tokens = tokens_of(text)
        if not tokens:
            return Hint("pictures" if _has_pictures(text) else "unclear")
        if len(text) > MOST_CHARACTERS and len(" ".join(tokens)) > MOST_CHARACTERS:
            return Hint("too_long")
        spellings = (tokens, *(tuple(_REPEATS.sub(to, token) for token in tokens) for to in (r"\1\1", r"\1")))
        found = [self._read(spelling) for spelling in spellings]
        read = next((one for one in found if isinstance(one, Read)), None)
        if read is None:
            return replace(found[0], is_bare=self._is_of_the_form(tokens) and not _has_pictures(text))
        return replace(read, is_bare=read.is_bare and not _has_pictures(text))

    def _is_of_the_form(self, tokens: Tokens) -> bool:
        """Return whether there is nothing but answers, numbers, days and fillers."""
        for phrases in (self._sayings, self._alone, self._fillers):
            tokens = _take(tokens, phrases)[1]
        return all(_is_number(token) or token in self.words.counted or token in self.words.links for token in tokens)

    def _read(self, tokens: Tokens) -> Read | Hint:
        said, others = _take(tokens, self._sayings)
        lone, others = _take(others, self._alone)
        _, others = _take(others, self._fillers)
        rest = tuple(token for token in others if token not in self.words.links)
        numbers = [token for token in rest if _is_number(token)]
        rest = tuple(token for token in rest if not _is_number(token))
        if rest:  # something else is told, in which a number or a small word is no answer
            lone, counts = (), bool(numbers) and not set(rest).isdisjoint(self.words.counted)
            if not said:
                return Hint("days" if counts else self._without_value(tokens))
            numbers = []
        return self._settled({*said, *lone}, numbers, rest, tokens)

    def _settled(self, values: set[int], numbers: Sequence[str], rest: Tokens, tokens: Tokens) -> Read | Hint:
        if any("." in number or "," in number for number in numbers):
            return Hint("two_answers")
        if not all(number.isdigit() and len(number) < 3 and int(number) <= self.scale.most for number in numbers):
            return Hint("two_answers" if len(numbers) > 1 else "out_of_range")
        values |= {int(number) for number in numbers}
        if len(values) > 1:
            return Hint("two_answers")
        if not values:
            return Hint(self._without_value(tokens))
        value = values.pop()
        denies = value > 0 and not set(rest).isdisjoint(self.words.negations)
        doubts = not set(rest).isdisjoint(self.words.doubts)
        if denies or doubts or len(rest) > _MOST_OTHER_WORDS:
            return Hint("unclear")
        published = tokens_of(self.scale.options[value].text)
        is_plain = tokens in (published, (str(value),), (str(value), *published))
        return Read(value, is_plain=is_plain, is_bare=not rest)

    def _without_value(self, tokens: Tokens) -> HintKind:
        affirms = _take(_take(tokens, self._affirmations)[1], self._fillers)[1] == ()
        return "how_much" if affirms else "unclear"

    @cached_property
    def _sayings(self) -> Mapping[Tokens, int]:
        options = self.scale.options
        return {tokens_of(saying): one.value for one in options for saying in (one.text, *one.sayings)}

    @cached_property
    def _alone(self) -> Mapping[Tokens, int]:
        return {tokens_of(saying): option.value for option in self.scale.options for saying in option.alone}

    @cached_property
    def _fillers(self) -> Mapping[Tokens, int]:
        return {tokens_of(filler): 0 for filler in self.words.fillers}

    @cached_property
    def _affirmations(self) -> Mapping[Tokens, int]:
        return {tokens_of(saying): 0 for saying in self.words.affirmations}


@dataclass(frozen=True)
class ItemReader:
    """Reads answers to any question of any questionnaire."""

    book: InstrumentBook

    def read(self, item: str | None, text: str) -> Read | Hint | None:
        """Return what a text answers to a question, `phq9.9`; None where there is no such question."""
        scale = self.book.scale_of(item)
        return None if scale is None else next(one for one in self._readers if one.scale is scale).read(text)

    @cached_property
    def _readers(self) -> Sequence[AnswerReader]:
        return [AnswerReader(scale, self.book.words) for scale in self.book.words.scales.values()]


def tokens_of(text: str) -> Tokens:
    """Return the words and numbers of a text: lower case, without accents, apostrophes and punctuation."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", _APOSTROPHES.sub("", text)).replace("−", "-"))
    plain = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold()
    return tuple(_TOKEN.findall(plain))


def _take(tokens: Tokens, phrases: Mapping[Tokens, int]) -> tuple[tuple[int, ...], Tokens]:
    """Return the values of all phrases found, longest first from left to right, and the tokens that are left."""
    longest = max(map(len, phrases), default=0)
    found: list[int] = []
    left: list[str] = []
    place = 0
    while place < len(tokens):
        sizes = range(min(longest, len(tokens) - place), 0, -1)
        size = next((size for size in sizes if tokens[place : place + size] in phrases), 0)
        if size:
            found.append(phrases[tokens[place : place + size]])
        else:
            left.append(tokens[place])
        place += size or 1
    return tuple(found), tuple(left)


def _has_pictures(text: str) -> bool:
    return any(unicodedata.category(sign) in _PICTURES for sign in text)


def _is_number(token: str) -> bool:
    return token.lstrip("-")[:1].isdigit()
