"""A hundred random deaths of processes: each one is restarted, and nothing stays behind at the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

DRIVER = """
import json, sys
from pathlib import Path
from waymark.settings import Settings
from waymark.supervise import Pace, ProcessSpec, supervise

async def ready():
    return True

state = Path(sys.argv[1])
code = "import os, sys, time; print(os.getpid(), flush=True); time.sleep(600)"
specs = [ProcessSpec(name, (sys.executable, "-c", code), ready) for name in json.loads(sys.argv[2])]
pace = Pace(shortest_delay=0.02, longest_delay=0.02, steady=0, grace=2)
sys.exit(supervise(Settings(state_dir=state), specs, pace=pace))
"""
NAMES = ["gateway", "brain", "actions"]
DEATHS = 100


def pids(state: Path, name: str) -> list[int]:
    log = state / "logs" / f"{name}.log"
    return [int(line) for line in log.read_text().split()] if log.exists() else []


@pytest.mark.prove
def test_every_death_is_followed_by_a_start(tmp_path: Path) -> None:
    chance = random.Random(20260401)
    command = [sys.executable, "-c", DRIVER, str(tmp_path), json.dumps(NAMES)]
    supervisor = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(DEATHS):
            name = chance.choice(NAMES)
            before = wait_for_more(tmp_path, name, 0)
            os.kill(before[-1], chance.choice([signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM]))
            assert len(wait_for_more(tmp_path, name, len(before))) == len(before) + 1
    finally:
        supervisor.terminate()
        assert supervisor.wait(timeout=10) == 0
    for name in NAMES:
        with pytest.raises(ProcessLookupError):
            os.kill(pids(tmp_path, name)[-1], 0)


def wait_for_more(state: Path, name: str, count: int) -> list[int]:
    deadline = time.monotonic() + 20
    while len(found := pids(state, name)) <= count:
        assert time.monotonic() < deadline, f"{name} was not started again"
        time.sleep(0.01)
    return found
