"""The shapes of the files in `content/treatments/`: facts of treatments, from which comparisons are computed."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from waymark.content.schema import Evidence, Identifier, Name, Text
from waymark.messages import Frozen

TreatmentKind = Literal["medicine", "add_on", "procedure", "therapy", "activity", "approach"]
Fact = Literal[
    "what", "how_given", "time", "how_fast", "how_well", "how_long", "side_effects", "who_not", "monitoring",
    "driving_work", "cost_access", "approval",
]  # fmt: skip


class TreatmentFact(Frozen):
    """One fact of a treatment, in one plain sentence."""

    text: Text
    sources: tuple[Text, ...] = Field(min_length=1)


class HeadToHead(Frozen):
    """What was found where two treatments were compared directly."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    other: Identifier = Field(alias="with")
    text: Text
    sources: tuple[Text, ...] = Field(min_length=1)


class Treatment(Frozen):
    """One treatment as data, so that comparisons are computed and never written twice; its id is the file's name.

    `called` is the name as it stands in a sentence; `decides` tells what may matter in a choice, whoever chooses. Once
    loaded, `synonyms` also holds the names of its `medicines`.
    """

    name: Text
    called: Text
    topic: Identifier
    card: Text
    kind: TreatmentKind
    synonyms: tuple[Name, ...] = ()
    medicines: tuple[Identifier, ...] = ()
    facts: dict[Fact, TreatmentFact] = Field(min_length=3)
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    decides: tuple[Text, ...] = Field(min_length=1, max_length=3)
    head_to_head: tuple[HeadToHead, ...] = ()
