"""Reads what steers a questionnaire: skip, back, stop, go on, why, start over, change one answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from waymark.care.questionnaires.answers import tokens_of
from waymark.content.instrument_files import CommandFile

CommandName = Literal["skip", "back", "why", "stop", "go_on", "restart", "change"]
_PLAIN: tuple[CommandName, ...] = ("skip", "back", "why", "stop", "go_on", "restart")


@dataclass(frozen=True)
class Command:
    """One step that was asked for; `number` is that of the question to change."""

    name: CommandName
    number: int | None = None


@dataclass(frozen=True)
class CommandReader:
    """Reads commands; a message with anything else in it is none."""

    file: CommandFile

    def read(self, text: str) -> Command | None:
        """Return the command that a text is, if it is one.

        Example: "wait, go back please" is back, "change question 3" is change with number 3.
        """
        tokens = tokens_of(text)
        while tokens:
            said = " ".join(tokens)
            if said in self._names:
                return Command(self._names[said])
            found = self._change.fullmatch(said)
            if found:
                return Command("change", int(next(filter(None, found.groups()))))
            if tokens[-1] in self.file.fillers:
                tokens = tokens[:-1]
            elif tokens[0] in self.file.fillers:
                tokens = tokens[1:]
            else:
                return None
        return None

    @cached_property
    def _names(self) -> dict[str, CommandName]:
        return {" ".join(tokens_of(said)): name for name in _PLAIN for said in getattr(self.file, name)}

    @cached_property
    def _change(self) -> re.Pattern[str]:
        patterns = (re.escape(said).replace(r"\{number\}", r"{number}") for said in self.file.change)
        return re.compile("|".join(patterns).replace("{number}", r"(\d{1,2})"))
