"""The real content, and trackers as Rasa builds them; no model and no database."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from waymark.brain import resources
from waymark.settings import ROOT


@pytest.fixture(scope="session")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def tracker(domain) -> DialogueStateTracker:
    return DialogueStateTracker("someone", domain.slots)


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYMARK_STATE_DIR", str(tmp_path))
    for read in (resources.settings, resources.store):
        read.cache_clear()
    yield
    for read in (resources.settings, resources.store):
        read.cache_clear()
