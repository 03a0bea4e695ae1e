"""A real gateway behind a real port, and a real Chromium before it; the brain alone is a stand-in.

Pages that embed the widget come from a second port, which is a second origin.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from waymark.errors import BrainError
from waymark.gateway.app import create_app
from waymark.gateway.brain_client import Brain, Question
from waymark.gateway.events import Bell
from waymark.gateway.server import make_server
from waymark.gateway.services import Services
from waymark.messages import Bullets, Button, Draft, Heading, Paragraph, SourceNote, Steps, Table
from waymark.settings import Settings
from waymark.store.upgrade import upgrade

from .clinic import chat, site, visit
from .desk import make_console, open_case, password_hash, responders

__all__ = ["chat", "make_console", "open_case", "password_hash", "responders", "site", "visit"]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CARD = Draft(
    blocks=(
        Heading(text="Does ECT affect memory?"),
        Paragraph(text="Yes, it often does for a while."),
        Bullets(items=("Some gaps stay.", "Ask how memory is checked.")),
        Steps(items=("First this.", "Then that.")),
        Table(columns=("Part", "What is commonly asked"), rows=(("Weeks", "at least 4 to 6"), ("Taken", "most days"))),
    ),
    buttons=(Button(title="Tell me more", value="more:ect.memory"),),
    cards=("ect.memory",),
    sources=(SourceNote(title="A study of memory", year=2010, url="https://doi.org/10.1016/j.biopsych.2010.06.009"),),
)


class StandInBrain(Brain):
    """Says what it is told to say."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9", "unused")
        self.reset()

    def reset(self) -> None:
        self.says = (CARD,)
        self.delay = 0.0
        self.is_down = False

    async def ask(self, question: Question, seconds: float) -> tuple[Draft, ...]:
        if self.is_down:
            raise BrainError("down")
        await asyncio.sleep(min(self.delay, seconds))
        return self.says

    async def is_ready(self) -> bool:
        return not self.is_down


@dataclass
class Gateway:
    """A gateway that can be stopped and started again on the same port and database."""

    settings: Settings
    brain: StandInBrain = field(default_factory=StandInBrain)
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def services(self) -> Services:
        assert self._server is not None
        services: Services = self._server.config.app.state.services
        return services

    def start(self) -> None:
        self._server = make_server(create_app(self.settings, self.brain), self.settings)
        self._server.config.timeout_graceful_shutdown = 1  # event streams stay open: do not wait for them
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(),), daemon=True)
        self._thread.start()
        until = time.monotonic() + 20
        while not self._server.started and time.monotonic() < until:
            time.sleep(0.01)
        assert self._server.started

    def ring(self, conversation_id: str, bell: Bell) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self.services.bus.ring, conversation_id, bell)

    async def _serve(self) -> None:
        assert self._server is not None
        self._loop = asyncio.get_running_loop()
        await self._server.serve()

    def stop(self) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive()

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A clinic's web site, at an origin of its own; a test sets the page and the policy that is served."""

    server: ThreadingHTTPServer
    page: str = ""
    style: str = ""
    policy: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def stranger_url(self) -> str:
        """The same site under an origin that the gateway does not know."""
        return f"http://localhost:{self.server.server_port}"


@pytest.fixture(scope="session")
def one_site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_style = self.path == "/site.css"
            self.send_response(200 if is_style or self.path == "/" else 204)
            self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write((site.style if is_style else site.page if self.path == "/" else "").encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def one_gateway(tmp_path_factory: pytest.TempPathFactory, one_site: Site) -> Iterator[Gateway]:
    settings = Settings(
        state_dir=tmp_path_factory.mktemp("state"),
        port=_free_port(),
        rate_limits=False,
        store_deadline_seconds=10,  # a busy machine is no database that is down
        cors_origins=(one_site.url,),
    )
    upgrade(settings.store_url)
    gateway = Gateway(settings)
    gateway.start()
    yield gateway
    gateway.stop()


@pytest.fixture
def gateway(one_gateway: Gateway) -> Gateway:
    """The gateway of all tests, its brain as new, nobody on shift; each test opens its own conversation."""
    one_gateway.brain.reset()
    if not one_gateway.is_running:  # a test that stops it may have failed before it was started again
        one_gateway.start()
    engine = sa.create_engine(one_gateway.settings.store_url)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM responders"))
    engine.dispose()
    return one_gateway


@pytest.fixture(scope="module")  # its event loop must end with the module: other tests start their own
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)  # a busy machine fails no test that is not about time
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Watch:
    """Notes what no page of ours may do; `allowed` are console messages that a test provokes."""

    origins: tuple[str, ...]
    faults: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def page(self, page: Page) -> None:
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self.request)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in self.allowed):
            self.faults.append(f"console: {message.text}")

    def request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and f"{address.scheme}://{address.netloc}" not in self.origins:
            self.faults.append(f"request to another origin: {request.url}")


@pytest.fixture
def watch(gateway: Gateway) -> Iterator[Watch]:
    watch = Watch((gateway.url,))
    yield watch
    assert watch.faults == []


@pytest.fixture
def make_page(browser: Browser, gateway: Gateway, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open the demo page, or another; every page of the test is watched until it closes."""
    contexts: list[BrowserContext] = []

    def make(*, url: str = "", init_script: str = "", clock: bool = False, **options: object) -> Page:
        context = browser.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.add_init_script(init_script)
        if clock:  # time goes on, and a test may push it
            context.clock.install()
        page = context.new_page()
        watch.page(page)
        page.goto(url or gateway.url)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(make_page: Callable[..., Page]) -> Page:
    """The demo page, once Waymark has greeted."""
    page = make_page()
    page.locator(".from-assistant").wait_for()
    return page
