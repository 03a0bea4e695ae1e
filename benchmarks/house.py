"""Measures a whole running Waymark over HTTP: reply times, load, a long conversation, memory.

    python benchmarks/house.py [--turns 500] [--conversations 20] [--seconds 10]

Starts its own, on free ports and in a temporary folder, with the rate limits off.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from drills.conftest import House, running_house

CARD, CRISIS = "does ECT affect memory?", "I want to kill myself"
LONG_TALK = ("what is ECT?", "what about side effects?", "how does ketamine work", "can exercise help", "thanks")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--conversations", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        with running_house(Path(folder)) as house:
            house.wait_until_ready()
            print(f"all parts ready after {time.monotonic() - started:.1f} s")
            for name, text in (("card question", CARD), ("crisis message", CRISIS)):
                print(f"{name}: {_percentiles(_one_by_one(house, text, 100))}")
            rate, times = asyncio.run(_load(house, options.conversations, options.seconds))
            print(f"{options.conversations} conversations at once: {rate:.0f} messages/s, {_percentiles(times)}")
            times = _long_talk(house, options.turns)
            first, last = statistics.median(times[:20]), statistics.median(times[-20:])
            print(f"{options.turns} turns: first 20 {first * 1000:.1f} ms, last 20 {last * 1000:.1f} ms")
            print(f"last over first: {last / first:.2f}")
            for name, megabytes in _memory(house).items():
                print(f"{name}: {megabytes:.0f} MB resident")


def _one_by_one(house: House, text: str, count: int) -> list[float]:
    with httpx.Client(base_url=house.url, timeout=15, trust_env=False) as client:
        times = []
        for number in range(count):
            if number % 10 == 0:
                headers = house.open()
            started = time.perf_counter()
            client.post("/api/v1/messages", json={"text": text}, headers=headers).raise_for_status()
            times.append(time.perf_counter() - started)
    return times


async def _load(house: House, conversations: int, seconds: float) -> tuple[float, list[float]]:
    times: list[float] = []
    until = time.monotonic() + seconds

    async def talk(client: httpx.AsyncClient) -> None:
        headers = await asyncio.to_thread(house.open)
        while time.monotonic() < until:
            started = time.perf_counter()
            (await client.post("/api/v1/messages", json={"text": CARD}, headers=headers)).raise_for_status()
            times.append(time.perf_counter() - started)

    async with httpx.AsyncClient(base_url=house.url, timeout=30, trust_env=False) as client:
        started = time.monotonic()
        await asyncio.gather(*(talk(client) for _ in range(conversations)))
        return len(times) / (time.monotonic() - started), times


def _long_talk(house: House, turns: int) -> list[float]:
    headers, times = house.open(), []
    with httpx.Client(base_url=house.url, timeout=15, trust_env=False) as client:
        for number in range(turns):
            body = {"text": LONG_TALK[number % len(LONG_TALK)]}
            started = time.perf_counter()
            client.post("/api/v1/messages", json=body, headers=headers).raise_for_status()
            times.append(time.perf_counter() - started)
    return times


def _memory(house: House) -> dict[str, float]:
    marks = {
        "gateway": "waymark.cli gateway",
        "brain": "rasa run",
        "actions": "rasa_sdk",
        "supervisor": "waymark.cli serve",
    }
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_text().replace("\0", " ")
            status = (entry / "status").read_text()
        except OSError:
            continue
        parent = int(status.split("PPid:")[1].split()[0])
        if house.process.pid not in (parent, int(entry.name)) or "VmRSS:" not in status:
            continue
        for name, mark in marks.items():
            if mark in command:
                found[name] = int(status.split("VmRSS:")[1].split()[0]) / 1024
    return found


def _percentiles(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms"


if __name__ == "__main__":
    main()
