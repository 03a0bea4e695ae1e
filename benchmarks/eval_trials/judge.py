"""Sets what was read beside what the author meant."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.eval_trials.sets import Sentence, Wanted
from waymark.care.trials.trial import Trial
from waymark.care.trials.trial_reader import TrialReader

WITHIN = 0.15  # share by which a length may differ
_DOSE_WITHIN = 0.01


@dataclass(frozen=True)
class Outcome:
    """One trial that the author meant, or that was read and not meant (`wanted` is None); and what was read of it."""

    sentence: Sentence
    wanted: Wanted | None
    read: Trial | None

    @property
    def has_drug(self) -> bool:
        """Whether the treatment was found, and meant."""
        return self.wanted is not None and self.read is not None

    def is_right(self, field: str) -> bool:
        """Return whether a field is as the author meant it; nothing where nothing was told is right too."""
        if self.wanted is None or self.read is None:
            return False
        wanted, read = getattr(self.wanted, field), getattr(self.read, field)
        if field == "effect" or wanted is None or read is None:
            return bool(wanted == read)
        return bool(abs(wanted - read) <= (WITHIN if field == "weeks" else _DOSE_WITHIN) * abs(wanted))


def judge(sentence: Sentence, reader: TrialReader) -> tuple[list[Outcome], float]:
    """Return the outcomes of one sentence, and the seconds that reading took.

    Authors were free to write any name of a treatment ("mbct"); it stands for the treatment that has this name.
    """
    started = time.perf_counter()
    left = list(reader.read(sentence.text))
    seconds = time.perf_counter() - started
    outcomes = []
    for wanted in sentence.trials:
        named = reader.names.read(wanted.name.replace("_", " "))
        names = {wanted.name, *(one.id for one in named)}
        found = next((trial for trial in left if trial.name in names), None)
        if found is not None:
            left.remove(found)
        outcomes.append(Outcome(sentence, wanted, found))
    return outcomes + [Outcome(sentence, None, trial) for trial in left], seconds
