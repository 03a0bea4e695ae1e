from __future__ import annotations

import pytest
from typed_talk import TypedTalk, shipped

from waymark.care.checkins.checkin_tool import CheckinTool


@pytest.fixture
def content():
    return shipped()


@pytest.fixture
def talk(content):
    return TypedTalk(CheckinTool.from_content(content))
