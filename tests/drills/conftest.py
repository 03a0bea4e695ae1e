"""All of Waymark as `make run` starts it, on ports and in a folder of its own, so that parts can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class House:
    """A running Waymark: its supervisor, and where to reach it."""

    process: subprocess.Popen[str]
    url: str
    state_dir: Path
    output: Path
    ports: dict[str, int]

    def parts(self) -> dict[str, str]:
        return httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).json()["parts"]

    def wait_until_ready(self, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            assert self.process.poll() is None, self.output.read_text()
            time.sleep(0.2)
        raise AssertionError(f"not ready: {self.output.read_text()}")

    def kill(self, name: str) -> None:
        """Kill one part outright, as the kernel does when memory runs out."""
        marks = {"brain": "rasa run", "actions": "rasa_sdk", "gateway": "waymark.cli gateway"}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                command = (entry / "cmdline").read_text().replace("\0", " ")
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            if marks[name] in command and parent == self.process.pid:
                os.kill(int(entry.name), signal.SIGKILL)
                return
        raise AssertionError(f"no {name} is running")

    def open(self) -> dict[str, str]:
        opened = httpx.post(f"{self.url}/api/v1/conversations", json={}, timeout=10, trust_env=False).raise_for_status()
        return {"Authorization": f"Bearer {opened.json()['token']}"}

    def say(self, headers: dict[str, str], **body: str) -> dict:
        response = httpx.post(f"{self.url}/api/v1/messages", json=body, headers=headers, timeout=15, trust_env=False)
        return response.raise_for_status().json()

    def transcript(self, headers: dict[str, str]) -> list[dict]:
        response = httpx.get(f"{self.url}/api/v1/conversation", headers=headers, timeout=10, trust_env=False)
        return response.raise_for_status().json()["messages"]


@contextmanager
def running_house(state_dir: Path) -> Iterator[House]:
    ports = {"gateway": free_port(), "brain": free_port(), "actions": free_port()}
    environ = {
        **os.environ,
        "WAYMARK_STATE_DIR": str(state_dir),
        "WAYMARK_PORT": str(ports["gateway"]),
        "WAYMARK_URL": f"http://127.0.0.1:{ports['gateway']}",
        "WAYMARK_BRAIN_PORT": str(ports["brain"]),
        "WAYMARK_BRAIN_URL": f"http://127.0.0.1:{ports['brain']}",
        "WAYMARK_ACTIONS_PORT": str(ports["actions"]),
        "WAYMARK_RATE_LIMITS": "false",
    }
    output = state_dir / "supervisor.out"
    with output.open("w") as target:
        process = subprocess.Popen(
            [sys.executable, "-m", "waymark.cli", "serve"],
            cwd=ROOT,
            env=environ,
            stdout=target,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield House(process, environ["WAYMARK_URL"], state_dir, output, ports)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    with running_house(tmp_path_factory.mktemp("house")) as running:
        running.wait_until_ready(seconds=600)  # the dialogue model is trained first, where there is none yet
        yield running
