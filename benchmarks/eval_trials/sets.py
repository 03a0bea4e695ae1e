"""The sentences of tests/trials: one half, by the checksum of their ids, is sealed; the makers may read the other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests/trials"


@dataclass(frozen=True)
class Wanted:
    """One trial as the author meant it; None is what the text does not tell."""

    kind: str
    name: str
    dose_mg: float | None
    weeks: float | None
    effect: str | None


@dataclass(frozen=True)
class Sentence:
    """One message, and the trials in it."""

    id: str
    author: str
    text: str
    trials: tuple[Wanted, ...]


def sealed() -> list[Sentence]:
    """Return the half that nothing is tuned on."""
    return [sentence for sentence in _all() if _checksum(sentence) % 2]


def development() -> list[Sentence]:
    """Return the half to improve by."""
    return [sentence for sentence in _all() if not _checksum(sentence) % 2]


def _checksum(sentence: Sentence) -> int:
    return crc32(sentence.id.encode())


def _all() -> list[Sentence]:
    return [
        Sentence(row["id"], path.stem, row["text"], tuple(Wanted(**trial) for trial in row["trials"]))
        for path in sorted(FOLDER.glob("*.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]
