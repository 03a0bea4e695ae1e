"""What the gateway itself says, from `content/responses`."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.answers.render import response_draft, words
from waymark.content import Content
from waymark.messages import Draft
from waymark.safety.respond import main_line


@dataclass(frozen=True)
class Words:
    """Renders responses with the lines of a country."""

    content: Content
    retention_days: int

    def draft(self, name: str, country: str) -> Draft:
        """Return the first wording of a response with its buttons."""
        found = self.content.country(country)
        values = {
            "line": main_line(found),
            "emergency": found.emergency.number or words(self.content, "local_emergency_number"),
            "days": str(self.retention_days),
        }
        return response_draft(self.content, name, 0, values)

    def text(self, name: str, country: str) -> str:
        """Return the first wording of a response as text."""
        return self.draft(name, country).text
