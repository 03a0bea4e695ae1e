"""Which words belong to which response of the dialogue. Knows no Rasa, so that it can be tested without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from waymark.answers.personal import CHOICE, kind_of
from waymark.answers.render import (
    card_draft,
    cards_draft,
    comparison_draft,
    gist_draft,
    how_sure_draft,
    more_draft,
    response_draft,
    suggestions,
    words,
)
from waymark.brain import resources
from waymark.brain.decisions import decision_in
from waymark.brain.questionnaires import QUESTIONNAIRE, questionnaire_draft
from waymark.brain.tools import MOVE, tool_draft
from waymark.content import Content
from waymark.messages import Draft
from waymark.safety import Decision
from waymark.safety.respond import main_line

_OFFER_CARDS = frozenset({"side_effect", "low_mood"})  # with cards to read beside them
_ABOUT_CARD: Mapping[str, Callable[[Content, str], Draft]] = {
    "more": more_draft,
    "how_sure": how_sure_draft,
    "simpler": gist_draft,
}
_DECLINES = {
    "symptom": "side_effect",
    "pregnancy": "decline_pregnancy",
    "mixing": "decline_mixing",
    "stopping": "decline_stopping",
    "dose": "decline_dose",
    CHOICE: "decline_choice",
}
_AFTER_CRISIS = frozenset(
    {"affirmed", "denied", "greet", "chitchat", "not_covered", "not_understood", "nothing_to_stop"}
)


@dataclass(frozen=True)
class Turn:
    """What the words of one turn depend on.

    `slots_now` are those set since the person's last message, `given` the cards that were given lately, `step` what the
    message did to an open questionnaire, `move` what it did to an open tool.
    """

    decision: Decision | None
    country: str
    verdict: str = "none"
    cards: tuple[str, ...] = ()
    second: str | None = None
    pair: tuple[str, str] | None = None
    is_button: bool = False
    personal: str = CHOICE
    given: frozenset[str] = frozenset()
    slots: Mapping[str, Any] = field(default_factory=dict)
    slots_now: Mapping[str, Any] = field(default_factory=dict)
    retention_days: int = 0
    follows_crisis: bool = False
    step: Mapping[str, Any] = field(default_factory=dict)
    move: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        parsed: Mapping[str, Any] | None,
        *,
        slots: Mapping[str, Any],
        slots_now: Mapping[str, Any],
        default_country: str,
        retention_days: int,
        follows_crisis: bool = False,
        given: frozenset[str] = frozenset(),
    ) -> Turn:
        """Return the turn that a message's parse data describes."""
        parsed = parsed or {}
        decision = decision_in(parsed)
        card = parsed.get("card") or {}
        named = [entity["value"] for entity in parsed.get("entities") or () if entity.get("entity") == "card"]
        cards = tuple(card.get("cards") or ()) or tuple(named)
        return cls(
            decision=decision,
            country=decision.country if decision else default_country,
            verdict=card.get("verdict") or ("answer" if named else "none"),
            cards=cards,
            second=card.get("second"),
            pair=tuple(card["pair"]) if card.get("pair") else None,
            is_button=bool(named) and "cards" not in card,
            personal=kind_of(str(parsed.get("text") or "")),
            given=given,
            slots=slots,
            slots_now=slots_now,
            retention_days=retention_days,
            follows_crisis=follows_crisis,
            step=parsed.get(QUESTIONNAIRE) or {},
            move=parsed.get(MOVE) or {},
        )


def word(content: Content, name: str, count: int, turn: Turn) -> Draft:
    """Return the draft of a response; `count` tells how often it was said before.

    Raises:
        KeyError: `content/` holds no such response.
    """
    lines = _lines(content, turn)
    known = tuple(card for card in turn.cards if card in content.cards)
    match name:
        case "crisis":
            if turn.decision is None or not turn.decision.speaks:
                return response_draft(content, "lines", count, lines)
            return resources.responder().draft(turn.decision)
        case "card":
            if turn.pair and all(name in content.treatments for name in turn.pair):
                return comparison_draft(content, turn.pair, also=known[:1])
            if not known:
                return response_draft(content, "not_covered", count, lines)
            if turn.verdict == "answer":
                return _card(content, known, turn)
            return suggestions(content, known, count)
        case "more" | "how_sure" | "simpler":
            card = known[0] if turn.is_button and known else str(turn.slots.get("card"))
            if card not in content.cards:
                return response_draft(content, "nothing_more", count, lines)
            return _ABOUT_CARD[name](content, card)
        case "question_outcome":
            saved = turn.slots_now.get("question_saved") is True
            return response_draft(content, "question_saved" if saved else "question_not_saved", count, lines)
        case "tool" | "ask_tool_done" | "tool_stopped":
            waits = turn.decision is not None and turn.decision.speaks_beside
            return tool_draft(content, name, turn.slots, turn.slots_now, turn.move, waits=waits)
        case "questionnaire_intro" | "ask_questionnaire_done" | "score_outcome" | "score_list":
            waits = turn.decision is not None and turn.decision.speaks_beside
            return questionnaire_draft(content, name, lines, turn.slots, turn.slots_now, turn.step, waits=waits)
        case "decline_personal_advice":
            return response_draft(content, _DECLINES[turn.personal], count, lines, cards=known)
        case _ if turn.follows_crisis and name in _AFTER_CRISIS:  # "no" after "are you safe?" is no small talk
            return response_draft(content, "back_from_crisis", count, lines)
        case "default":
            return response_draft(content, "not_understood", count, lines)
        case _:
            return response_draft(content, name, count, lines, cards=known if name in _OFFER_CARDS else ())


def _card(content: Content, known: tuple[str, ...], turn: Turn) -> Draft:
    if turn.second in content.cards:
        return cards_draft(content, known[0], str(turn.second))
    if known[0] in turn.given and not turn.is_button:
        return gist_draft(content, known[0], again=True)
    return card_draft(content, known[0], also=known[1:])


def _lines(content: Content, turn: Turn) -> dict[str, str]:
    country = content.country(turn.country)
    return {
        "line": main_line(country),
        "emergency": country.emergency.number or words(content, "local_emergency_number"),
        "days": str(turn.retention_days),
    }
