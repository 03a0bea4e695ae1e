"""Reads what is said to a list of questions: steps such as "remove 2", choices, and the question in a wish to keep one.

What people write stands in `content/tools`, between commas. A message with any other word in it is no step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from waymark.answers.render import words
from waymark.care.clinician_questions.questions_state import Wish
from waymark.care.questionnaires.answers import Tokens, tokens_of
from waymark.care.tools.phrases import Phrases
from waymark.content import Content

Saying = Literal["done", "leave", "more", "yes", "suggest", "list"]
_HEAD: Final = re.compile(r"(?P<head>[^:\n]{2,90})(?::\s+|\n)(?P<rest>.*\w.*)", re.DOTALL)
_MARK: Final = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•–])\s+")
_LAST: Final = 0


@dataclass(frozen=True)
class Edit:
    """A wish to change or remove a question; `number` is None where it does not say which."""

    wish: Wish
    number: int | None


@dataclass(frozen=True)
class QuestionReader:
    """Reads messages about a list; `content` holds the sayings."""

    content: Content

    def says(self, saying: Saying, text: str) -> bool:
        """Tell whether a text is one of these sayings, and nothing else."""
        return tokens_of(text) in self._sayings(saying)

    def edit(self, text: str, count: int, *, is_wish: bool = False) -> Edit | None:
        """Return the change of the list that a text asks for, of which `count` questions are there.

        `is_wish` where the text is known to be such a wish, so that it may hold other words too.
        """
        found, left = self._wishes.take(self._joined(tokens_of(text)))
        wishes = {one.meaning for one in found}
        numbers, rest = self._numbers(left, count)
        is_nothing_else = len(wishes) == 1 and len(numbers) <= 1 and set(rest) <= self._fillers
        if not is_wish and not is_nothing_else:
            return None
        wish = found[0].meaning if found else "change"
        return Edit(wish, numbers[0] if len(numbers) == 1 else None)

    def number(self, text: str, count: int) -> int | None:
        """Return the one number that a text names; None where it says anything else."""
        numbers, rest = self._numbers(tokens_of(text), count, spelled=True)
        return numbers[0] if len(numbers) == 1 and set(rest) <= self._fillers else None

    def choice(self, text: str, count: int) -> tuple[int, ...] | None:
        """Return the numbers that a text chooses among `count`; none of them where it declines; None for what else."""
        if self.says("leave", text):
            return ()
        tokens = tokens_of(text)
        if tokens in self._sayings("all"):
            return tuple(range(1, count + 1))
        numbers, rest = self._numbers(tokens, count, spelled=True)
        is_choice = numbers and set(rest) <= self._fillers and all(1 <= number <= count for number in numbers)
        return tuple(dict.fromkeys(numbers)) if is_choice else None

    def questions(self, text: str) -> tuple[str, ...]:
        """Return the questions in a text: one, or one for each line, without "add to my list:" and bullets."""
        rest = self.told(text) or text
        lines = [" ".join(_MARK.sub("", line).split()) for line in rest.splitlines()]
        kept = [line for line in lines if any(sign.isalnum() for sign in line)]
        if all(line.endswith("?") or _MARK.match(raw) for line, raw in zip(kept, _full(rest), strict=True)):
            return tuple(kept)
        return (" ".join(kept),)

    def told(self, text: str) -> str | None:
        """Return what follows a wish to keep a question and its colon; None where nothing does."""
        found = _HEAD.fullmatch(text.strip())
        return found["rest"].strip() if found is not None and self.is_bare(found["head"]) else None

    def is_bare(self, text: str) -> bool:
        """Tell whether a text only wishes to keep a question, and says none."""
        tokens = tokens_of(text)
        return any(word in self._leads for word in tokens) and set(tokens) <= self._leads | self._around | self._fillers

    def _joined(self, tokens: Tokens) -> Tokens:
        """Return tokens with the parts of a verb side by side: "take off 2" for "take 2 off"."""
        for saying in self._list("remove"):
            verb, _, rest = saying.partition(" ")
            if verb in tokens and rest in tokens[tokens.index(verb) + 1 :]:
                left = [token for token in tokens if token != rest]
                left.insert(left.index(verb) + 1, rest)
                return tuple(left)
        return tokens

    def _numbers(self, tokens: Tokens, count: int, *, spelled: bool = False) -> tuple[list[int], Tokens]:
        """Return the numbers among tokens, and the other tokens; "last" is the number of the last question."""
        named = Phrases.of({**self._ordinals, **(self._cardinals if spelled else {})})
        numbers: list[int] = []
        rest: list[str] = []
        found, left = named.take(tokens)
        places = {one.place: one.meaning for one in found}
        numbers += [count if meaning == _LAST else meaning for _, meaning in sorted(places.items())]
        for token in left:
            if token.isdecimal() and len(token) <= 3:
                numbers.append(int(token))
            else:
                rest.append(token)
        return numbers, tuple(rest)

    @cached_property
    def _wishes(self) -> Phrases[Wish]:
        return Phrases.of({"change": self._list("change"), "remove": self._list("remove")})

    @cached_property
    def _ordinals(self) -> dict[int, list[str]]:
        numbered = {number: [word] for number, word in enumerate(self._list("ordinals"), 1)}
        return {**numbered, _LAST: self._list("last")}

    @cached_property
    def _cardinals(self) -> dict[int, list[str]]:
        ordinals = self._ordinals
        return {number: [word, *ordinals.get(number, [])] for number, word in enumerate(self._list("cardinals"), 1)}

    @cached_property
    def _fillers(self) -> frozenset[str]:
        return frozenset(word for saying in self._list("fillers") for word in tokens_of(saying))

    @cached_property
    def _leads(self) -> frozenset[str]:
        return frozenset(self._list("leads"))

    @cached_property
    def _around(self) -> frozenset[str]:
        return frozenset(self._list("around"))

    def _sayings(self, name: str) -> frozenset[Tokens]:
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, frozenset[Tokens]]:
        names = ("done", "leave", "more", "yes", "suggest", "list", "all")
        return {name: frozenset(tokens_of(saying) for saying in self._list(name)) for name in names}

    def _list(self, name: str) -> list[str]:
        return [saying.strip() for saying in words(self.content, f"clinician_questions_words_{name}").split(",")]


def _full(text: str) -> list[str]:
    """Return the lines of a text that hold a letter or number."""
    return [line for line in text.splitlines() if any(sign.isalnum() for sign in _MARK.sub("", line))]
