"""The parts of an appointment summary, and the choice of those that go in.

Source: the parts of an appointment summary that docs/care/summary.md lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, get_args

Part = Literal["goals", "changed", "scores", "checkins", "safety", "trials", "questions", "notes"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)  # in the order in which they are shown
PRIVATE: Final[Part] = "safety"  # goes in only where the person said so, whatever else they chose
USUAL: Final[tuple[Part, ...]] = tuple(part for part in PARTS if part != PRIVATE)


def in_order(chosen: Iterable[str]) -> tuple[Part, ...]:
    """Return the parts among these names, each once, in the order in which they are shown."""
    names = {*chosen}
    return tuple(part for part in PARTS if part in names)


def write_parts(parts: Iterable[str]) -> str:
    """Return a choice as buttons and links carry it: `goals.scores`."""
    return ".".join(in_order(parts))


def read_parts(text: str) -> tuple[Part, ...]:
    """Return the choice that a button or link carries; without any, what usually goes in."""
    return in_order(text.split(".")) or USUAL
