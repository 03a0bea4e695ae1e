"""What operators look at: health, readiness, metrics."""

from __future__ import annotations

import asyncio

import httpx
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from waymark.errors import StoreError
from waymark.gateway.services import Parts, Services

router = APIRouter(tags=["operations"])


@router.get("/healthz")
async def health() -> dict[str, str]:
    """Say that the gateway lives; it answers a crisis message from now on."""
    return {"status": "ok"}


@router.get("/readyz")
async def readiness(services: Parts) -> JSONResponse:
    """Say which part is missing: status 200 when all are there, else 503."""
    store, brain, actions = await asyncio.gather(
        _store_part(services), services.brain.is_ready(), _actions_part(services)
    )
    parts = {
        "store": store,
        "brain": "ok" if brain else "not answering: questions are kept and answered later",
        "actions": "ok" if actions else "not answering: nothing new can be saved from the talk",
    }
    is_ready = all(state == "ok" for state in parts.values())
    return JSONResponse({"ready": is_ready, "parts": parts}, 200 if is_ready else 503)


@router.get("/metrics")
async def metrics(services: Parts) -> Response:
    """Return counts for Prometheus."""
    return Response(generate_latest(services.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _store_part(services: Services) -> str:
    try:
        await services.shelf.run(services.shelf.store.check)
    except StoreError as error:
        return str(error)
    return "ok"


async def _actions_part(services: Services) -> bool:
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://127.0.0.1:{services.settings.actions_port}/health"
            return (await client.get(url, timeout=1.0)).status_code == 200
    except httpx.HTTPError:
        return False
