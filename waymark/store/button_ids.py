"""Button ids: short stand-ins for buttons' values, for channels that carry only a few bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from waymark.store.crypto import Cipher
from waymark.store.database import Database
from waymark.store.tables import button_ids, now


@dataclass(frozen=True)
class Pressed:
    """What a button stands for; `again` where the same one was pressed only a moment ago."""

    value: str = field(repr=False)
    again: bool


class ButtonIds:
    """The ids of all buttons that were sent; `Addresses.put_out` makes them."""

    def __init__(self, database: Database, cipher: Cipher):
        self._database = database
        self._cipher = cipher

    def press(self, button_id: str, conversation_id: str, apart_seconds: float) -> Pressed | None:
        """Press a button; None where this conversation was never shown one with this id.

        Of presses that are less than `apart_seconds` apart, one alone is not `again`, from however many threads.
        """
        at = now()
        mine = (button_ids.c.id == button_id, button_ids.c.conversation_id == conversation_id)
        long_ago = sa.or_(
            button_ids.c.pressed_at.is_(None), button_ids.c.pressed_at <= at - timedelta(seconds=apart_seconds)
        )
        with self._database.write("press a button") as connection:
            sealed = connection.execute(sa.select(button_ids.c.sealed).where(*mine)).scalar()
            if sealed is None:
                return None
            pressed = connection.execute(sa.update(button_ids).where(*mine, long_ago).values(pressed_at=at)).rowcount
        return Pressed(self._cipher.open_text(sealed, "a button"), again=pressed == 0)
