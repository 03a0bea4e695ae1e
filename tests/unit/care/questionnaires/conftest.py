"""The real questionnaires and words; nothing else is needed."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from waymark.care.questionnaires.progress import start
from waymark.care.questionnaires.step import Stepper
from waymark.content import load_content
from waymark.settings import ROOT

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)


@pytest.fixture(scope="session")
def content():
    return load_content(ROOT / "content")


@pytest.fixture(scope="session")
def book(content):
    return content.instruments


@pytest.fixture(scope="session")
def stepper(book):
    return Stepper(book)


@pytest.fixture
def phq9(book):
    return start(book, "phq9", run="r", now=NOW)


@pytest.fixture
def gad7(book):
    return start(book, "gad7", run="r", now=NOW)
