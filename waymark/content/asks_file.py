"""What else people ask of a topic's cards: `asks/en/<topic>.yml` beside `cards/en/<topic>.md`."""

from __future__ import annotations

from pathlib import Path

from waymark.content.schema import Text, Topic
from waymark.content.source_file import read_yaml
from waymark.content.topic_file import read_topic
from waymark.errors import ContentError, Fault


def read_topic_and_asks(path: Path, asks: Path) -> Topic:
    """Read one topic file, and its further asks where there are any.

    Raises:
        ContentError: with every fault of both files.
    """
    topic = read_topic(path)
    further = asks / f"{topic.id}.yml"
    if not further.exists():
        return topic
    document = read_yaml(further)
    asked: dict[str, tuple[str, ...]] = document.validate(dict[str, tuple[Text, ...]])
    known = {card.id.split(".")[1] for card in topic.cards}
    unknown = [Fault(further, document.line_of((name,)), f"no section `{name}`") for name in asked if name not in known]
    if unknown:
        raise ContentError(unknown)
    cards = [card.model_copy(update={"further_asks": asked.get(card.id.split(".")[1], ())}) for card in topic.cards]
    return topic.model_copy(update={"cards": tuple(cards)})
