import numpy as np
import pytest

from waymark.answers.remembering import Remembering


class Counting:
    """Gives each text a vector, and counts what it was asked for."""

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], np.float32)


def test_each_text_is_encoded_once():
    encoder = Counting()
    remembering = Remembering(encoder)
    assert remembering.encode(["a", "bb", "a"]).tolist() == [[1, 1], [2, 1], [1, 1]]
    remembering.encode(["bb", "ccc"])
    assert encoder.asked == ["a", "bb", "ccc"]


def test_what_was_kept_is_known_to_the_next_run(tmp_path):
    file = tmp_path / "cache/vectors-1.npz"
    first = Remembering(Counting(), file)
    first.encode(["a", "it's é"])
    first.keep()
    encoder = Counting()
    assert Remembering(encoder, file).encode(["it's é"]).tolist() == [[6, 1]]
    assert encoder.asked == []


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut off"])
def test_a_damaged_file_holds_nothing(tmp_path, content):
    file = tmp_path / "vectors.npz"
    file.write_bytes(content)
    remembering = Remembering(Counting(), file)
    assert remembering.encode(["a"]).tolist() == [[1, 1]]
    remembering.keep()
    assert Remembering(Counting(), file).encode(["a"]).tolist() == [[1, 1]]
