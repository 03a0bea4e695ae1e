"""The sentences of tests/trials: of the first authors one half, by the checksum of their ids, is sealed.

The makers may read the other half, and all sentences of later authors, who wrote for development alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests/trials"
# None of theirs is sealed: the sealed half stays as it was when it was first measured.
FOR_DEVELOPMENT = ("author_c", "author_d", "author_e")


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
    return [sentence for sentence in _all() if _is_sealed(sentence)]


def development() -> list[Sentence]:
    """Return the sentences to improve by: the other half, and all of the authors for development."""
    return [sentence for sentence in _all() if not _is_sealed(sentence)]


def _is_sealed(sentence: Sentence) -> bool:
    return sentence.author not in FOR_DEVELOPMENT and bool(crc32(sentence.id.encode()) % 2)


def _all() -> list[Sentence]:
    return [
        Sentence(row["id"], path.stem, row["text"], tuple(Wanted(**trial) for trial in row["trials"]))
        for path in sorted(FOLDER.glob("*.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]
