"""A gateway in a process of its own, for tests that kill it; its brain answers after a while."""

from __future__ import annotations

import sys

from waymark.gateway.app import create_app
from waymark.gateway.server import make_server
from waymark.settings import Settings

from ..gateway.conftest import StandInBrain


def main() -> None:
    settings = Settings.model_validate_json(sys.argv[1])
    brain = StandInBrain()
    brain.delay = float(sys.argv[2])
    make_server(create_app(settings, brain), settings).run()


if __name__ == "__main__":
    main()
