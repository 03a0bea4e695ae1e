"""Reads what a person says while an exercise is open: which exercise, how it was, how a step went, or onward. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from waymark.care.questionnaires.answers import Tokens, tokens_of
from waymark.care.tools.phrases import Found, Phrases, fillers_of
from waymark.content.exercise_files import ExerciseBook, How, Went

V = TypeVar("V", bound=str)
Steer = Literal["next", "again", "other", "worse_now", "hurts", "no_step"]
_NEAR = 3  # words between a refusal and what it refuses: "not the long breathing"
_MOST_WORDS_OF_WORSE = 8  # in a longer text "this hurts" may be told of something else
_MOST_OTHER_WORDS = 15  # in a longer text a "good" may be about anything


@dataclass(frozen=True)
class Options(Generic[V]):
    """What was read of some listed options: the one that is meant, or several, or none."""

    names: tuple[V, ...]

    @property
    def only(self) -> V | None:
        """The one that is meant, where it is one."""
        return self.names[0] if len(self.names) == 1 else None


@dataclass(frozen=True)
class ExerciseReader:
    """Reads by the words of the content."""

    book: ExerciseBook

    def exercises(self, text: str) -> Options[str]:
        """Return the exercises that a text names, but for those it refuses: "anything but breathing" names none."""
        tokens = tokens_of(text)
        found, _ = self._names.take(tokens)
        refusals = {*map(tokens_of, self.book.words.refusals)}
        starts = (0, *(one.place + 1 for one in found))  # a refusal is of the name that comes first after it
        wanted = (one for one, start in zip(found, starts, strict=False) if not _follows(tokens, one, refusals, start))
        return Options(tuple(dict.fromkeys(one.meaning for one in wanted)))

    def is_only_a_name(self, text: str) -> bool:
        """Return whether a text is nothing but names of exercises."""
        found, left = self._names.take(tokens_of(text))
        return bool(found) and not self._fillers.take(left)[1]

    def number(self, text: str, most: int) -> int | None:
        """Return the number of a listed option that a text is: "2", "the second one", "b"; None where it is none."""
        tokens = tokens_of(text)
        if len(tokens) > 1:
            tokens = tuple(token for token in tokens if len(token) > 1 or token.isdigit())
        found, left = self._numbers.take(tokens)
        values = {one.meaning for one in found}
        if len(values) > 1 and "one" in tokens:
            values.discard(1)
        if len(values) != 1 or self._fillers.take(left)[1]:
            return None
        value = values.pop()
        return value if value <= most else None

    def steer(self, text: str, name: Steer) -> bool:
        """Return whether a text is nothing but one of the sayings of a name."""
        return self._steers[name].all_of(tokens_of(text), self._fillers) is not None

    def is_worse(self, text: str, *, feeling: bool) -> bool:
        """Return whether a text tells that the exercise does harm; "this hurts" is none where a feeling is asked for.

        Example: "its making me really anxious" is; "it is not making me anxious" is not.
        """
        names: tuple[Steer, ...] = ("worse_now",) if feeling else ("worse_now", "hurts")
        tokens = tokens_of(text)
        for name in names:
            found, left = self._steers[name].take(tokens)
            is_short = len(tokens) <= _MOST_WORDS_OF_WORSE and not {*left} & {*self.book.words.negations}
            if self.steer(text, name) or (found and is_short):
                return True
        return False

    def is_clearly_worse(self, text: str) -> bool:
        """Return whether a short text says "worse" or the like, and nothing else of how it is."""
        return len(tokens_of(text)) <= _MOST_WORDS_OF_WORSE and self.how(text).only == "worse"

    def is_no_step(self, text: str) -> bool:
        """Return whether a text is no small step: "I don't know", "I can't even get up"."""
        said = f"{' '.join(tokens_of(text))} "
        begins = (f"{' '.join(tokens_of(one))} " for one in self.book.words.no_step_begins)
        return self.steer(text, "no_step") or said.startswith(tuple(begins))

    def leaves_it_to_us(self, text: str) -> bool:
        """Return whether a text leaves the choice among the exercises to us."""
        return self._any.all_of(tokens_of(text), self._fillers) is not None

    def how(self, text: str) -> Options[How]:
        """Return how it was; "maybe a bit better" is better, "better and worse" are two."""
        found = self._options(text, self._how, ("better", "same", "worse", "unsure"))
        sure = tuple(name for name in found.names if name != "unsure")
        if "unsure" in found.names and len(sure) != 1:
            return Options(("unsure",))
        return Options(sure or found.names)

    def went(self, text: str) -> Options[Went]:
        """Return how a small step went."""
        return self._options(text, self._went, ("did", "part", "not_yet"))

    def begins_like_a_question(self, text: str) -> bool:
        """Return whether the first word is one that begins a question."""
        tokens = tokens_of(text)
        return bool(tokens) and tokens[0] in self.book.words.questions

    def _options(self, text: str, phrases: Phrases[V], names: tuple[V, ...]) -> Options[V]:
        number = self.number(text, len(names))
        if number is not None:
            return Options((names[number - 1],))
        tokens = tokens_of(text)
        found, left = phrases.take(tokens)
        if len(self._fillers.take(left)[1]) > _MOST_OTHER_WORDS:
            return Options(())
        negations = {*map(tokens_of, self.book.words.negations)}
        return Options(
            tuple(dict.fromkeys(one.meaning for one in found if not _follows(tokens, one, negations, one.place - 1)))
        )

    @cached_property
    def _names(self) -> Phrases[str]:
        return Phrases.of({name: exercise.names for name, exercise in self.book.exercises.items()})

    @cached_property
    def _numbers(self) -> Phrases[int]:
        return Phrases.of(self.book.words.numbers)

    @cached_property
    def _fillers(self) -> Phrases[None]:
        return fillers_of(self.book.words.fillers)

    @cached_property
    def _steers(self) -> Mapping[Steer, Phrases[bool]]:
        words = self.book.words
        groups: dict[Steer, Iterable[str]] = {
            "next": words.next, "again": words.again, "other": words.other, "worse_now": words.worse_now,
            "hurts": words.hurts, "no_step": words.no_step,
        }  # fmt: skip
        return {name: Phrases.of({True: sayings}) for name, sayings in groups.items()}

    @cached_property
    def _any(self) -> Phrases[bool]:
        return Phrases.of({True: self.book.words.any})

    @cached_property
    def _how(self) -> Phrases[How]:
        return Phrases.of(self.book.words.how)

    @cached_property
    def _went(self) -> Phrases[Went]:
        return Phrases.of(self.book.words.went)


def _follows(tokens: Tokens, one: Found[V], before: set[Tokens], start: int) -> bool:
    """Return whether one of some sayings stands, from a place on, among the few words before a found one."""
    near = tokens[max(0, start, one.place - _NEAR) : one.place]
    return any(near[place : place + len(words)] == words for words in before for place in range(len(near)))
