"""A linear classifier over vectors: the one kind of model that Waymark trains for dialogue.

Over a sentence encoder that was taught with the cards nothing heavier was better. It is kept as plain arrays: no
pickle, so a model file cannot run code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_ARRAYS, _LABELS = "weights.npz", "labels.json"
_MOST_ITERATIONS = 60  # more changed no answer, and took minutes
_TOLERANCE = 1e-3


@dataclass(frozen=True)
class LinearModel:
    """Gives each label a probability; `weights` has one row per label."""

    labels: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    @classmethod
    def fit(
        cls,
        vectors: Vectors,
        labels: Sequence[str],
        *,
        strength: float,
        importance: Sequence[float] | None = None,
    ) -> LinearModel:
        """Return the multinomial logistic regression of the examples.

        Args:
            vectors: one row per example.
            labels: the label of each row; at least three different ones.
            strength: how closely the examples are followed (scikit-learn's C).
            importance: weight of each example.
        """
        from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

        model = LogisticRegression(C=strength, max_iter=_MOST_ITERATIONS, tol=_TOLERANCE)
        model.fit(vectors, list(labels), sample_weight=importance)
        return cls(
            tuple(str(label) for label in model.classes_),
            np.asarray(model.coef_, np.float32),
            np.asarray(model.intercept_, np.float32),
        )

    def probabilities(self, vector: Vectors) -> Vectors:
        """Return the probability of each label, in the order of `labels`; they sum to one."""
        return softmax(self.weights @ vector + self.bias)

    def save(self, folder: Path) -> None:
        """Write the model's two files into a folder."""
        np.savez(folder / _ARRAYS, weights=self.weights, bias=self.bias)
        (folder / _LABELS).write_text(json.dumps(self.labels))

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Return the model that `save` wrote."""
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            return cls(tuple(json.loads((folder / _LABELS).read_text())), arrays["weights"], arrays["bias"])


def softmax(scores: Vectors) -> Vectors:
    """Return probabilities that sum to one, each as its score has it among the others."""
    raised = np.exp(scores - scores.max())
    result: Vectors = raised / raised.sum()
    return result
