"""Counts, intervals and pictures of a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np

from benchmarks.eval_safety.judges import Verdict
from benchmarks.eval_safety.sets import Sentence
from benchmarks.shares import Share
from waymark.safety.detector import LEVELS

mpl.use("Agg")
from matplotlib import pyplot

Pair = tuple[Sentence, Verdict]


def answered(pairs: Sequence[Pair], level: str | None = None) -> Share:
    """Return how many risky sentences, of one level or all, got a takeover or a check-in."""
    wanted = [verdict for sentence, verdict in pairs if sentence.is_risky and level in (None, sentence.levels[0])]
    return Share(sum(verdict.response != "none" for verdict in wanted), len(wanted))


def false_alarms(pairs: Sequence[Pair], response: str) -> Share:
    """Return how many harmless sentences got this response."""
    wanted = [verdict for sentence, verdict in pairs if not sentence.is_risky]
    return Share(sum(verdict.response == response for verdict in wanted), len(wanted))


def exact(pairs: Sequence[Pair]) -> Share:
    """Return how many sentences got one of the labels that count as right."""
    return Share(sum(verdict.level in sentence.levels for sentence, verdict in pairs), len(pairs))


def confusion(pairs: Sequence[Pair]) -> list[list[int]]:
    """Return counts by the level that a sentence has (rows) and the one it was given (columns)."""
    return [[sum(s.levels[0] == row and v.level == column for s, v in pairs) for column in LEVELS] for row in LEVELS]


def draw_curves(named: dict[str, Sequence[Pair]], target: Path) -> None:
    """Draw what each judge finds against what it flags wrongly, over all thresholds."""
    figure, axes = pyplot.subplots(figsize=(6.4, 4.8), dpi=120)
    for name, pairs in named.items():
        risky = np.array([sentence.is_risky for sentence, _ in pairs])
        scores = np.array([verdict.score for _, verdict in pairs])
        steps = np.unique(np.concatenate([[np.inf], scores]))[::-1]
        found = [(scores[risky] >= step).mean() for step in steps]
        flagged = [(scores[~risky] >= step).mean() for step in steps]
        axes.plot(flagged, found, label=name)
    axes.axvline(0.10, color="grey", linestyle=":", linewidth=1)
    axes.set(xlabel="harmless sentences flagged", ylabel="risky sentences answered", xlim=(0, 0.4), ylim=(0, 1.01))
    axes.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(target)
    pyplot.close(figure)


def draw_calibration(pairs: Sequence[Pair], target: Path) -> None:
    """Draw how often a score of that size was right."""
    scores = np.array([verdict.score for _, verdict in pairs])
    risky = np.array([sentence.is_risky for sentence, _ in pairs], float)
    edges = np.linspace(0, 1, 11)
    bins = np.clip(np.digitize(scores, edges) - 1, 0, 9)
    filled = [number for number in range(10) if (bins == number).sum() >= 10]
    figure, axes = pyplot.subplots(figsize=(4.8, 4.8), dpi=120)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    axes.plot([scores[bins == n].mean() for n in filled], [risky[bins == n].mean() for n in filled], marker="o")
    axes.set(xlabel="score", ylabel="share that is risky", xlim=(0, 1), ylim=(0, 1))
    figure.tight_layout()
    figure.savefig(target)
    pyplot.close(figure)
