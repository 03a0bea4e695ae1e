from pathlib import Path

import pytest

from waymark.care.trials.trial_reader import TrialReader
from waymark.content import load_content

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def content():
    return load_content(ROOT / "content")


@pytest.fixture(scope="session")
def reader(content):
    return TrialReader.from_content(content)
