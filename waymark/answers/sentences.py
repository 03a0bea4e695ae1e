"""Where a sentence ends."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.?!])\s+|\n+")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, none of them empty."""
    return [part.strip() for part in _END.split(text) if part.strip()]
