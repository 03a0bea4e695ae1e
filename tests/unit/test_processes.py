"""The commands, environment and probes of Waymark's processes."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from waymark.errors import SettingsError, TrainingError
from waymark.processes import answers, build_specs, check_ports, newest_model
from waymark.settings import Settings

KEY = "Zk3q" * 11


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    models = tmp_path / "models" / "dialogue"
    models.mkdir(parents=True)
    for age, name in enumerate(("dialogue-new", "dialogue-old", "unrelated")):
        path = models / f"{name}.tar.gz"
        path.touch()
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return Settings(
        root=tmp_path,
        state_dir=tmp_path / "state",
        port=18080,
        brain_port=15005,
        actions_port=15055,
        signing_keys=(KEY,),
        brain_secret=KEY,
        encryption_keys=(KEY,),
    )


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answering) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def test_the_gateway_comes_first(settings: Settings) -> None:
    assert [spec.name for spec in build_specs(settings)] == ["gateway", "brain", "actions"]


def test_the_brain_gets_the_newest_model_and_the_loopback_address(settings: Settings) -> None:
    brain = build_specs(settings)[1]
    assert brain.command[brain.command.index("--model") + 1].endswith("/dialogue-new.tar.gz")
    assert brain.command[brain.command.index("-i") + 1] == "127.0.0.1"
    assert brain.command[brain.command.index("-p") + 1] == "15005"


def test_rasa_listens_on_loopback_only(settings: Settings) -> None:
    for spec in build_specs(settings)[1:]:
        assert spec.env["SANIC_HOST"] == "127.0.0.1"
        assert spec.listens is not None
        assert spec.listens.host == "127.0.0.1"


def test_the_gateway_asks_the_brain_that_is_started(settings: Settings) -> None:
    assert build_specs(settings)[0].env["WAYMARK_BRAIN_URL"] == "http://127.0.0.1:15005"


def test_no_key_stands_on_a_command_line_or_in_what_we_add(settings: Settings) -> None:
    for spec in build_specs(settings):
        assert KEY not in " ".join([*spec.command, *spec.env.values()])


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:18080"),
        ("0.0.0.0", "http://127.0.0.1:18080"),
        ("::", "http://[::1]:18080"),
        ("fd00::7", "http://[fd00::7]:18080"),
        ("gateway.internal", "http://gateway.internal:18080"),
    ],
)
def test_the_address_is_one_that_can_be_opened(settings: Settings, host: str, address: str) -> None:
    assert build_specs(settings.model_copy(update={"host": host}))[0].address == address


def test_without_a_model_the_way_to_get_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="make train"):
        newest_model(Settings(root=tmp_path))


def test_a_taken_port_is_named_with_its_setting(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        moved = settings.model_copy(update={"brain_port": other.getsockname()[1]})
        with pytest.raises(SettingsError, match="in use; end the other program, or set WAYMARK_BRAIN_PORT"):
            check_ports(build_specs(moved))


def test_free_ports_pass(settings: Settings) -> None:
    check_ports(build_specs(settings))


async def test_a_probe_is_true_when_every_address_answers(server: HTTPServer) -> None:
    url = f"http://127.0.0.1:{server.server_port}"
    assert await answers(f"{url}/healthz")()
    assert not await answers(f"{url}/healthz", f"{url}/readyz")()


async def test_a_probe_of_nothing_is_false() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert not await answers(f"http://127.0.0.1:{port}/")()
