"""`waymark gateway`: the gateway process alone."""

from __future__ import annotations

from waymark.gateway.app import create_app
from waymark.gateway.server import make_server
from waymark.log import configure_logging
from waymark.settings import Settings


def run_gateway(settings: Settings) -> int:
    """Serve until stopped; the port listens before the database or the brain is looked at."""
    configure_logging()
    server = make_server(create_app(settings), settings)
    server.run()
    return 0 if server.started else 1
