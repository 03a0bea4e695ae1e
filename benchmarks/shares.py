"""Shares with their intervals, and tables, as reports show them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """A share with its 95 % Wilson interval."""

    hits: int
    total: int

    def __str__(self) -> str:
        """Return it as the report shows it."""
        if not self.total:
            return "none"
        low, high = self.interval
        return f"{self.hits / self.total:.3f} ({low:.3f} to {high:.3f}), {self.hits} of {self.total}"

    @property
    def interval(self) -> tuple[float, float]:
        """The interval."""
        z, share = 1.96, self.hits / max(self.total, 1)
        middle = share + z * z / (2 * self.total)
        spread = z * math.sqrt(share * (1 - share) / self.total + z * z / (4 * self.total * self.total))
        low, high = ((middle + side) / (1 + z * z / self.total) for side in (-spread, spread))
        return max(low, 0.0), min(high, 1.0)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
