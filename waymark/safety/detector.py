"""Reads danger in any words, by the network that was taught with data/safety/voices; see training/README.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from waymark.encoder import Encoder
from waymark.errors import EncoderError
from waymark.messages import Level

LEVELS: tuple[Level, ...] = (  # in the order of the network's outputs; training/voices.py has the same
    "none",
    "emergency",
    "plan_or_intent",
    "active_ideation",
    "passive_ideation",
    "self_harm",
    "third_party",
    "medical_urgent",
)
_BETWEEN = " [SEP] "  # as in training/voices.py
_CONTEXT_TURNS = 2
_CONTEXT_CHARACTERS = 300
_SHORT = 12  # words up to which a message is read with what was said before it; a longer one speaks for itself
_WINDOW, _STEP = 80, 50  # words; what the network takes in at once, and how far the next window lies
_MOST_WINDOWS = 256  # 13,000 words, the most that a request can hold
_log = structlog.get_logger()


@dataclass(frozen=True)
class Reading:
    """How likely each level is, in the order of `LEVELS`, and any risk at all."""

    chances: tuple[float, ...]
    risk: float

    @property
    def level(self) -> Level:
        """The likeliest level, "none" included."""
        return LEVELS[max(range(len(LEVELS)), key=self.chances.__getitem__)]

    @property
    def risk_level(self) -> Level:
        """The likeliest level but "none"."""
        return LEVELS[max(range(1, len(LEVELS)), key=self.chances.__getitem__)]

    @property
    def urgent(self) -> float:
        """How likely an emergency, a plan or an intent is."""
        return self.chances[LEVELS.index("emergency")] + self.chances[LEVELS.index("plan_or_intent")]


@dataclass(frozen=True)
class Detector:
    """Reads messages with the network; safe to share between threads."""

    encoder: Encoder

    @classmethod
    def find(cls, folder: Path) -> Detector | None:
        """Return the network whose files are in `folder`; None, with an error in the log, where they are broken.

        Without it the rules stand alone: they miss more, and answer whom they find.
        """
        try:
            return cls(Encoder.load(folder))
        except EncoderError as error:
            _log.error("safety.network.missing", part="safety", exc_info=error)
            return None

    def read(self, text: str, before: Sequence[str] = ()) -> Reading:
        """Return what a message speaks of; of a long one, what its most dangerous part does.

        Args:
            text: of any length.
            before: what was said before it, by anybody, oldest first; gives a short message its meaning.
        """
        words = text.split()
        if len(words) <= _SHORT:
            said = " ".join(before[-_CONTEXT_TURNS:])[-_CONTEXT_CHARACTERS:]
            return self._worst([f"{said}{_BETWEEN}{text}" if said else text])
        if len(words) <= _WINDOW:
            return self._worst([text])
        starts = range(0, max(len(words) - _WINDOW + _STEP, 1), _STEP)
        windows = dict.fromkeys(
            " ".join(words[start : start + _WINDOW]) for start in starts
        )  # pasted text repeats itself
        return self._worst(list(windows)[:_MOST_WINDOWS])

    def _worst(self, texts: Sequence[str]) -> Reading:
        rows = self.encoder.dangers(texts)
        worst = rows[(1 - rows[:, 0] + rows[:, -1]).argmax()]
        *chances, risk = (float(value) for value in worst)
        return Reading(tuple(chances), (1 - chances[0] + risk) / 2)
