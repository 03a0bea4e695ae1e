"""Talks with the check-in tool message by message, as the dialogue does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache

import pytest

from waymark.care.checkins.checkin_tool import CheckinTool
from waymark.care.questionnaires.commands import CommandReader
from waymark.care.tools.tool import Move, Record, Said
from waymark.content import load_content
from waymark.settings import ROOT

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)


@cache
def shipped():
    return load_content(ROOT / "content")


@dataclass
class Talk:
    """What was said and kept so far; `>choice` presses a button."""

    tool: CheckinTool
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    now: datetime = NOW
    state: str | None = None
    move: Move | None = None

    def say(self, *texts: str, **known: object) -> Move | None:
        for text in texts:
            self.now += timedelta(minutes=1)
            commands = CommandReader(self.tool.content.instruments.commands)
            pressed = text[1:] if text.startswith(">") else None
            said = Said(
                text="" if pressed is not None else text,
                now=self.now,
                choice=pressed,
                command=None if pressed is not None else commands.read(text),
                **{"is_question": text.endswith("?"), "records": tuple(self.records.values()), **known},
            )
            self.move = self.tool.begin(said) if self.state is None else self.tool.hear(self.state, said)
            if self.move is not None:
                self.records |= {(record.kind, record.key): record for record in self.move.keeps}
                self.state = None if self.move.is_done else self.move.state
        return self.move

    @property
    def text(self) -> str:
        return self.move.draft.text

    def kept(self, kind: str = "checkin") -> list[dict]:
        return [record.values for record in self.records.values() if record.kind == kind]


@pytest.fixture
def content():
    return shipped()


@pytest.fixture
def talk(content):
    return Talk(CheckinTool.from_content(content))
