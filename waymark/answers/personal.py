"""What kind of decision a person asks Waymark to make for them, so that it is referred to who can."""

from __future__ import annotations

import re
from typing import Final

_KINDS: Final = {  # the first that fits; a sign on the body before all else, for it may be urgent
    "symptom": r"\b(?:is (?:this|it|that)|could (?:this|it) be|do i have)\b.*\b(?:rash|hives|swell\w*|side effect|"
    r"allerg\w*|reaction|serotonin|toxic\w*|seizure|normal)\b|\brash\b|\bhives\b",
    "pregnancy": r"\b(?:pregnan\w*|breast ?feed\w*|nursing|trying for a baby|conceive|expecting)\b",
    "mixing": r"\b(?:mix\w*|combine|together with|at the same time|interact\w*|on top of|take .* with|along with)\b",
    "stopping": r"\b(?:stop\w*|quit\w*|come off|coming off|go off|get off|wean\w*|taper\w*|cold turkey|skip\w*)\b",
    "dose": r"\b(?:dos\w+|mg|milligrams?|how much|how many|double|halve|half|increase|raise|lower|up my|up the|"
    r"miss\w*)\b",
}
_PATTERNS: Final = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}
CHOICE: Final = "choice"


def kind_of(text: str) -> str:
    """Return what a personal question is about: one of the kinds above, or else a choice among treatments."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), CHOICE)
