"""Reads that a side effect is not there, or no longer: "nothing major", "no headaches anymore"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from waymark.content.checkin_files import CheckinWords

_PAST: Final = re.compile(r"\bused to\b", re.IGNORECASE)
_STATES_A_LOSS: Final = r"(?! (?:tastes|smells|feels|sounds|interests|excites|helps|works|moves|stays)\b)"


@dataclass(frozen=True)
class AbsentEffects:
    """Tells them apart by the words of the content; "no libido" is an effect, and so is "nothing tastes right"."""

    words: CheckinWords

    def is_absent(self, item: str) -> bool:
        """Return whether one item says that there is no effect; what it names besides does not count."""
        return self._absence.match(_plain(item)) is not None or self._is_over(item)

    def what_is_there(self, item: str) -> str:
        """Return what an item names that is there: "none but nausea" is nausea; nothing where it names none."""
        if _PAST.search(item) or self._is_over(item):
            return ""
        if self._absence.match(_plain(item)):
            parts = self._besides.split(item, maxsplit=1)
            return parts[1].strip() if len(parts) > 1 else ""
        return self._besides.sub("", item, count=1).strip() if self._besides.match(item) else item

    def _is_over(self, item: str) -> bool:
        said = _plain(item)
        is_gone = re.match(r"(?:i )?(?:no|dont (?:have|get)|no longer (?:have|get))\b", said) is not None
        is_loss = re.search(rf"\b(?:{_any(self.words.losses)})\b", said) is not None
        is_over = re.search(rf"\b(?:{_any(self.words.over)}|no longer (?:have|get))\b", said) is not None
        return is_gone and is_over and not is_loss

    @cached_property
    def _absence(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_any(self.words.absences)})\b{_STATES_A_LOSS}")

    @cached_property
    def _besides(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_any(self.words.besides)})\b", re.IGNORECASE)


def _any(sayings: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(sayings, key=len, reverse=True)))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"['’`´]", "", text).casefold().split())
