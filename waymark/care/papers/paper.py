"""The kinds of papers, and what a button carries that asks for one: `paper:pdf:goals.scores`.

The gateway answers such a button itself: with the summary as a message, or with a link to the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

PAPER: Final = "paper"
Kind = Literal["show", "pdf", "page", "fhir", "csv", "png"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True)
class Wanted:
    """One paper that is asked for; `choice` names the parts that go in, or the form of a picture."""

    kind: Kind
    choice: str = ""

    @property
    def payload(self) -> str:
        """What the button carries."""
        return f"{PAPER}:{self.kind}:{self.choice}" if self.choice else f"{PAPER}:{self.kind}"

    @classmethod
    def read(cls, payload: str | None) -> Wanted | None:
        """Return what a button asks for, if it is one of these."""
        prefix, _, rest = (payload or "").partition(":")
        kind, _, choice = rest.partition(":")
        return cls(kind, choice) if prefix == PAPER and kind in KINDS else None
