"""What the buttons about a person's own data stand for. The gateway answers them; the brain only offers them."""

from __future__ import annotations

from typing import Final

PREFIX: Final = "data:"
SHOW: Final = "data:show"
EXPORT: Final = "data:export"
ERASE: Final = "data:erase"
ERASE_SURE: Final = "data:erase_sure"
KEEP: Final = "data:keep"  # rather not erase
RETURN: Final = "data:return"  # agrees to be kept for longer
RETURN_NEW: Final = "data:return_new"
RETURN_FORGET: Final = "data:return_forget"
REMINDERS_STOP: Final = "data:reminders_stop"
REMINDER_OFF: Final = "data:reminder_off"  # with `=` and the key of a reminder
CALENDAR: Final = "data:calendar"  # with `=` and the key of a reminder
ASKS_ERASE: Final = "my_data.erase"
ASKS_CONSENT: Final = "return_code.consent"
ASKS_LIST: Final = "reminders.list"
ASKS_REMINDED: Final = "reminders.sent"  # after a reminder: "stop" then stops them all
ERASED: Final = "my_data.erased"  # says to a client that its conversation is gone


def is_of_data(payload: str | None) -> bool:
    """Tell whether a button is one that the gateway answers about a person's own data."""
    return (payload or "").startswith(PREFIX)


def key_in(payload: str, name: str) -> str | None:
    """Return the key of a reminder that a button of a name carries."""
    said, _, key = payload.partition("=")
    return key if said == name and key else None
