"""The gateway behind its port."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI

from waymark.settings import Settings


def make_server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """Return a server that is not started yet; it logs no address and no request."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the app believes trusted proxies only
        ws="none",
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)
