"""`waymark ask`: says one thing to a running Waymark and prints the answer."""

from __future__ import annotations

import httpx

from waymark.errors import WaymarkError
from waymark.settings import Settings


def ask(settings: Settings, text: str) -> int:
    """Open a conversation, say the text, print the replies with their sources."""
    try:
        with httpx.Client(base_url=settings.url, timeout=15, trust_env=False) as client:
            opened = client.post("/api/v1/conversations", json={}).raise_for_status().json()
            headers = {"Authorization": f"Bearer {opened['token']}"}
            answer = client.post("/api/v1/messages", json={"text": text}, headers=headers).raise_for_status().json()
    except httpx.HTTPStatusError as error:
        detail = (
            error.response.json().get("detail", "") if "json" in error.response.headers.get("content-type", "") else ""
        )
        raise WaymarkError(f"{settings.url} answered {error.response.status_code}: {detail}") from error
    except httpx.HTTPError as error:
        raise WaymarkError(
            f"nothing answers at {settings.url}; start it with `make run`, or set WAYMARK_URL"
        ) from error
    for message in answer["messages"]:
        print(message["text"])  # noqa: T201
        for source in message["sources"]:
            print(f"  [{source['year']}] {source['title']} {source['url']}")  # noqa: T201
    return 0
