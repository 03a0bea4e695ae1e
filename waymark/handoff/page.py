"""One page to responders, and how it reaches them: a signed Standard Webhook, or any target that apprise knows.

A page says which case, how urgent, since when, and where to look; never a word that the person wrote. Its id is the
same on every attempt, so that a target which got it twice can tell.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Literal

from waymark.errors import PageError
from waymark.store import Case

Stage = Literal["first", "again", "next", "raised"]
_LIMIT_SECONDS = 5.0
_NOTIFY_LIMIT_SECONDS = 15.0


@dataclass(frozen=True)
class Page:
    """What responders are told; `id` is the key by which a target drops what it has seen."""

    id: str
    stage: Stage
    case_id: str
    level: str
    opened_at: datetime
    link: str

    @classmethod
    def of(cls, case: Case, page_id: str, stage: Stage, console_url: str) -> Page:
        """Return the page about a case."""
        return cls(page_id, stage, case.id, case.level, case.opened_at, f"{console_url.rstrip('/')}/cases/{case.id}")

    @property
    def body(self) -> str:
        """The page as the JSON of a Standard Webhook."""
        return json.dumps(
            {
                "type": f"case.paged.{self.stage}",
                "timestamp": self.opened_at.isoformat(),
                "data": {
                    "case_id": self.case_id,
                    "level": self.level,
                    "opened_at": self.opened_at.isoformat(),
                    "url": self.link,
                },
            }
        )


async def send_webhook(url: str, secret: str, page: Page) -> None:
    """Send a page to a webhook, once, within five seconds all in all.

    Raises:
        PageError: it was not accepted.
    """
    import httpx
    from standardwebhooks import Webhook

    at, body = datetime.now(timezone.utc), page.body
    headers = {
        "content-type": "application/json",
        "webhook-id": page.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(page.id, at, body),
    }

    async def post() -> int:
        async with (
            httpx.AsyncClient(timeout=_LIMIT_SECONDS, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=headers) as response,  # its body is of no interest
        ):
            return response.status_code

    try:
        status = await asyncio.wait_for(post(), _LIMIT_SECONDS)
    except (httpx.HTTPError, OSError, asyncio.TimeoutError) as error:
        raise PageError(
            f"the webhook was not reached ({type(error).__name__}); check WAYMARK_HANDOFF_WEBHOOK_URL"
        ) from None
    if not 200 <= status < 300:
        raise PageError(f"the webhook answered with status {status}; check what listens there")


async def notify(url: str, page: Page) -> None:
    """Send a page to one target of apprise, once.

    Raises:
        PageError: it was not accepted.
    """
    try:
        accepted = await asyncio.wait_for(asyncio.to_thread(_notify, url, page), _NOTIFY_LIMIT_SECONDS)
    except asyncio.TimeoutError:
        accepted = False
    if not accepted:
        raise PageError("a notification was not accepted; check WAYMARK_HANDOFF_NOTIFY and WAYMARK_HANDOFF_NOTIFY_NEXT")


def _notify(url: str, page: Page) -> bool:
    import apprise

    target = apprise.Apprise.instantiate(url)
    lines = (f"{page.level} · {page.opened_at:%Y-%m-%d %H:%M} UTC", page.link, page.id)
    return target is not None and bool(target.notify(title="Waymark", body="\n".join(lines)))
