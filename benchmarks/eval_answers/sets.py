"""The sealed questions of tests/answers, and those of tests/nlu/tryout that the makers may read and tune by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests/answers"
KINDS = ("direct", "paraphrase", "compound", "comparison", "follow_up", "numbers", "outside")


@dataclass(frozen=True)
class Question:
    """One question; each group of `groups` names the cards of which one must be given, a topic as `ect.*`."""

    id: str
    author: str
    kind: str
    text: str
    groups: tuple[frozenset[str], ...]
    facts: tuple[str, ...]
    thread: tuple[str, ...]
    outside: str | None


def sealed() -> list[Question]:
    """Return all sealed questions, author by author."""
    return _questions(FOLDER)


def tryout() -> list[Question]:
    """Return the questions to improve by, author by author."""
    return _questions(ROOT / "tests/nlu/tryout")


def _questions(folder: Path) -> list[Question]:
    return [
        _question(path.stem, json.loads(line))
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]


def _question(author: str, row: dict) -> Question:
    said = [turn for turn in row.get("context") or () if turn["from"] == "assistant"]
    cards: Sequence[str] = said[-1].get("cards") or () if said else ()
    return Question(
        id=row["id"],
        author=author,
        kind=row["kind"],
        text=row["text"],
        groups=tuple(frozenset(group) for group in row["cards"]),
        facts=tuple(row.get("facts") or ()),
        thread=tuple(card.split(".")[0] for card in cards[:2]),
        outside=row.get("outside"),
    )
