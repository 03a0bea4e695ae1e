"""Undoes what people do to words, so that one rule reads many spellings.

The result is lower case without accents or apostrophes; sentence ends are ` . `, shorter breaks ` , `, all else single
spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from waymark.content.schema import Spellings

# Letters of other alphabets that look like Latin ones, as used to slip past filters (Unicode TR39, common subset).
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏкмтвнοαεικνρτυχωɑɡıℓ",
    "aeopcyxijsdhlkmtbhoaeikvptuxwagil",
)
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ′")
_SPACED_LETTERS = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-_*]){3,}[^\W\d_](?![^\W_])")
_SENTENCE_END = re.compile(r"(?<!\d)[.!?;…\n\r]+|[.!?;…\n\r]+(?!\d)")
_BREAK = re.compile(r"[,:()\[\]{}\"“”|/–—]+|\s-+\s|--+")
_NOISE = re.compile(r"[^a-z0-9ñ$@!*.,]+")
_REPEATS = re.compile(r"(.)\1{2,}")
_LONGEST_WORD = 40  # letters; what is longer is noise, and patterns would take minutes to read it
_TOKEN_EDGE = "$@!*"


@dataclass(frozen=True)
class Normaliser:
    """Turns any text into the form that phrases are written for.

    `vocabulary` holds the words that disguised tokens are read back to; a token such as `b12` or `gh001` stays as it
    is.
    """

    spellings: Spellings
    vocabulary: Collection[str] = field(default_factory=frozenset)

    def __call__(self, text: str) -> str:
        """Return the normalised text.

        Example: "I’m gonna k1ll mysellllf!!" becomes "im going to kill myself ." where the spellings say so.
        """
        text = self._plain_letters(text)
        text = _SPACED_LETTERS.sub(lambda match: re.sub(r"[^\w]|_", "", match[0]), text)
        words = " ".join(filter(None, (self._word(token[:_LONGEST_WORD]) for token in _separated(text).split())))
        return re.sub(r"(?: ?([.,]))+(?= |$)", r" \1", words).strip()

    def _plain_letters(self, text: str) -> str:
        for emoji, words in self.spellings.emoji.items():
            if emoji in text:
                text = text.replace(emoji, f" {words} ")
        text = unicodedata.normalize("NFKD", text).lower().translate(_LOOKALIKES).translate(_APOSTROPHES)
        return "".join(
            character for character in text if unicodedata.category(character) not in ("Mn", "Cf", "Cs", "Me")
        )

    def _word(self, token: str) -> str:
        if token in (".", ","):
            return token
        known = self.spellings.words.get(token)
        if known is not None:
            return known
        for reading in self._readings(token):
            if reading in self.spellings.words:
                return self.spellings.words[reading]
            if reading in self.vocabulary:
                return reading
        return token.strip(_TOKEN_EDGE)

    def _readings(self, token: str) -> list[str]:
        letters = "".join(self.spellings.letters.get(character, character) for character in token)
        bare = token.strip(_TOKEN_EDGE)
        readings = [bare] if bare != token else []
        for reading in (letters, bare):
            if not reading.isalpha():
                continue
            if letters != token or _REPEATS.search(reading):
                readings += [reading, _REPEATS.sub(r"\1\1", reading), _REPEATS.sub(r"\1", reading)]
        return readings if any(character.isalpha() for character in token) else []


def _separated(text: str) -> str:
    # `!` and `$` inside a word may stand for letters; at its end they are punctuation.
    text = re.sub(r"[!?.]+(?=\s|$)", " . ", text)
    text = re.sub(r"(?<=\w)!(?=\w)", "\x00", text)
    text = _SENTENCE_END.sub(" . ", text)
    text = _BREAK.sub(" , ", text).replace("\x00", "!")
    return _NOISE.sub(" ", text)


def windows(normalised: str, size: int) -> list[str]:
    """Return the text in runs of at most `size` words; each run begins half a run after the one before.

    Patterns look back and forth within a run; without runs, one endless sentence would take minutes to read.
    """
    words = normalised.split(" ")
    if len(words) <= size:
        return [normalised]
    return [" ".join(words[start : start + size]) for start in range(0, len(words) - size // 2, size // 2)]


def sentences(normalised: str) -> list[str]:
    """Return the sentences of a normalised text, none of them empty."""
    return [sentence.strip(" ,") for sentence in normalised.split(" . ") if sentence.strip(" ,.")]
