"""`waymark assess`: reads messages as JSON lines and writes what each of them is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import TextIO

from pydantic import ValidationError

from waymark.content import load_content
from waymark.messages import Frozen, Sender
from waymark.safety import Responder, RiskState, Turn
from waymark.safety.detector import Detector
from waymark.settings import Settings


class _Turn(Frozen):
    sender: Sender = "assistant"
    text: str = ""
    asks: str | None = None


class _Request(Frozen):
    id: str | int
    text: str
    context: tuple[_Turn, ...] = ()
    country: str | None = None
    locale: str | None = None


def assess_lines(settings: Settings, source: Iterable[bytes], target: TextIO) -> int:
    """Write one JSON line per line read, in order; return 1 if any line was bad, else 0.

    A line is `{"id","text","context"?:[{"from","text","asks"?}],"country"?,"locale"?}`; the answer is
    `{"id","level","response","score","evidence"}`, or `{"id","error"}` for a bad line. The text is never repeated.
    """
    responder = Responder.from_content(load_content(settings.content_dir), Detector.find(settings.encoder_dir))
    status = 0
    for line in source:
        if not line.strip():
            continue
        answer = _answer(responder, settings, line)
        status |= "error" in answer
        target.write(json.dumps(answer) + "\n")
        target.flush()
    return status


def _answer(responder: Responder, settings: Settings, line: bytes) -> dict[str, object]:
    identity: object = None
    try:
        data = json.loads(line)
        identity = data.get("id") if isinstance(data, dict) else None
        if isinstance(data, dict) and isinstance(data.get("context"), list):
            data["context"] = [_renamed(turn) for turn in data["context"]]
        request = _Request.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in fault["loc"][:1]) or "line"
        return {"id": _plain(identity), "error": f"{where}: {fault['msg']}"}
    except (ValueError, RecursionError):
        return {"id": None, "error": "the line is not JSON"}
    context = tuple(Turn(turn.sender, turn.text, turn.asks) for turn in request.context)
    decision, _ = responder.decide(
        request.text,
        RiskState(),
        country=request.country or settings.default_country,
        now=datetime.now(timezone.utc),
        context=context,
    )
    return {
        "id": request.id,
        "level": decision.level,
        "response": decision.response,
        "score": decision.score,
        "evidence": decision.evidence,
    }


def _renamed(turn: object) -> object:
    if not isinstance(turn, dict):
        return turn
    return {("sender" if name == "from" else name): value for name, value in turn.items()}


def _plain(identity: object) -> object:
    return identity if isinstance(identity, str | int) else None
