"""A plan that is talked through."""

import pytest
from tool_talk import make_talk

from waymark.care.plans.plan_tool import PlanTool
from waymark.content import load_content
from waymark.settings import ROOT


@pytest.fixture(scope="session")
def content():
    return load_content(ROOT / "content")


@pytest.fixture
def talk(content):
    return make_talk(content, PlanTool.from_content(content))


@pytest.fixture
def open_talk(talk):
    """A safety plan that was just begun."""
    talk.begin(intent="make_safety_plan")
    return talk
