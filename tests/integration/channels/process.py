"""A gateway in a process of its own, for tests that kill it; its brain answers after a while."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx

from waymark.gateway.app import create_app
from waymark.gateway.server import make_server
from waymark.keys import Keys
from waymark.messages import Draft, Sender, message_from, paragraphs
from waymark.settings import ROOT, Settings
from waymark.store import Store

from ..gateway.conftest import StandInBrain
from .house import wait_for
from .rig import Rig


class GatewayProcess:
    """One gateway on one database, started and killed as often as a test likes."""

    def __init__(self, settings: Settings, keys: Keys, rig: Rig):
        self.settings = settings
        self._keys = {"encryption_keys": keys.encryption, "signing_keys": keys.signing, "brain_secret": keys.brain}
        self._rig = rig
        self._process: subprocess.Popen[bytes] | None = None
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{settings.port}", trust_env=False)
        self._store = Store.open(settings.store_url, keys.encryption)

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, brain_seconds: float = 0.0) -> None:
        given = self.settings.model_dump(mode="json", exclude_unset=True) | self._keys | self._rig.settings
        command = [sys.executable, "-m", "integration.channels.process", json.dumps(given), str(brain_seconds)]
        self._process = subprocess.Popen(command, cwd=Path(__file__).parents[2], env={"PYTHONPATH": f"{ROOT}"})
        wait_for(self._is_up, 30)

    def bring(self, body: bytes) -> int:
        return self._client.post(self._rig.path, content=body, headers=self._rig.headers()).status_code

    def say_as(self, sender: Sender, text: str, person: int = 1) -> None:
        """Store what a responder or the handoff says, as another process would."""
        conversation = self._store.addresses.find(self._rig.name, str(person))
        self._store.messages.add_once(conversation, message_from(Draft(blocks=paragraphs([text])), sender))

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        self.kill()
        self._client.close()
        self._store.close()

    def _is_up(self) -> bool:
        try:
            return self._client.get("/healthz").status_code == 200
        except httpx.HTTPError:
            return False


def main() -> None:
    settings = Settings.model_validate_json(sys.argv[1])
    brain = StandInBrain()
    brain.delay = float(sys.argv[2])
    make_server(create_app(settings, brain), settings).run()


if __name__ == "__main__":
    main()
