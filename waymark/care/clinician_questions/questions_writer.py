"""Words and buttons of the list of questions; every word is from `content/tools`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.clinician_questions.question_list import Listed, QuestionList
from waymark.care.clinician_questions.questions_state import MOST_MISSES, QuestionsState
from waymark.care.clinician_questions.suggestions import question_in
from waymark.care.tools.tool import value
from waymark.content import Content
from waymark.messages import Block, Button, Draft, Heading, Steps

NAME: Final = "clinician_questions"
_MOST_BUTTONS: Final = 8  # numbers beyond are written


@dataclass(frozen=True)
class QuestionsWriter:
    """Says what a step did, and what is open."""

    content: Content

    def say(self, response: str, /, **values: str) -> Draft:
        """Return one of the tool's responses, filled."""
        return response_draft(self.content, f"{NAME}_{response}", 0, values)

    def listed(self, kept: QuestionList) -> Draft:
        """Return the questions with their numbers."""
        if not kept.items:
            return self.say("empty")
        return Draft(blocks=(self._heading, Steps(items=kept.texts)))

    def whole(self, kept: QuestionList) -> Draft:
        """Return the list as an answer of its own, with the ways to change it."""
        ways = ("add", "suggest", "change", "remove") if kept.items else ("add", "suggest")
        draft = self.listed(kept).plus(self.say("how")) if kept.items else self.listed(kept)
        return draft.model_copy(update={"buttons": self.buttons(ways)})

    def done(self, kept: QuestionList) -> Draft:
        """Return the list at the end, and what can be done with it."""
        if not kept.items:
            return self.say("done_empty")
        summary = Button(title=self._title("summary"), value=value("summary"))
        closing = self.listed(kept).plus(self.say("done"))
        return closing.model_copy(update={"buttons": (*self.buttons(["list"]), summary)})

    def not_read(self) -> Draft:
        """Return that the list cannot be read now."""
        again = Button(title=self._title("try_again"), value=value(NAME))
        return self.say("not_read").model_copy(update={"buttons": (again,)})

    def noted(self, added: Iterable[Listed], kept: QuestionList) -> Draft:
        """Return the new questions with their numbers."""
        blocks: list[Block] = []
        for one in added:
            blocks += self.say("noted", number=str(kept.number_of(one.key)), text=one.text).blocks
        return Draft(blocks=tuple(blocks))

    def question(self, state: QuestionsState) -> Draft:
        """Return what is open, with its buttons."""
        match state.step:
            case "add":
                name = "heard" if state.heard else "next" if state.has_begun else "add"
                buttons = self.buttons([*self._before(state), "suggest", "list", "done"])
                asked = self.say(f"ask_{name}")
            case "change":
                asked, buttons = self.say("ask_change", number=str(state.number)), self.buttons(["leave"])
            case "number":
                asked, buttons = self.say(f"ask_number_{state.wish}"), self.buttons(["leave"])
            case "suggest":
                asked, buttons = self._offer(state)
        if state.misses >= MOST_MISSES:
            stop = Button(title=self._title("stop"), value="intent:stop")
            asked, buttons = self.say("way_out").plus(asked), (*buttons, stop)
        return Draft(blocks=asked.blocks, buttons=buttons, asks=state.asks)

    def numbers(self, kept: QuestionList) -> tuple[Button, ...]:
        """Return a button for each of the first questions."""
        return tuple(
            Button(title=self.say("number_title", number=str(number)).text, value=value(NAME, f"key={one.key}"))
            for number, one in enumerate(kept.items[:_MOST_BUTTONS], 1)
        )

    def buttons(self, choices: Iterable[str]) -> tuple[Button, ...]:
        """Return the buttons of these choices."""
        return tuple(Button(title=self._title(choice), value=value(NAME, choice)) for choice in choices)

    def _offer(self, state: QuestionsState) -> tuple[Draft, tuple[Button, ...]]:
        texts = [text for name in state.offered if (text := question_in(self.content, name)) is not None]
        takes = tuple(
            Button(title=self.say("take_title", number=str(number)).text, value=value(NAME, f"take={name}"))
            for number, name in enumerate(state.offered, 1)
        )
        listed = Draft(blocks=(Steps(items=tuple(texts)),))
        rest = self.buttons(["all", "none"] if len(texts) > 1 else ["none"])
        return listed.plus(self.say("ask_suggest")), (*takes, *rest)

    def _before(self, state: QuestionsState) -> tuple[str, ...]:
        return (*(("heard",) if state.heard else ()), *(("put_back",) if state.removed else ()))

    def _title(self, choice: str) -> str:
        return words(self.content, f"{NAME}_{choice}_title")

    @property
    def _heading(self) -> Heading:
        return Heading(text=words(self.content, f"{NAME}_heading"))
