"""How different the voices sound: likeness of sentences within a voice, between voices of one author, and of others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.eval_safety.sets import Sentence
from waymark.encoder import Encoder

_EACH = 40  # sentences of a voice


def spread(sentences: Sequence[Sentence], encoder: Encoder) -> dict[str, float]:
    """Return the mean cosine between sentences of one voice, of one author, of two authors, and the nearest voices'."""
    voices = sorted({sentence.voice for sentence in sentences})
    authors = {sentence.voice: sentence.origin for sentence in sentences}
    vectors = {
        voice: encoder.encode([sentence.text for sentence in sentences if sentence.voice == voice][:_EACH])
        for voice in voices
    }
    within, author, other, centres = [], [], [], []
    for place, one in enumerate(voices):
        alike = vectors[one] @ vectors[one].T
        within.append((alike.sum() - len(alike)) / max(len(alike) * (len(alike) - 1), 1))
        centre = vectors[one].mean(axis=0)
        centres.append(centre / np.linalg.norm(centre))
        for two in voices[place + 1 :]:
            (author if authors[one] == authors[two] else other).append(float((vectors[one] @ vectors[two].T).mean()))
    between = np.array(centres) @ np.array(centres).T
    np.fill_diagonal(between, -1)
    return {
        "within one voice": float(np.mean(within)),
        "two voices of one author": float(np.mean(author)) if author else float("nan"),
        "voices of two authors": float(np.mean(other)) if other else float("nan"),
        "nearest other voice, by centre (median)": float(np.median(between.max(axis=1))),
        "nearest other voice, by centre (highest)": float(between.max()),
    }
