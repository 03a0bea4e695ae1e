"""How far a person has come in an exercise. Pure: a step gives a new value. Free answers are no part of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from waymark.content.exercise_files import ExerciseBook, How, Went
from waymark.messages import Frozen

KIND: Final = "exercise"  # of the records
MOST_MISSES: Final = 2  # after the second message that answers nothing, a way out is shown
Place = Literal["choosing", "went", "intro", "step", "closing"]


class Run(Frozen):
    """One time of doing an exercise, or of choosing one.

    `run` is the key of its record. `step` is the small step that was written, the only answer that is kept; `before`
    and `before_step` are the key and the step of the last time, while it is asked how that went. `misses` counts
    messages in a row that answered nothing.
    """

    run: str
    began_at: datetime
    exercise: str | None = None
    place: Place = "choosing"
    at: int = 0
    step: str | None = None
    before: str | None = None
    before_step: str | None = None
    misses: int = 0

    def fits(self, book: ExerciseBook) -> bool:
        """Return whether the exercise is still as it was when it was begun."""
        if self.place == "choosing":
            return True
        exercise = book.exercises.get(self.exercise or "")
        return exercise is not None and 0 <= self.at < len(exercise.steps)

    @property
    def asks(self) -> str:
        """What the open question is called in a message."""
        return f"exercise.{self.place}"

    def choosing(self) -> Run:
        """Go back to the choice among all."""
        return Run(run=self.run, began_at=self.began_at)

    def chosen(self, exercise: str, before: str | None = None, before_step: str | None = None) -> Run:
        """Open an exercise; first it is asked how the step of the last time went, where there is one."""
        place: Place = "went" if before else "intro"
        known = {"exercise": exercise, "place": place, "before": before, "before_step": before_step}
        return self.choosing().model_copy(update=known)

    def introduced(self) -> Run:
        """Leave the last time behind, and come to what the exercise is."""
        return self.model_copy(update={"place": "intro", "before": None, "before_step": None, "at": 0, "misses": 0})

    def opened(self, at: int) -> Run:
        """Open a step."""
        return self.model_copy(update={"place": "step", "at": at, "misses": 0})

    def closed(self) -> Run:
        """Come to the question how it was."""
        return self.model_copy(update={"place": "closing", "misses": 0})

    def missed(self) -> Run:
        """Count a message that answered nothing."""
        return self.model_copy(update={"misses": self.misses + 1})

    def heard(self) -> Run:
        """Forget the messages that answered nothing."""
        return self.model_copy(update={"misses": 0})

    def values(self, how: How | None = None) -> dict[str, object]:
        """Return what is kept of it."""
        kept: dict[str, object] = {"exercise": self.exercise, "how": how, "at": self.began_at.isoformat()}
        return {**kept, "step": self.step} if self.step else kept


def with_went(values: dict[str, object], went: Went) -> dict[str, object]:
    """Return what is kept of an earlier time, with how its step went."""
    return {**values, "went": went}
