"""Any tool talked with as people do, several messages at once; it is begun again by the first message after its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache

from waymark.care.questionnaires.commands import CommandReader
from waymark.care.tools.tool import Move, Record, Said, Tool
from waymark.content import Content, load_content
from waymark.settings import ROOT

NOW = datetime(2027, 3, 5, 12, tzinfo=timezone.utc)  # a Friday


@cache
def shipped() -> Content:
    return load_content(ROOT / "content")


@dataclass
class TypedTalk:
    """What was said and kept so far; `>choice` presses a button."""

    tool: Tool
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    now: datetime = NOW
    state: str | None = None
    move: Move | None = None

    def say(self, *texts: str, **known: object) -> Move | None:
        commands = CommandReader(shipped().instruments.commands)
        for text in texts:
            self.now += timedelta(minutes=1)
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

    def kept(self, kind: str) -> list[dict]:
        return [record.values for record in self.records.values() if record.kind == kind]
