"""Spells a message as hurried, hiding or careless people do, and puts it into company. Never changes what it means."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from voices import LEVELS, Message

NONE = LEVELS.index("none")
LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"}
NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqrtyuioplsadfghjkxzcvbnb", strict=False))
MISSPELT = 0.3  # share of messages
IN_COMPANY = 0.12
AFTER_ANOTHER = 0.10
SHORT = 12  # words; only messages of that length are read with what was said before


class Disguise:
    """Changes messages at random, by a seed."""

    def __init__(self, voices: Mapping[str, Sequence[Message]], seed: int) -> None:
        """Take the messages of each voice, by its name."""
        self.voices = voices
        self.random = random.Random(seed)

    def __call__(self, message: Message) -> Message:
        """Return the message as it is or changed."""
        if not message.before:
            chance = self.random.random()
            if chance < IN_COMPANY:
                message = self._among_harmless(message)
            elif chance < IN_COMPANY + AFTER_ANOTHER and 4 <= len(message.text.split()) <= SHORT:
                message = replace(message, before=self.random.choice(self.voices[message.voice]).text[-200:])
        if self.random.random() < MISSPELT:
            change = self.random.choice((self._mistype, self._mistype, _without_marks, self._leet, str.upper))
            message = replace(message, text=change(message.text))
        return message

    def _among_harmless(self, message: Message) -> Message:
        others = [other for other in self.voices[message.voice] if other.level == NONE and not other.before]
        if not others:
            return message
        parts = [message.text, self.random.choice(others).text]
        self.random.shuffle(parts)
        return replace(message, text=" ".join(parts))

    def _mistype(self, text: str) -> str:
        return mistyped(text, self.random)

    def _leet(self, text: str) -> str:
        return " ".join(self._leet_word(word) for word in text.split())

    def _leet_word(self, word: str) -> str:
        if len(word) < 4 or self.random.random() > 0.25:
            return word
        return "".join(LEET.get(letter, letter) if self.random.random() < 0.5 else letter for letter in word)


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if letter not in ".,!?;:'\"-")


def mistyped(text: str, chance_of: random.Random) -> str:
    """Return a text with a few letters swapped, left out, doubled or replaced by their neighbours."""
    letters = list(text)
    for _ in range(max(1, round(len(letters) * chance_of.choice((0.02, 0.04, 0.08))))):
        if len(letters) < 4:
            break
        place, chance = chance_of.randrange(len(letters) - 1), chance_of.random()
        if chance < 0.3:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif chance < 0.55:
            del letters[place]
        elif chance < 0.75:
            letters.insert(place, letters[place])
        else:
            letters[place] = NEIGHBOURS.get(letters[place].lower(), letters[place])
    return "".join(letters)
