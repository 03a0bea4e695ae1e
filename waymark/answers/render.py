"""Puts cards and responses into drafts. Every word comes from `content/`; this file only arranges them.

A button's value says where it leads: `card:<id>`, `more:<id>` or `intent:<name>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from waymark.content import Content
from waymark.content.schema import Card, ResponseButton
from waymark.messages import Block, Bullets, Button, Draft, Heading, Paragraph

MOST_RELATED = 3  # more buttons under an answer are a menu, and several channels show only three
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_BLANK_LINE = re.compile(r"\n\s*\n")


def card_draft(content: Content, card_id: str, also: Sequence[str] = ()) -> Draft:
    """Return a card's short answer, with its sources and the ways to go on; `also` may have been meant instead.

    Raises:
        KeyError: there is no such card.
    """
    card = content.cards[card_id]
    more = [Button(title=words(content, "more_title"), value=f"more:{card.id}")] if card.more or card.questions else []
    onward = tuple(dict.fromkeys([*(other for other in also if other != card_id), *related(content, card)]))[
        :MOST_RELATED
    ]
    return Draft(
        blocks=(*card.short, *_note(content, card)),
        buttons=(*more, *card_buttons(content, onward)),
        cards=(card.id,),
        sources=content.source_notes(card),
    )


def more_draft(content: Content, card_id: str) -> Draft:
    """Return what a card holds beyond its short answer, and what to ask a clinician.

    Raises:
        KeyError: there is no such card.
    """
    card = content.cards[card_id]
    questions: tuple[Block, ...] = ()
    if card.questions:
        questions = (Heading(text=words(content, "ask_clinician_heading")), Bullets(items=card.questions))
    if not card.more and not questions:
        return response_draft(content, "no_more_on_card", 0)
    return Draft(
        blocks=(*card.more, *questions, *_note(content, card)),
        buttons=card_buttons(content, related(content, card)),
        cards=(card.id,),
        sources=content.source_notes(card),
    )


def suggestions(content: Content, card_ids: Sequence[str], turn: int = 0) -> Draft:
    """Return the question which of these cards was meant; it gives no card's content."""
    return response_draft(content, "suggest_cards", turn, cards=card_ids)


def response_draft(
    content: Content,
    name: str,
    turn: int,
    lines: Mapping[str, str] | None = None,
    *,
    cards: Sequence[str] = (),
    items: Sequence[str] = (),
) -> Draft:
    """Return the wording of a response whose turn it is, its placeholders filled.

    Args:
        content: where the wordings stand.
        name: the response.
        turn: counts how often it was said before; the wordings follow each other.
        lines: text for each placeholder, for example `{"line": "call or text 988 (…)"}`.
        cards: cards offered as buttons before the response's own ones.
        items: shown as a list below the text.

    Raises:
        KeyError: there is no such response, or a placeholder that `lines` does not fill.
    """
    wordings = content.responses[name]
    response = wordings[turn % len(wordings)]
    values = {**(lines or {}), "topics": ""}
    blocks = tuple(_block(content, text, values) for text in _BLANK_LINE.split(response.text.strip()))
    listed = (Bullets(items=tuple(items)),) if items else ()
    buttons = (*card_buttons(content, cards), *(_button(button) for button in response.buttons))
    return Draft(blocks=(*blocks, *listed), buttons=buttons)


def words(content: Content, name: str) -> str:
    """Return the fixed words of a response with one wording: a heading, a button's title."""
    return content.responses[name][0].text.strip()


def related(content: Content, card: Card) -> tuple[str, ...]:
    """Return up to three other cards of the topic: each other facet once, then the rest, in file order."""
    others = [other for other in content.topics[card.topic].cards if other.id != card.id]
    seen = {card.head.facet}
    fresh: list[str] = []
    for other in others:
        if other.head.facet not in seen:
            seen.add(other.head.facet)
            fresh.append(other.id)
    rest = [other.id for other in others if other.id not in fresh]
    return tuple([*fresh, *rest][:MOST_RELATED])


def card_buttons(content: Content, card_ids: Iterable[str]) -> tuple[Button, ...]:
    """Return one button per card, titled with the question that it answers; unknown cards are left out."""
    return tuple(
        Button(title=content.cards[card_id].title, value=f"card:{card_id}")
        for card_id in card_ids
        if card_id in content.cards
    )


def _button(button: ResponseButton) -> Button:
    value = f"card:{button.card}" if button.card else f"intent:{button.intent}"
    return Button(title=button.title, value=value)


def _note(content: Content, card: Card) -> tuple[Block, ...]:
    if content.topics[card.topic].head.status == "reviewed":
        return ()
    return (Paragraph(text=words(content, "drafted_note")),)


def _block(content: Content, text: str, values: Mapping[str, str]) -> Block:
    if text.strip() == "{topics}":
        return Bullets(items=tuple(topic.head.title for topic in content.topics.values()))
    one_line = " ".join(text.split())
    return Paragraph(text=_PLACEHOLDER.sub(lambda match: values[match[1]], one_line))
