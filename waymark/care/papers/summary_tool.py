"""Makes the appointment summary by talking: which parts go in, a few answers, and then the summary and its papers.

What is stored is not read here: the gateway puts the summary into the message, and answers the buttons for papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.papers.choosing import PartReader
from waymark.care.papers.paper import Kind, Wanted
from waymark.care.papers.parts import PRIVATE, USUAL, Part, in_order, write_parts
from waymark.care.papers.summary_state import KEY, KIND, MOST_CHARACTERS, WRITTEN, SummaryState, begun
from waymark.care.questionnaires.commands import Command
from waymark.care.tools.tool import Move, Record, Said, value
from waymark.content import Content
from waymark.content.summary_file import SummaryWords
from waymark.messages import Button, Draft, Steps

NAME: Final = "summary"
_MOST_MISSES: Final = 2
_ASIDE: Final = 8  # words; a longer answer that only looks like small talk is an answer
_QUESTION: Final = 15
_STOP: Final = "intent:stop"


@dataclass(frozen=True)
class SummaryTool:
    """The tool `summary`."""

    content: Content
    words: SummaryWords

    @classmethod
    def from_content(cls, content: Content) -> SummaryTool:
        """Build the tool.

        Raises:
            ValueError: content has no words for it.
        """
        if content.summary_words is None:
            raise ValueError("content has no care/summary_words.yml")
        return cls(content, content.summary_words)

    @property
    def name(self) -> str:
        """What its buttons, words, state and records are called by."""
        return NAME

    @property
    def intents(self) -> frozenset[str]:
        """The intents that begin it."""
        return frozenset({"make_summary"})

    def begin(self, said: Said) -> Move:
        """Ask which parts go in; where a summary was made before, whether to use it as it was."""
        kept = said.kept(KIND)
        state = begun(kept[-1].values if kept else None)
        if state.step == "parts":
            return self._move(state, self._say("summary_intro"))
        return self._move(state, self._say("summary_again_intro"))

    def hear(self, state: str, said: Said) -> Move | None:
        """Return what a message does; see `Tool`."""
        now = SummaryState.model_validate_json(state)
        if said.choice is not None:
            return self._press(now, said.choice)
        if said.command is not None:
            return self._obey(now, said.command)
        if said.intent in self.intents and said.is_aside:
            return self._move(now)
        if now.step in WRITTEN:
            return self._write(now, said)
        return self._choose(now, said)

    def ask(self, state: str) -> Draft:
        """Return the open question again."""
        return self._ask(SummaryState.model_validate_json(state))

    def _press(self, now: SummaryState, choice: str) -> Move:
        step, _, chosen = choice.partition(".")
        if not chosen or step != now.step:
            return self._move(now, self._say("summary_late"))
        if chosen == "skip":
            return self._obey(now, Command("skip"))
        match step, chosen:
            case "again", "use":
                return self._done(now.as_before())
            case "again", "renew":
                return self._move(now.at("parts"))
            case "parts", "all":
                return self._parts_chosen(now, USUAL)
            case "parts", "done":
                return self._parts_chosen(now, now.parts)
            case "parts", part if part in USUAL:
                toggled = {*now.parts} ^ {part}
                return self._move(now.with_parts(in_order(toggled)))
            case "safety", "yes" | "no":
                return self._next(now.with_private(chosen == "yes"))
            case (("goals" | "changed" | "notes"), "keep") if step in now.before:
                return self._next(now.with_answer(now.before[step]), self._noted(now, now.before[step]))
        return self._move(now, self._say("summary_late"))

    def _obey(self, now: SummaryState, command: Command) -> Move:
        match command.name:
            case "skip":
                if now.step in WRITTEN:
                    return self._next(now.with_answer(None), self._say("summary_skipped"))
                if now.step == "safety":
                    return self._next(now.with_private(False), self._say("summary_skipped"))
                return self._move(now.at("parts")) if now.step == "again" else self._parts_chosen(now, now.parts)
            case "back" | "change":
                back = now.back()
                return self._move(back or now, self._say("summary_back" if back else "summary_first"))
            case "why":
                return self._move(now, self._say(f"summary_why_{now.step}"))
            case "restart":
                fresh = SummaryState(before=now.before, before_parts=now.before_parts)
                return self._move(fresh, self._say("summary_restarted"))
            case "go_on" | "stop":
                return self._move(now)

    def _choose(self, now: SummaryState, said: Said) -> Move | None:
        match now.step:
            case "again":
                if self._reader.is_one_of(said.text, self.words.use):
                    return self._done(now.as_before())
                if self._reader.is_one_of(said.text, self.words.renew):
                    return self._move(now.at("parts"))
            case "parts":
                parts = None if said.is_question else self._reader.read(said.text, now.parts)
                if parts is not None:
                    return self._parts_chosen(now, parts)
            case _:
                for is_in, sayings in ((True, self.words.yes), (False, self.words.no)):
                    if self._reader.is_one_of(said.text, sayings):
                        return self._next(now.with_private(is_in))
        return None if said.is_question or said.is_aside else self._missed(now)

    def _write(self, now: SummaryState, said: Said) -> Move | None:
        length = len(said.text.split())
        if now.step in now.before and self._reader.is_one_of(said.text, self.words.keep):
            return self._next(now.with_answer(now.before[now.step]), self._noted(now, now.before[now.step]))
        if self._reader.is_one_of(said.text, self.words.no_answer):
            return self._next(now.with_answer(None), self._say("summary_skipped"))
        if (said.is_question and length <= _QUESTION) or (said.is_aside and length <= _ASIDE):
            return None
        if not any(sign.isalnum() for sign in said.text):
            return self._missed(now, "words")
        answer = " ".join(said.text.split())
        if len(answer) > MOST_CHARACTERS:
            return self._missed(now, "long")
        return self._next(now.with_answer(answer), self._noted(now, answer))

    def _parts_chosen(self, now: SummaryState, parts: Sequence[Part]) -> Move:
        chosen = now.with_parts(in_order(parts))
        if not any(part in USUAL for part in chosen.parts):
            return self._move(now, self._say("summary_parts_empty"))
        return self._next(chosen, self._say("summary_parts_noted", parts=self._names(chosen.parts)))

    def _next(self, now: SummaryState, lead: Draft | None = None) -> Move:
        after = now.on()
        return self._done(now, lead) if after is None else self._move(after, lead)

    def _missed(self, now: SummaryState, kind: str = "") -> Move:
        after = now.missed()
        if after.misses < _MOST_MISSES:
            return self._move(after, self._say(f"summary_hint_{kind or now.step}"))
        return self._move(after, self._say("summary_way_out"))

    def _move(self, state: SummaryState, lead: Draft | None = None) -> Move:
        asked = self._ask(state)
        return Move(state.model_dump_json(), lead.plus(asked) if lead else asked)

    def _done(self, now: SummaryState, lead: Draft | None = None) -> Move:
        ready = self._say("summary_ready")
        parts = write_parts(now.parts)
        kinds: list[Kind] = ["show", "pdf", "page"]
        if "scores" in now.parts:
            kinds.append("csv")
        if "scores" in now.parts or "trials" in now.parts:
            kinds.append("fhir")
        ways = tuple(
            Button(title=words(self.content, f"summary_{kind}_title"), value=Wanted(kind, parts).payload)
            for kind in kinds
        )
        draft = Draft(blocks=(*(lead.blocks if lead else ()), *ready.blocks), buttons=ways)
        return Move(now.model_dump_json(), draft, (Record(KIND, KEY, now.values),), is_done=True)

    def _ask(self, state: SummaryState) -> Draft:
        match state.step:
            case "again":
                asked = self._say("summary_again_options")
                buttons = [self._button(state, "use"), self._button(state, "renew")]
            case "parts":
                listed = Steps(items=tuple(words(self.content, f"summary_part_{part}") for part in USUAL))
                asked = Draft(blocks=(*self._say("summary_parts_ask").blocks, listed, *self._now(state).blocks))
                buttons = self._toggles(state)
            case "safety":
                asked = self._say("summary_safety_ask")
                buttons = [self._button(state, "yes"), self._button(state, "no")]
            case _:
                before = state.before.get(state.step)
                asked = self._say(f"summary_{state.step}_ask")
                if before:
                    asked = asked.plus(self._say("summary_before", text=before))
                buttons = [self._button(state, "keep")] if before else []
                buttons.append(self._button(state, "skip"))
        if state.misses >= _MOST_MISSES:
            if state.step not in WRITTEN:
                buttons.append(self._button(state, "skip"))
            buttons.append(Button(title=words(self.content, "summary_stop_title"), value=_STOP))
        return Draft(blocks=asked.blocks, buttons=tuple(buttons), asks=state.asks)

    def _now(self, state: SummaryState) -> Draft:
        """Tell what goes in so far, unless that is what usually does."""
        left = tuple(part for part in USUAL if part not in state.parts)
        if not left:
            return Draft(blocks=())
        return self._say("summary_parts_now", parts=self._names(state.parts), left=self._names(left))

    def _toggles(self, state: SummaryState) -> list[Button]:
        is_changed = set(state.parts) - {PRIVATE} != set(USUAL)
        buttons = [self._button(state, "all"), *([self._button(state, "done")] if is_changed else [])]
        for part in USUAL:
            name = "summary_take_out_title" if part in state.parts else "summary_put_in_title"
            title = self._say(name, part=words(self.content, f"summary_name_{part}")).text
            buttons.append(Button(title=title, value=value(NAME, f"parts.{part}")))
        return buttons

    def _button(self, state: SummaryState, choice: str) -> Button:
        return Button(title=words(self.content, f"summary_{choice}_title"), value=value(NAME, f"{state.step}.{choice}"))

    def _names(self, parts: Sequence[Part]) -> str:
        named = [words(self.content, f"summary_name_{part}") for part in parts if part in USUAL]
        return ", ".join(named) or words(self.content, "summary_parts_nothing")

    def _noted(self, now: SummaryState, answer: str) -> Draft:
        return self._say("summary_noted" if now.on() else "summary_noted_last", text=answer)

    def _say(self, response: str, /, **values: str) -> Draft:
        return response_draft(self.content, response, 0, values)

    @cached_property
    def _reader(self) -> PartReader:
        return PartReader(self.words)
