"""Undoes what people do to words, so that one rule reads many spellings.

The result is lower case without accents or apostrophes; sentence ends are ` . `, shorter breaks ` , `, all else single
spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from waymark.content.schema import Spellings

# Letters that look like Latin ones, as used to slip past filters (Unicode TR39, common subset): Cyrillic, Greek,
# Armenian, Cherokee, phonetic small capitals, and the letters on blue squares and flags.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏкмтвнгпзчԛԝүʏοαεικνρτυχωσηβγɑɡıℓɩʟɪᴋᴀᴇᴍɴᴏᴘᴅᴄᴜᴛꜱʀʙɢʜᴠᴡᴢᴊøđłħŧաոսօ",
    "aeopcyxijsdhlkmtbhrn34qwyyoaeikvptuxwonbyagililikaemnopdcutsrbghvwzjodlhtwnuo",
) | {
    square: chr(ord("a") + (square - start))
    for start in (0x1F150, 0x1F170, 0x1F1E6)
    for square in range(start, start + 26)
}
_INVISIBLE = str.maketrans({"ㅤ": None, "ᅠ": None, "ᅟ": None, "⠀": " "})
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ′")
_SPACED_LETTERS = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-_*]){2,}[^\W\d_](?![^\W_])")
_CUT_WORD = re.compile(r"(?<![a-z])[a-z]+(?:[._*/~+-]+[a-z]+)+(?![a-z])")
_SENTENCE_END = re.compile(r"(?<!\d)[.!?;…\n\r]+|[.!?;…\n\r]+(?!\d)")
_BREAK = re.compile(r"[,:()\[\]{}\"“”«»|/–—]+|\s-+\s|--+")
_NOISE = re.compile(r"[^a-z0-9$@!*.,]+")
_REPEATS = re.compile(r"(.)\1{2,}")
_SOUNDS = (
    ("ch", "#"), ("ll", "y"), ("qu", "k"), ("q", "k"), ("h", ""), ("v", "b"), ("z", "s"), ("ce", "se"), ("ci", "si"),
    ("c", "k"), ("ge", "je"), ("gi", "ji"), ("gue", "ge"), ("gui", "gi"), ("x", "s"), ("w", "u"), ("#", "ch"),
)  # fmt: skip
_DOUBLES = re.compile(r"([a-z])\1")
_LONGEST_WORD = 40  # letters; what is longer is noise, and patterns would take minutes to read it
_TOKEN_EDGE = "$@!*"
_SHORTEST_JOINED = 6  # letters of a dangerous word that is read across a space; shorter ones arise by chance
_FEWEST_SIGNS = 2  # words that only Spanish has; one may stand in any English text ("la", "con")
_FEW_WORDS = 6
_SHORTEST_SOUND = 3
_SHORTEST_SPELLED = 3  # letters; spelled out one by one, so few are read only where they are a known disguise
_ROUNDS = 4  # what one round joins or uncovers, the next may read; people rarely nest disguises deeper


@dataclass(frozen=True)
class Normaliser:
    """Turns any text into the form that phrases are written for.

    `vocabulary` holds the words that disguised tokens are read back to; a token such as `b12` or `gh001` stays as it
    is. `spanish` holds the words that tokens of a Spanish text are read back to by their sound.
    """

    spellings: Spellings
    vocabulary: Collection[str] = field(default_factory=frozenset)
    spanish: Collection[str] = field(default_factory=frozenset)

    def __call__(self, text: str) -> str:
        """Return the normalised text; normalising it again changes nothing.

        Example: "I’m gonna k1ll mysellllf!!" becomes "im going to kill myself ." where the spellings say so.
        """
        for emoji, words in self.spellings.emoji.items():
            if emoji in text:
                text = text.replace(emoji, f" {words} ")
        for _ in range(_ROUNDS):
            before, text = text, self._round(text)
            if text == before:
                break
        return text

    def is_spanish(self, normalised: str) -> bool:
        """Tell whether a normalised text is Spanish, or has Spanish mixed in.

        Example: "ya no quiero vivir" is, "the la times" is not.
        """
        return self._sounds_spanish(normalised.split())

    def _sounds_spanish(self, tokens: list[str]) -> bool:
        signs = len(self._signs.intersection(tokens))
        return signs >= _FEWEST_SIGNS or (signs > 0 and len(tokens) <= _FEW_WORDS)

    @staticmethod
    def plain_letters(text: str) -> str:
        """Return the text in small Latin letters without accents, apostrophes or invisible characters."""
        if text.isascii():
            return text.lower().translate(_APOSTROPHES)
        text = unicodedata.normalize("NFKD", text.translate(_INVISIBLE)).lower()
        text = text.translate(_LOOKALIKES).translate(_APOSTROPHES)
        return "".join(
            character for character in text if unicodedata.category(character) not in ("Mn", "Cf", "Cs", "Me")
        )

    def _round(self, text: str) -> str:
        text = self.plain_letters(text)
        text = _SPACED_LETTERS.sub(self._spelled_out, text)
        text = _CUT_WORD.sub(self._cut, text)
        tokens = [token[:_LONGEST_WORD] for token in _separated(text).split()]
        words = " ".join(filter(None, map(self._word, self._across_spaces(tokens))))
        if self._sounds_spanish(tokens):
            words = " ".join(map(self._spanish_word, words.split()))
        if self._sayings is not None:
            words = self._sayings.sub(lambda match: self.spellings.words[match[0]], words)
        return re.sub(r"(?: ?([.,]))+(?= |$)", r" \1", words).strip()

    @cached_property
    def _sayings(self) -> re.Pattern[str] | None:
        sayings = sorted((word for word in self.spellings.words if " " in word), key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, sayings))})\b") if sayings else None

    @cached_property
    def _masks(self) -> dict[int, tuple[str, ...]]:
        lengths = {len(word) for word in self.spellings.hidden}
        return {length: tuple(word for word in self.spellings.hidden if len(word) == length) for length in lengths}

    @cached_property
    def _hidden(self) -> frozenset[str]:
        return frozenset(self.spellings.hidden)

    def _spelled_out(self, match: re.Match[str]) -> str:
        letters = re.sub(r"[^\w]|_", "", match[0])
        for start in (0, 1):  # "i k m s"
            word = letters[start:]
            if word in self._hidden or word in self.spellings.words:
                return f"{letters[:start]} {word}" if start else word
        if len(letters) <= _SHORTEST_SPELLED:
            return match[0]
        return self._split(letters) or letters

    def _split(self, letters: str) -> str | None:
        """Return run-together letters as words, where one of them is dangerous: "iwanttodie" is "i want to die"."""
        best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 12), end):
                so_far, word = best[start], letters[start:end]
                if so_far is not None and (word in ("i", "a", "me", "my", "to", "no") or word in self.vocabulary):
                    best[end] = (*so_far, word)
                    break
        words = best[-1]
        return " ".join(words) if words and not self._hidden.isdisjoint(words) else None

    def _cut(self, match: re.Match[str]) -> str:
        word = re.sub(r"[^a-z]", "", match[0])
        if word in self._hidden or (len(word) >= _SHORTEST_JOINED and word in self.spellings.words):
            return word
        return match[0]

    @cached_property
    def _signs(self) -> frozenset[str]:
        return frozenset(self.spellings.spanish_signs) | frozenset(self.spanish)

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        return {sound(word): word for word in sorted(self.spanish, reverse=True)}

    def _spanish_word(self, word: str) -> str:
        known = self.spellings.spanish.get(word)
        if known is not None or word in self._signs or len(word) < _SHORTEST_SOUND:
            return known or word
        return self._by_sound.get(sound(word), word)

    def _across_spaces(self, tokens: Iterable[str]) -> Iterator[str]:
        """Yield the tokens, with a dangerous word that a space divides as one: "sui cide"."""
        last = ""
        for token in tokens:
            if last and len(last) + len(token) >= _SHORTEST_JOINED and last + token in self._hidden:
                last += token
                continue
            if last:
                yield last
            last = token
        if last:
            yield last

    def _word(self, token: str) -> str:
        if token in (".", ","):
            return token
        known = self.spellings.words.get(token)
        if known is not None:
            return known
        if token.isalpha() and not _REPEATS.search(token):
            return token
        for reading in self._readings(token):
            if reading in self.spellings.words:
                return self.spellings.words[reading]
            if reading in self.vocabulary or reading in self._hidden:
                return reading
        if "*" in token:
            return self._unmasked(token)
        return token.strip(_TOKEN_EDGE)

    def _unmasked(self, token: str) -> str:
        for word in self._masks.get(len(token), ()):
            letters = [(masked, plain) for masked, plain in zip(token, word, strict=True) if masked != "*"]
            if letters and token[0] == word[0] and all(masked == plain for masked, plain in letters):
                return word
        return token.strip(_TOKEN_EDGE)

    def _readings(self, token: str) -> list[str]:
        if not any(character.isalpha() for character in token):
            return []
        bare = token.strip(_TOKEN_EDGE)
        readings = [bare] if bare != token else []
        letters = "".join(self.spellings.letters.get(character, character) for character in token)
        others = token.replace("1", "l").replace("!", "l")
        others = "".join(self.spellings.letters.get(character, character) for character in others)
        for reading in dict.fromkeys((letters, others, bare)):
            if reading.isalpha() and (reading != token or _REPEATS.search(reading)):
                readings += [reading, _REPEATS.sub(r"\1\1", reading), _REPEATS.sub(r"\1", reading)]
        return readings


def sound(word: str) -> str:
    """Return how a Spanish word sounds, so that words that are written by ear meet: "bibir" and "vivir"."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"y$", "i", re.sub(r"ao(s?)$", r"ado\1", word))
    return _DOUBLES.sub(r"\1", word)


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
