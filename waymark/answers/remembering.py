"""Vectors of what is taught, computed once: the same asks teach several models, and most stay when a card changes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from waymark.answers.learn import Encodes
from waymark.answers.linear import Vectors


class Remembering:
    """An encoder that encodes each text once, and where it has a file, once for all runs."""

    def __init__(self, encoder: Encodes, file: Path | None = None):
        """Take the vectors that the file holds; one that is not there or damaged holds none.

        Args:
            encoder: gives a new text its vector.
            file: where vectors are kept; its name must tell of which encoder they are.
        """
        self._encoder = encoder
        self._file = file
        self._known: dict[str, Vectors] = _read(file) if file else {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def keep(self) -> None:
        """Write all vectors into the file, if there is one."""
        if self._file is None or not self._known:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new.npz")
        np.savez(draft, texts=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        draft.replace(self._file)


def _read(file: Path) -> dict[str, Vectors]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return dict(zip(arrays["texts"].tolist(), arrays["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
