from pathlib import Path

import pytest
from talker import Talker

from waymark.care.questionnaires.commands import CommandReader
from waymark.care.trials.trial_reader import TrialReader
from waymark.care.trials.trials_tool import TrialsTool
from waymark.content import load_content

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def content():
    return load_content(ROOT / "content")


@pytest.fixture(scope="session")
def reader(content):
    return TrialReader.from_content(content)


@pytest.fixture(scope="session")
def tool(content):
    return TrialsTool.from_content(content)


@pytest.fixture
def talker(tool, content):
    return Talker(tool, CommandReader(content.instruments.commands))
