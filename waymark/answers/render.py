"""Puts cards and responses into drafts. Every word comes from `content/`; this file only arranges them.

A button's value says where it leads: `card:<id>`, `more:<id>`, `sure:<id>`, `simpler:<id>`, `save:<id>`,
`intent:<name>`, `questionnaire:<step>`, `tool:<name>:<choice>`, `paper:<kind>:<choice>`, `SHARE`, or `GAP`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from waymark.answers.sentences import sentences
from waymark.content import Content
from waymark.content.schema import Card, Language, ResponseButton
from waymark.content.treatment_schema import Fact
from waymark.messages import Block, Bullets, Button, Draft, Heading, Paragraph, Table, plain_text

SHARE = "share:yes"  # the person agrees that responders read the conversation
GAP = "gap:keep"  # the person agrees that the editors see their question
MOST_RELATED = 3  # more buttons under an answer are a menu, and several channels show only three
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_BLANK_LINE = re.compile(r"\n\s*\n")
_GIST_SENTENCES = 2
_COMPARED: tuple[Fact, ...] = get_args(Fact)
_MOST_ROWS = 8  # the rest is a card away; a longer table is not read on a phone


def card_draft(content: Content, card_id: str, also: Sequence[str] = ()) -> Draft:
    """Return a card's short answer, with its sources and the ways to go on; `also` may have been meant instead.

    Raises:
        KeyError: there is no such card.
    """
    card = content.cards[card_id]
    onward = tuple(dict.fromkeys([*(other for other in also if other != card_id), *related(content, card)]))[
        :MOST_RELATED
    ]
    return Draft(
        blocks=(*card.short, *_note(content, card)),
        buttons=(*_more(content, card), *card_buttons(content, onward), *_about(content, card)),
        cards=(card.id,),
        sources=content.source_notes(card),
    )


def cards_draft(content: Content, first: str, second: str) -> Draft:
    """Return two cards' short answers, one after the other, for a message that asked two things.

    Raises:
        KeyError: there is no such card.
    """
    cards = [content.cards[name] for name in (first, second)]
    blocks = [block for card in cards for block in (Heading(text=card.title), *card.short)]
    mores = (Button(title=card.title, value=f"more:{card.id}") for card in cards if card.more or card.questions)
    return Draft(
        blocks=(*blocks, *_note(content, *cards)),
        buttons=(*mores, Button(title=words(content, "save_title"), value=f"save:{first}")),
        cards=(first, second),
        sources=content.notes(name for card in cards for name in card.head.sources),
    )


def gist_draft(content: Content, card_id: str, *, again: bool = False) -> Draft:
    """Return what a card says in as few and plain words as can be; `again` where it was given before.

    Raises:
        KeyError: there is no such card.
    """
    card = content.cards[card_id]
    lead = f"{words(content, 'again_lead')} " if again else ""
    return Draft(
        blocks=(Paragraph(text=lead + gist(card)),),
        buttons=(*_more(content, card), *card_buttons(content, related(content, card)), *_about(content, card)[:1]),
        cards=(card.id,),
        sources=content.source_notes(card),
    )


def gist(card: Card) -> str:
    """Return a card's gist, or else the first sentences of its answer."""
    return card.head.gist or " ".join(sentences(plain_text(card.short))[:_GIST_SENTENCES])


def how_sure_draft(content: Content, card_id: str) -> Draft:
    """Return what kinds of study an answer rests on, its sources, and whether a clinician has reviewed it.

    Raises:
        KeyError: there is no such card.
    """
    card = content.cards[card_id]
    kinds = tuple(words(content, f"evidence_{kind}") for kind in card.head.evidence)
    sources = tuple(f"{note.title} ({note.year}). {note.url}" for note in content.source_notes(card))
    head = content.topics[card.topic].head
    review = words(content, "review_reviewed" if head.status == "reviewed" else "review_drafted")
    return Draft(
        blocks=(
            Paragraph(text=words(content, "how_sure_lead")),
            Bullets(items=kinds),
            Paragraph(text=f"{review} {words(content, 'review_due')} {head.review_due:%d %B %Y}.".replace(" 0", " ")),
            Heading(text=words(content, "sources_heading")),
            Bullets(items=sources),
        ),
        buttons=(*_about(content, card)[1:],),
        cards=(card.id,),
        sources=content.source_notes(card),
    )


def comparison_draft(content: Content, pair: tuple[str, str], also: Sequence[str] = ()) -> Draft:
    """Return two treatments side by side, fact by fact, and what may decide between them; it ranks nothing.

    Raises:
        KeyError: there is no such treatment.
    """
    both = [content.treatments[name] for name in pair]
    one, other = both
    facts = [name for name in _COMPARED if name in one.facts and name in other.facts][:_MOST_ROWS]
    rows = tuple((words(content, f"fact_{name}"), one.facts[name].text, other.facts[name].text) for name in facts)
    direct = [found for found in one.head_to_head if found.other == pair[1]] or [
        found for found in other.head_to_head if found.other == pair[0]
    ]
    compared = [Paragraph(text=found.text) for found in direct]
    decides = tuple(f"{treatment.name}: {reason}" for treatment in both for reason in treatment.decides)
    cited = [name for found in direct for name in found.sources]
    cited += [source for name in facts for treatment in both for source in treatment.facts[name].sources]
    cards = tuple(dict.fromkeys(treatment.card for treatment in both))
    return Draft(
        blocks=(
            Paragraph(text=words(content, "comparison_lead")),
            *(compared or [Paragraph(text=words(content, "not_compared_directly"))]),
            Table(columns=("", one.name, other.name), rows=rows),
            Heading(text=words(content, "decides_heading")),
            Bullets(items=decides),
            *_note(content, *(content.cards[card] for card in cards)),
        ),
        buttons=(
            *card_buttons(content, dict.fromkeys([*cards, *also][: MOST_RELATED + 1])),
            Button(title=words(content, "save_title"), value=f"save:{one.card}"),
        ),
        cards=cards,
        sources=content.notes(cited),
    )


def to_ask(card: Card) -> str:
    """Return the question to keep for the clinician when a card is saved for the appointment."""
    return f"{card.title} {card.questions[0]}" if card.questions else card.title


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
    language: Language = "en",
) -> Draft:
    """Return the wording of a response whose turn it is, its placeholders filled.

    Args:
        content: where the wordings stand.
        name: the response.
        turn: counts how often it was said before; the wordings follow each other.
        lines: text for each placeholder, for example `{"line": "call or text 988 (…)"}`.
        cards: cards offered as buttons before the response's own ones.
        items: shown as a list below the text.
        language: in which it is said where it is written in it; else in English.

    Raises:
        KeyError: there is no such response, or a placeholder that `lines` does not fill.
    """
    wordings = content.response(name, language)
    response = wordings[turn % len(wordings)]
    values = {**(lines or {}), "topics": ""}
    blocks = tuple(_block(content, text, values) for text in _BLANK_LINE.split(response.text.strip()))
    listed = (Bullets(items=tuple(items)),) if items else ()
    buttons = (*card_buttons(content, cards), *(_button(button) for button in response.buttons))
    return Draft(blocks=(*blocks, *listed), buttons=buttons)


def words(content: Content, name: str, language: Language = "en") -> str:
    """Return the fixed words of a response with one wording: a heading, a button's title."""
    return content.response(name, language)[0].text.strip()


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
    if button.share:
        return Button(title=button.title, value=SHARE)
    if button.gap:
        return Button(title=button.title, value=GAP)
    if button.questionnaire:
        return Button(title=button.title, value=f"questionnaire:{button.questionnaire}")
    if button.tool:
        return Button(title=button.title, value=f"tool:{button.tool}")
    return Button(title=button.title, value=f"card:{button.card}" if button.card else f"intent:{button.intent}")


def _more(content: Content, card: Card) -> tuple[Button, ...]:
    if not (card.more or card.questions):
        return ()
    return (Button(title=words(content, "more_title"), value=f"more:{card.id}"),)


def _about(content: Content, card: Card) -> tuple[Button, ...]:
    kinds = ("sure", "simpler", "save")
    return tuple(Button(title=words(content, f"{kind}_title"), value=f"{kind}:{card.id}") for kind in kinds)


def _note(content: Content, *cards: Card) -> tuple[Block, ...]:
    if all(content.topics[card.topic].head.status == "reviewed" for card in cards):
        return ()
    return (Paragraph(text=words(content, "drafted_note")),)


def _block(content: Content, text: str, values: Mapping[str, str]) -> Block:
    if text.strip() == "{topics}":
        return Bullets(items=tuple(topic.head.title for topic in content.topics.values()))
    one_line = " ".join(text.split())
    return Paragraph(text=_PLACEHOLDER.sub(lambda match: values[match[1]], one_line))
