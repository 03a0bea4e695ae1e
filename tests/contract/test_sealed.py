"""Evaluation sentences are never taught: neither they nor near twins stand in rules, examples or training data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from waymark.content import load_content
from waymark.encoder import Encoder

ROOT = Path(__file__).parents[2]
SEALED = [json.loads(line)["text"] for line in (ROOT / "tests/safety/utterances.jsonl").read_text().splitlines()]
LONG_ENOUGH = 4  # words; what is shorter is everybody's
NEAR = 0.95  # cosine; from here on two sentences differ in spelling only


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", "")))


def taught() -> list[str]:
    content = load_content(ROOT / "content")
    texts = [text for phrase in content.phrases.phrases for text in (*phrase.must_match, *phrase.must_not_match)]
    texts += [ask for card in content.cards.values() for ask in card.head.asks]
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
    assert len(sealed) > 400
    assert len(texts) > 2000
    assert not {plain(text) for text in sealed} & {plain(text) for text in texts}


def test_no_near_twin_of_a_sealed_sentence_is_taught(sealed_and_taught):
    sealed, texts = sealed_and_taught
    encoder = Encoder.load(ROOT / "models/encoder")
    nearness = encoder.encode(sealed) @ encoder.encode(texts).T
    twins = [(sealed[row], texts[column]) for row, column in np.argwhere(nearness >= NEAR)]
    assert not twins
