"""Evaluation sentences are never taught: neither they nor near twins stand in rules, examples or training data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer

from waymark.content import load_content
from waymark.encoder import Encoder

ROOT = Path(__file__).parents[2]
SEALED = [
    json.loads(line)["text"]
    for folder in ("tests/safety", "tests/answers")
    for path in (ROOT / folder).glob("*.jsonl")
    for line in path.read_text().splitlines()
]
LONG_ENOUGH = 4  # words; what is shorter is everybody's
ALIKE = 0.6  # share of letter groups, by weight
BLOCK = 256  # sentences compared at once
NEAR = 0.95  # cosine; from here on two sentences differ in spelling only


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", "")))


def taught() -> list[str]:
    content = load_content(ROOT / "content")
    texts = [text for phrase in content.phrases.phrases for text in (*phrase.must_match, *phrase.must_not_match)]
    texts += [ask for card in content.cards.values() for ask in (*card.asks, *card.follow_ups)]
    for path in (ROOT / "data/nlu").glob("*.yml"):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            texts += [line.removeprefix("- ") for line in block["examples"].splitlines()]
    for path in (ROOT / "data/safety").rglob("*.jsonl"):
        texts += [row["text"] for row in map(json.loads, path.read_text().splitlines()) if "text" in row]
    return texts


@pytest.fixture(scope="module")
def sealed_and_taught():
    return [[text for text in texts if len(plain(text).split()) >= LONG_ENOUGH] for texts in (SEALED, taught())]


def test_no_sealed_sentence_is_taught(sealed_and_taught):
    sealed, texts = sealed_and_taught
    assert len(sealed) > 1500
    assert len(texts) > 9000
    assert not {plain(text) for text in sealed} & {plain(text) for text in texts}


def test_no_near_twin_of_a_sealed_sentence_is_taught(sealed_and_taught):
    """Twins share letters; so only pairs that do are compared by their vectors."""
    sealed, texts = sealed_and_taught
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), dtype=np.float32).fit(sealed)
    pairs = list(alike(letters.transform(sealed), letters.transform(texts)))
    vector = dict(enumerate_vectors(sealed, {row for row, _ in pairs}))
    other = dict(enumerate_vectors(texts, {column for _, column in pairs}))
    assert pairs
    assert not [(sealed[row], texts[column]) for row, column in pairs if vector[row] @ other[column] >= NEAR]


def alike(some, others):
    """Yield the places of what shares most of its letters, a block of rows at a time: all at once fill the memory."""
    for start in range(0, some.shape[0], BLOCK):
        shared = (some[start : start + BLOCK] @ others.T).tocoo()
        (found,) = np.nonzero(shared.data >= ALIKE)
        yield from zip((shared.row[found] + start).tolist(), shared.col[found].tolist(), strict=True)


def enumerate_vectors(texts, places):
    chosen = sorted(places)
    vectors = Encoder.load(ROOT / "models/encoder", threads=2).encode([texts[place] for place in chosen])
    return zip(chosen, vectors, strict=True)
