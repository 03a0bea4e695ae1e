"""What else people ask of a topic's cards, beside `cards/en/<topic>.md`.

`asks/en/<topic>.yml` has what they ask out of the blue, `follow_ups/en/<topic>.yml` what they ask when the topic is
talked about already, and do not name it.
"""

from __future__ import annotations

from pathlib import Path

from waymark.content.schema import Text, Topic
from waymark.content.source_file import read_yaml
from waymark.content.topic_file import read_topic
from waymark.errors import ContentError, Fault


def read_topic_and_asks(path: Path, content: Path) -> Topic:
    """Read one topic file of a content folder, with its further asks and its follow-ups where there are any.

    Raises:
        ContentError: with every fault of the files.
    """
    topic = read_topic(path)
    asks = _said(content / f"asks/en/{topic.id}.yml", topic)
    follow_ups = _said(content / f"follow_ups/en/{topic.id}.yml", topic)
    cards = [
        card.model_copy(update={"further_asks": asks.get(name, ()), "follow_ups": follow_ups.get(name, ())})
        for card in topic.cards
        for name in (card.id.split(".")[1],)
    ]
    return topic.model_copy(update={"cards": tuple(cards)})


def _said(path: Path, topic: Topic) -> dict[str, tuple[str, ...]]:
    """Return what a file holds for each section of a topic; nothing where there is no file."""
    if not path.exists():
        return {}
    document = read_yaml(path)
    said: dict[str, tuple[str, ...]] = document.validate(dict[str, tuple[Text, ...]])
    known = {card.id.split(".")[1] for card in topic.cards}
    unknown = [Fault(path, document.line_of((name,)), f"no section `{name}`") for name in said if name not in known]
    if unknown:
        raise ContentError(unknown)
    return said
