"""Reads Telegram's updates: what happened, to whom, and every word of it that a person chose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from telegram import Chat, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType, MessageType

from waymark.gateway.channels.port import Event, EventKind

# What we ask Telegram for; anything else that it brings is ignored on purpose, unless its words speak of danger.
WANTED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_ABSENT = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
_START = re.compile(r"/start(@\w+)?( [\w-]{1,64})?", re.ASCII)
_CONTENT = {str(kind) for kind in MessageAttachmentType} | {"checklist", "live_photo"}
_SERVICE = {str(kind) for kind in MessageType} - _CONTENT
_SERVICE |= {"successful_payment"}
_SERVICE -= {
    "text",
    "effect_id",
    "business_connection_id",
    "sender_boost_count",
    "sender_business_bot",
    "reply_to_story",
}


def read_update(update: Update) -> Event:
    """Return what happened; `other` for what needs no answer."""
    event_id = str(update.update_id)
    if update.callback_query is not None:
        query = update.callback_query
        where = query.message.chat if query.message else None
        if where is not None and where.type != ChatType.PRIVATE:
            return Event("other", event_id)
        return Event("button", event_id, str(query.from_user.id), query.data or "", receipt=query.id)
    if update.my_chat_member is not None:
        return _member(event_id, update.my_chat_member)
    if update.message is not None:
        return _message(event_id, update.message, edited=False)
    if update.edited_message is not None:
        return _message(event_id, update.edited_message, edited=True)
    return _searched(event_id, update)


def salvage(update: Mapping[str, Any]) -> Event:
    """Return what can be told of an update whose form is not known: the words of a private message, if it has any."""
    event_id, message = str(update["update_id"]), update.get("message") or update.get("edited_message")
    match message:
        case {"chat": {"id": int(chat), "type": "private"}, "text": str(text)}:
            return Event("text", event_id, str(chat), text)
        case {"chat": {"id": int(chat), "type": "private"}, **rest}:
            caption = rest.get("caption")
            return Event("media", event_id, str(chat), caption if isinstance(caption, str) else "")
    return Event("other", event_id)


def _message(event_id: str, message: Message, *, edited: bool) -> Event:
    text, beside, chat = _joined(_written(message)), _joined(_chosen(message)), message.chat
    if message.from_user is not None and message.from_user.is_bot:
        return Event("other", event_id)
    if chat.type in _GROUPS:
        return Event("group", event_id, str(chat.id), text, beside)
    if chat.type != ChatType.PRIVATE:
        return Event("other", event_id)
    return Event(_kind(message, text or beside, edited=edited), event_id, str(chat.id), text, beside)


def _kind(message: Message, words: str, *, edited: bool) -> EventKind:
    if edited:
        return "edited" if words else "other"  # a shared location that moves is edited every few seconds
    if message.text is not None:
        return "started" if _START.fullmatch(message.text.strip()) else "text"
    if any(getattr(message, kind, None) for kind in _CONTENT - _SERVICE):
        return "media"
    if any(getattr(message, kind, None) for kind in _SERVICE):
        return "other"
    return "media"  # something that Telegram has only lately begun to carry


def _member(event_id: str, change: ChatMemberUpdated) -> Event:
    chat: Chat = change.chat
    is_absent = change.new_chat_member.status in _ABSENT
    if chat.type == ChatType.PRIVATE:
        return Event("blocked" if is_absent else "returned", event_id, str(chat.id))
    if chat.type in _GROUPS and not is_absent:
        return Event("group", event_id, str(chat.id))
    return Event("other", event_id)


def _searched(event_id: str, update: Update) -> Event:
    """Return what was typed to the bot in another chat; not asked for, so nobody waits for an answer to it."""
    query = update.inline_query or update.chosen_inline_result
    if query is None:
        return Event("other", event_id)
    return Event("other", event_id, str(query.from_user.id), query.query)


def _written(message: Message) -> Iterator[str | None]:
    """Give every text of a message that its sender wrote."""
    yield from (message.text, message.caption)
    if message.poll is not None:
        yield from (message.poll.question, *(option.text for option in message.poll.options))
    if message.checklist is not None:
        yield from (message.checklist.title, *(task.text for task in message.checklist.tasks))


def _chosen(message: Message) -> Iterator[str | None]:
    """Give every text that came with what its sender chose to send."""
    if message.venue is not None:
        yield from (message.venue.title, message.venue.address)
    if message.contact is not None:
        yield from (message.contact.first_name, message.contact.last_name)
    if message.document is not None:
        yield message.document.file_name
    if message.audio is not None:
        yield message.audio.title
    if message.sticker is not None:
        yield message.sticker.emoji


def _joined(texts: Iterator[str | None]) -> str:
    return "\n".join(text for text in texts if text and text.strip())
