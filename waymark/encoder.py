"""Sentences as vectors, and the danger that they speak of: the one place that runs the model in `models/encoder/`.

Near vectors share a topic or words, not a claim: "it worked" and "nothing worked" are near. The network that reads
danger stands beside the one that makes vectors, in the same file; only the one that is asked for runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from waymark.errors import EncoderError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, RunOptions
    from tokenizers import Tokenizer

DIMENSION = 384
DANGERS = 9  # the chances of the eight levels, "none" first, and of any risk at all; see training/voices.py
MAX_TOKENS = 128  # the model was trained on no longer texts, and time grows with length
MAX_CHARACTERS = 10_000  # far more than 128 tokens of prose; bounds the time spent on a pasted book
BATCH = 32  # more is no faster on a CPU and only takes memory

MODEL, TOKENIZER, PROVENANCE = "model.onnx", "tokenizer.json", "provenance.json"
MEND = "restore the file from version control or run training/export_encoder.py"


@dataclass(frozen=True)
class Encoder:
    """Gives texts of like meaning vectors that point the same way; safe to share between threads."""

    _session: InferenceSession
    _tokenizer: Tokenizer
    _options: RunOptions
    digest: str  # of the model's file

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1) -> Encoder:
        """Return the encoder whose files are in `folder`, each proved to be the one that was measured.

        Args:
            folder: holds the model, its tokenizer and their provenance.
            threads: how many the model may use for one call of `encode`.

        Raises:
            EncoderError: a file is missing or does not match the digest in the provenance.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        digests = _read_digests(folder / PROVENANCE)
        model, vocabulary = (_read_verified(folder / name, digests) for name in (MODEL, TOKENIZER))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_buffer(vocabulary)
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        only_asked_for = onnxruntime.RunOptions()
        only_asked_for.only_execute_path_to_fetches = True
        return cls(session, tokenizer, only_asked_for, digests[MODEL])

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return DIMENSION

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length one for each text, in order; their dot products are cosines.

        Any string has a vector; only its first 128 tokens count.
        """
        return self._rows("embedding", DIMENSION, texts)

    def dangers(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return for each text the chances of the eight levels and, last, of any risk at all, in order.

        Any string can be read; only its first 128 tokens count.
        """
        return self._rows("danger", DANGERS, texts)

    def _rows(self, output: str, width: int, texts: Sequence[str]) -> NDArray[np.float32]:
        tokens = [self._tokenizer.encode(_well_formed(text)).ids for text in texts]
        by_length = sorted(range(len(tokens)), key=lambda index: len(tokens[index]))
        rows = np.zeros((len(tokens), width), np.float32)
        for start in range(0, len(tokens), BATCH):
            batch = by_length[start : start + BATCH]
            rows[batch] = self._run(output, [tokens[index] for index in batch])
        return rows

    def _run(self, output: str, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        input_ids = np.zeros((len(tokens), max(map(len, tokens))), np.int64)
        mask = np.zeros_like(input_ids)
        for row, ids in enumerate(tokens):
            input_ids[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        inputs = {"input_ids": input_ids, "attention_mask": mask}
        found: NDArray[np.float32] = self._session.run([output], inputs, self._options)[0]
        return found


def _well_formed(text: str) -> str:
    """Return the text's beginning with paired surrogates joined and lone ones replaced."""
    return text[:MAX_CHARACTERS].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read_digests(provenance: Path) -> dict[str, str]:
    try:
        content = json.loads(provenance.read_bytes())
        return {name: str(content["sha256"][name]) for name in (MODEL, TOKENIZER)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = f"expected the sha256 of {MODEL} and {TOKENIZER}, found {error!r}"
        raise EncoderError(f"{provenance}: {problem}; {MEND}") from error


def _read_verified(path: Path, digests: dict[str, str]) -> bytes:
    expected = digests[path.name]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EncoderError(f"{path}: expected a file with sha256 {expected}, found {error!r}; {MEND}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise EncoderError(f"{path}: expected sha256 {expected}, found {found}; {MEND}")
    return content
