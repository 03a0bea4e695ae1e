"""A responder's desk in a browser of its own, and cases for it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from waymark.gateway.console.credentials import hash_password
from waymark.messages import Draft, Paragraph, message_from

PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def responders(gateway, password_hash) -> None:
    """Ana and Bea, on shift for one test, with an empty queue."""
    store = gateway.services.shelf.store
    for case in store.cases.queue():
        store.conversations.erase(case.conversation_id)
    for name in ("ana", "bea"):
        store.responders.add(name, password_hash)


@pytest.fixture
def make_console(make_page, gateway, responders) -> Callable[..., Page]:
    """Open the console in a browser of its own and sign in."""

    def make(name: str = "ana", path: str = "/console", **options: object) -> Page:
        page = make_page(url=gateway.url + path, **options)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name=f"Sign out {name}").wait_for()
        return page

    return make


@pytest.fixture
def open_case(gateway) -> Callable[..., tuple[str, str]]:
    """Open a conversation and its case without a browser, and wait until it was paged; returns both ids."""
    store = gateway.services.shelf.store

    def make(level: str = "plan_or_intent", country: str = "US") -> tuple[str, str]:
        conversation = store.conversations.create("en", country)
        tell(gateway, conversation.id, "I have a plan to kill myself", "person")
        case = gateway.services.handoff.open(conversation.id, level)
        until = time.monotonic() + 15
        while case.page_due:
            assert time.monotonic() < until
            time.sleep(0.02)
            case = store.cases.get(case.id)
        return conversation.id, case.id

    return make


def tell(gateway, conversation_id: str, text: str, sender: str) -> None:
    message = message_from(Draft(blocks=(Paragraph(text=text),)), sender)
    gateway.services.shelf.store.messages.add_replies(conversation_id, None, [message])


def entries(console: Page) -> Locator:
    return console.locator("#live-queue > li")


def composer(console: Page) -> Locator:
    return console.get_by_label("Your message to the person")


def claim_and_join(console: Page, *, is_scripted: bool = True) -> None:
    console.get_by_role("button", name="Claim").first.click()
    console.get_by_role("button", name="Join the talk").click()
    composer(console).wait_for()
    if is_scripted:  # the page's scripts have begun
        console.locator("#live-facts time[title]").wait_for()
