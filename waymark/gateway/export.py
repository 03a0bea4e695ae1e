"""Everything that is stored about a conversation, for its person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from waymark.care.my_data.unfinished import unfinished
from waymark.care.questionnaires.result import Result
from waymark.gateway.brain_client import ASK, Question
from waymark.gateway.wire import Export
from waymark.store import Store
from waymark.store.questions import QUESTION


def collect(store: Store, conversation_id: str) -> Export | None:
    """Return everything that is stored about a conversation; None where it was erased.

    Raises:
        StoreError: the database cannot be reached.
    """
    conversation = store.conversations.get(conversation_id)
    if conversation is None:
        return None
    consent = store.consents.of(conversation_id)
    return Export(
        conversation_id=conversation.id,
        locale=conversation.locale,
        country=conversation.country,
        channel=conversation.channel,
        state=conversation.state,
        created_at=conversation.created_at,
        messages=tuple(store.messages.all(conversation_id)),
        stored={
            "questions": [
                {"text": question.text, "created_at": question.created_at}
                for question in store.questions.of(conversation_id)
            ],
            "scores": [
                {**score.values, "total": _total(score.values), "created_at": score.created_at}
                for score in store.scores.of(conversation_id)
            ],
            "records": [
                {
                    "kind": record.kind,
                    "key": record.key,
                    "values": dict(record.values),
                    "created_at": record.created_at,
                    "changed_at": record.changed_at,
                }
                for record in store.records.of(conversation_id)
                if record.kind != QUESTION  # they stand above, by themselves
            ],
            "unfinished": dict(unfinished(store.trackers.load(conversation_id))),
            "waiting": waiting(store, conversation_id),
            "consent": None if consent is None else {"agreed_at": consent.agreed_at, "has_code": consent.has_code},
            "crisis": store.risks.get(conversation_id),
            "cases": [
                {"level": case.level, "state": case.state, "opened_at": case.opened_at, "closed_at": case.closed_at}
                for case in store.cases.of(conversation_id)
            ],
        },
    )


def waiting(store: Store, conversation_id: str) -> list[dict[str, Any]]:
    """Return the questions that are kept until the brain can answer them, oldest first; pressed buttons have no words.

    Raises:
        StoreError: the database cannot be reached.
    """
    kept = ((Question.from_json(item.body["question"]), item) for item in store.outbox.of(conversation_id, ASK))
    return [{"text": question.text, "asked_at": item.due_at} for question, item in kept if question.text is not None]


def _total(values: Mapping[str, Any]) -> int | None:
    """Return what a score adds up to; None for one of another version, which is given as it is."""
    try:
        return Result.model_validate(values).total
    except ValidationError:
        return None
