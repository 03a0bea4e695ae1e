"""Forms: what was offered in one, what came back, and where one can be shown at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waymark.care.questionnaires.step import STEER
from waymark.gateway.inbound import Inbound
from waymark.gateway.problems import Problem
from waymark.messages import Draft, Form, paragraphs, plain_text

OFFER = f"{STEER}:as_form"  # the button that asks for a form
_WEB = "web"


def filled_in(conversation_id: str, message_id: str, form: Form, values: Mapping[str, str]) -> Inbound:
    """Return what came back of a form as a message; its text says the same, so that a transcript is complete.

    Raises:
        Problem: something was sent that the form did not offer.
    """
    offered = {field.name: {option.value: option.title for option in field.options} for field in form.fields}
    if not set(values) <= set(offered):
        raise Problem(422, "form: values holds a question that this form did not ask")
    wrong = [name for name, value in values.items() if value not in offered[name]]
    if wrong:
        raise Problem(422, f"form: not one of the options that were offered for {', '.join(wrong)}")
    said = (f"{place}. {offered[name][values[name]]}" for place, name in enumerate(offered, start=1) if name in values)
    blocks = paragraphs(["\n".join([form.title, *said])])
    return Inbound(
        conversation_id,
        message_id,
        plain_text(blocks),
        f"{form.id}={'.'.join(values.get(name, '') for name in offered)}",
        form=form.id,
        missing=tuple(field.name for field in form.fields if field.name not in values and not field.is_optional),
        blocks=blocks,
    )


def fitted(drafts: Sequence[Draft], channel: str) -> tuple[Draft, ...]:
    """Return drafts as a channel can use them: only the web shows forms, so only there is one offered."""
    if channel == _WEB:
        return tuple(drafts)
    return tuple(
        draft.model_copy(update={"buttons": tuple(button for button in draft.buttons if button.value != OFFER)})
        for draft in drafts
    )
