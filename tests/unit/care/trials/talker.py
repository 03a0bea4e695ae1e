"""Talks with the tool as a conversation does: keeps its state, and the records that it wants kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from waymark.care.questionnaires.commands import CommandReader
from waymark.care.tools.tool import Move, Record, Said
from waymark.care.trials.kept_trial import KeptTrial
from waymark.care.trials.trials_state import TrialsState
from waymark.care.trials.trials_tool import TrialsTool
from waymark.messages import Draft

START = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)


@dataclass
class Talker:
    tool: TrialsTool
    commands: CommandReader
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    state: str | None = None
    draft: Draft | None = None
    at: datetime = START
    saves: bool = True

    def said(self, text="", **more):
        self.at += timedelta(seconds=5)
        return Said(
            text=text,
            now=self.at,
            command=self.commands.read(text) if text else None,
            is_question=more.pop("is_question", text.rstrip().endswith("?")),
            records=tuple(self.records.values()),
            **more,
        )

    def say(self, text="", **more) -> Move | None:
        """Write, or press with `choice=`; None where the tool leaves the message to the rest of Waymark."""
        said = self.said(text, **more)
        move = self.tool.begin(said) if self.state is None else self.tool.hear(self.state, said)
        if move is None:
            self.draft = self.tool.ask(self.state)
            return None
        for record in move.keeps if self.saves else ():
            if record.values is None:
                self.records.pop((record.kind, record.key), None)
            else:
                self.records[record.kind, record.key] = replace(record, created_at=self.at)
        self.state = None if move.is_done else move.state
        self.draft = move.draft
        if not move.is_done:
            assert TrialsState.model_validate_json(move.state).model_dump_json() == move.state
            assert move.draft.asks
        return move

    def talk(self, *texts):
        """Write one message after the other; return the last words said."""
        for text in texts:
            self.say(text)
        return self.draft.text

    def press(self, title) -> Move | None:
        """Press a button that is shown."""
        button = next(button for button in self.draft.buttons if button.title == title)
        assert button.value.startswith("tool:trials:"), button
        return self.say(choice=button.value.removeprefix("tool:trials:"))

    @property
    def kept(self) -> list[KeptTrial]:
        """The trials among the records, oldest first."""
        return [KeptTrial.from_values(record.values) for record in self.records.values() if record.kind == "trial"]

    @property
    def asks(self) -> str | None:
        return self.draft.asks
