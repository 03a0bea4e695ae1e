"""Takes a message that may ask two things apart at each place where it could be: the cards tell which is right."""

from __future__ import annotations

import re
from typing import Final

MOST_JOINTS: Final = 3
"""Joints that are tried, those nearest to the middle first; both halves of each are read, which takes time. More found
no further question."""

_JOINT = re.compile(
    r"(?<=[.!?…])\s+|\s*[,;:]\s+|\s+[-–—+&/]\s+|\s*\.\.+\s*|\s*\n+\s*|\s+(?=(?:and|also|plus|but|or|cos|because|n)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:(?:and|also|plus|but|or|then|so|n|cos|because|&)\b[ ,]*)+", re.IGNORECASE)
_FEWEST_WORDS = 3


def halves(text: str) -> tuple[tuple[str, str], ...]:
    """Return each way to read a text as two, both of at least three words; none for a text that has no joint.

    Example: "how does TMS work and how long does it take" has one: "how does TMS work", "how long does it take".
    """
    found = {}
    for joint in _JOINT.finditer(text):
        first, second = text[: joint.start()].strip(), _LEAD.sub("", text[joint.end() :].strip())
        if min(len(first.split()), len(second.split())) >= _FEWEST_WORDS:
            found[first, second] = abs(len(first) - len(second))
    return tuple(sorted(found, key=found.__getitem__)[:MOST_JOINTS])
