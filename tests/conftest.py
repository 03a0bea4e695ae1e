"""Skips what this machine cannot run, and says why; the long campaigns run only when asked for (`make prove`).

A test that starts real processes may lose a race against a busy machine: it gets two more tries, each shown as RERUN
and counted in the closing line. A test of what the code says, decides or stores gets one try.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import hypothesis
import pytest
import structlog
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from waymark.log import configure_logging

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
TAUGHT = ("tests/nlu/test_ranking.py", "tests/integration/brain/")
FAST_FIRST = ["unit", "content", "contract", "nlu", "integration", "drills", "browser", "prove"]
REAL_PROCESSES = {"integration", "drills", "browser"}
PROVE = Path(__file__).parent / "prove"

hypothesis.settings.register_profile("default", derandomize=True, deadline=None)  # the same verdict on every run
hypothesis.settings.register_profile("prove", max_examples=20_000, deadline=None)
hypothesis.settings.load_profile("default")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if collection_path == PROVE and config.option.markexpr != "prove" else None


def folder(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


class ByFile(LoadScopeScheduling):
    """Gives a free process the next file; what learns from all questions goes to one, which reads them once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "taught" if file.startswith(TAUGHT) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: FAST_FIRST.index(folder(item)))
    missing = {}
    if not CHROMIUM.exists():
        missing["browser"] = f"no Chromium at {CHROMIUM}; install it, or name it in CHROMIUM"
    if not os.environ.get("TEST_POSTGRES_URL"):
        missing["postgres"] = "TEST_POSTGRES_URL names no PostgreSQL database"
    for item in items:
        if folder(item) in REAL_PROCESSES:
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=3))
        for marker, reason in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def safe_logs(capfd: pytest.CaptureFixture[str]):
    """Called in a test, logging is from then on as in a running process; returns what captures it."""
    handlers, level = logging.root.handlers[:], logging.root.level

    def start() -> pytest.CaptureFixture[str]:
        configure_logging()
        return capfd

    yield start
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()
