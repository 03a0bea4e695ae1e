"""Which words of a questionnaire belong to a turn: reads the slots that the form and the actions leave behind.

Knows no Rasa, so that it can be tested without.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from pydantic import TypeAdapter, ValidationError

from waymark.care.questionnaires.progress import Progress
from waymark.care.questionnaires.result import Kept, Outcome, result_of
from waymark.care.questionnaires.words import QuestionnaireWriter
from waymark.content import Content
from waymark.messages import Draft

PRESSED = "pressed"  # in the metadata: the payload of a button that a component reads; no text can pass for one
QUESTIONNAIRE_FORM, QUESTIONNAIRE, IN_DANGER = "questionnaire_form", "questionnaire", "questionnaire_in_danger"
SCORE, SCORE_LIST = "score", "score_list"
_KEPT = TypeAdapter(tuple[Kept, ...])


def progress_in(slots: Mapping[str, Any]) -> Progress | None:
    """Return how far a questionnaire has come, as its slots tell; None where they hold none."""
    try:
        return Progress.model_validate_json(slots.get(IN_DANGER) or slots.get(QUESTIONNAIRE) or "")
    except ValidationError:
        return None


def questionnaire_draft(
    content: Content,
    name: str,
    lines: Mapping[str, str],
    slots: Mapping[str, Any],
    slots_now: Mapping[str, Any],
    step: Mapping[str, Any],
    *,
    waits: bool = False,
) -> Draft:
    """Return the words of a response about questionnaires.

    Args:
        content: where the words stand.
        name: the response.
        lines: fills {line} and {emergency}.
        slots: all slots.
        slots_now: those set since the person's last message.
        step: what the message did to the open questionnaire.
        waits: whether something more urgent is asked beside it, so that the form asks nothing.
    """
    writer, progress = QuestionnaireWriter(content, lines), progress_in(slots)
    if name == "score_list":
        return writer.history(_kept(slots_now.get(SCORE_LIST)))
    if name == "score_outcome":
        return _outcome(writer, slots, slots_now)
    if progress is None or not progress.fits(content.instruments):
        return writer.closed()
    if name == "questionnaire_intro":
        return writer.intro(progress)
    event = step.get("event")
    return writer.waits() if waits else writer.question(progress, event, step.get("hint"), step.get("number") or 0)


def _outcome(writer: QuestionnaireWriter, slots: Mapping[str, Any], slots_now: Mapping[str, Any]) -> Draft:
    """Tell what it adds up to also where nothing could be kept: the answers are still in their slot."""
    try:
        return writer.outcome(Outcome.model_validate(slots_now.get(SCORE)), is_kept=True)
    except ValidationError:
        progress = progress_in(slots)
        if progress is None or not progress.is_complete:
            return writer.closed()
        kept = Kept(result=result_of(progress), at=datetime.now(timezone.utc))
        return writer.outcome(Outcome(now=kept), is_kept=False)


def _kept(values: object) -> tuple[Kept, ...] | None:
    return None if values is None else _KEPT.validate_python(values)
