"""The tool that goes through an exercise with a person, one step at a time. It can be left at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from waymark.care.exercises.exercise_reader import ExerciseReader
from waymark.care.exercises.exercise_words import HOWS, TOOL, WENTS, ExerciseWriter
from waymark.care.exercises.run import KIND, MOST_MISSES, Run, with_went
from waymark.care.questionnaires.answers import tokens_of
from waymark.care.questionnaires.commands import Command
from waymark.care.tools.tool import Move, Record, Said
from waymark.content import Content
from waymark.content.exercise_files import ExerciseStep, How, Went
from waymark.messages import Draft

MOST_CHARACTERS = 160  # of a small step; a longer text holds more than one

_WHOLE = frozenset({"hint_empty", "hint_long", "no_step", "how_two", "choose_first"})  # hints with names of their own


@dataclass(frozen=True)
class ExerciseTool:
    """Exercises as a `Tool`."""

    content: Content

    @classmethod
    def from_content(cls, content: Content) -> ExerciseTool:
        """Return the tool for all exercises of the content."""
        return cls(content)

    @property
    def name(self) -> str:
        """See `Tool`."""
        return TOOL

    @property
    def intents(self) -> frozenset[str]:
        """See `Tool`."""
        return frozenset({"do_exercise"})

    def begin(self, said: Said) -> Move:
        """See `Tool`: with the exercise that is named, else with the choice."""
        run = _new(said.now)
        if said.choice:
            return self._begin_pressed(run, said)
        named = self._reader.exercises(said.text)
        if named.only is not None:
            return self._choose(named.only, said)
        if not named.names and said.text and self._reader.leaves_it_to_us(said.text):
            return self._pick(said)
        return self._open(run, "choose_which" if named.names else "choose")

    def hear(self, state: str, said: Said) -> Move | None:
        """See `Tool`."""
        run = self._run(state)
        if said.choice is not None:
            return self._press(run, said)
        if said.text.strip() and self._reader.steer(said.text, "again"):
            return self._open(run.opened(0) if run.place == "closing" else run.heard(), "again")
        if said.text.strip() and self._reader.steer(said.text, "other"):
            return self._leave(run, self._open(_new(said.now), "choose_again"))
        if said.command is not None:
            return self._obey(run, said, said.command)
        if run.place in ("intro", "step") and self._is_worse(run, said):
            return self._finish(run, "worse")
        match run.place:
            case "choosing":
                return self._hear_choice(run, said)
            case "went":
                return self._hear_went(run, said)
            case "closing":
                return self._hear_how(run, said)
            case "intro" | "step":
                return self._hear_step(run, said)

    def ask(self, state: str) -> Draft:
        """See `Tool`."""
        return self._writer.open(self._run(state))

    def _begin_pressed(self, run: Run, said: Said) -> Move:
        choice = said.choice or ""
        if choice in self.content.exercises.exercises:
            return self._choose(choice, said)
        if choice == "any":
            return self._pick(said)
        return self._open(run, "choose" if choice == "other" else "old_button_closed")

    def _press(self, run: Run, said: Said) -> Move:
        """Return what a button does, also one of an earlier message; one that fits no more changes nothing."""
        choice = said.choice or ""
        kind, _, rest = choice.partition("=")
        place = f"{run.exercise}.{run.at if run.place == 'step' else 'start' if run.place == 'intro' else ''}"
        if choice in self.content.exercises.exercises:
            if choice == run.exercise and run.place != "closing":
                return self._open(run.heard())
            return self._leave(run, self._choose(choice, said))
        if choice == "other":
            return self._leave(run, self._open(_new(said.now), "choose_again"))
        if choice == "any" and run.place == "choosing":
            return self._pick(said)
        if kind == "next" and rest == place:
            return self._onward(run)
        if kind == "skip" and rest == run.place:
            return self._obey(run, said, Command("skip"))
        if run.place == "step" and kind == "idea" and rest.rpartition(".")[0] == place:
            step, number = self._step(run), int(rest.rpartition(".")[2]) if rest.rpartition(".")[2].isdecimal() else 0
            if 1 <= number <= len(step.ideas):
                return self._keep_step(run, step.ideas[number - 1])
        if run.place == "closing":
            for how in HOWS:
                if choice == how:
                    return self._finish(run, how)
        if run.place == "went":
            for went in WENTS:
                if choice == went:
                    return self._after_went(run, said, went)
        return self._open(run.heard(), *(["old_button"] if choice else []))

    def _obey(self, run: Run, said: Said, command: Command) -> Move:
        match command.name:
            case "why":
                return self._move(run.heard(), self._writer.open(run.heard(), self._writer.why(run)))
            case "skip":
                return self._skip(run, said)
            case "go_on":
                return self._go_on(run)
            case "back":
                return self._back(run, said)
            case "change":
                number = command.number or 0
                is_there = run.place in ("step", "closing") and 1 <= number <= run.at + 1
                return self._open(
                    run.opened(number - 1) if is_there else run.heard(), "back" if is_there else "not_there"
                )
            case "restart":
                is_open = run.place in ("intro", "step", "closing")
                return self._open(run.opened(0) if is_open else run.heard(), "restarted" if is_open else "resumed")
            case "stop":
                return self._open(run.heard())

    def _skip(self, run: Run, said: Said) -> Move:
        match run.place:
            case "choosing":
                return self._hint(run, "choose_first")
            case "went":
                return self._open(run.introduced(), "went_left_out")
            case "closing":
                return self._finish(run, None)
            case "intro" | "step":
                is_next = self._reader.steer(said.text, "next") or not said.text
                return self._onward(run, *([] if is_next or run.place == "intro" else ["skipped"]))

    def _go_on(self, run: Run) -> Move:
        match run.place:
            case "choosing":
                return self._hint(run, "choose_first")
            case "went":
                return self._open(run.heard(), "went_hint")
            case "closing":
                return self._open(run.heard(), "how_hint")
            case "intro" | "step":
                if run.place == "step" and self._step(run).keeps and run.step is None:
                    return self._open(run.heard(), "no_step")
                return self._onward(run)

    def _back(self, run: Run, said: Said) -> Move:
        if run.place == "closing":
            return self._open(run.opened(run.at), "back")
        if run.place == "step":
            return self._open(run.opened(max(0, run.at - 1)), "back" if run.at else "at_first")
        return self._open(_new(said.now), "choose_again")

    def _hear_choice(self, run: Run, said: Said) -> Move | None:
        text = said.text
        number = self._reader.number(text, len(self.content.exercises.exercises))
        if number is not None:
            return self._choose(list(self.content.exercises.exercises)[number - 1], said)
        if self._reader.leaves_it_to_us(text):
            return self._pick(said)
        named = self._reader.exercises(text)
        if self._is_elsewhere(said) and not (named.only and self._reader.is_only_a_name(text)):
            return None
        if named.only is not None:
            return self._choose(named.only, said)
        return self._open(run.heard(), "choose_which") if named.names else self._hint(run, "choose")

    def _hear_went(self, run: Run, said: Said) -> Move | None:
        went = self._reader.went(said.text).only
        if self._is_elsewhere(said) and (went is None or self._reader.begins_like_a_question(said.text)):
            return None
        return self._hint(run, "went") if went is None else self._after_went(run, said, went)

    def _hear_how(self, run: Run, said: Said) -> Move | None:
        how = self._reader.how(said.text)
        if self._is_elsewhere(said) and (how.only is None or self._reader.begins_like_a_question(said.text)):
            return None
        if how.only is not None:
            return self._finish(run, how.only)
        if self._reader.is_only_a_name(said.text) and (named := self._reader.exercises(said.text).only):
            return self._leave(run, self._choose(named, said))
        return self._hint(run, "how_two" if how.names and not run.misses else "how")

    def _hear_step(self, run: Run, said: Said) -> Move | None:
        text, step = said.text, self._step(run)
        prompts = run.place == "step" and step.prompt is not None
        if prompts and step.keeps and self._reader.is_no_step(text):
            return self._hint(run, "no_step")
        if self._reader.steer(text, "next"):
            return self._onward(run)
        if not prompts and self._reader.is_only_a_name(text) and (named := self._reader.exercises(text).only):
            return self._leave(run, self._choose(named, said))
        if self._is_elsewhere(said, prompts=prompts):
            return None
        if prompts:
            return self._answer(run, step, text)
        if run.place == "step" and self._is_last(run) and (how := self._reader.how(text).only):
            return self._finish(run, how)
        return self._hint(run, "start" if run.place == "intro" else "")

    def _answer(self, run: Run, step: ExerciseStep, text: str) -> Move:
        if not text.strip():
            return self._hint(run, "hint_empty")
        if not step.keeps:
            return self._onward(run, "thanks")
        number = self._reader.number(text, len(step.ideas))
        if number is not None:
            return self._keep_step(run, step.ideas[number - 1])
        if not any(token.isalpha() for token in tokens_of(text)):
            return self._hint(run, "hint_empty")
        told = " ".join(text.split())
        return self._hint(run, "hint_long") if len(told) > MOST_CHARACTERS else self._keep_step(run, told)

    def _keep_step(self, run: Run, step: str) -> Move:
        kept = run.model_copy(update={"step": step})
        return self._onward(kept, told=self._writer.say("step_kept", step=step))

    def _onward(self, run: Run, *leads: str, told: Draft | None = None) -> Move:
        """Go to the next step, or to how it was; a small step is kept before that is asked."""
        if run.place == "intro":
            return self._open(run.opened(0), *leads)
        if self._is_last(run):
            keeps = (Record(KIND, run.run, run.values()),) if run.step else ()
            return self._open(run.closed(), *leads, told=told, keeps=keeps)
        return self._open(run.opened(run.at + 1), *leads, told=told)

    def _after_went(self, run: Run, said: Said, went: Went) -> Move:
        earlier = next((one for one in said.kept(KIND) if one.key == run.before and one.values), None)
        keeps = () if earlier is None else (Record(KIND, earlier.key, with_went(dict(earlier.values or {}), went)),)
        return self._open(run.introduced(), f"went_{went}", keeps=keeps)

    def _finish(self, run: Run, how: How | None) -> Move:
        keeps = (Record(KIND, run.run, run.values(how)),) if how else ()
        return Move(run.closed().model_dump_json(), self._writer.end(run, how), keeps, is_done=True)

    def _leave(self, run: Run, move: Move) -> Move:
        """Go on elsewhere, and keep the small step that was written."""
        keeps = (Record(KIND, run.run, run.values()),) if run.step else ()
        return Move(move.state, move.draft, (*keeps, *move.keeps), move.is_done)

    def _choose(self, exercise: str, said: Said, *leads: str) -> Move:
        earlier = [one for one in said.kept(KIND) if one.values and one.values.get("exercise") == exercise]
        last = earlier[-1] if earlier else None
        step = (last.values or {}).get("step") if last else None
        is_open = last is not None and isinstance(step, str) and not (last.values or {}).get("went")
        run = _new(said.now)
        run = run.chosen(exercise, last.key, step) if last and is_open else run.chosen(exercise)
        return self._open(run, *leads)

    def _pick(self, said: Said) -> Move:
        return self._choose(self.content.exercises.words.any_exercise, said, "picked")

    def _hint(self, run: Run, kind: str) -> Move:
        """Return one kind hint, and from the second message in a row that answers nothing a way out."""
        missed = run.missed()
        is_way_out = missed.misses >= MOST_MISSES
        group = {"choosing": "choose_", "went": "went_", "closing": "how_"}.get(run.place, "")
        own = kind if kind in _WHOLE else f"{kind}_hint".lstrip("_")
        lead = f"{group}way_out" if is_way_out else own
        return self._move(missed, self._writer.open(missed, self._writer.say(lead), way_out=is_way_out))

    def _is_worse(self, run: Run, said: Said) -> bool:
        is_step, step = run.place == "step", self._step(run)
        if self._reader.is_worse(said.text, feeling=is_step and step.feeling):
            return not (said.is_question and self._reader.begins_like_a_question(said.text))
        plain = is_step and step.prompt is None and not said.is_question
        return plain and self._reader.is_clearly_worse(said.text)

    def _is_elsewhere(self, said: Said, *, prompts: bool = False) -> bool:
        """Return whether the words are for another part of the dialogue; to a prompt, "my sister?" is an answer."""
        is_question = said.is_question and (not prompts or self._reader.begins_like_a_question(said.text))
        return is_question or (said.is_aside and said.intent not in self.intents)

    def _open(self, run: Run, *leads: str, told: Draft | None = None, keeps: tuple[Record, ...] = ()) -> Move:
        said = [self._writer.say(lead, run.at) for lead in leads]
        return self._move(run, self._writer.open(run, *said, *([told] if told else [])), keeps)

    def _move(self, run: Run, draft: Draft, keeps: tuple[Record, ...] = ()) -> Move:
        return Move(run.model_dump_json(), draft, keeps)

    def _run(self, state: str) -> Run:
        run = Run.model_validate_json(state)
        if not run.fits(self.content.exercises):
            raise ValueError("the exercise is not the one that it was begun with")
        return run

    def _step(self, run: Run) -> ExerciseStep:
        return self.content.exercises.exercises[run.exercise or ""].steps[run.at]

    def _is_last(self, run: Run) -> bool:
        return run.at + 1 >= len(self.content.exercises.exercises[run.exercise or ""].steps)

    @cached_property
    def _reader(self) -> ExerciseReader:
        return ExerciseReader(self.content.exercises)

    @cached_property
    def _writer(self) -> ExerciseWriter:
        return ExerciseWriter(self.content)


def _new(now: datetime) -> Run:
    return Run(run=f"{now:%Y%m%d%H%M%S%f}", began_at=now)
