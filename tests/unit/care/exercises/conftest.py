from __future__ import annotations

import pytest
from typed_talk import TypedTalk, shipped

from waymark.care.exercises.exercise_tool import ExerciseTool


@pytest.fixture
def content():
    return shipped()


@pytest.fixture
def talk(content):
    return TypedTalk(ExerciseTool.from_content(content))
