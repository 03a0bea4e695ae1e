"""How long the sentence encoder takes to load and to encode one text on one thread."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from waymark.encoder import Encoder

FOLDER = Path(__file__).parents[1] / "models" / "encoder"
SENTENCE = "my doctor says that ketamine may help when two other medicines did not but I am afraid of what it does"


def main() -> None:
    began = time.perf_counter()
    encoder = Encoder.load(FOLDER)
    print(f"load, with imports: {(time.perf_counter() - began) * 1000:7.1f} ms")
    print(f"load again, median: {median_ms(lambda: Encoder.load(FOLDER), 10):7.1f} ms")
    words = SENTENCE.split()
    for count in (5, 12, 40, 120):
        text = " ".join(words[index % len(words)] for index in range(count))
        print(f"{count:>4} words,  median: {median_ms(lambda text=text: encoder.encode([text]), 200):7.1f} ms")


def median_ms(work: Callable[[], object], times: int) -> float:
    work()
    spans = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spans.append(time.perf_counter() - began)
    return statistics.median(spans) * 1000


if __name__ == "__main__":
    main()
