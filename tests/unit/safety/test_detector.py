"""What the network is given to read, and what becomes of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from waymark.encoder import DANGERS, Encoder
from waymark.safety.detector import LEVELS, Detector, Reading

HARMLESS = [1.0, 0, 0, 0, 0, 0, 0, 0, 0.0]


class FakeEncoder(Encoder):
    """Gives what a test wants for texts that hold a word, and remembers all texts."""

    def __init__(self, **dangers: Sequence[float]):
        object.__setattr__(self, "known", dangers)
        object.__setattr__(self, "seen", [])

    def dangers(self, texts: Sequence[str]) -> np.ndarray:
        self.seen.extend(texts)
        rows = [next((row for word, row in self.known.items() if word in text), HARMLESS) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), DANGERS)


def row(level: str, chance: float) -> list[float]:
    chances = [chance if name == level else 0.0 for name in LEVELS]
    chances[0] = 1 - chance
    return [*chances, chance]


def test_a_short_message_is_read_with_what_was_said_before() -> None:
    encoder = FakeEncoder()
    Detector(encoder).read("not really", ["Hello.", "Are you safe?"])
    assert encoder.seen == ["Hello. Are you safe? [SEP] not really"]


def test_a_longer_message_speaks_for_itself() -> None:
    encoder = FakeEncoder()
    text = "could you tell me how long lithium takes to work for somebody who is sixty years old"
    Detector(encoder).read(text, ["Are you safe?"])
    assert encoder.seen == [text]


def test_only_the_last_two_turns_count() -> None:
    encoder = FakeEncoder()
    Detector(encoder).read("yes", ["one", "two", "three"])
    assert encoder.seen == ["two three [SEP] yes"]


def test_one_dangerous_clause_in_a_long_ramble_decides() -> None:
    encoder = FakeEncoder(danger=row("plan_or_intent", 0.9))
    words = ["word"] * 1000
    words[700] = "danger"
    reading = Detector(encoder).read(" ".join(words))
    assert reading.level == "plan_or_intent"
    assert reading.risk == pytest.approx(0.9)


@pytest.mark.parametrize("length", [81, 129, 130, 131, 180, 1000])
def test_every_word_of_a_long_text_is_read(length: int) -> None:
    encoder = FakeEncoder()
    Detector(encoder).read(" ".join(f"w{number}" for number in range(length)))
    assert {word for text in encoder.seen for word in text.split()} == {f"w{number}" for number in range(length)}


def test_the_largest_request_is_read_in_a_bounded_number_of_parts() -> None:
    encoder = FakeEncoder()
    Detector(encoder).read("a " * 32_000)
    assert len(encoder.seen) <= 256


def test_the_likeliest_danger_is_told_beside_the_likeliest_level() -> None:
    reading = Reading((0.6, 0.05, 0.1, 0.0, 0.25, 0.0, 0.0, 0.0), 0.4)
    assert (reading.level, reading.risk_level) == ("none", "passive_ideation")
    assert reading.urgent == pytest.approx(0.15)


def test_without_its_files_there_is_no_network_and_the_log_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Detector.find(tmp_path) is None


def test_the_order_of_the_levels_is_that_of_the_training() -> None:
    taught = (Path(__file__).parents[3] / "training/voices.py").read_text()
    places = [taught.index(f'"{level}"') for level in LEVELS]
    assert places == sorted(places)
