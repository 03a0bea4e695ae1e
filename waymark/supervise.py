"""Keeps the processes of Waymark alive, and says on the terminal what happens to them, one line per step.

What the processes print goes to their log files only. Each has its own process group, so that a Ctrl-C reaches only
us, and we end them all. On Linux the kernel also kills them if we are killed outright (`kill -9`); elsewhere they then
stay behind, and the next start says that their ports are taken.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from waymark.processes import ProcessSpec, build_specs, check_ports
from waymark.settings import Settings

__all__ = ["Pace", "ProcessSpec", "build_specs", "supervise"]

Say = Callable[[str], None]
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


@dataclass(frozen=True)
class Pace:
    """How patient the supervisor is; all in seconds."""

    poll: float = 0.2
    first_wait: float = 15.0  # for the first process, before the others take its processor time
    slow: float = 60.0  # until we say that something takes long
    shortest_delay: float = 0.5
    longest_delay: float = 30.0
    steady: float = 60.0  # a process that lived so long restarts at once again
    grace: float = 10.0


def supervise(
    settings: Settings, specs: Sequence[ProcessSpec], *, say: Say | None = None, pace: Pace | None = None
) -> int:
    """Run the processes, the first one ahead, until Ctrl-C or SIGTERM; then end them all and return 0.

    Raises:
        SettingsError: a port is taken by another program.
    """
    check_ports(specs)
    return asyncio.run(_Supervisor(specs, settings.log_dir, say or _print, pace or Pace()).run())


class _Supervisor:
    """Owns the child processes for as long as `run` runs."""

    def __init__(self, specs: Sequence[ProcessSpec], log_dir: Path, say: Say, pace: Pace):
        self._specs = specs
        self._log_dir = log_dir
        self._say = say
        self._pace = pace
        self._alive: set[Process] = set()
        self._first_is_up = asyncio.Event()

    async def run(self) -> int:
        self._log_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        for spec in self._specs:
            with suppress(FileNotFoundError):
                self._log(spec).replace(self._log(spec).with_suffix(".log.1"))
        work = asyncio.create_task(self._keep_all())
        stopping = False

        def stop() -> None:
            nonlocal stopping
            if stopping:  # the second Ctrl-C: somebody is in a hurry
                for process in self._alive:
                    _signal_group(process, signal.SIGKILL)
            else:
                stopping = True
                self._tell("waymark", "stopping…")
                work.cancel()

        for number in _stop_signals():
            asyncio.get_running_loop().add_signal_handler(number, stop)
        with suppress(asyncio.CancelledError):
            await work
        self._tell("waymark", "stopped")
        return 0

    async def _keep_all(self) -> None:
        keepers: list[asyncio.Task[None]] = []
        try:
            for spec in self._specs:
                keepers.append(asyncio.create_task(self._keep(spec)))
                if len(keepers) == 1:
                    with suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(self._first_is_up.wait(), self._pace.first_wait)
            done, _ = await asyncio.wait(keepers, return_when=asyncio.FIRST_EXCEPTION)
            for keeper in done:
                keeper.result()
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    async def _keep(self, spec: ProcessSpec) -> None:
        delay = self._pace.shortest_delay
        while True:
            started = monotonic()
            status = await self._live_once(spec, started)
            lived = monotonic() - started
            self._first_is_up.set()  # a first process that cannot start holds nobody up
            if lived >= self._pace.steady:
                delay = self._pace.shortest_delay
            how = f"{_ending(status)} after {_seconds(lived)}; again in {_seconds(delay)}"
            self._tell(spec.name, f"{how}  log: {self._log(spec)}")
            await asyncio.sleep(delay)
            delay = min(delay * 2, self._pace.longest_delay)

    async def _live_once(self, spec: ProcessSpec, started: float) -> int:
        process = await self._spawn(spec)
        self._alive.add(process)
        herald = asyncio.create_task(self._announce(spec, started))
        try:
            return await process.wait()
        finally:
            herald.cancel()
            await self._end(process)

    async def _spawn(self, spec: ProcessSpec) -> Process:
        output = os.open(self._log(spec), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return await asyncio.create_subprocess_exec(
                *spec.command,
                stdin=DEVNULL,
                stdout=output,
                stderr=STDOUT,
                cwd=spec.cwd,
                env={**os.environ, **spec.env},
                start_new_session=True,
                preexec_fn=_bind_life_to_ours(),
            )
        finally:
            os.close(output)

    async def _announce(self, spec: ProcessSpec, started: float) -> None:
        self._tell(spec.name, "loading…")
        told = False
        while not await spec.ready():
            if not told and monotonic() - started > self._pace.slow:
                told = True
                self._tell(spec.name, f"not ready after {_seconds(self._pace.slow)}  log: {self._log(spec)}")
            await asyncio.sleep(self._pace.poll)
        self._tell(spec.name, f"ready in {_seconds(monotonic() - started)}  {spec.address}".rstrip())
        self._first_is_up.set()

    async def _end(self, process: Process) -> None:
        try:
            _signal_group(process, signal.SIGTERM)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(process.wait(), self._pace.grace)
        finally:
            _signal_group(process, signal.SIGKILL)  # whoever is left, and whatever it had started itself
            await process.wait()
            self._alive.discard(process)

    def _log(self, spec: ProcessSpec) -> Path:
        return self._log_dir / f"{spec.name}.log"

    def _tell(self, name: str, what: str) -> None:
        self._say(f"{name:<10} {what}")


def _stop_signals() -> list[signal.Signals]:
    """Return the signals that end us; a closed terminal does not where `nohup` said so."""
    detached = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([] if detached else [signal.SIGHUP])]


def _bind_life_to_ours() -> Callable[[], None] | None:
    """Return what a new process does first, so that Linux kills it when we die; None on other systems."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:  # we died before the kernel was asked
            os._exit(1)

    return bind


def _signal_group(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # gone; macOS says so of a zombie by refusing
        os.killpg(process.pid, number)


def _ending(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    return f"was killed by {signal.Signals(-status).name}"


def _seconds(duration: float) -> str:
    return f"{duration:.1f} s" if duration < 10 else f"{duration:.0f} s"


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the terminal is what this module is for
