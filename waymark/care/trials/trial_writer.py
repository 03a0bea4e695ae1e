"""Puts one trial into words: its name, a line, a row of the list, and how such a trial is usually counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.trials.adequacy import Judgement, explain, judge
from waymark.care.trials.dates import WEEKS_A_MONTH, WEEKS_A_YEAR, Moment
from waymark.care.trials.kept_trial import OWN, KeptTrial
from waymark.content import Content
from waymark.content.trial_files import TrialBook
from waymark.messages import SourceNote

_DAYS_A_WEEK: Final = 7
_MOST_AS_WEEKS: Final = 26
_MOST_AS_MONTHS: Final = 104
_MICROGRAMS: Final = 1000


@dataclass(frozen=True)
class TrialWriter:
    """Words one trial; every word is from `content/`."""

    content: Content
    book: TrialBook

    def name(self, kept: KeptTrial) -> str:
        """Return what a treatment is called; the person's own words where it is not known here."""
        if kept.called is not None:
            return kept.called
        if kept.kind == "medicine" and kept.name in self.content.medicines:
            return self.content.medicines[kept.name].name
        if kept.kind == "therapy" and kept.name in self.book.therapies:
            return self.book.therapies[kept.name].name
        treatment = self.content.treatments.get(kept.name)
        return treatment.name if treatment else kept.name.replace("_", " ")

    def line(self, kept: KeptTrial) -> str:
        """Return what is known of a trial: "Sertraline, 150 mg a day, about 10 weeks, did not help"."""
        parts = [self.name(kept), self.dose(kept), self.length(kept), self._when(kept), *self._outcome(kept)]
        if kept.adherence is not None:
            parts.append(self._word(f"line_adherence_{kept.adherence}"))
        known = [one for one in kept.side_effects if f"trials_side_effect_{one}" in self.content.responses]
        if known and (set(known) != {"other"} or kept.stopped_for != "side_effects"):
            told = ", ".join(self._word(f"side_effect_{one}") for one in known)
            parts.append(self._word("line_side_effects", list=told))
        if kept.stopped_for is not None:
            parts.append(self._word(f"line_stopped_for_{kept.stopped_for}"))
        if kept.is_ongoing:
            parts.append(self._word("line_ongoing"))
        return ", ".join(part for part in parts if part)

    def row(self, kept: KeptTrial, number: int) -> tuple[str, ...]:
        """Return the cells of a trial in the list: treatment, dose, how long, what it did, how usually counted."""
        missing, none = self._word("cell_open"), self._word("cell_none")
        takes_dose = kept.kind == "medicine"
        when = self._when(kept)
        length = ", ".join(part for part in (self.length(kept), when) if part)
        outcome = list(self._outcome(kept))
        if kept.stopped_for == "side_effects":
            outcome.append(self._word("line_stopped_for_side_effects"))
        return (
            f"{number}. {self.name(kept)}",
            self.dose(kept) or (missing if takes_dose else none),
            length or missing,
            ", ".join(outcome) or missing,
            self.counted(kept),
        )

    def dose(self, kept: KeptTrial) -> str:
        """Return the dose in its unit, or nothing."""
        if kept.dose_mg is None:
            return ""
        unit = self.unit(kept)
        amount = kept.dose_mg * _MICROGRAMS if unit == "mcg" else kept.dose_mg
        return self._word(f"line_dose_{unit if kept.kind == 'medicine' else 'each'}", dose=f"{amount:g}")

    def unit(self, kept: KeptTrial) -> str:
        """Return how a dose of it is counted: `mg`, `mcg` or `patch`."""
        medicine = self.content.medicines.get(kept.name) if kept.kind == "medicine" else None
        units = {"mcg": "mcg", "mg/24h": "patch"}
        return units.get(medicine.unit, "mg") if medicine else "mg"

    def length(self, kept: KeptTrial) -> str:
        """Return how long it lasted, and how many sessions; roughly, as it was told."""
        parts = []
        if kept.sessions is not None:
            parts.append(self._counted("session", kept.sessions))
        if kept.weeks is not None:
            parts.append(self._weeks(kept.weeks))
        elif kept.has_vague_length:
            parts.append(self._word("line_vague"))
        return ", ".join(parts)

    def counted(self, kept: KeptTrial) -> str:
        """Return in few words how such a trial is usually counted; never a verdict on an illness."""
        return self._word(f"counted_{self.counts_as(kept)}")

    def counts_as(self, kept: KeptTrial) -> str:
        """Return the id of how such a trial is counted: `too_short`; `other` where it is no medicine."""
        judgement = self._judgement(kept)
        return judgement.explanation if judgement else "no_minimum" if kept.kind == "medicine" else "other"

    def explained(self, kept: KeptTrial) -> str:
        """Return how the published checklists look at a trial."""
        judgement = self._judgement(kept)
        if judgement is None and kept.kind != "medicine":
            return self._word("explained_other", name=self.name(kept))
        explanation = explain(judgement or Judgement("no_minimum", "no_minimum"), self.book)
        return self._word("explained", name=self.name(kept), explanation=" ".join(explanation.split()))

    def sources(self, kept: KeptTrial) -> tuple[SourceNote, ...]:
        """Return what the explanation rests on."""
        medicine = self.content.medicines.get(kept.name)
        if self._judgement(kept) is None or medicine is None or medicine.minimum is None:
            return ()
        return self.content.notes((*self.book.fair.sources, *medicine.minimum.sources))

    def _judgement(self, kept: KeptTrial) -> Judgement | None:
        medicine = self.content.medicines.get(kept.name)
        if kept.kind != "medicine" or kept.name == OWN or medicine is None:
            return None
        return judge(kept.trial, medicine, self.book.fair)

    def _outcome(self, kept: KeptTrial) -> tuple[str, ...]:
        effect = self._word(f"line_effect_{kept.effect}") if kept.effect else ""
        faded = self._word("line_faded") if kept.has_faded and kept.effect != "none" else ""
        return tuple(part for part in (effect, faded) if part)

    def _weeks(self, weeks: float) -> str:
        if weeks < 1:
            return self._counted("day", max(1, round(weeks * _DAYS_A_WEEK)))
        if weeks < _MOST_AS_WEEKS:
            return self._counted("week", round(weeks))
        if weeks < _MOST_AS_MONTHS:
            return self._counted("month", round(weeks / WEEKS_A_MONTH))
        return self._word("line_years", count=f"{round(2 * weeks / WEEKS_A_YEAR) / 2:g}")

    def _counted(self, unit: str, count: int) -> str:
        return self._word(f"line_{unit}") if count == 1 else self._word(f"line_{unit}s", count=str(count))

    def _when(self, kept: KeptTrial) -> str:
        began, ended = _written(kept.began), _written(kept.ended)
        if began and ended and began != ended:
            return self._word("line_from_to", start=began, end=ended)
        if began and (kept.is_ongoing or kept.weeks is None or not ended):
            return self._word("line_from" if kept.is_ongoing else "line_in", start=began)
        if began:
            return self._word("line_in", start=began)
        return self._word("line_until", end=ended) if ended else ""

    def _word(self, name: str, /, **values: str) -> str:
        full = f"trials_{name}"
        return response_draft(self.content, full, 0, values).text if values else words(self.content, full)


def _written(moment: Moment | None) -> str:
    """Return a time as people write it, as far as it is known: March 2019, 2019, March."""
    if moment is None:
        return ""
    month = f"{date(2000, moment.month, 1):%B}" if moment.month else ""
    return " ".join(part for part in (month, str(moment.year) if moment.year else "") if part)
