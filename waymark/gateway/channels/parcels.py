"""Packs a message as a channel sends it, with short ids in place of its buttons' values."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from waymark.gateway.channels.port import Channel
from waymark.messages import Button, Message
from waymark.store import Parcel


def parcels_of(message: Message, channel: Channel, urgent: str, ordinary: str) -> Sequence[Parcel]:
    """Return one parcel per thing to send, in order; a takeover's are of the urgent kind."""
    ids = {secrets.token_urlsafe(12): button.value for button in message.buttons}
    short = (Button(title=button.title, value=given) for button, given in zip(message.buttons, ids, strict=True))
    natives = channel.render(message.model_copy(update={"buttons": tuple(short)}))
    is_urgent = message.safety is not None and message.safety.response == "takeover"
    kind, last = urgent if is_urgent else ordinary, len(natives) - 1
    return [
        Parcel(kind, {"native": dict(native)}, ids if place == last else {}) for place, native in enumerate(natives)
    ]
