"""How long it takes to keep a message and its reply in SQLite: `python benchmarks/store.py [turns] [threads]`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from waymark.keys import new_keys
from waymark.messages import Draft, message_from, paragraphs
from waymark.store import Store
from waymark.store.upgrade import upgrade

DRAFT = Draft(blocks=paragraphs(["A sentence as people write it, neither long nor short. " * 4]))


def measure(store: Store, turns: int) -> list[tuple[float, float]]:
    """Return the seconds of each `add_from_person` and `add_replies` in one conversation."""
    conversation = store.conversations.create("en", "US").id
    seconds = []
    for _ in range(turns):
        message, reply = message_from(DRAFT, "person"), message_from(DRAFT)
        start = time.perf_counter()
        store.messages.add_from_person(conversation, message, uuid4().hex)
        middle = time.perf_counter()
        store.messages.add_replies(conversation, message.id, [reply])
        seconds.append((middle - start, time.perf_counter() - middle))
    return seconds


def show(name: str, seconds: list[float]) -> None:
    """Print one line with median and 99th percentile."""
    percentiles = statistics.quantiles(seconds, n=100)
    print(f"{name:32} median {percentiles[49] * 1000:6.2f} ms   p99 {percentiles[98] * 1000:6.2f} ms")


def main(turns: int = 2000, threads: int = 8) -> None:
    """Measure one writer, then several at once."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'waymark.db'}"
        upgrade(url)
        store = Store.open(url, new_keys().encryption)
        for writers in (1, threads):
            start = time.perf_counter()
            with ThreadPoolExecutor(writers) as pool:
                runs = list(pool.map(measure, [store] * writers, [turns // writers] * writers))
            rate = turns / (time.perf_counter() - start)
            times = [each for run in runs for each in run]
            print(f"{writers} thread(s): {rate:.0f} turns/s")
            show("  add_from_person", [first for first, _ in times])
            show("  add_replies", [second for _, second in times])
            show("  both", [sum(each) for each in times])
        store.close()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
