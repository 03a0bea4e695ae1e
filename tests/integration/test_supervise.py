"""The supervisor, with real processes: it starts, restarts and ends them, and leaves none behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

DRIVER = """
import json, sys
from pathlib import Path
from waymark.settings import Settings
from waymark.supervise import Pace, ProcessSpec, supervise

def ready(mark):
    async def probe():
        return mark.exists()
    return probe

state = Path(sys.argv[1])
specs = [
    ProcessSpec(name, (sys.executable, "-c", code), ready(state / f"{name}.ready"), env={"MARK": name}, cwd=state)
    for name, code in json.loads(sys.argv[2]).items()
]
pace = Pace(poll=0.02, first_wait=2, shortest_delay=0.1, longest_delay=0.4, steady=60, grace=1)
sys.exit(supervise(Settings(state_dir=state), specs, pace=pace))
"""
STEADY = """
import os, pathlib, time
name = os.environ["MARK"]
with open(f"{name}.started", "a") as started:
    print(os.getpid(), time.time(), file=started)
print("private words of", name, flush=True)
time.sleep(0.2)
pathlib.Path(f"{name}.ready").touch()
time.sleep(60)
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STEADY
CRASHING_ONCE = STEADY.replace("time.sleep(60)", "time.sleep(60 if os.path.exists('crashed') else 0)") + (
    "open('crashed', 'w').close(); raise SystemExit(3)\n"
)
CRASHING = "raise SystemExit(7)"


class Running:
    """A supervisor in a process of its own, and what it wrote."""

    def __init__(self, state: Path, children: dict[str, str]):
        self.state = state
        self.terminal = state / "terminal"
        command = [sys.executable, "-c", DRIVER, str(state), json.dumps(children)]
        with self.terminal.open("wb") as terminal:
            self.process = subprocess.Popen(command, stdout=terminal, stderr=terminal)

    @property
    def lines(self) -> list[str]:
        return self.terminal.read_text().splitlines()

    def log(self, name: str) -> str:
        return (self.state / "logs" / f"{name}.log").read_text()

    def starts(self, name: str) -> list[tuple[int, float]]:
        path = self.state / f"{name}.started"
        rows = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
        return [(int(pid), float(at)) for pid, at in rows]

    def wait_for_line(self, part: str) -> str:
        wait_until(lambda: any(part in line for line in self.lines), f"a line with {part!r}")
        return next(line for line in self.lines if part in line)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=10)


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    runs: list[Running] = []

    def begin(**children: str) -> Running:
        runs.append(Running(tmp_path, children))
        return runs[-1]

    yield begin
    for run in runs:
        run.process.terminate()
        run.process.wait(timeout=10)


def test_the_first_process_is_ready_before_the_others_start(start: Callable[..., Running]) -> None:
    run = start(gateway=STEADY, brain=STEADY, actions=STEADY)
    run.wait_for_line("brain      ready in")
    run.wait_for_line("actions    ready in")
    assert run.lines[0].startswith("gateway    loading")
    assert run.lines[1].startswith("gateway    ready in 0.")
    ready_at = (run.state / "gateway.ready").stat().st_mtime
    assert all(run.starts(name)[0][1] > ready_at for name in ("brain", "actions"))


def test_a_first_process_that_cannot_start_holds_nobody_up(start: Callable[..., Running]) -> None:
    run = start(gateway=CRASHING, brain=STEADY)
    run.wait_for_line("brain      ready in")
    run.wait_for_line("gateway    ended with status 7")


def test_a_crashed_process_is_restarted_and_said_so(start: Callable[..., Running]) -> None:
    run = start(gateway=STEADY, brain=CRASHING_ONCE)
    line = run.wait_for_line("brain      ended with status 3")
    assert "again in 0.1 s" in line
    assert line.endswith(f"log: {run.state}/logs/brain.log")
    wait_until(lambda: len(run.starts("brain")) == 2, "a second start")
    assert len(run.starts("gateway")) == 1
    assert "private words of brain\nprivate words of brain\n" in run.log("brain"), (
        "a restart keeps the log of the crash"
    )


def test_a_killed_process_is_named_by_its_signal(start: Callable[..., Running]) -> None:
    run = start(gateway=STEADY)
    run.wait_for_line("gateway    ready in")
    os.kill(run.starts("gateway")[0][0], signal.SIGKILL)
    run.wait_for_line("gateway    was killed by SIGKILL")
    wait_until(lambda: len(run.starts("gateway")) == 2, "a second start")


def test_the_delay_doubles_up_to_its_limit(start: Callable[..., Running]) -> None:
    run = start(gateway=CRASHING)
    wait_until(lambda: sum("again in" in line for line in run.lines) >= 4, "four restarts")
    delays = [line.split("again in ")[1].split(" s")[0] for line in run.lines if "again in" in line]
    assert delays[:4] == ["0.1", "0.2", "0.4", "0.4"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_within_seconds(start: Callable[..., Running], number: signal.Signals) -> None:
    run = start(gateway=STEADY, brain=STEADY)
    run.wait_for_line("brain      ready in")
    pids = [run.starts(name)[0][0] for name in ("gateway", "brain")]
    asked = time.monotonic()
    assert run.end(number) == 0
    assert time.monotonic() - asked < 3
    assert not any(is_alive(pid) for pid in pids)
    assert "again in" not in run.terminal.read_text()


def test_a_signal_during_the_start_ends_all(start: Callable[..., Running]) -> None:
    run = start(gateway=STEADY.replace("time.sleep(0.2)", "time.sleep(60)"), brain=STEADY)
    wait_until(lambda: bool(run.starts("gateway")), "the gateway's start")
    assert run.end() == 0
    assert not is_alive(run.starts("gateway")[0][0])
    assert not run.starts("brain")


def test_a_process_that_ignores_sigterm_is_killed(start: Callable[..., Running]) -> None:
    run = start(gateway=DEAF)
    run.wait_for_line("gateway    ready in")
    assert run.end() == 0
    assert not is_alive(run.starts("gateway")[0][0])


def test_what_a_process_started_itself_ends_with_it(start: Callable[..., Running]) -> None:
    run = start(gateway=f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {DEAF!r}])\n" + STEADY)
    wait_until(lambda: len(run.starts("gateway")) == 2, "parent and child")
    assert run.end() == 0
    wait_until(lambda: not any(is_alive(pid) for pid, _ in run.starts("gateway")), "the end of both", seconds=3)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a killed process")
def test_no_orphan_stays_behind_a_killed_supervisor(start: Callable[..., Running]) -> None:
    run = start(gateway=DEAF, brain=STEADY)
    run.wait_for_line("brain      ready in")
    pids = [run.starts(name)[0][0] for name in ("gateway", "brain")]
    run.process.kill()
    wait_until(lambda: not any(is_alive(pid) for pid in pids), "the end of both", seconds=3)


def test_output_goes_to_the_log_and_never_to_the_terminal(start: Callable[..., Running]) -> None:
    run = start(gateway=STEADY, brain=CRASHING_ONCE)
    run.wait_for_line("brain      ended with status 3")
    run.end()
    assert "private" not in run.terminal.read_text()
    assert run.log("gateway") == "private words of gateway\n"
    assert (run.state / "logs" / "gateway.log").stat().st_mode & 0o077 == 0


def test_one_earlier_log_is_kept(start: Callable[..., Running]) -> None:
    for _ in range(3):
        run = start(gateway=STEADY)
        run.wait_for_line("gateway    ready in")
        run.end()
        (run.state / "gateway.ready").unlink()
    logs = sorted(path.name for path in (run.state / "logs").iterdir())
    assert logs == ["gateway.log", "gateway.log.1"]
    assert all((run.state / "logs" / name).read_text().count("private") == 1 for name in logs)
