"""Any tool talked through, message by message, as the dialogue does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone

from waymark.care.questionnaires.commands import CommandReader
from waymark.care.tools.tool import Move, Record, Said, Tool, read_value
from waymark.safety.language import LanguageReader

NOW = datetime(2027, 3, 1, 9, tzinfo=timezone.utc)


@dataclass
class Talk:
    """Keeps what a tool wants kept, and brings it what is said."""

    tool: Tool
    commands: CommandReader
    asks_something: object
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    move: Move | None = None
    locale: str = "en-US"
    is_read: bool = True
    cards: tuple[str, ...] = ()

    def said(self, text="", choice=None, intent="", *, is_aside=False) -> Said:
        return Said(
            text,
            NOW,
            choice,
            self.commands.read(text) if text else None,
            is_question=self.asks_something(text),
            is_aside=is_aside,
            intent=intent,
            records=list(self.records.values()) if self.is_read else None,
            locale=self.locale,
            cards=self.cards,
        )

    def begin(self, **said) -> Move:
        return self._took(self.tool.begin(self.said(**said)))

    def say(self, text="", **more) -> Move | None:
        move = self.tool.hear(self.move.state, self.said(text, **more))
        return None if move is None else self._took(move)

    def press(self, title: str) -> Move | None:
        (button,) = (one for one in self.move.draft.buttons if one.title == title)
        return self.say(choice=read_value(button.value)[1])

    def _took(self, move: Move) -> Move:
        self.move = move
        for record in move.keeps:
            self.records[record.kind, record.key] = record
            if record.values is None:
                del self.records[record.kind, record.key]
        if not move.is_done:
            assert self.tool.ask(move.state).asks == move.draft.asks
        return move

    @property
    def text(self) -> str:
        return self.move.draft.text

    def entries(self, heading: str, plan: str = "safety_plan") -> list[str]:
        kept = self.records.get(("plan", plan))
        return list(kept.values["entries"].get(heading, [])) if kept else []


def make_talk(content, tool) -> Talk:
    reader = LanguageReader.from_content(content)
    return Talk(tool, CommandReader(content.instruments.commands), reader.asks_something)
