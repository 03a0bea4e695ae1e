"""Where providers bring what happens on their channels."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from waymark.errors import ChannelError, ForgedRequest, StoreError
from waymark.gateway.problems import Problem
from waymark.gateway.services import Parts

router = APIRouter(prefix="/channels", include_in_schema=False)


@router.post("/{name}")
async def bring(name: str, request: Request, services: Parts) -> Response:
    """Take in what a provider brings: 200 once it is kept, 503 where it has to be brought again."""
    inbox = services.channels.get(name)
    if inbox is None:
        raise Problem(404, "there is nothing at this address")
    try:
        await inbox.receive({key.lower(): value for key, value in request.headers.items()}, await request.body())
    except ForgedRequest:
        raise Problem(401, "this request does not prove where it comes from") from None
    except ChannelError:
        raise Problem(400, "this request cannot be read") from None
    except StoreError:
        raise Problem(503, "this could not be kept; bring it again", headers={"Retry-After": "5"}) from None
    return Response(status_code=200)
