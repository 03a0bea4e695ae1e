"""How closely the shrunken model says what the full one says."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from graph import Both
from numpy.typing import NDArray
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Tokens = Sequence[Sequence[int]]


def measure(full: Both, shrunken: Path, tokenizer: Tokenizer, texts: Sequence[str]) -> dict[str, float]:
    """Return how both models' vectors and rankings of `texts` agree, rounded to five places."""
    tokens = [tokenizer.encode(text).ids for text in texts]
    session = onnxruntime.InferenceSession(shrunken, providers=["CPUExecutionProvider"])
    expected, expected_danger = _run_torch(full, tokens)
    found, danger = _run_onnx(session, tokens, "embedding"), _run_onnx(session, tokens, "danger")
    cosines = (expected * found).sum(axis=1)
    in_batch = (_run_padded(session, tokens, "embedding") * found).sum(axis=1)
    figures = {
        "cosine_mean": cosines.mean(),
        "cosine_min": cosines.min(),
        "rank_correlation_mean": _rank_correlation(expected, found),
        "same_nearest_neighbour": (_neighbours(expected)[:, 0] == _neighbours(found)[:, 0]).mean(),
        "alone_or_in_batch_cosine_min": in_batch.min(),
        "danger_difference_mean": np.abs(expected_danger - danger).mean(),
        "danger_difference_max": np.abs(expected_danger - danger).max(),
    }
    return {"sentences": len(texts)} | {name: round(float(figure), 5) for name, figure in figures.items()}


def _run_torch(model: Both, tokens: Tokens) -> tuple[Vectors, Vectors]:
    with torch.inference_mode():
        rows = [model(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.int64)) for ids in tokens]
    vectors, dangers = zip(*rows, strict=True)
    return torch.cat(vectors).numpy(), torch.cat(dangers).numpy()


def _run_onnx(session: onnxruntime.InferenceSession, tokens: Tokens, output: str) -> Vectors:
    return np.concatenate([_run_padded(session, [ids], output) for ids in tokens])


def _run_padded(session: onnxruntime.InferenceSession, tokens: Tokens, output: str) -> Vectors:
    input_ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
    mask = np.zeros_like(input_ids)
    for row, ids in enumerate(tokens):
        input_ids[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    return session.run([output], {"input_ids": input_ids, "attention_mask": mask})[0]


def _neighbours(vectors: Vectors) -> NDArray[np.int64]:
    """Return for each vector the others, nearest first."""
    similarities = vectors @ vectors.T
    np.fill_diagonal(similarities, -np.inf)
    return np.argsort(-similarities, axis=1, kind="stable")[:, :-1]


def _rank_correlation(expected: Vectors, found: Vectors) -> float:
    """Return Spearman's rank correlation of the others' order, averaged over the texts."""
    pairs = zip(_neighbours(expected), _neighbours(found), strict=True)
    return float(np.mean([np.corrcoef(np.argsort(a), np.argsort(b))[0, 1] for a, b in pairs]))
