"""Tells which language a person writes in, from the small words that only one language has."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from waymark.content import Content
from waymark.content.schema import Language

Reading = Literal["en", "es", "mixed"]
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MOST_CHARACTERS = 4_000
_ACCENTS = str.maketrans("áéíóúüñ", "aeiouun")


@dataclass(frozen=True)
class LanguageReader:
    """Counts the words of each language; knows no grammar."""

    words: Mapping[Language, Collection[str]]
    question_words: Collection[str]
    letters: Mapping[Language, Collection[str]]

    @classmethod
    def from_content(cls, content: Content) -> LanguageReader:
        """Build the reader from the function words of every language; a word of two languages tells nothing."""
        known = {language: set(book.words.function_words) for language, book in content.crisis.items()}
        own = {
            language: frozenset(words.difference(*(known[other] for other in known if other != language)))
            for language, words in known.items()
        }
        asking = frozenset(word for book in content.crisis.values() for word in book.words.question_words)
        return cls(own, asking, {language: frozenset(book.words.letters) for language, book in content.crisis.items()})

    def read(self, text: str) -> Reading | None:
        """Return the language of a text, `mixed` where both are used, or None where nothing tells.

        Example: "no puedo más" gives "es", "quiero die, I can't más" gives "mixed", "no" and "ok" give None.
        """
        text = text[:_MOST_CHARACTERS].lower()
        found = {language: self._count(text, language) for language in self.words}
        spoken = [language for language, count in found.items() if count]
        if not spoken:
            return None
        first = max(spoken, key=lambda language: found[language])
        others = sum(found[language] for language in spoken if language != first)
        return first if others * 3 <= found[first] else "mixed"

    def spoken_in(self, text: str, so_far: Language) -> Language:
        """Return the language to answer a text in: its own, or the one so far where it tells none.

        Somebody who mixes both is answered in the one that they use more.
        """
        reading = self.read(text)
        if reading is None:
            return so_far
        if reading != "mixed":
            return reading
        found = {language: self._count(text[:_MOST_CHARACTERS].lower(), language) for language in self.words}
        return max(found, key=lambda language: (found[language], language == so_far))

    def asks_something(self, text: str) -> bool:
        """Return whether a text is a question or a request, with or without its mark: "what is ect"."""
        words = _WORD.findall(text[:_MOST_CHARACTERS].lower().translate(_ACCENTS))
        return "?" in text or bool(words and words[0].replace("'", "").replace("’", "") in self.question_words)

    def _count(self, text: str, language: Language) -> int:
        plain = (word.replace("'", "").replace("’", "").translate(_ACCENTS) for word in _WORD.findall(text))
        signs = any(letter in text for letter in self.letters[language])
        return sum(word in self.words[language] for word in plain) + 2 * signs


def of_locale(locale: str | None) -> Language:
    """Return the language of a locale ("es-MX"), or English where we do not speak it."""
    return "es" if (locale or "").lower().split("-")[0].split("_")[0] == "es" else "en"
