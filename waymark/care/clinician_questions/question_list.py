"""The list of questions as it is kept: one record for each, oldest first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from waymark.care.tools.tool import Record, Said
from waymark.store.questions import QUESTION

MOST: Final = 40
MOST_CHARACTERS: Final = 500  # of one question; a longer one is no question to read out


@dataclass(frozen=True)
class Listed:
    """One question of the list, and the key of its record."""

    key: str
    text: str = field(repr=False)

    @property
    def record(self) -> Record:
        """What is kept of it."""
        return Record(QUESTION, self.key, {"text": self.text})

    @property
    def removed(self) -> Record:
        """What takes it off."""
        return Record(QUESTION, self.key, None)


@dataclass(frozen=True)
class QuestionList:
    """All questions of a person."""

    items: tuple[Listed, ...] = ()

    @classmethod
    def of(cls, said: Said) -> QuestionList:
        """Return the questions among the records; one without words is left out."""
        found = ((record.key, (record.values or {}).get("text")) for record in said.kept(QUESTION))
        return cls(tuple(Listed(key, text) for key, text in found if isinstance(text, str) and text.strip()))

    @property
    def texts(self) -> tuple[str, ...]:
        """The questions themselves."""
        return tuple(one.text for one in self.items)

    def at(self, number: int | None) -> Listed | None:
        """Return the question with a number, from 1; None where there is none."""
        return self.items[number - 1] if number is not None and 1 <= number <= len(self.items) else None

    def number_of(self, key: str) -> int | None:
        """Return the number of a question; None where it is not there any more."""
        return next((number for number, one in enumerate(self.items, 1) if one.key == key), None)

    def number_like(self, text: str) -> int | None:
        """Return the number of the question with the same words; None where it is a new one."""
        return next((number for number, one in enumerate(self.items, 1) if _plain(one.text) == _plain(text)), None)

    def added(self, text: str) -> QuestionList:
        """Return the list with one more, under a key that none of it has."""
        used = [int(one.key) for one in self.items if one.key.isdecimal()]
        return QuestionList((*self.items, Listed(f"{max(used, default=0) + 1:04d}", text)))

    def changed(self, key: str, text: str) -> QuestionList:
        """Return the list with one question in other words."""
        return QuestionList(tuple(Listed(key, text) if one.key == key else one for one in self.items))

    def without(self, key: str) -> QuestionList:
        """Return the list without one question."""
        return QuestionList(tuple(one for one in self.items if one.key != key))

    def since(self, before: QuestionList) -> tuple[Listed, ...]:
        """Return the questions that an earlier list had not."""
        return tuple(one for one in self.items if before.number_of(one.key) is None)


def new_among(texts: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that are not among the known ones, each once."""
    seen = {_plain(text) for text in known}
    found: list[str] = []
    for text in texts:
        if _plain(text) not in seen:
            seen.add(_plain(text))
            found.append(text)
    return tuple(found)


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
