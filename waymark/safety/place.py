"""Which country's lines a person needs: what they say, else what is known of the conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from waymark.content import Content
from waymark.content.index import UNKNOWN_COUNTRY

# "I'm in Canada", "we live in the UK", "calling from Ireland": a country that is merely mentioned moves nobody.
_HERE = (
    r"\b(?:im|i am|we are|were|i live|living|i stay|based|located|here|calling|writing|texting|i come)"
    r"(?: \w+){0,2}? (?:in|from) (?:the )?"
)


@dataclass(frozen=True)
class PlaceReader:
    """Recognises where a person says that they are."""

    pattern: re.Pattern[str]
    codes: dict[str, str]

    @classmethod
    def from_content(cls, content: Content) -> PlaceReader:
        """Build the reader from the names and aliases of all countries with lines."""
        codes = {
            name.lower(): code
            for code, country in content.countries.items()
            if code != UNKNOWN_COUNTRY
            for name in (country.name, *country.aliases)
        }
        names = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
        return cls(re.compile(rf"{_HERE}(?P<name>{names})\b"), codes)

    def country_in(self, text: str) -> str | None:
        """Return the code of the country that the person says they are in, if any.

        Example: "I'm in Canada and I want to die" gives "CA".
        """
        plain = re.sub(r"[^\w\s]", "", text.lower())
        found = self.pattern.search(re.sub(r"\s+", " ", plain))
        return self.codes[found["name"]] if found else None
