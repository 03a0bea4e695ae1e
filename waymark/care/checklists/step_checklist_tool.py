"""The stepwise plan as a personal checklist: each step is done, not yet, not for the person, or not known.

It recommends nothing: no answer leads to another step than the next of the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from waymark.answers.render import response_draft, words
from waymark.care.questionnaires.answers import AnswerReader, Hint, tokens_of
from waymark.care.tools.tool import Move, Record, Said, value
from waymark.content import Content
from waymark.content.checklist_files import CheckAnswer, Checklist
from waymark.messages import Block, Button, Draft, Frozen, Paragraph, Table, paragraphs

KIND, STEPWISE = "checklist", "stepwise"
MOST_MISSES = 2
_HINTS = frozenset({"two_answers", "out_of_range"})
_SHOW = frozenset({"show", "show the list", "show my list", "show me the list", "the list", "my list", "list"})


class CheckProgress(Frozen):
    """The answers so far by step; `at` is the place of the open step, `misses` counts messages that answered nothing.

    `is_again` says that all steps are gone through, answered or not.
    """

    answers: dict[str, str]
    at: int
    misses: int = 0
    is_again: bool = False


@dataclass(frozen=True)
class StepChecklistTool:
    """Goes through the steps, one at a time."""

    content: Content
    name: str = "step_checklist"

    @classmethod
    def from_content(cls, content: Content) -> StepChecklistTool:
        """Build it.

        Raises:
            KeyError: content has no such checklist.
        """
        content.checklists[STEPWISE]
        return cls(content)

    @property
    def intents(self) -> frozenset[str]:
        """Going through the list, which shows it where all of it is answered."""
        return frozenset({"check_steps"})

    def begin(self, said: Said) -> Move:
        """Begin, go on with what is open, or show the list where nothing is."""
        if said.records is None:
            again = Button(title=words(self.content, "step_checklist_try_again_title"), value=value(self.name))
            return Move("", self._say("not_read").model_copy(update={"buttons": (again,)}), is_done=True)
        answers = self._kept(said)
        still_open = [place for place, step in enumerate(self._list.steps) if step.id not in answers]
        progress = CheckProgress(answers=answers, at=still_open[0] if still_open else 0)
        if said.choice == "again":
            return self._moved(progress.model_copy(update={"at": 0, "is_again": True}), "restarted")
        if answers and (not still_open or said.choice == "show"):
            return Move(progress.model_dump_json(), self._table(progress, "shown"), is_done=True)
        if said.choice:
            pressed = self._pressed(progress, said.choice)
            if pressed is not None:
                return pressed
        if answers:
            return self._moved(progress, "resumed")
        told = paragraphs([" ".join(text.split()) for text in (self._list.intro, self._list.notice)])
        sources = self.content.notes(self._list.sources)
        draft = self._open(progress, *told).model_copy(update={"sources": sources})
        return Move(progress.model_dump_json(), draft)

    def hear(self, state: str, said: Said) -> Move | None:
        """Take an answer or a step; None for what says something else.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        progress = self._read(state)
        if said.choice is not None:
            return self._pressed(progress, said.choice) or self._moved(progress, "old_button")
        if said.command is not None:
            return self._obeyed(progress, said.command.name, said.command.number or 0)
        if " ".join(tokens_of(said.text)) in _SHOW:
            return self._shown(progress)
        found = self._reader.read(said.text)
        if isinstance(found, Hint):
            if said.is_question or said.is_aside:
                return None
            missed = progress.model_copy(update={"misses": progress.misses + 1})
            if missed.misses >= MOST_MISSES:
                return Move(missed.model_dump_json(), self._way_out(missed))
            kind = found.kind if found.kind in _HINTS else "unclear"
            return self._moved(missed, f"hint_{kind}", resets=False)
        if (said.is_question or said.is_aside) and not found.is_bare:
            return None
        return self._answered(progress, progress.at, found.value, is_plain=found.is_plain)

    def ask(self, state: str) -> Draft:
        """Return the open step.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        return self._open(self._read(state))

    def _obeyed(self, progress: CheckProgress, name: str, number: int) -> Move:
        steps = len(self._list.steps)
        match name:
            case "skip":
                return self._onward(progress, progress.at, "skipped")
            case "back":
                before = progress.model_copy(update={"at": max(progress.at - 1, 0)})
                return self._moved(before, "back" if progress.at else "at_first")
            case "change" if 1 <= number <= steps:
                return self._moved(progress.model_copy(update={"at": number - 1}), "changing")
            case "change":
                return self._moved(progress, "not_there")
            case "restart":
                return self._moved(progress.model_copy(update={"at": 0, "is_again": True}), "restarted")
            case "why":
                why = paragraphs([self._list.steps[progress.at].why])
                return Move(progress.model_dump_json(), self._open(progress, *why))
        return Move(progress.model_dump_json(), self._open(progress))

    def _pressed(self, progress: CheckProgress, choice: str) -> Move | None:
        """Do what a button says, also one of an earlier step; None where there is no such step or answer."""
        if choice == "show":
            return self._shown(progress)
        if choice == "again":
            return self._obeyed(progress, "restart", 0)
        step, _, given = choice.partition("=")
        place = next((at for at, one in enumerate(self._list.steps) if one.id == step), None)
        if place is None:
            return None
        if given == "skip":
            return self._onward(progress, place, "skipped") if place == progress.at else None
        answer = next((one for one in self._list.answers if one.id == given), None)
        return None if answer is None else self._answered(progress, place, answer.value, is_plain=True)

    def _answered(self, progress: CheckProgress, place: int, number: int, *, is_plain: bool) -> Move:
        answer, step = self._list.answers[number], self._list.steps[place]
        after = progress.model_copy(update={"answers": {**progress.answers, step.id: answer.id}})
        lead = () if is_plain else self._say("noted", answer=answer.text).blocks
        if place != progress.at:
            lead = self._say("changed", number=str(place + 1), answer=answer.text).blocks
            return self._kept_move(after.model_copy(update={"misses": 0}), *lead)
        return self._onward(after, place, "", *lead, keeps=True)

    def _onward(self, progress: CheckProgress, place: int, told: str, *lead: Block, keeps: bool = False) -> Move:
        """Open the next step that is open; behind the last one, the list is shown."""
        rest = range(place + 1, len(self._list.steps))
        is_due = (one for one in rest if progress.is_again or self._list.steps[one].id not in progress.answers)
        at = next(is_due, None)
        after = progress.model_copy(update={"at": place if at is None else at, "misses": 0})
        if at is None:
            record = (self._record(after),) if keeps else ()
            return Move(after.model_dump_json(), self._table(after, "done"), record, is_done=True)
        blocks = (*lead, *(self._say(told).blocks if told else ()))
        return self._kept_move(after, *blocks) if keeps else Move(after.model_dump_json(), self._open(after, *blocks))

    def _moved(self, progress: CheckProgress, told: str, *, resets: bool = True) -> Move:
        after = progress.model_copy(update={"misses": 0}) if resets else progress
        most = str(len(self._list.answers) - 1)
        return Move(after.model_dump_json(), self._open(after, *self._say(told, most=most).blocks))

    def _kept_move(self, progress: CheckProgress, *lead: Block) -> Move:
        return Move(progress.model_dump_json(), self._open(progress, *lead), (self._record(progress),))

    def _shown(self, progress: CheckProgress) -> Move:
        table = self._table(progress, "shown").model_copy(update={"buttons": (), "sources": ()})
        return Move(progress.model_dump_json(), table.plus(self._open(progress)))

    def _open(self, progress: CheckProgress, *lead: Block) -> Draft:
        step, answers = self._list.steps[progress.at], self._list.answers
        blocks: list[Block] = [*lead, *self._say("place", number=str(progress.at + 1)).blocks]
        blocks.append(Paragraph(text=step.question))
        if step.id in progress.answers:
            blocks += self._say("now", answer=self._answer(progress.answers[step.id]).text).blocks
        blocks.append(Paragraph(text="; ".join(f"{answer.value} = {answer.text}" for answer in answers)))
        buttons = tuple(
            Button(title=one.text, value=value(self.name, f"{step.id}={one.id}")) for one in (*answers[1:], answers[0])
        )
        return Draft(blocks=tuple(blocks), buttons=buttons, asks=f"{self.name}.{step.id}")

    def _way_out(self, progress: CheckProgress) -> Draft:
        draft = self._open(progress, *self._say("way_out").blocks)
        step = self._list.steps[progress.at].id
        skip = Button(title=words(self.content, "step_checklist_skip_title"), value=value(self.name, f"{step}=skip"))
        stop = Button(title=words(self.content, "step_checklist_stop_title"), value="intent:stop")
        return draft.model_copy(update={"buttons": (*draft.buttons, skip, stop)})

    def _table(self, progress: CheckProgress, lead: str) -> Draft:
        columns = [words(self.content, f"step_checklist_{name}_title") for name in ("step", "answer")]
        still_open = words(self.content, "step_checklist_open")
        rows = tuple(
            (
                f"{number}. {step.title}",
                self._answer(progress.answers[step.id]).text if step.id in progress.answers else still_open,
            )
            for number, step in enumerate(self._list.steps, 1)
        )
        again = Button(title=words(self.content, "step_checklist_again_title"), value=value(self.name, "again"))
        return Draft(
            blocks=(*self._say(lead).blocks, Table(columns=tuple(columns), rows=rows), *self._say("how").blocks),
            buttons=(again,),
            sources=self.content.notes(self._list.sources),
        )

    def _answer(self, name: str) -> CheckAnswer:
        return next(one for one in self._list.answers if one.id == name)

    def _record(self, progress: CheckProgress) -> Record:
        return Record(KIND, STEPWISE, {"answers": dict(progress.answers)} if progress.answers else None)

    def _kept(self, said: Said) -> dict[str, str]:
        """Return the answers that are kept and that this version still asks for."""
        record = next((one for one in said.kept(KIND) if one.key == STEPWISE), None)
        return self._known((record.values or {}).get("answers") if record else None)

    def _known(self, kept: Any) -> dict[str, str]:
        steps, answers = {step.id for step in self._list.steps}, {one.id for one in self._list.answers}
        found: Mapping[Any, Any] = kept if isinstance(kept, Mapping) else {}
        return {step: given for step, given in found.items() if step in steps and given in answers}

    def _read(self, state: str) -> CheckProgress:
        progress = CheckProgress.model_validate_json(state)
        if not 0 <= progress.at < len(self._list.steps) or self._known(progress.answers) != progress.answers:
            raise ValueError("this is no state of this checklist")
        return progress

    def _say(self, response: str, **values: str) -> Draft:
        count = str(len(self._list.steps))
        return response_draft(self.content, f"step_checklist_{response}", 0, {"count": count, **values})

    @cached_property
    def _list(self) -> Checklist:
        return self.content.checklists[STEPWISE]

    @cached_property
    def _reader(self) -> AnswerReader:
        return AnswerReader(self._list.scale, self.content.instruments.words)
