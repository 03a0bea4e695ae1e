"""Return codes: what a person reads aloud or types to come back to their own record. Pure.

Thirty signs of Crockford's base 32, without the vowels, so that no code spells a word: 18 of them are 88 bits.
"""

from __future__ import annotations

import secrets
from typing import Final

SIGNS: Final = "0123456789BCDFGHJKMNPQRSTVWXYZ"
GROUPS: Final = 6
GROUP: Final = 3
_ALIKE: Final = str.maketrans("OIL", "011")  # how people read and hear them


def new_code() -> str:
    """Return a fresh random code, without its hyphens."""
    return "".join(secrets.choice(SIGNS) for _ in range(GROUPS * GROUP))


def shown(code: str) -> str:
    """Return a code as people read it: `4KT-90W-…`."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def typed(text: str) -> str:
    """Return the code that a person may have meant: capitals, no spaces or signs between, O for 0, I and L for 1.

    A text of any other form comes back as some text that opens nothing.
    """
    kept = "".join(sign for sign in text.upper() if sign.isalnum())
    return kept.translate(_ALIKE)
