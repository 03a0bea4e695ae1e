"""Puts an exercise into drafts: the choice, its steps, how it was. All words are from `content/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, get_args

from waymark.answers.render import response_draft, words
from waymark.care.exercises.run import Run
from waymark.care.tools.tool import value
from waymark.content import Content
from waymark.content.exercise_files import Breath, Exercise, ExerciseStep, How, Went
from waymark.messages import Block, Breathing, Button, Draft, Paragraph, Steps

TOOL: Final = "exercise"
STOP: Final = "intent:stop"
HOWS: Final[tuple[How, ...]] = get_args(How)
WENTS: Final[tuple[Went, ...]] = get_args(Went)


@dataclass(frozen=True)
class ExerciseWriter:
    """Words everything that belongs to exercises."""

    content: Content

    def open(self, run: Run, *leads: Draft, way_out: bool = False) -> Draft:
        """Return the open question, after what comes before it; with `way_out` also how to leave it."""
        question = {
            "choosing": self._choice,
            "went": self._went,
            "intro": self._intro,
            "step": self._step,
            "closing": self._closing,
        }[run.place](run)
        blocks = tuple(block for lead in leads for block in lead.blocks)
        buttons = self._without_doubles([*question.buttons, *(self._ways_out(run) if way_out else ())])
        return question.model_copy(update={"blocks": (*blocks, *question.blocks), "buttons": buttons, "asks": run.asks})

    def say(self, name: str, turn: int = 0, **values: str) -> Draft:
        """Return some words; `name` is without the name of the tool."""
        return response_draft(self.content, f"{TOOL}_{name}", turn, values)

    def why(self, run: Run) -> Draft:
        """Return why the open question is asked; at a step, what is known of the exercise."""
        match run.place:
            case "choosing":
                return self.say("choose_why")
            case "went":
                return self.say("went_why")
            case "closing":
                return self.say("how_why")
            case "intro" | "step":
                exercise = self._exercise(run)
                return self._known(exercise).plus(Draft(blocks=(), sources=self.content.notes(exercise.sources)))

    def end(self, run: Run, how: How | None) -> Draft:
        """Return the last words, by how it was."""
        draft = self.say(how or "unanswered")
        if run.step and how != "worse":
            draft = draft.plus(self.say("small_after"))
        again = Button(title=self._title("again"), value=value(TOOL, str(run.exercise)))
        other = Button(title=self._title("other"), value=value(TOOL, "other"))
        person = Button(title=self._title("person"), value="intent:ask_lines")
        buttons = (other, person) if how == "worse" else (again, other)
        return draft.model_copy(update={"buttons": buttons})

    def _choice(self, run: Run) -> Draft:
        book = self.content.exercises
        titles = tuple(exercise.title for exercise in book.exercises.values())
        buttons = [Button(title=exercise.title, value=value(TOOL, name)) for name, exercise in book.exercises.items()]
        buttons.append(Button(title=self._title("any"), value=value(TOOL, "any")))
        return Draft(blocks=(Steps(items=titles), *self.say("choose_how").blocks), buttons=tuple(buttons))

    def _went(self, run: Run) -> Draft:
        draft = self.say("went", step=run.before_step or "")
        return draft.model_copy(update={"buttons": self._buttons(WENTS)})

    def _intro(self, run: Run) -> Draft:
        exercise = self._exercise(run)
        parts = [
            self.say(
                "intro", title=exercise.title, about=exercise.about, takes=exercise.takes, careful=exercise.careful
            )
        ]
        parts.append(self._known(exercise))
        if exercise.status != "reviewed":
            parts.append(self.say("drafted"))
        parts.append(self.say("start"))
        blocks = tuple(block for part in parts for block in part.blocks)
        begin = Button(title=self._title("begin"), value=value(TOOL, f"next={run.exercise}.start"))
        other = Button(title=self._title("other"), value=value(TOOL, "other"))
        sources = self.content.notes(exercise.sources)
        return Draft(blocks=blocks, buttons=(begin, other, self._stop), sources=sources)

    def _step(self, run: Run) -> Draft:
        exercise = self._exercise(run)
        step = exercise.steps[run.at]
        place = self.say("place", number=str(run.at + 1), count=str(len(exercise.steps)))
        blocks: list[Block] = [*place.blocks, Paragraph(text=_line(step.text))]
        if step.breath is not None:
            blocks.append(self._breathing(step.breath))
        ideas = tuple(
            Button(title=idea, value=value(TOOL, f"idea={run.exercise}.{run.at}.{number}"))
            for number, idea in enumerate(step.ideas, start=1)
        )
        blocks += self._prompt(step)
        onward = Button(title=self._title("next"), value=value(TOOL, f"next={run.exercise}.{run.at}"))
        return Draft(blocks=tuple(blocks), buttons=(*ideas, onward, self._stop))

    def _prompt(self, step: ExerciseStep) -> list[Block]:
        if step.prompt is None:
            return [*self.say("say_next").blocks]
        blocks: list[Block] = [Paragraph(text=_line(step.prompt))]
        if step.ideas:
            blocks += [Steps(items=step.ideas), *self.say("idea_number", count=str(len(step.ideas))).blocks]
        return [*blocks, *self.say("or_next").blocks]

    def _closing(self, run: Run) -> Draft:
        blocks: list[Block] = [Paragraph(text=self._exercise(run).closing)]
        blocks += [*self.say("how_options").blocks, *self.say("how_skip").blocks]
        return Draft(blocks=tuple(blocks), buttons=self._buttons(HOWS))

    def _breathing(self, breath: Breath) -> Breathing:
        name = "breathing_held_text" if breath.hold else "breathing_text"
        inhale, hold, exhale, rounds = breath.inhale, breath.hold, breath.exhale, breath.rounds
        text = self.say(name, inhale=str(inhale), hold=str(hold), exhale=str(exhale), rounds=str(rounds)).text
        return Breathing(inhale=inhale, hold=hold, exhale=exhale, rounds=rounds, text=text)

    def _known(self, exercise: Exercise) -> Draft:
        return self.say("known", known=_line(exercise.known))

    def _ways_out(self, run: Run) -> tuple[Button, ...]:
        other = Button(title=self._title("other"), value=value(TOOL, "other"))
        skip = Button(title=self._title("skip"), value=value(TOOL, f"skip={run.place}"))
        match run.place:
            case "choosing" | "intro":
                return (self._stop,)
            case "step":
                return (other, self._stop)
            case "went" | "closing":
                return (skip, self._stop)

    def _buttons(self, names: Iterable[str]) -> tuple[Button, ...]:
        return tuple(Button(title=self._title(name), value=value(TOOL, name)) for name in names)

    def _without_doubles(self, buttons: Iterable[Button]) -> tuple[Button, ...]:
        return tuple({button.value: button for button in buttons}.values())

    def _title(self, name: str) -> str:
        return words(self.content, f"{TOOL}_{name}_title")

    @property
    def _stop(self) -> Button:
        return Button(title=self._title("stop"), value=STOP)

    def _exercise(self, run: Run) -> Exercise:
        return self.content.exercises.exercises[run.exercise or ""]


def _line(text: str) -> str:
    return " ".join(text.split())
