"""The crisis talk: decides level, response, step and wording once, and puts the decision into words.

Deciding is pure. The gateway keeps the state between messages; where there is no gateway, the brain calls the same
functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from waymark.content import Content
from waymark.content.crisis_files import RETURNING
from waymark.content.index import UNKNOWN_COUNTRY
from waymark.content.schema import CrisisReply, Cue, Language, Sign
from waymark.messages import Crisis, Draft, Level
from waymark.safety.assess import Assessor, Turn
from waymark.safety.cues import CueReader
from waymark.safety.decision import Decision, RiskState
from waymark.safety.detector import Detector
from waymark.safety.language import LanguageReader, of_locale
from waymark.safety.lines import LineBook, Situation, crisis_block, main_line, shown_line
from waymark.safety.place import PlaceReader
from waymark.safety.talk import (
    NEEDS,
    Heard,
    Say,
    is_over,
    is_rise,
    keeps_asking,
    step_of,
    what_to_say,
    without_stale_question,
)
from waymark.safety.wording import Said, Writer, asides_for, has_reply, message_for, reply_for, situation_of

__all__ = ["Decision", "Responder", "RiskState", "crisis_block", "main_line", "shown_line"]

_REMEMBERED_WORDINGS = 200
_FEW_WORDS = 6
_UNSURE: Level = "passive_ideation"  # what the talk remembers where a question was asked and no level was clear
_SIGNS: frozenset[Cue] = frozenset(get_args(Sign))


@dataclass(frozen=True)
class Responder:
    """Decides and words the crisis talk; built once, safe to share."""

    content: Content
    assessor: Assessor
    places: PlaceReader
    cues: CueReader
    languages: LanguageReader
    line_book: LineBook
    writer: Writer

    @classmethod
    def from_content(cls, content: Content, detector: Detector | None = None) -> Responder:
        """Build the responder from the content and, where it is at hand, the network.

        Raises:
            ContentError: a phrase or a cue cannot be compiled.
        """
        assessor = Assessor.from_content(content, detector)
        lines = LineBook(content)
        return cls(
            content,
            assessor,
            PlaceReader.from_content(content),
            CueReader.from_content(content),
            LanguageReader.from_content(content),
            lines,
            Writer(content, lines),
        )

    def decide(
        self,
        text: str,
        state: RiskState,
        *,
        country: str,
        now: datetime,
        context: Sequence[Turn] = (),
        locale: str | None = None,
        is_country_sure: bool = False,
    ) -> tuple[Decision, RiskState]:
        """Return the decision about a message, and the state after it.

        Args:
            text: the message.
            state: what the talk remembers.
            country: what is known so far; a country that the person says they are in wins.
            now: the time of the message.
            context: earlier turns, where they are at hand.
            locale: of the conversation; the language of the message wins.
            is_country_sure: whether somebody told the country, or it is only the default.
        """
        state = without_stale_question(state, now)
        heard = self._heard(text, state, context)
        state = self._remembered(heard, state, country, locale)
        say = what_to_say(heard, state, now)
        told = Decision(
            level=heard.assessment.level,
            response=heard.assessment.response,
            score=heard.assessment.score,
            evidence=heard.assessment.evidence,
            country=state.country or country,
            is_country_sure=state.country is not None or is_country_sure,
            needs=state.needs,
            language=state.language or of_locale(locale),
        )
        if say is None:
            asks = state.asks if keeps_asking(heard, state, now) else None
            return told, state.model_copy(update={"asks": asks, "stays": 0})
        return self._worded(say, told, heard, state, now)

    def draft(self, decision: Decision) -> Draft:
        """Return the words of a decision; they always name a line."""
        return self.writer.draft(decision)

    def names_line(self, draft: Draft, decision: Decision) -> bool:
        """Return whether a draft names a way to reach the line that a decision calls for."""
        return self.line_book.names_line(draft.text, situation_of(decision))

    def lines(self, country: str, language: Language = "en") -> Crisis:
        """Return the crisis block of a country: emergency number and main lines."""
        return self.line_book.block(Situation(country, language=language))

    def _heard(self, text: str, state: RiskState, context: Sequence[Turn]) -> Heard:
        place = self.places.country_in(text)
        tells_only_place = place is not None and state.level != "none" and len(text.split()) <= _FEW_WORDS
        asks = None if tells_only_place else state.asks  # "yes, I'm in England" says yes to England
        turns = (*context, Turn("assistant", "", asks)) if asks else tuple(context)
        asked = next((turn.asks for turn in reversed(turns) if turn.sender != "person"), None)
        cues = self.cues.read(text)
        in_order = sorted((need for need in NEEDS if need in cues), key=cues.index)  # the first is answered first
        return Heard(
            text=text,
            assessment=self.assessor.assess(text, turns),
            answer=self.assessor.answers.hear(text, asked),
            cues=cues,
            new_needs=tuple(need for need in in_order if need not in state.needs),
            country=place or (UNKNOWN_COUNTRY if "elsewhere" in cues else None),
            tells_only_place=tells_only_place,
            asks_something=self.languages.asks_something(text),
        )

    def _remembered(self, heard: Heard, state: RiskState, country: str, locale: str | None) -> RiskState:
        """Return the state with what the message tells of language, place and needs."""
        so_far = state.language or of_locale(locale)
        spoken = "es" if "spanish" in heard.cues else self.languages.spoken_in(heard.text, so_far)
        changes: dict[str, object] = {
            "needs": tuple(need for need in NEEDS if need in {*state.needs, *heard.new_needs})
        }
        if spoken != of_locale(locale) or state.language is not None:
            changes["language"] = spoken
        if heard.country is not None:
            changes |= {"country": heard.country, "hint": None}
        else:
            hint = self.places.hint_in(heard.text)
            if hint is not None and hint != (state.country or country):
                changes["hint"] = hint
        return state.model_copy(update=changes)

    def _worded(
        self, say: Say, told: Decision, heard: Heard, state: RiskState, now: datetime
    ) -> tuple[Decision, RiskState]:
        """Choose the words; return the decision that names them, and the state after it."""
        book, said = self.content.crisis[told.language], Said(state.said, state.asks)
        step = step_of(say, state, now)
        cues = heard.cues if _SIGNS.intersection(heard.cues) else (*heard.cues, *state.cues)
        wording: CrisisReply
        asides: tuple[str, ...] = ()
        if say.reply is not None and has_reply(book, say.reply, say.level):
            wording = reply_for(book, say.reply, state.level if say.level == "none" else say.level, said)
        else:
            wording = message_for(book, say.level, say.response, step, cues, said)
            if say.response == "takeover":
                overdose: tuple[Cue, ...] = ("overdose",) if say.level == "emergency" and "overdose" in cues else ()
                new = (cue for cue in (*overdose, *heard.new_needs) if cue not in wording.when)
                asides = asides_for(book, tuple(new), said)
        is_other = state.hint is not None and state.hint != told.country and not state.was_asked_for_country
        decision = told.model_copy(
            update={
                "level": say.level,
                "response": say.response,
                "evidence": (*told.evidence, *(f"cue.{cue}" for cue in heard.cues)),
                "step": None if say.response == "none" else step,
                "wording": wording.id,
                "asides": asides,
                "place": say.place,
                "other_country": state.hint if is_other else None,
                "cues": tuple(dict.fromkeys(cues)),
            }
        )
        after: dict[str, object] = {
            "said": (*state.said, wording.id, *asides)[-_REMEMBERED_WORDINGS:],
            "asks": wording.asks or (state.asks if say.keeps_question else None),
            "stays": state.stays + 1 if say.stays else 0,
            "was_asked_for_country": state.was_asked_for_country or is_other or "elsewhere" in heard.cues,
            "checked": state.checked or say.reply == RETURNING,
        }
        if say.response != "none":
            level = say.level if is_over(state, now) or is_rise(say.level, state.level) else state.level
            is_sure = say.response == "takeover" or (state.is_sure and not is_over(state, now))
            after |= {"level": _UNSURE if level == "none" else level, "is_sure": is_sure}
            after |= {"at": now, "cues": decision.cues, "checked": False}
        return decision, state.model_copy(update=after)
