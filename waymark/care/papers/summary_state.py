"""How far a person has come in making a summary. Pure: a step gives a new value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import Field

from waymark.care.papers.parts import PRIVATE, USUAL, Part, in_order
from waymark.messages import Frozen

KIND: Final = "summary"  # of the record
KEY: Final = "latest"
Step = Literal["again", "parts", "safety", "goals", "changed", "notes"]
WRITTEN: Final[tuple[Step, ...]] = ("goals", "changed", "notes")  # steps that are answered in one's own words
MOST_CHARACTERS: Final = 1200  # of one answer; more does not fit on a page


class SummaryState(Frozen):
    """The open step, the parts that go in and the answers so far; `before` is what was written the last time."""

    step: Step = "parts"
    parts: tuple[Part, ...] = USUAL
    answers: dict[str, str] = Field(default_factory=dict)
    before: dict[str, str] = Field(default_factory=dict)
    before_parts: tuple[Part, ...] = ()
    misses: int = Field(default=0, ge=0)

    @property
    def asks(self) -> str:
        """What the open question is called in a message."""
        return f"summary.{self.step}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in order, as the choices so far have it."""
        again: tuple[Step, ...] = ("again",) if self.before_parts else ()
        private: tuple[Step, ...] = ("safety",) if "scores" in self.parts else ()
        return (*again, "parts", *private, *(step for step in WRITTEN if step in self.parts))

    def on(self) -> SummaryState | None:
        """Return the state with the next step open; None after the last."""
        later = [step for step in self.steps if _PLACE[step] > _PLACE[self.step]]
        return self.at(later[0]) if later else None

    def back(self) -> SummaryState | None:
        """Return the state with the step before open; None at the first."""
        earlier = [step for step in self.steps if _PLACE[step] < _PLACE[self.step]]
        return self.at(earlier[-1]) if earlier else None

    def at(self, step: Step) -> SummaryState:
        """Return the state with a step open."""
        return self.model_copy(update={"step": step, "misses": 0})

    def with_parts(self, parts: tuple[Part, ...]) -> SummaryState:
        """Return the state with these parts going in; the private one stays as it was, while there are scores."""
        private = {PRIVATE} if PRIVATE in self.parts and "scores" in parts else set()
        return self.model_copy(update={"parts": in_order({*parts, *private}), "misses": 0})

    def with_private(self, is_in: bool) -> SummaryState:
        """Return the state with the private part in, or out."""
        return self.model_copy(
            update={"parts": in_order({*self.parts, PRIVATE} if is_in else {*self.parts} - {PRIVATE})}
        )

    def with_answer(self, answer: str | None) -> SummaryState:
        """Return the state with the open step answered, or left out."""
        kept = {step: said for step, said in self.answers.items() if step != self.step}
        return self.model_copy(update={"answers": {**kept, self.step: answer} if answer else kept})

    def as_before(self) -> SummaryState:
        """Return the state with everything as it was the last time."""
        return self.model_copy(update={"parts": self.before_parts, "answers": dict(self.before)})

    def missed(self) -> SummaryState:
        """Return the state after a message that answered nothing."""
        return self.model_copy(update={"misses": self.misses + 1})

    @property
    def values(self) -> dict[str, Any]:
        """What the record keeps."""
        answers = {step: said for step, said in self.answers.items() if step in self.parts}
        return {"parts": list(self.parts), "answers": answers}


def begun(values: Mapping[str, Any] | None) -> SummaryState:
    """Return the first state, given what was kept of an earlier summary; what of it cannot be read is left out."""
    parts = (values or {}).get("parts")
    answers = (values or {}).get("answers")
    before_parts = in_order([str(part) for part in parts]) if isinstance(parts, list | tuple) else ()
    given = answers if isinstance(answers, Mapping) else {}
    before = {step: str(given[step])[:MOST_CHARACTERS] for step in WRITTEN if isinstance(given.get(step), str)}
    return SummaryState(step="again" if before_parts else "parts", before=before, before_parts=before_parts)


_PLACE: Final[Mapping[Step, int]] = {"again": 0, "parts": 1, "safety": 2, "goals": 3, "changed": 4, "notes": 5}
