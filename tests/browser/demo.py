"""What a person does on the demo page."""

from __future__ import annotations

import json

import httpx
from playwright.sync_api import Page


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def answers(page: Page):
    return page.locator(".from-assistant")


def session(page: Page) -> dict[str, str]:
    return dict(json.loads(page.evaluate("sessionStorage.getItem('waymark.session')")))


def token(page: Page) -> str:
    return session(page)["token"]


def stored(gateway, page: Page) -> list[dict]:
    headers = {"Authorization": f"Bearer {token(page)}"}
    response = httpx.get(f"{gateway.url}/api/v1/conversation", headers=headers, trust_env=False)
    return list(response.raise_for_status().json()["messages"])


def said(gateway, page: Page) -> list[str]:
    return [message["text"] for message in stored(gateway, page) if message["from"] == "person"]
