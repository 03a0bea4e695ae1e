"""`waymark keys`: new keys, as environment variables."""

from __future__ import annotations

import json

from waymark.keys import new_keys
from waymark.settings import PREFIX


def print_keys() -> int:
    """Print fresh keys; put them in front of the old ones to rotate."""
    keys = new_keys()
    print(f"{PREFIX}ENCRYPTION_KEYS='{json.dumps(keys.encryption)}'")  # noqa: T201
    print(f"{PREFIX}SIGNING_KEYS='{json.dumps(keys.signing)}'")  # noqa: T201
    print(f"{PREFIX}BRAIN_SECRET='{keys.brain}'")  # noqa: T201
    return 0
