"""The sealed sentences, and the sentences of the validation voices."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from waymark.safety import Turn

ROOT = Path(__file__).parents[2]
SEALED = ROOT / "tests/safety"
VOICES = ROOT / "data/safety/voices"


@dataclass(frozen=True)
class Sentence:
    """One sentence with the labels that count as right, the best one first."""

    text: str
    levels: tuple[str, ...]
    tags: tuple[str, ...]
    voice: str
    language: str
    origin: str
    context: tuple[Turn, ...]

    @property
    def is_risky(self) -> bool:
        """Whether its best label is a danger."""
        return self.levels[0] != "none"


def sealed() -> list[Sentence]:
    """Return the sealed test, all authors."""
    return [sentence for path in sorted(SEALED.glob("*.jsonl")) for sentence in _read(path, path.stem, {})]


def voices(split: str) -> list[Sentence]:
    """Return the sentences of the voices of one split."""
    found = []
    for path in sorted(VOICES.glob("*.jsonl")):
        head = json.loads(path.read_text().splitlines()[0])
        if head["split"] == split:
            found += _read(path, head["author"], head)
    return found


def _read(path: Path, origin: str, head: dict[str, str]) -> Iterable[Sentence]:
    for line in path.read_text().splitlines():
        row = {"voice": head.get("voice", ""), "language": head.get("language", "en"), **json.loads(line)}
        if "text" in row:
            context = tuple(Turn(turn["from"], turn["text"], turn.get("asks")) for turn in row.get("context", ()))
            yield Sentence(
                text=row["text"],
                levels=(row["level"], *row.get("ok", ())),
                tags=tuple(row.get("tags", ())),
                voice=row["voice"],
                language=row["language"],
                origin=origin,
                context=context,
            )
