"""Asks the crisis talk about an answer to a questionnaire's item that may tell of danger: the PHQ-9's ninth.

Any answer above "not at all" is met before the score is shown (source `simon-2013`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from waymark.care.questionnaires.answers import Hint, ItemReader, Read, tokens_of
from waymark.care.questionnaires.commands import CommandReader
from waymark.care.questionnaires.filled import Filled
from waymark.care.questionnaires.step import Pressed
from waymark.content.instrument_files import InstrumentBook, Scale
from waymark.safety import Decision, Responder, RiskState
from waymark.safety.assess import Turn


@dataclass(frozen=True)
class Discloser:
    """Reads messages as the crisis talk does, answers to such an item as disclosures, and bare answers as buttons."""

    responder: Responder

    def decide(
        self,
        text: str,
        state: RiskState,
        *,
        asked: str | None,
        pressed: Pressed | None = None,
        country: str,
        now: datetime,
        context: Sequence[Turn] = (),
        locale: str | None = None,
        is_country_sure: bool = False,
        is_waiting: bool = False,
    ) -> tuple[Decision, RiskState]:
        """Return the decision about a message, and the state after it, as `Responder.decide` does.

        Args:
            text: the message.
            state: what the talk remembers.
            asked: what the last message to the person asked, where it was a question of a questionnaire.
            pressed: the answer that a button stood for, or that stood in a form; it has no text.
            country: what is known so far.
            now: the time of the message.
            context: earlier turns, where they are at hand.
            locale: of the conversation.
            is_country_sure: whether somebody told the country.
            is_waiting: whether a questionnaire was left for this talk, and "go on" goes back to it.
        """
        item = pressed.item if pressed else asked
        found = self._found(item, text)
        told = self._told(item, pressed.value if pressed else found.value if isinstance(found, Read) else 0)
        if found is not None and self._tells_nothing(text, found, discloses=item in self._scales):
            text = ""
        if is_waiting and found is None and self._goes_on(text):
            text = ""  # as was promised
        if item in self._scales:
            context = (*context, Turn("assistant", "", item))
            state = state.model_copy(update={"asks": None})  # the item was asked later than any question of the talk

        def read(words: str) -> tuple[Decision, RiskState]:
            return self.responder.decide(
                words,
                state,
                country=country,
                now=now,
                context=context,
                locale=locale,
                is_country_sure=is_country_sure,
            )

        decision, after = read(text)
        return read(told) if told is not None and decision.response != "takeover" else (decision, after)

    def answer_in(self, payload: str | None) -> Pressed | None:
        """Return the answer that a button stands for, or the most telling one of a form; None where there is none."""
        filled = Filled.read(payload)
        if filled is None:
            return Pressed.read(payload)
        told = (Pressed(item, value) for item, value in filled.answered.items() if item in self._scales)
        return max(told, key=lambda pressed: pressed.value, default=None)

    @property
    def _book(self) -> InstrumentBook:
        return self.responder.content.instruments

    @cached_property
    def _commands(self) -> CommandReader:
        return CommandReader(self._book.commands)

    @cached_property
    def _items(self) -> ItemReader:
        return ItemReader(self._book)

    @cached_property
    def _scales(self) -> Mapping[str, Scale]:
        return self._book.disclosing

    def _tells_nothing(self, text: str, found: Read | Hint, *, discloses: bool) -> bool:
        """Return whether a text holds the form's own words and no more; who wants to stop is always listened to."""
        command = self._commands.read(text)
        if command is not None:
            return command.name != "stop"
        return found.is_bare and (not discloses or (isinstance(found, Read) and found.value == 0))

    def _goes_on(self, text: str) -> bool:
        return " ".join(tokens_of(text)) in self._book.commands.go_back_to_it

    def _found(self, item: str | None, text: str) -> Read | Hint | None:
        """Return what a text answers to the open question of a questionnaire; None where none is open."""
        return self._items.read(item, text) if text else None

    def _told(self, item: str | None, value: int) -> str | None:
        """Return the number of an answer above "not at all" to an item that may tell of danger: it has no language."""
        scale = self._scales.get(item or "")
        return str(value) if scale is not None and 0 < value <= scale.most else None
