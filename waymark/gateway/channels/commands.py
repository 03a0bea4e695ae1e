"""The few words that a channel's desk answers by itself. Only a whole message counts, never a part of one."""

from __future__ import annotations

from typing import Literal

Command = Literal["start", "stop", "erase"]
_COMMANDS: dict[str, Command] = {
    "/start": "start",
    "start": "start",
    "/stop": "stop",  # the plain word is the dialogue's: it ends a form
    "/erase": "erase",
    "erase": "erase",
    "erase everything": "erase",
    "erase my data": "erase",
    "delete everything": "erase",
    "delete my data": "erase",
}
ERASE, KEEP, ASK_ERASE = "channel:erase", "channel:keep", "channel:ask_erase"  # what the desk's own buttons stand for


def command_in(text: str) -> Command | None:
    """Return the command that this text is, None for everything else."""
    return _COMMANDS.get(" ".join(text.casefold().split()).rstrip(".!"))
