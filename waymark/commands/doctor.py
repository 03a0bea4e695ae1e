"""`waymark doctor`: says what is missing or misconfigured, and how to mend it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import httpx

from waymark.content import load_content
from waymark.encoder import Encoder
from waymark.errors import WaymarkError
from waymark.keys import load_keys
from waymark.safety import Responder
from waymark.settings import Settings, load_settings
from waymark.store import Store
from waymark.train import needs_training

_LEAST_FREE_BYTES = 500 * 1024**2


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    name: str
    is_fine: bool
    detail: str


def doctor() -> int:
    """Print one line per check; return 1 if anything must be mended."""
    findings = list(examine())
    for finding in findings:
        print(f"{'ok  ' if finding.is_fine else 'MEND'} {finding.name:<12} {finding.detail}")  # noqa: T201
    return 0 if all(finding.is_fine for finding in findings) else 1


def examine() -> Iterator[Finding]:
    """Yield the result of every check; later ones are left out where the settings cannot be read."""
    try:
        settings = load_settings()
    except WaymarkError as error:
        yield Finding("settings", False, str(error))
        return
    yield Finding("settings", True, f"{settings.environment}, default country {settings.default_country}")
    checks: dict[str, Callable[[Settings], str]] = {
        "keys": _keys,
        "content": _content,
        "lines": _lines,
        "encoder": _encoder,
        "model": _model,
        "database": _database,
        "disk": _disk,
        "running": _running,
    }
    for name, check in checks.items():
        try:
            yield Finding(name, True, check(settings))
        except WaymarkError as error:
            yield Finding(name, False, str(error))


def _keys(settings: Settings) -> str:
    load_keys(settings)
    return (
        "from the settings"
        if settings.encryption_keys
        else f"generated, in {settings.state_dir / 'keys.json'}; back it up"
    )


def _content(settings: Settings) -> str:
    content = load_content(settings.content_dir)
    Responder.from_content(content)
    overdue = [topic.id for topic in content.topics.values() if topic.head.review_due < date.today()]
    if overdue:
        raise WaymarkError(f"review is overdue for {', '.join(sorted(overdue))}")
    return f"{len(content.cards)} cards"


def _lines(settings: Settings) -> str:
    content = load_content(settings.content_dir)
    if settings.default_country not in content.countries:
        raise WaymarkError(
            f"there are no lines for WAYMARK_DEFAULT_COUNTRY={settings.default_country}; add content/lines/"
        )
    oldest = min(line.checked_on for country in content.countries.values() for line in country.lines)
    return f"{len(content.countries)} countries, the oldest number was checked on {oldest}"


def _encoder(settings: Settings) -> str:
    return f"{Encoder.load(settings.encoder_dir).dimension} dimensions"


def _model(settings: Settings) -> str:
    if needs_training(settings):
        raise WaymarkError("the dialogue model is missing or older than its data; run `make train`")
    return "trained on the present data"


def _database(settings: Settings) -> str:
    store = Store.of(settings)
    try:
        store.check()
    finally:
        store.close()
    return "reachable, schema is current"


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.root).free
    if free < _LEAST_FREE_BYTES:
        raise WaymarkError(f"only {free // 1024**2} MB are free; Waymark wants {_LEAST_FREE_BYTES // 1024**2}")
    return f"{free // 1024**3} GB free"


def _running(settings: Settings) -> str:
    try:
        parts = httpx.get(f"{settings.url}/readyz", timeout=4, trust_env=False).json()["parts"]
    except (httpx.HTTPError, ValueError, KeyError):
        return f"nothing answers at {settings.url} (fine, if it is not meant to run now)"
    missing = [f"{name}: {state}" for name, state in parts.items() if state != "ok"]
    if missing:
        raise WaymarkError("; ".join(missing))
    return "gateway, brain, actions and store answer"
