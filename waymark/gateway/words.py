"""What the gateway itself says, from `content/responses`, in the language of the talk."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.answers.render import response_draft, words
from waymark.content import Content
from waymark.content.schema import Language
from waymark.messages import Draft
from waymark.safety.lines import LineBook, Situation


@dataclass(frozen=True)
class Words:
    """Renders responses with the lines of a country."""

    content: Content
    retention_days: int

    def draft(self, name: str, country: str, language: Language = "en") -> Draft:
        """Return the first wording of a response with its buttons, in English where it has no other words."""
        found = self.content.country(country)
        spoken: Language = language if name in self.content.translations.get(language, {}) else "en"
        values = {
            "line": LineBook(self.content).line(Situation(country, language=spoken)),
            "emergency": found.emergency.number or words(self.content, "local_emergency_number", spoken),
            "days": str(self.retention_days),
        }
        return response_draft(self.content, name, 0, values, language=spoken)

    def text(self, name: str, country: str, language: Language = "en") -> str:
        """Return the first wording of a response as text."""
        return self.draft(name, country, language).text
