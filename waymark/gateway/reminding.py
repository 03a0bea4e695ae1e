"""Brings reminders when they are due, through the channel that the person writes from; never twice or into a crisis.

What is said is stored in the transaction that moves the reminder on, and the channel's postman takes it from there. On
the web nobody could be reached: there the calendar file does it, and the reminder only moves on.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from uuid import NAMESPACE_URL, uuid5

import structlog

from waymark.care.reminders.reminder import KIND, Reminder
from waymark.care.reminders.reminder_words import ReminderWords
from waymark.content import Content
from waymark.errors import UnknownConversation
from waymark.gateway.events import Bell, Bus
from waymark.gateway.sessions import ButtonSigner
from waymark.gateway.shelf import Shelf
from waymark.messages import Message, message_from
from waymark.safety import RiskState
from waymark.store import Conversation, DueRecord, Store

AFTER_DANGER = timedelta(hours=24)
HELD_FOR = timedelta(hours=1)  # then it is looked at again whether a human still holds the conversation
IN_TALK = timedelta(minutes=2)  # it does not break into what is being said
_LATE = timedelta(hours=1)
_WAS_DUE = "was_due_at"  # when it should have come, where it was put off
_BATCH = 50
_log = structlog.get_logger()


class Reminding:
    """What one gateway process does about reminders; several may do it at once."""

    def __init__(self, shelf: Shelf, bus: Bus, content: Content, buttons: ButtonSigner):
        self._shelf = shelf
        self._bus = bus
        self._words = ReminderWords(content)
        self._buttons = buttons

    async def remind(self, now: datetime | None = None) -> None:
        """Bring what is due.

        Raises:
            StoreError: the database cannot be reached; what was not brought is still due.
        """
        at = now or datetime.now(timezone.utc)
        for due in await self._shelf.run(self._shelf.store.reminders.due, KIND, at, _BATCH):
            try:
                was_said = await self._shelf.run(self._bring, due, at)
            except UnknownConversation:
                continue
            except Exception as error:  # noqa: BLE001 one that cannot be brought must not keep back all others
                _log.warning("gateway.reminder.not_brought", exc_info=error)
                continue
            if was_said:
                self._bus.ring(due.conversation_id, Bell("message"))

    def _bring(self, due: DueRecord, now: datetime) -> bool:
        """Move one on, and say so where somebody can be reached; True where something was said."""
        store = self._shelf.store
        conversation = store.conversations.get(due.conversation_id)
        if conversation is None:
            return False
        values = dict(due.values)
        later = self._later(conversation, now)
        if later is not None:
            store.reminders.move_on(due, {_WAS_DUE: due.due_at.isoformat(), **values, "due_at": later.isoformat()})
            return False
        intended = datetime.fromisoformat(values.pop(_WAS_DUE, due.due_at.isoformat()))
        try:
            reminder = Reminder.of(values)
            after = reminder.moved_on(now)
        except (ValueError, OverflowError):
            _log.warning("gateway.reminder.not_read")
            store.reminders.move_on(due, {**values, "due_at": None})
            return False
        message = None if reminder.is_stale(intended, now) else self._message(due, reminder, intended, now)
        return store.reminders.move_on(due, after, message) and message is not None

    def _later(self, conversation: Conversation, now: datetime) -> datetime | None:
        """Return when to look again, where now is not the time: a human is there, danger was near, or they talk."""
        if conversation.state != "assistant":
            return now + HELD_FOR
        risk = RiskState.model_validate(self._shelf.store.risks.get(conversation.id) or {})
        known = self._shelf.last_known(conversation.id).risk  # danger that could not be stored is danger all the same
        dangers = [one.at for one in (risk, known) if one.at is not None and now - one.at < AFTER_DANGER]
        if dangers:
            return max(dangers) + AFTER_DANGER
        quiet_from = conversation.last_at + IN_TALK
        return quiet_from if quiet_from > now else None

    def _message(self, due: DueRecord, reminder: Reminder, intended: datetime, now: datetime) -> Message | None:
        where = self._shelf.store.addresses.of(due.conversation_id)
        if where is None or where.is_blocked:
            return None
        draft = self._words.sent(reminder, intended if now - intended > _LATE else None)
        signed = tuple(self._buttons.sign(due.conversation_id, button) for button in draft.buttons)
        message = message_from(draft.model_copy(update={"buttons": signed}))
        name = f"waymark:reminder:{due.conversation_id}:{due.key}:{due.due_at.isoformat()}"
        return message.model_copy(update={"id": str(uuid5(NAMESPACE_URL, name))})


def readable(store: Store, conversation_id: str) -> dict[str, Reminder]:
    """Return the reminders of a conversation by key, oldest first, without those of another version."""
    found: dict[str, Reminder] = {}
    for record in store.records.of(conversation_id, KIND):
        try:
            found[record.key] = Reminder.of(record.values)
        except ValueError:
            continue
    return found
