"""Asks whether the editors may see a question that nothing answers, and keeps it for them where the person says so.

The button names the message that it was offered for: what is kept is that question, whatever was said since.
"""

from __future__ import annotations

from collections.abc import Sequence

from waymark.answers.render import GAP, response_draft
from waymark.content.schema import Language
from waymark.errors import StoreError
from waymark.gateway.brain_client import Question
from waymark.gateway.shelf import Recall, Shelf
from waymark.gateway.words import Words
from waymark.messages import Button, Draft


def is_gap(payload: str | None) -> bool:
    """Tell whether a pressed button lets the editors see a question."""
    return payload is not None and payload.partition("=")[0] == GAP


class GapDesk:
    """The one way from a person's question to the editors."""

    def __init__(self, shelf: Shelf, words: Words):
        self._shelf = shelf
        self._words = words

    def offered(self, drafts: Sequence[Draft], question: Question, message_id: str) -> tuple[Draft, ...]:
        """Return the drafts with what the offer means written beside it, and without it where none may be made.

        None is made for a message that speaks of danger, for a pressed button, or for a text without letters.
        """
        decision, text = question.decision, question.text or ""
        if decision.speaks or decision.level != "none" or not any(sign.isalpha() for sign in text):
            return tuple(_without(draft) for draft in drafts)
        return tuple(self._explained(draft, message_id, decision.language) for draft in drafts)

    async def keep(self, conversation_id: str, payload: str, recall: Recall) -> Draft:
        """Keep the question whose button was pressed, once however often it is; return what is true now."""
        message_id = payload.partition("=")[2]
        try:
            is_kept = await self._shelf.run(self._keep, conversation_id, message_id, recall.language)
        except StoreError:
            is_kept = False
        response = "gap_kept" if is_kept else "gap_not_kept"
        return _bound(self._words.draft(response, recall.country, recall.language), message_id)

    def _keep(self, conversation_id: str, message_id: str, language: Language) -> bool:
        message = self._shelf.store.messages.get(conversation_id, message_id)
        if message is None:
            return False
        self._shelf.store.gaps.add(conversation_id, message_id, message.text, language)
        return True

    def _explained(self, draft: Draft, message_id: str, language: Language) -> Draft:
        if not any(is_gap(button.value) for button in draft.buttons):
            return draft
        days = {"days": str(self._shelf.store.gaps.days)}
        meaning = response_draft(self._words.content, "gap_offer", 0, days, language=language)
        return _bound(draft.plus(meaning), message_id)


def _bound(draft: Draft, message_id: str) -> Draft:
    buttons = (
        Button(title=button.title, value=f"{GAP}={message_id}") if is_gap(button.value) else button
        for button in draft.buttons
    )
    return draft.model_copy(update={"buttons": tuple(buttons)})


def _without(draft: Draft) -> Draft:
    kept = tuple(button for button in draft.buttons if not is_gap(button.value))
    return draft.model_copy(update={"buttons": kept})
