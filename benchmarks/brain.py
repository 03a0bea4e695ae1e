"""What the brain costs: time to start, time of an answer, answers per second, memory, and whether long talks slow down.

`python benchmarks/brain.py [model.tar.gz]` starts a brain with a database of its own; without a model it trains one.
"""

from __future__ import annotations

import concurrent.futures
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import httpx

from waymark.keys import load_keys
from waymark.processes import RASA_ENVIRONMENT
from waymark.settings import ROOT, Settings
from waymark.store.upgrade import upgrade

QUESTIONS = (
    "what is ECT?",
    "how long does it last",
    "what is ketamine?",
    "side effects?",
    "does exercise help depression",
)
CONVERSATIONS, TURNS, LONG = 20, 15, 500


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        env = {**os.environ, **RASA_ENVIRONMENT, "WAYMARK_STATE_DIR": folder}
        model = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else _trained(state, env)
        settings = Settings(state_dir=state)
        upgrade(settings.store_url)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        started = time.monotonic()
        command = [sys.executable, "-m", "rasa", "run", "--model", str(model), "-i", "127.0.0.1", "-p", str(port)]
        with (state / "brain.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _measure(f"http://127.0.0.1:{port}/webhooks/gateway", load_keys(settings).brain, process, started)
        finally:
            process.kill()
            process.wait()
    return 0


def _measure(url: str, secret: str, process: subprocess.Popen[bytes], started: float) -> None:
    client = httpx.Client(headers={"Authorization": f"Bearer {secret}"}, timeout=30, trust_env=False)
    while True:
        try:
            if client.get(f"{url}/ready").status_code == 200:
                break
        except httpx.HTTPError:
            time.sleep(0.1)
        if process.poll() is not None:
            raise SystemExit("the brain did not start")
    print(f"start to ready: {time.monotonic() - started:.1f} s")

    def say(conversation: str, text: str) -> float:
        before = time.monotonic()
        body = {"sender": conversation, "text": text, "metadata": {}}
        client.post(f"{url}/webhook", json=body).raise_for_status()
        return (time.monotonic() - before) * 1000

    for text in QUESTIONS:
        say("warm", text)
    single = sorted(say(uuid4().hex if turn % 5 == 0 else "single", QUESTIONS[turn % 5]) for turn in range(200))
    print(f"card question, one at a time: p50 {single[100]:.1f} ms, p95 {single[190]:.1f} ms")
    crisis = sorted(say(uuid4().hex, "I want to die") for _ in range(50))
    print(f"crisis, one at a time: p50 {crisis[25]:.1f} ms, p95 {crisis[47]:.1f} ms")
    before = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(CONVERSATIONS) as pool:
        names = [uuid4().hex for _ in range(CONVERSATIONS)]
        list(pool.map(lambda name: [say(name, QUESTIONS[turn % 5]) for turn in range(TURNS)], names))
    took = time.monotonic() - before
    print(f"{CONVERSATIONS} conversations at once: {CONVERSATIONS * TURNS / took:.0f} messages/s")
    turns = [say("long", QUESTIONS[turn % 5]) for turn in range(LONG)]
    first, last = statistics.median(turns[:20]), statistics.median(turns[-20:])
    print(f"{LONG} messages: first 20 {first:.1f} ms, last 20 {last:.1f} ms, ratio {last / first:.2f}")
    print(f"longest text (2,000 characters): {say('longest', 'is this a question? ' * 100):.0f} ms")
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        print(f"resident memory: {int(resident.split()[1]) / 1024:.0f} MiB")


def _trained(folder: Path, env: dict[str, str]) -> Path:
    command = [sys.executable, "-m", "rasa", "train", "--out", str(folder / "models"), "--fixed-model-name", "dialogue"]
    with (folder / "train.log").open("wb") as log:
        subprocess.run(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, check=True)
    return folder / "models/dialogue.tar.gz"


if __name__ == "__main__":
    sys.exit(main())
