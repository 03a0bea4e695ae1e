"""The gateway as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from waymark.gateway import api, documents, files, map_page, operations, pages, plan_api
from waymark.gateway.brain_client import Brain
from waymark.gateway.channels import routes as channels
from waymark.gateway.console import routes as console
from waymark.gateway.guard import Guard
from waymark.gateway.problems import install_problem_handlers
from waymark.gateway.services import build_services
from waymark.settings import Settings

_LISTENING_AFTER = 0.5  # seconds; paging loads slow libraries, and the first message must not wait for them


def create_app(settings: Settings, brain: Brain | None = None) -> FastAPI:
    """Return the gateway, ready to answer; the database and the brain may come later.

    Raises:
        ContentError: content is broken; every fault is listed.
        SettingsError: keys are missing or broken.
    """
    services = build_services(settings, brain)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        services.chores.start()
        services.channels.start()
        asyncio.get_running_loop().call_later(_LISTENING_AFTER, services.handoff.start)
        yield
        await services.close()

    app = FastAPI(
        title="Waymark",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.services = services
    install_problem_handlers(app)

    for module in (api, plan_api, documents, files, operations, pages, console, channels):
        app.include_router(module.router)
    app.include_router(map_page.map_router(services.content, settings))
    pages.mount_files(app, settings.root)
    app.add_middleware(
        Guard,
        max_body=settings.max_body_bytes,
        origins=settings.cors_origins,
        lines=lambda: services.responder.lines(settings.default_country),
    )
    app.add_middleware(  # outside the guard: an allowed page must be able to read its refusals, which carry the lines
        CORSMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        max_age=600,
    )
    app.add_middleware(
        ProxyHeadersMiddleware,
        trusted_hosts=[str(network) for network in settings.trusted_proxies],
    )
    return app
