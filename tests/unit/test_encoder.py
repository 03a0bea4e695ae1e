"""The encoder's promises: unit vectors that depend on the text alone, from files that are proved."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from waymark.encoder import MAX_TOKENS, Encoder
from waymark.errors import EncoderError

FOLDER = Path(__file__).parents[2] / "models" / "encoder"

# A text, one that means nearly the same, and one of the same topic or words that does not.
TRIPLES = [
    ("does ECT cause memory loss", "will I forget things after shock therapy", "does ketamine cause weight gain"),
    ("how long does ketamine last", "when does the effect of ketamine wear off", "is ketamine covered by insurance"),
    ("I can't sleep at night", "I lie awake for hours", "I can't eat cheese with this medicine"),
    ("can I drive after esketamine", "is it safe to drive home after the nasal spray", "I drive a blue car"),
    ("what is transcranial magnetic stimulation", "explain TMS treatment", "what is the capital of France"),
    ("I want to stop my antidepressant", "how do I come off my medication", "how do I stop my car from overheating"),
    ("who can I call right now", "is there a phone number for help", "what are the side effects of lithium"),
]
# The same, but the third shares more words with the first: the float32 model fails these as well.
MISHEARD = [
    ("I have lost hope", "everything feels pointless", "I have lost weight"),
]
MIXED = ["ok", "", "How many sessions of TMS do people need?", "brain zaps " * 30, "¿Cuánto dura?", "tired " * 200]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load(FOLDER)


def assert_unit_vectors(vectors: NDArray[np.float32], count: int) -> None:
    assert vectors.shape == (count, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_every_text_has_a_unit_vector(encoder: Encoder) -> None:
    assert encoder.dimension == 384
    assert_unit_vectors(encoder.encode(MIXED), len(MIXED))


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_same_texts_give_same_bytes(encoder: Encoder) -> None:
    again = Encoder.load(FOLDER)
    assert encoder.encode(MIXED).tobytes() == encoder.encode(MIXED).tobytes() == again.encode(MIXED).tobytes()


def test_vector_does_not_depend_on_neighbours_or_order(encoder: Encoder) -> None:
    texts = [f"{text} {number}" for number in range(12) for text in MIXED]  # more than two batches
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert (alone * encoder.encode(texts)).sum(axis=1).min() > 0.9999
    assert (alone[::-1] * encoder.encode(texts[::-1])).sum(axis=1).min() > 0.9999


@pytest.mark.parametrize(("text", "alike", "other"), TRIPLES)
def test_alike_is_nearer_than_other(encoder: Encoder, text: str, alike: str, other: str) -> None:
    text_vector, alike_vector, other_vector = encoder.encode([text, alike, other])
    assert text_vector @ alike_vector > text_vector @ other_vector + 0.05


@pytest.mark.parametrize(("text", "alike", "other"), MISHEARD)
def test_known_limit_shared_words_outweigh_meaning(encoder: Encoder, text: str, alike: str, other: str) -> None:
    text_vector, alike_vector, other_vector = encoder.encode([text, alike, other])
    assert text_vector @ alike_vector < text_vector @ other_vector


def test_only_the_first_tokens_count(encoder: Encoder) -> None:
    long = "tired " * (MAX_TOKENS - 2)
    one, longer, book = encoder.encode([long, long + "but ketamine helped", long + "word " * 1_000_000])
    assert one @ longer > 0.9999
    assert one @ book > 0.9999


@pytest.mark.parametrize("text", ["\ud83d", "\ude00 up", "a\x00b\x1b[0m", "\u202e\ufeff\ufffe", "\n\t ", "x" * 9_999])
def test_odd_characters_do_no_harm(encoder: Encoder, text: str) -> None:
    assert_unit_vectors(encoder.encode([text]), 1)


@given(text=st.text(st.characters(exclude_categories=()), max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_string_has_a_unit_vector(encoder: Encoder, text: str) -> None:
    assert_unit_vectors(encoder.encode([text]), 1)


def test_surrogate_pair_is_the_character_it_stands_for(encoder: Encoder) -> None:
    pair, character = encoder.encode(["today \ud83d\ude00", "today 😀"])
    assert pair @ character > 0.9999


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "encoder"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_flipped_byte_is_refused(copied: Path, name: str) -> None:
    path = copied / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(EncoderError, match=rf"{name}: expected sha256 \w+, found \w+; restore .*export_encoder\.py"):
        Encoder.load(copied)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "provenance.json"])
def test_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(EncoderError, match=rf"{name}: expected .* found .* restore"):
        Encoder.load(copied)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sha256": {"model.onnx": "1"}}', "\udcff"])
def test_damaged_provenance_is_refused(copied: Path, content: str) -> None:
    (copied / "provenance.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(EncoderError, match=r"provenance\.json: expected"):
        Encoder.load(copied)


def test_import_loads_no_runtime() -> None:
    code = "import sys, waymark.encoder; sys.exit('onnxruntime' in sys.modules or 'tokenizers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
