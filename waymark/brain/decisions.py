"""The safety decision as it travels with a message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from waymark.safety import Decision


def decision_in(values: Mapping[str, Any] | None) -> Decision | None:
    """Return the decision that a message's metadata or parse data holds, if it holds a readable one."""
    try:
        return Decision.model_validate((values or {})["decision"])
    except (KeyError, TypeError, ValidationError):
        return None
