"""All topics in numbers, as a Markdown table: how much, how hard to read, how well founded, how far reviewed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import textstat  # type: ignore[import-untyped]

from waymark.content.index import Content
from waymark.content.schema import Card, Topic
from waymark.messages import plain_text

# As in the tests of cards: long names that people already know would hide hard sentences.
_LONG_NAMES = re.compile(
    r"\b(?:electroconvulsive|psychotherapy|antidepressants?|antipsychotics?|esketamine|ketamine|[a-z]+(?:etine|azole|azine|pramine|apine|traline))\b",
    re.IGNORECASE,
)
_COLUMNS = ("topic", "title", "sections", "words", "grade", "sources", "status", "review due")
_RIGHT = {"sections", "words", "grade", "sources"}
_ABOUT = """\
# The content in numbers

Written by `uv run waymark content table > docs/answers/content.md`. Words are all that a person may read of a topic.
The grade is that of its short answers together (Flesch-Kincaid, a US school year), names of treatments left out.
Sources are counted once in each row."""


def content_table(content: Content) -> str:
    """Return the table with a row for each topic and one for all of them, without a newline at its end."""
    topics = content.topics.values()
    rules = [f"---{':' if column in _RIGHT else ''}" for column in _COLUMNS]
    rows = [_row(f"[{topic.id}](../../content/cards/en/{topic.id}.md)", topic.head.title, [topic]) for topic in topics]
    total = _row("**all**", f"{len(topics)} topics", topics)
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (_COLUMNS, rules, *rows, total))
    return f"{_ABOUT}\n\n{table}"


def _row(name: str, title: str, topics: Collection[Topic]) -> tuple[str, ...]:
    heads = [topic.head for topic in topics]
    cards = [card for topic in topics for card in topic.cards]
    statuses = Counter(head.status for head in heads)
    status = ", ".join(f"{count} {name}" for name, count in sorted(statuses.items()))
    return (
        name,
        title,
        str(len(cards)),
        f"{sum(_words(card) for card in cards):,}",
        f"{_grade(cards):.1f}",
        str(len({source for card in cards for source in card.head.sources})),
        heads[0].status if len(heads) == 1 else status,
        min(head.review_due for head in heads).isoformat(),
    )


def _words(card: Card) -> int:
    return len(" ".join([card.title, plain_text(card.short), plain_text(card.more), *card.questions]).split())


def _grade(cards: Collection[Card]) -> float:
    text = "\n\n".join(plain_text(card.short) for card in cards)
    return float(textstat.flesch_kincaid_grade(_LONG_NAMES.sub("medicine", text)))
