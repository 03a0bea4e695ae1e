"""`waymark serve`: everything that a running Waymark needs, one line of progress per step."""

from __future__ import annotations

import time

from waymark.content import load_content
from waymark.keys import load_keys
from waymark.safety import Responder
from waymark.settings import Settings
from waymark.store import Store
from waymark.store.upgrade import upgrade
from waymark.supervise import build_specs, supervise
from waymark.train import needs_training, train


def serve(settings: Settings) -> int:
    """Check, migrate, train if needed, then run all processes until Ctrl-C.

    Raises:
        ContentError: content is broken; every fault is listed.
        SettingsError: keys are missing or broken.
        StoreError: the database cannot be migrated.
    """
    started = time.monotonic()
    load_keys(settings)
    content = load_content(settings.content_dir)
    Responder.from_content(content)
    _say("content", f"{len(content.cards)} cards, {len(content.phrases.phrases)} phrases, no faults", started)
    settings.state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    _say("database", f"at revision {upgrade(settings.store_url)}", started)
    _carry_over(settings)
    if needs_training(settings):
        train(settings, say=lambda line: print(line, flush=True))  # noqa: T201
    return supervise(settings, build_specs(settings))


def _carry_over(settings: Settings) -> None:
    """Bring what earlier versions kept to where it is kept today."""
    store = Store.of(settings)
    try:
        store.questions.carry_over()
    finally:
        store.close()


def _say(step: str, what: str, started: float) -> None:
    print(f"{step:<10} {what} ({time.monotonic() - started:.1f} s)", flush=True)  # noqa: T201
