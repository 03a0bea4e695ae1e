"""The tool that keeps a person's questions for their clinician, in their own words or chosen from content.

While it asks for a question, nearly everything that is written is one: "will ECT affect my memory?" is then something
to keep, and the card that answers it is offered beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from waymark.answers.render import card_buttons
from waymark.care.clinician_questions.question_list import MOST, MOST_CHARACTERS, QuestionList, new_among
from waymark.care.clinician_questions.question_reader import Edit, QuestionReader
from waymark.care.clinician_questions.questions_state import QuestionsState
from waymark.care.clinician_questions.questions_writer import NAME, QuestionsWriter
from waymark.care.clinician_questions.suggestions import question_in, suggest
from waymark.care.tools.tool import Move, Record, Said
from waymark.content import Content
from waymark.messages import Draft

KEEP, LIST, SUGGEST, EDIT = "keep_question", "list_questions", "suggest_questions", "edit_questions"
_ARE_QUESTIONS: Final = frozenset({"ask_personal_advice", "report_side_effect", "ask_more", KEEP})

_BEGIN: Final = frozenset({"add", "suggest", "change", "remove", "take"})


@dataclass(frozen=True)
class ClinicianQuestions:
    """The tool `clinician_questions`."""

    content: Content

    @classmethod
    def from_content(cls, content: Content) -> ClinicianQuestions:
        """Build the tool."""
        return cls(content)

    @property
    def name(self) -> str:
        """What its words and buttons are called by."""
        return NAME

    @property
    def intents(self) -> frozenset[str]:
        """Keeping a question, seeing the list, having some suggested, changing the list."""
        return frozenset({KEEP, LIST, SUGGEST, EDIT})

    def begin(self, said: Said) -> Move:
        """Show the list, which leaves nothing open, or do what was asked for and go on from there."""
        if said.records is None:
            return Move("", self._writer.not_read(), is_done=True)
        state, kept = QuestionsState().seeing(said.cards), QuestionList.of(said)
        if said.choice is not None and said.choice.partition("=")[0] in _BEGIN:
            return self._pressed(state, kept, said.choice)
        if said.choice is not None or said.intent == LIST:
            return Move("", self._writer.whole(kept), is_done=True)
        if said.intent == SUGGEST:
            return self._suggest(state, kept)
        if said.intent == EDIT:
            edit = self._reader.edit(said.text, len(kept.items), is_wish=True)
            return self._edit(state, kept, edit or Edit("change", None))
        told = self._reader.told(said.text)
        if told is not None:
            return self._add(state, kept, said)
        heard = "" if self._reader.is_bare(said.text) or len(said.text) > MOST_CHARACTERS else said.text.strip()
        return self._open(state.adding(heard=heard, has_begun=False))

    def hear(self, state: str, said: Said) -> Move | None:
        """Take a question, a choice or a step; None for what says something else.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        now = self._read(state).seeing(said.cards)
        if said.records is None:
            return self._open(now, self._writer.say("not_read"))
        kept = QuestionList.of(said)
        if said.choice is not None:
            return self._pressed(now, kept, said.choice)
        step = self._step(now, kept, said)
        if step is not None:
            return step
        match now.step:
            case "suggest":
                return self._choose(now, kept, said)
            case "number":
                return self._number(now, kept, said)
            case _:
                return self._write(now, kept, said)

    def ask(self, state: str) -> Draft:
        """Return the open question.

        Raises:
            ValueError: the state is not one that this version wrote.
        """
        return self._writer.question(self._read(state))

    def _step(self, now: QuestionsState, kept: QuestionList, said: Said) -> Move | None:
        """Do what any step may be answered with; None where the text is for the open question."""
        says, text = self._reader.says, said.text
        if now.step in ("change", "number") and says("leave", text):
            return self._open(now.adding(), self._writer.say("left"))
        if now.step == "add" and says("done", text):
            return Move(now.model_dump_json(), self._writer.done(kept), is_done=True)
        if now.heard and says("yes", text):
            return self._pressed(now, kept, "heard")
        if now.step == "add" and says("more", text):
            return self._open(now.adding(has_begun=False))
        if says("suggest", text) or (said.is_aside and said.intent == SUGGEST):
            return self._suggest(now, kept)
        if says("list", text) or (said.is_aside and said.intent == LIST):
            return self._open(now, self._writer.listed(kept))
        is_wish = said.is_aside and said.intent == EDIT
        edit = self._reader.edit(text, len(kept.items), is_wish=is_wish)
        if edit is not None:
            return self._edit(now, kept, edit)
        return self._obey(now, kept, said) if said.command is not None else None

    def _obey(self, now: QuestionsState, kept: QuestionList, said: Said) -> Move:
        match said.command.name if said.command else "":
            case "skip":
                return self._pressed(now, kept, "done" if now.step == "add" else "none")
            case "back":
                return self._pressed(now, kept, "put_back" if now.removed else "add")
            case "why":
                return self._open(now, self._writer.say("why"))
            case "restart":
                return self._open(now.adding(has_begun=False), self._writer.listed(kept))
        return self._open(now)

    def _pressed(self, now: QuestionsState, kept: QuestionList, choice: str) -> Move:
        kind, _, name = choice.partition("=")
        match kind:
            case "add":
                return self._open(now.adding(has_begun=False))
            case "suggest":
                return self._suggest(now, kept)
            case "list":
                return self._open(now, self._writer.listed(kept))
            case "done":
                return Move(now.model_dump_json(), self._writer.done(kept), is_done=True)
            case "change" | "remove":
                return self._edit(now, kept, Edit("change" if kind == "change" else "remove", None))
            case "leave" | "none":
                return self._open(now.adding(), self._writer.say("left"))
            case "all" if now.step == "suggest":
                return self._take(now, kept, now.offered)
            case "take" if question_in(self.content, name) is not None:
                return self._take(now, kept, (name,))
            case "key" if now.step == "number" and (number := kept.number_of(name)) is not None:
                return self._edit(now, kept, Edit(now.wish, number))
            case "heard" if now.heard:
                return self._added(now, kept, self._reader.questions(now.heard))
            case "put_back" if now.removed:
                return self._put_back(now, kept)
        return self._open(now, self._writer.say("old_button"))

    def _suggest(self, now: QuestionsState, kept: QuestionList) -> Move:
        offered = suggest(self.content, now.cards, kept.texts)
        if not offered:
            return self._open(now.adding(), self._writer.say("no_more"))
        is_of_talk = any(name.rpartition(".")[0] in now.cards for name in offered)
        lead = self._writer.say("suggested" if is_of_talk else "suggested_general")
        return self._open(now.suggesting(offered), lead)

    def _choose(self, now: QuestionsState, kept: QuestionList, said: Said) -> Move | None:
        chosen = self._reader.choice(said.text, len(now.offered))
        if chosen is not None:
            return self._take(now, kept, [now.offered[number - 1] for number in chosen])
        return None if said.is_question or said.is_aside else self._missed(now, "suggest")

    def _take(self, now: QuestionsState, kept: QuestionList, names: Sequence[str]) -> Move:
        texts = [text for name in names if (text := question_in(self.content, name)) is not None]
        return self._added(now, kept, texts) if texts else self._open(now.adding(), self._writer.say("left"))

    def _edit(self, now: QuestionsState, kept: QuestionList, edit: Edit) -> Move:
        """Change or remove a question; without a number that is there, ask for it."""
        if not kept.items:
            return self._open(now.adding(has_begun=False), self._writer.say("empty"))
        number = edit.number if edit.number is not None or len(kept.items) > 1 else 1
        found = kept.at(number)
        if found is None or number is None:
            lead = self._writer.listed(kept)
            if number is not None:
                lead = self._writer.say("hint_number", count=str(len(kept.items))).plus(lead)
            return self._choosing(now.choosing(edit.wish), kept, lead)
        if edit.wish == "remove":
            after, told = now.adding(removed=found.text), self._writer.say("removed", text=found.text)
            return self._open(after, told, keeps=(found.removed,))
        return self._open(now.changing(number, found.key), self._writer.say("now", text=found.text))

    def _number(self, now: QuestionsState, kept: QuestionList, said: Said) -> Move | None:
        number = self._reader.number(said.text, len(kept.items))
        if number is not None:
            return self._edit(now, kept, Edit(now.wish, number))
        if said.is_question or said.is_aside:
            return None
        hint = self._writer.say("hint_number", count=str(len(kept.items)))
        return self._choosing(now.missed(), kept, hint.plus(self._writer.listed(kept)))

    def _choosing(self, now: QuestionsState, kept: QuestionList, lead: Draft) -> Move:
        asked = self._writer.question(now)
        draft = lead.plus(asked).model_copy(update={"buttons": (*self._writer.numbers(kept), *asked.buttons)})
        return Move(now.model_dump_json(), draft)

    def _write(self, now: QuestionsState, kept: QuestionList, said: Said) -> Move | None:
        if said.is_aside and said.intent not in _ARE_QUESTIONS:
            return None
        if not any(sign.isalnum() for sign in said.text):
            return self._missed(now, "words")
        if now.step == "add":
            if self._reader.is_bare(said.text):
                return self._open(now.adding(has_begun=False))
            return self._add(now, kept, said)
        text = " ".join(said.text.split())
        if len(text) > MOST_CHARACTERS:
            return self._missed(now, "long")
        if kept.number_of(now.key) is None:
            return self._open(now.adding(), self._writer.say("old_button"))
        changed = kept.changed(now.key, text)
        told = self._writer.say("changed", number=str(now.number), text=text)
        return self._open(now.adding(), told, keeps=tuple(one.record for one in changed.items if one.key == now.key))

    def _add(self, now: QuestionsState, kept: QuestionList, said: Said) -> Move:
        texts = self._reader.questions(said.text)
        if any(len(text) > MOST_CHARACTERS for text in texts):
            return self._missed(now, "long")
        return self._added(now, kept, texts, card=said.card)

    def _added(self, now: QuestionsState, kept: QuestionList, texts: Sequence[str], *, card: str = "") -> Move:
        """Put questions on the list, each once and as many as go in."""
        fresh = new_among(texts, kept.texts)
        if not fresh:
            number = kept.number_like(texts[0])
            return self._open(now.adding(), self._writer.say("there", number=str(number)))
        after = kept
        for text in fresh[: MOST - len(kept.items)]:
            after = after.added(text)
        added = after.since(kept)
        told = self._writer.noted(added, after)
        if len(added) < len(fresh):
            told = told.plus(self._writer.say("full", most=str(MOST)))
        move = self._open(now.adding(), told, keeps=tuple(one.record for one in added))
        buttons = (*card_buttons(self.content, (card,)), *move.draft.buttons)
        return Move(move.state, move.draft.model_copy(update={"buttons": buttons}), move.keeps)

    def _put_back(self, now: QuestionsState, kept: QuestionList) -> Move:
        after = kept.added(now.removed)
        told = self._writer.say("back", text=now.removed)
        return self._open(now.adding(), told, keeps=tuple(one.record for one in after.since(kept)))

    def _missed(self, now: QuestionsState, kind: str) -> Move:
        return self._open(now.missed(), self._writer.say(f"hint_{kind}"))

    def _open(self, now: QuestionsState, lead: Draft | None = None, *, keeps: tuple[Record, ...] = ()) -> Move:
        asked = self._writer.question(now)
        return Move(now.model_dump_json(), lead.plus(asked) if lead else asked, keeps)

    def _read(self, state: str) -> QuestionsState:
        now = QuestionsState.model_validate_json(state)
        offered = tuple(name for name in now.offered if question_in(self.content, name) is not None)
        if now.step == "suggest" and not offered:
            return now.adding()
        return now.model_copy(update={"offered": offered})

    @cached_property
    def _reader(self) -> QuestionReader:
        return QuestionReader(self.content)

    @cached_property
    def _writer(self) -> QuestionsWriter:
        return QuestionsWriter(self.content)
