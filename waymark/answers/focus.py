"""Which part of a message asks."""

from __future__ import annotations

from waymark.answers import thresholds as at
from waymark.answers.sentences import sentences


def is_readable(text: str) -> bool:
    """Return whether a text has letters enough to mean something."""
    return sum(character.isalpha() for character in text) >= at.FEWEST_LETTERS


def focus(text: str) -> str:
    """Return the part of a text that asks: all of a short one; of a long one its last questions, or else its end.

    Example: three paragraphs of a story that close with "Does ECT affect memory?" come back as that question.
    """
    text = text.strip()
    if len(text) <= at.SHORT_TEXT:
        return text
    said = sentences(text)
    asking = [sentence for sentence in said if sentence.endswith("?")]
    return " ".join((asking or said)[-at.MOST_SENTENCES :])[-at.SHORT_TEXT * 2 :]
