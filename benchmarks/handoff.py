"""How long a handoff takes between two real browsers and a real gateway process: `python benchmarks/handoff.py [runs]`.

From what a person in danger sends to the answer, to the case in an open console, and to the signed page at a webhook;
from a responder's clicks to what the person sees in the widget. Needs Chromium (CHROMIUM names another one).
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
from playwright.sync_api import BrowserContext, Page, sync_playwright
from standardwebhooks import Webhook

from waymark.settings import ROOT

SECRET = "whsec_" + "c2VjcmV0LW9mLWEtYmVuY2htYXJrLTMyLWJ5dGVzISE="
PASSWORD = "correct horse battery staple"
DISCLOSURE = "I'm going to kill myself on Friday, I wrote the letters"
CLINIC = (
    '<!doctype html><title>Clinic</title><waymark-chat></waymark-chat><script type="module" src="/widget.js"></script>'
)
CLICKS = """addEventListener("click", (event) => {
    if (event.target.closest("button")) sessionStorage.setItem("clicked", Date.now());
}, true);"""
QUEUED = """() => {
    window.queued = new Promise((resolve) => {
        const look = () => document.querySelector("#live-queue > li") && resolve(Date.now());
        new MutationObserver(look).observe(document.getElementById("live-queue"), { childList: true });
    });
}"""
SEEN = """() => {
    const root = document.querySelector("waymark-chat").shadowRoot;
    const awaited = { answer: ".from-person ~ .from-assistant", joined: ".from-system", spoken: ".from-responder" };
    window.seen = {};
    new MutationObserver(() => {
        for (const [name, selector] of Object.entries(awaited))
            if (root.querySelector(selector)) window.seen[name] ??= Date.now();
    }).observe(root.getElementById("transcript"), { childList: true, subtree: true });
    addEventListener("keydown", () => { window.seen.sent = Date.now(); }, { capture: true, once: true });
}"""


def main(runs: int = 12) -> None:
    """Print each time's median and range."""
    pages: list[float] = []
    times: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        _target(pages) as target,
        _gateway(Path(folder), target) as url,
        sync_playwright() as playwright,
    ):
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        console = _console(browser.new_context(), url)
        _run(browser.new_context(), console, url, pages)  # the first one starts the escalation's engine
        for _ in range(runs):
            for name, seconds in _run(browser.new_context(), console, url, pages).items():
                times.setdefault(name, []).append(seconds)
        browser.close()
    for name, seconds in times.items():
        low, middle, high = (1000 * each for each in (min(seconds), statistics.median(seconds), max(seconds)))
        print(f"{name:48} median {middle:6.0f} ms   {low:.0f} to {high:.0f} ms   {len(seconds)} runs")


def _run(context: BrowserContext, console: Page, url: str, pages: list[float]) -> dict[str, float]:
    paged_before = len(pages)
    context.route("**/clinic", lambda route: route.fulfill(body=CLINIC, content_type="text/html"))
    person = context.new_page()
    person.goto(f"{url}/clinic")
    person.get_by_role("button", name="Ask Waymark").click()
    person.locator(".from-assistant").wait_for()
    person.evaluate(SEEN)
    console.evaluate(QUEUED)
    person.get_by_label("Your message").fill(DISCLOSURE)
    person.keyboard.press("Enter")
    sent, answered, queued = _seen(person, "sent"), _seen(person, "answer"), console.evaluate("window.queued")
    console.get_by_text("waiting, paged").wait_for()
    while len(pages) == paged_before:
        time.sleep(0.01)
    console.get_by_role("button", name="Claim").click()
    console.get_by_role("button", name="Join the talk").wait_for()
    claimed = _clicked(console)
    console.get_by_role("button", name="Join the talk").click()
    joined_seen, joined = _seen(person, "joined"), _clicked(console)
    console.get_by_label("Your message to the person").fill("Hello, I am here.")
    console.get_by_role("button", name="Send").click()
    spoken_seen, spoken = _seen(person, "spoken"), _clicked(console)
    console.get_by_label("We talked").check()
    console.get_by_role("button", name="Close the case").click()
    console.get_by_text("closed: we talked").wait_for()
    console.goto(f"{url}/console")
    console.get_by_text("Nobody is waiting.").wait_for()
    context.close()
    return {
        "disclosure → crisis answer on the screen": (answered - sent) / 1000,
        "disclosure → case in the open console": (queued - sent) / 1000,
        "disclosure → signed page at the webhook": pages[paged_before] - sent / 1000,
        "claim, then join → seen by the person": (joined_seen - claimed) / 1000,
        "join → seen by the person": (joined_seen - joined) / 1000,
        "responder's words → seen by the person": (spoken_seen - spoken) / 1000,
    }


def _seen(person: Page, name: str) -> float:
    person.wait_for_function(f"window.seen.{name}")
    return float(person.evaluate(f"window.seen.{name}"))


def _clicked(console: Page) -> float:
    return float(console.evaluate("sessionStorage.getItem('clicked')"))


def _console(context: BrowserContext, url: str) -> Page:
    context.add_init_script(CLICKS)
    page = context.new_page()
    page.goto(f"{url}/console")
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Nobody is waiting.").wait_for()
    return page


@contextmanager
def _target(pages: list[float]) -> Iterator[str]:
    """Listen for pages; note when each arrives whose signature is right."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            at, body = time.time(), self.rfile.read(int(self.headers["content-length"]))
            Webhook(SECRET).verify(body, dict(self.headers))
            pages.append(at)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/page"
    server.shutdown()


@contextmanager
def _gateway(folder: Path, target: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ,
        "WAYMARK_STATE_DIR": str(folder),
        "WAYMARK_PORT": str(port),
        "WAYMARK_RATE_LIMITS": "false",
        "WAYMARK_HANDOFF_WEBHOOK_URL": target,
        "WAYMARK_HANDOFF_WEBHOOK_SECRET": SECRET,
    }
    command = [sys.executable, "-m", "waymark.cli"]
    subprocess.run([*command, "db", "upgrade"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [*command, "responder", "add", "ana"],
        cwd=ROOT,
        env=env,
        check=True,
        text=True,
        input=PASSWORD,
        stdout=subprocess.DEVNULL,
    )
    with (folder / "gateway.log").open("wb") as log:
        process = subprocess.Popen([*command, "gateway"], cwd=ROOT, env=env, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                httpx.get(f"{url}/healthz", timeout=2, trust_env=False)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
