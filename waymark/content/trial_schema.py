"""The closed formats of what is known about treatment trials: medicines, the rule of a fair trial, words people use."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from waymark.content.schema import Identifier, Name, Text
from waymark.messages import Frozen

Market = Literal["US", "GB", "CA", "AU", "EU", "IN"]
Unit = Literal["mg", "mcg", "mg/24h"]
Kind = Literal["medicine", "therapy", "procedure"]
Use = Literal["antidepressant", "augmentation"]
Effect = Literal["none", "little", "half", "mostly", "full"]
Adherence = Literal["most_days", "missed_many"]
StoppedFor = Literal["side_effects", "no_effect", "other"]


class MinimumDose(Frozen):
    """The lowest daily dose that is commonly asked for when a past trial is judged; never advice to anybody.

    `checked` says whether the source itself was read for this number.
    """

    dose: float = Field(gt=0)
    basis: Text
    caution: Text | None = None
    checked: bool
    sources: tuple[Text, ...] = Field(min_length=1)


class Medicine(Frozen):
    """One medicine by all its names; its id is the file's name.

    `terse` are letters that stand for it in notes, and mean it only right before a number ("li 800").
    `unit` is what a bare number means. `slip_above` is a number of mg so high that it can only be a slip of
    the pen; it says nothing of what is safe.
    Without `minimum` no published minimum is known here, and nothing is judged.
    """

    name: Text
    group: Text = Field(alias="class")
    use: Use
    names: tuple[Name, ...] = ()
    brands: dict[Market, tuple[Name, ...]] = Field(default_factory=dict)
    short: tuple[Name, ...] = ()
    terse: tuple[Name, ...] = ()
    misspelt: tuple[Name, ...] = ()
    unit: Unit
    slip_above: float = Field(gt=0)
    minimum: MinimumDose | None = None

    @model_validator(mode="after")
    def _has_a_name(self) -> Medicine:
        if not self.all_names:
            raise ValueError("give at least one of names and brands")
        if self.minimum and self.minimum.dose >= self.slip_above:
            raise ValueError("slip_above must lie far above the minimum dose")
        return self

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name by which people call it, each once; without the terse ones."""
        brands = (name for names in self.brands.values() for name in names)
        return tuple(dict.fromkeys((*self.names, *brands, *self.short, *self.misspelt)))


class FairTrial(Frozen):
    """How long, and how regularly, a trial must have been taken to count, by the published checklists.

    `weeks` is what the most lenient checklist asks for, `strict_weeks` what another asks for.
    """

    weeks: float = Field(gt=0)
    weeks_source: Text
    strict_weeks: float = Field(gt=0)
    strict_weeks_source: Text
    share_of_days: float = Field(gt=0, le=1)
    share_of_days_source: Text

    @model_validator(mode="after")
    def _strict_is_longer(self) -> FairTrial:
        if self.strict_weeks < self.weeks:
            raise ValueError("strict_weeks must not be below weeks")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of all its numbers."""
        return tuple(dict.fromkeys((self.weeks_source, self.strict_weeks_source, self.share_of_days_source)))


class TrialWord(Frozen):
    """One rule that reads what people say of a trial: which field it tells, and what value it means."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+(?:\.[a-z_]+)?$")]
    pattern: Text
    must_match: tuple[Text, ...] = Field(min_length=1)
    must_not_match: tuple[Text, ...] = ()

    @property
    def tells(self) -> str:
        """The field that it tells."""
        return self.id.split(".")[0]

    @property
    def means(self) -> str:
        """The value that it means."""
        return self.id.split(".")[1]


class TrialWords(Frozen):
    """All rules, with the pieces that they share."""

    fragments: dict[Identifier, Text] = Field(default_factory=dict)
    words: tuple[TrialWord, ...] = Field(min_length=1)


class TrialPatterns(Frozen):
    """Regular expressions over plain text that notice a wish while trials are told; docs/content.md names each."""

    add: Text
    remove: Text
    change: Text
    becomes: Text
    corrects: Text
    denies: Text
    instead: Text
    all_of_them: Text
    this_one: Text
    ongoing: Text
    not_a_dose: Text
    tablets: Text
    a_day: Text
    other_reason: Text
    about_effect: Text
    own_lead: Text
    own_tail: Text
    own_told: Text
    own_shape: Text


class TrialTalk(Frozen):
    """How people steer while they tell of trials, and how they answer in a word or two.

    Sayings are normalised text: lower case, no apostrophes, no punctuation. `options` are the answers to
    questions with few of them.
    """

    fillers: tuple[Text, ...]
    yes: tuple[Text, ...]
    no: tuple[Text, ...]
    unknown: tuple[Text, ...]
    done: tuple[Text, ...]
    show: tuple[Text, ...]
    wrong: tuple[Text, ...]
    not_names: tuple[Text, ...]
    ordinals: tuple[Text, ...]
    options: dict[Identifier, dict[Identifier, tuple[Text, ...]]]
    patterns: TrialPatterns


class OtherTherapy(Frozen):
    """A therapy that people name and that has no treatment record of its own."""

    name: Text
    synonyms: tuple[Name, ...] = Field(min_length=1)
