"""The processes that make up a running Waymark: their commands, environment and signs of readiness.

Keys reach a process by the environment or the key file, never by its command line, which every user of a machine can
read.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import MappingProxyType

from waymark.errors import SettingsError, TrainingError
from waymark.settings import PREFIX, Settings

LOOPBACK = "127.0.0.1"
PROBE_SECONDS = 2.0
RASA_ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": LOOPBACK,
        "LOG_LEVEL": "WARNING",  # below it, Rasa prints what people write
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
)
MODEL_PATTERN = "dialogue-*.tar.gz"


@dataclass(frozen=True)
class Place:
    """Where a process listens, and the setting that moves it."""

    host: str
    port: int
    setting: str


@dataclass(frozen=True)
class ProcessSpec:
    """One process to keep alive; `env` is laid over our own environment, `address` is what a person may open."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[], Awaitable[bool]]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    listens: Place | None = None
    address: str = ""


def build_specs(settings: Settings) -> list[ProcessSpec]:
    """Return the gateway first, then the brain and the action server.

    Raises:
        TrainingError: no dialogue model has been trained yet.
    """
    root = settings.root.resolve()
    gateway = f"http://{_reachable(settings.host)}:{settings.port}"
    brain = f"http://{LOOPBACK}:{settings.brain_port}"
    actions = f"http://{LOOPBACK}:{settings.actions_port}"
    shared = {
        **RASA_ENVIRONMENT,
        f"{PREFIX}ROOT": str(root),
        f"{PREFIX}STATE_DIR": str(settings.state_dir.resolve()),
        f"{PREFIX}BRAIN_URL": brain,
    }
    brain_command = [
        *(sys.executable, "-m", "rasa", "run", "--model", str(newest_model(settings))),
        *("--endpoints", "endpoints.yml", "--credentials", "credentials.yml"),
        *("-i", LOOPBACK, "-p", str(settings.brain_port)),
    ]
    actions_command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port)]
    return [
        ProcessSpec(
            name="gateway",
            command=(sys.executable, "-m", "waymark.cli", "gateway"),
            ready=answers(f"{gateway}/healthz"),
            env=shared,
            cwd=root,
            listens=Place(settings.host, settings.port, "PORT"),
            address=gateway,
        ),
        ProcessSpec(
            name="brain",
            command=tuple(brain_command),
            ready=answers(f"{brain}/", f"{brain}/webhooks/gateway/ready"),
            env=shared,
            cwd=root,
            listens=Place(LOOPBACK, settings.brain_port, "BRAIN_PORT"),
        ),
        ProcessSpec(
            name="actions",
            command=tuple(actions_command),
            ready=answers(f"{actions}/health"),
            env=shared,
            cwd=root,
            listens=Place(LOOPBACK, settings.actions_port, "ACTIONS_PORT"),
        ),
    ]


def newest_model(settings: Settings) -> Path:
    """Return the dialogue model that was trained last.

    Raises:
        TrainingError: there is none.
    """
    models = sorted(settings.dialogue_dir.glob(MODEL_PATTERN), key=lambda path: path.stat().st_mtime)
    if not models:
        raise TrainingError(f"{settings.dialogue_dir} holds no trained model; run `make train`")
    return models[-1]


def check_ports(specs: Iterable[ProcessSpec]) -> None:
    """Return if nothing else listens where the processes will.

    Raises:
        SettingsError: with every port that is taken, and the setting that moves it.
    """
    faults = [
        f"  {place.host} port {place.port}: {problem}; end the other program, or set {PREFIX}{place.setting}"
        for spec in specs
        if (place := spec.listens) and (problem := _cannot_listen(place))
    ]
    if faults:
        raise SettingsError("Waymark cannot listen:\n" + "\n".join(faults))


def answers(*urls: str) -> Callable[[], Awaitable[bool]]:
    """Return a probe that is true once every plain-HTTP address answers with status 200."""

    async def probe() -> bool:
        for url in urls:
            if not await asyncio.to_thread(_is_ok, url):
                return False
        return True

    return probe


def _is_ok(url: str) -> bool:
    address, _, path = url.removeprefix("http://").partition("/")
    connection = HTTPConnection(address, timeout=PROBE_SECONDS)  # no proxy is ever asked
    try:
        connection.request("GET", f"/{path}")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _cannot_listen(place: Place) -> str | None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def _reachable(host: str) -> str:
    """Return an address at which a server that listens on `host` answers, as it stands in a URL."""
    anywhere = {"0.0.0.0": LOOPBACK, "::": "::1", "": LOOPBACK}  # noqa: S104 - compared, not listened on
    host = anywhere.get(host, host)
    return f"[{host}]" if ":" in host else host
