"""Sets one trial of a medicine against the published checklists; never a verdict on an illness, never advice.

Source: the ATHF-SF (Sackeim 2019) and the MGH-ATRQ (Chandler 2010) for weeks; each medicine's own record for its dose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from waymark.care.trials.trial import Trial
from waymark.content.trial_files import TrialBook
from waymark.content.trial_schema import FairTrial, Medicine

Status = Literal["counted", "too_short", "below_minimum", "side_effects", "not_enough_known", "no_minimum"]
Explanation = Literal[Status, "counted_by_one", "missed_doses"]


@dataclass(frozen=True)
class Judgement:
    """How one trial stands against the checklists; `explanation` is the id of the words that say so."""

    status: Status
    explanation: Explanation

    @property
    def is_counted(self) -> bool:
        """Whether the checklists count it as a full trial."""
        return self.status == "counted"


def judge(trial: Trial, medicine: Medicine, fair: FairTrial) -> Judgement:
    """Return how a trial of a medicine stands; more of dose or weeks never makes it count less.

    A trial that was ended early for side effects is not counted as one that did not work. Where the dose or the weeks
    are not known, and nothing known falls short, not enough is known.

    Raises:
        ValueError: the trial is not of a medicine.
    """
    if trial.kind != "medicine":
        raise ValueError(f"only trials of medicines have a minimum dose, not those of kind `{trial.kind}`")
    minimum = medicine.minimum
    if minimum is None:
        return Judgement("no_minimum", "no_minimum")
    is_low = trial.dose_mg is not None and trial.dose_mg < minimum.dose
    is_short = trial.weeks is not None and trial.weeks < fair.weeks
    is_known = trial.dose_mg is not None and trial.weeks is not None
    if trial.stopped_for == "side_effects" and (is_low or is_short or trial.weeks is None):
        return Judgement("side_effects", "side_effects")
    if is_low:
        return Judgement("below_minimum", "below_minimum")
    if is_short:
        return Judgement("too_short", "too_short")
    if not is_known:
        return Judgement("not_enough_known", "not_enough_known")
    if trial.adherence == "missed_many":
        return Judgement("not_enough_known", "missed_doses")
    is_strict = trial.weeks is not None and trial.weeks >= fair.strict_weeks
    return Judgement("counted", "counted" if is_strict else "counted_by_one")


def explain(judgement: Judgement, book: TrialBook) -> str:
    """Return the words for a judgement, with the checklists' weeks filled in."""
    words = book.explanations[judgement.explanation]
    return words.format(weeks=f"{book.fair.weeks:g}", strict_weeks=f"{book.fair.strict_weeks:g}")
