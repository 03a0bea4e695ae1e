"""Which country's lines a person needs: what they say, else what is known of the conversation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.content import Content
from waymark.content.index import UNKNOWN_COUNTRY

_MOST_CHARACTERS = 4_000
# "I'm in Canada", "we live in the UK", "calling from Ireland": a country that is merely mentioned moves nobody.
_HERE = (
    r"\b(?:(?:im|i am|we are|were|i live|we live|living|i stay|based|located|right here|here|i moved"
    r"|estoy|vivo|vivimos|estamos|aqui)(?: (?!not\b|never|dreaming|no\b)\w+){0,2}? (?:in|to|en)"
    r"|(?:calling|writing|texting|chatting|escribo|llamo|escribiendo|llamando) (?:\w+ )?(?:from|desde|in|en|de))"
    r" (?:the |los |el )?"
)
_NOT_HERE = re.compile(r"\b(?:not|never|isnt|arent|used to|born|wish|if|family|visited|was) (?:\w+ ){0,3}$")


@dataclass(frozen=True)
class PlaceReader:
    """Recognises where a person says that they are, and words that are used in one country only."""

    stated: re.Pattern[str]
    alone: re.Pattern[str]
    hinted: re.Pattern[str]
    codes: dict[str, str]
    hint_codes: dict[str, str]

    @classmethod
    def from_content(cls, content: Content) -> PlaceReader:
        """Build the reader from the names, aliases and hints of all countries with lines."""
        codes: dict[str, str] = {}
        hints: dict[str, str] = {}
        for code, country in content.countries.items():
            if code == UNKNOWN_COUNTRY:
                continue
            names = (country.name, *country.aliases, *((country.es.name,) if country.es else ()))
            codes.update({_plain(name): code for name in names})
            hints.update({_plain(hint): code for hint in country.hints})
        names_pattern, hints_pattern = _any_of(codes), _any_of({**hints, **codes})
        return cls(
            re.compile(rf"{_HERE}(?P<name>{names_pattern})\b"),
            re.compile(rf"^(?:in |from |en |de |im in |estoy en )?(?:the |los |el )?(?P<name>{names_pattern})$"),
            re.compile(rf"\b(?P<name>{hints_pattern})\b"),
            codes,
            {**hints, **codes},
        )

    def country_in(self, text: str) -> str | None:
        """Return the code of the country that the person says they are in, if any.

        Example: "I'm in Canada and I want to die" gives "CA"; so does the bare answer "Canada".
        """
        plain = _plain(text[:_MOST_CHARACTERS])
        alone = self.alone.match(plain)
        if alone:
            return self.codes[alone["name"]]
        for found in self.stated.finditer(plain):
            if not _NOT_HERE.search(plain[: found.start("name")]):
                return self.codes[found["name"]]
        return None

    def hint_in(self, text: str) -> str | None:
        """Return the code of a country that the text smells of ("A&E", "my GP on the NHS"), if there is just one."""
        plain = _plain(text[:_MOST_CHARACTERS])
        found = {self.hint_codes[match["name"]] for match in self.hinted.finditer(plain)}
        return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", "", bare)).strip()


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
