"""Words what is kept of a person: the list of it, and the copy for messengers. All words are from `content/tools`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from waymark.answers.render import response_draft, words
from waymark.content import Content
from waymark.gateway.export import waiting
from waymark.gateway.wire import Export
from waymark.messages import Block, Bullets, Draft, Heading, Paragraph
from waymark.store import Conversation, Store
from waymark.store.questions import QUESTION

# Kinds of records that have words of their own; the others are counted together
_NAMED = ("trial", "plan", "checkin", "checklist", "exercise", "reminder")


def date_words(at: datetime) -> str:
    """Return a day as it is read: 5 March 2027."""
    return f"{at:%d %B %Y}".lstrip("0")


def record_words(kind: str) -> str:
    """Return by which words a kind of record is called: `plan` for `safety_plan` and `relapse_plan`, too."""
    return next((name for name in _NAMED if kind.split("_")[-1].rstrip("s") == name), "other")


class DataWords:
    """Says what is kept; `days` and `long_days` are how long, usually and where the person agreed to more."""

    def __init__(self, content: Content, days: int, long_days: int):
        self.content = content
        self._days = days
        self._long_days = max(days, long_days)

    def say(self, name: str, **values: str) -> Draft:
        """Return a response with how long things are kept filled in."""
        lengths = {"days": str(self._days), "long": str(self._long_days)}
        return response_draft(self.content, name, 0, {**lengths, **values})

    def overview(self, store: Store, conversation: Conversation) -> Draft:
        """Return what is kept of a conversation, and until when.

        Raises:
            StoreError: the database cannot be reached.
        """
        blocks: tuple[Block, ...] = (
            Heading(text=words(self.content, "my_data_kept_heading")),
            Bullets(items=tuple(self._kept(store, conversation.id))),
            *self.say("my_data_kept_lead").blocks,
        )
        return Draft(blocks=blocks).plus(self._until(store, conversation))

    def listed(self, export: Export) -> Draft:
        """Return what is kept besides the messages as text, for where no file can be given."""
        stored = export.stored
        parts = [
            ("questions", tuple(question["text"] for question in stored["questions"])),
            ("scores", tuple(self._score(score) for score in stored["scores"])),
        ]
        for kind in (*_NAMED, "other"):
            found = (record for record in stored["records"] if record_words(record["kind"]) == kind)
            parts.append((kind, tuple(_flat(record["values"]) for record in found)))
        parts.append(("unfinished", tuple(map(_flat, stored["unfinished"].values()))))
        parts.append(("waiting", tuple(question["text"] for question in stored["waiting"])))
        blocks: list[Block] = []
        for name, items in parts:
            if items:
                blocks += [Heading(text=words(self.content, f"my_data_export_{name}")), Bullets(items=items)]
        if not blocks:
            return self.say("my_data_export_nothing")
        return self.say("my_data_export_list").plus(Draft(blocks=tuple(blocks)))

    def _kept(self, store: Store, conversation_id: str) -> Iterator[str]:
        consent = store.consents.of(conversation_id)
        kinds = (record.kind for record in store.records.of(conversation_id))
        records = Counter(record_words(kind) for kind in kinds if kind != QUESTION)
        counts: Mapping[str, int] = {
            "messages": store.messages.count(conversation_id),
            "scores": len(store.scores.of(conversation_id)),
            "questions": len(store.questions.of(conversation_id)),
            **{kind: records[kind] for kind in (*_NAMED, "other")},
            "cases": len(store.cases.of(conversation_id)),
            "waiting": len(waiting(store, conversation_id)),
            "gaps": store.gaps.passed_on(conversation_id),
        }
        there = {
            "risk": store.risks.get(conversation_id) is not None,
            "place": store.trackers.load(conversation_id) is not None,
            "address": store.addresses.of(conversation_id) is not None,
            "code": consent is not None and consent.has_code,
        }
        for name, count in counts.items():
            if count:
                yield _line(self.say(f"my_data_kept_{name}", count=str(count)))
        for name, is_there in there.items():
            if is_there:
                yield _line(self.say(f"my_data_kept_{name}"))

    def _until(self, store: Store, conversation: Conversation) -> Draft:
        if store.consents.of(conversation.id) is not None:
            name, days = "my_data_until_agreed", self._long_days
        elif store.conversations.is_kept_longer(conversation.id):
            name, days = "my_data_until_reminder", self._long_days
        else:
            name, days = "my_data_until", self._days
        return self.say(name, date=date_words(conversation.last_at + timedelta(days=days)))

    def _score(self, score: Mapping[str, Any]) -> str:
        instrument = self.content.instruments.instruments.get(score["instrument"])
        name = instrument.name if instrument is not None else str(score["instrument"])
        values = {"date": date_words(score["created_at"]), "name": name, "total": str(score["total"])}
        return _line(self.say("my_data_export_score", **values))


def _line(draft: Draft) -> str:
    return " ".join(block.text for block in draft.blocks if isinstance(block, Paragraph))


def _flat(value: object) -> str:
    """Return all that a record holds on one line: what a tool keeps has a form of its own."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_flat(held)}" for name, held in value.items() if held not in (None, "", [], {}))
    if isinstance(value, list | tuple):
        return ", ".join(_flat(held) for held in value)
    return str(value)
