"""Takes a message that asks two things apart: "what are the side effects of TMS, and is it covered?"."""

from __future__ import annotations

import re
from typing import Final

from waymark.answers.sentences import sentences

MOST_PARTS: Final = 2  # a person who asks three things at once is answered twice, and may ask again
_OPENERS = (
    r"(?:what|how|why|when|where|who|which|does|do|did|is|are|can|could|will|would|should|has|have|was|were|any|what's|"
    r"whats|how's|hows|who's|is it|tell me)"
)
_JOINT = re.compile(
    rf"\s*(?:,|;|\s-|\.\.+)?\s+(?:and also|and then|and|also|plus|as well as|&|but)\s+"
    rf"(?=(?:also\s+|then\s+)?{_OPENERS}\b)"
    rf"|\s*[,;]\s+(?={_OPENERS}\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\?|\b{_OPENERS}\b", re.IGNORECASE)
_FEWEST_WORDS = 3


def parts(text: str) -> tuple[str, ...]:
    """Return the two questions of a message that asks two, in order; of any other message the whole.

    Examples: "What is ECT? Does it hurt?" and "how does TMS work and how long does it take" have two;
    "is it safe to drink and drive on it" has one, and so has a story that ends with one question.
    """
    said = sentences(text)
    asking = [sentence for sentence in said if sentence.endswith("?")]
    if len(asking) >= MOST_PARTS:
        return tuple(asking[-MOST_PARTS:])
    if len(said) != 1:
        return (text,)
    first, *rest = _JOINT.split(text, maxsplit=1)
    if not rest or not _is_question(first) or not _is_question(rest[0]):
        return (text,)
    return first.strip(), rest[0].strip()


def _is_question(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and bool(_ASKS.search(text))
