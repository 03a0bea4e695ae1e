"""The person's safety plan over HTTP, for the widget's button that is always there."""

from __future__ import annotations

from fastapi import APIRouter

from waymark.errors import StoreError
from waymark.gateway.api import ConversationId
from waymark.gateway.plan_desk import PlanDesk
from waymark.gateway.problems import Problem
from waymark.gateway.services import Parts
from waymark.messages import Message, message_from

router = APIRouter(prefix="/api/v1", tags=["version 1"])


@router.get("/plan")
async def show_plan(services: Parts, conversation_id: ConversationId) -> Message:
    """Return the safety plan as a message that belongs to no transcript; without one, how to make it."""
    recall = await services.shelf.recall(conversation_id)
    if not recall.exists:
        raise Problem(404, "this conversation was erased or has expired; open a new one")
    try:
        draft = await PlanDesk(services.content, services.shelf).draft(conversation_id, recall.country)
    except StoreError:
        lines = services.responder.lines(recall.country, recall.language)
        raise Problem(503, "the plan cannot be read right now; nothing is lost, try again soon", lines=lines) from None
    signed = tuple(services.buttons.sign(conversation_id, button) for button in draft.buttons)
    return message_from(draft.model_copy(update={"buttons": signed}))
