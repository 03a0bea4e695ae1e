"""Chooses words that were not said yet, and puts them into a draft."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from waymark.content import Content
from waymark.content.crisis_files import CrisisBook
from waymark.content.schema import Aside, CrisisMessage, CrisisReply, Cue, Language, Need, Step
from waymark.messages import Block, Draft, Level, Paragraph, ResponseKind
from waymark.safety.decision import Decision
from waymark.safety.lines import LineBook, Situation

MOST_ASIDES = 1  # a person in distress reads little
_PLACEHOLDER = re.compile(r"(?P<start>^|[.!?] )?\{(?P<name>[a-z]+)\}")
_ONLY_OWN: Mapping[Level, tuple[str, ...]] = {  # levels, and the questions that are asked at them alone
    "emergency": (),
    "medical_urgent": ("safe_from_them",),
    "third_party": ("they_safe",),
}
_OWN_QUESTION: frozenset[Level] = frozenset({"emergency", "plan_or_intent", "third_party", "medical_urgent"})
R = TypeVar("R", bound=CrisisReply)
_SIGNS_FOR: Mapping[Level, tuple[Cue, ...]] = {  # a sign chooses words at these levels only; the first goes first
    "emergency": ("overdose",),
    "plan_or_intent": ("asks_how",),
    "third_party": ("happening_now",),
    "none": ("asks_how",),
    "medical_urgent": (
        "drug_reaction", "body_sign", "wrong_dose", "overdose", "violence", "partner_violence", "psychosis",
        "harm_others", "shutdown", "withdrawal", "mania",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What was said and asked in this talk so far, the oldest first."""

    ids: tuple[str, ...]
    asks: str | None


def messages_of(book: CrisisBook, level: Level, response: ResponseKind) -> tuple[CrisisMessage, ...]:
    """Return all wordings of a level; those of the check-in where there is no more than that to do."""
    if response == "check_in" or level == "none":
        return book.messages["check_in"]
    return book.messages[level]


def message_for(
    book: CrisisBook, level: Level, response: ResponseKind, step: Step, cues: Collection[Cue], said: Said
) -> CrisisMessage:
    """Return the words of a level and step that fit the signs and were said longest ago, or never.

    A sign that has no words of its own at this step is met with its first ones; so is a person to whom all words of
    the step were said.
    """
    wordings = messages_of(book, level, response)
    signs = (*(cue for cue in _SIGNS_FOR.get(level, ()) if cue in cues), level)
    made = [message for message in wordings if set(signs).intersection(message.when)]
    made = [message for message in made if message.step == step] or [one for one in made if one.step == "first"]
    plain = [message for message in wordings if not message.when and message.step == step]
    if response == "check_in" and level in _OWN_QUESTION and made:
        plain = []  # the usual question would miss what they wrote
    fitting = [*made, *plain]
    if all(message.id in said.ids for message in fitting):
        fitting += [message for message in wordings if not message.when and message.step == "first"]
    return _freshest(fitting, said, signs)


def reply_for(book: CrisisBook, name: str, level: Level, said: Said) -> CrisisReply:
    """Return the words of a reply that fit the level of the talk and were said longest ago, or never.

    Raises:
        KeyError: there is no such reply.
    """
    replies = book.replies[name]
    own = [reply for reply in replies if level in reply.when]
    return _freshest(own or [reply for reply in replies if not reply.when], said)


def has_reply(book: CrisisBook, name: str, level: Level) -> bool:
    """Return whether a reply is made for a level of the talk.

    In an emergency the number comes first, and who worries about somebody else is not the one at risk: there only words
    written for that level will do.
    """
    question = name.split(".")[0]
    if level not in _ONLY_OWN or question in _ONLY_OWN[level]:
        return True
    return any(level in reply.when for reply in book.replies[name])


def asides_for(book: CrisisBook, cues: Sequence[Cue], said: Said) -> tuple[str, ...]:
    """Return the ids of the asides for what the person has just told, the most needed first."""
    chosen = (_least_recent(book.asides[cue], said) for cue in cues if cue in book.asides)
    return tuple(aside.id for aside in chosen)[:MOST_ASIDES]


def _freshest(wordings: Sequence[R], said: Said, signs: Sequence[str] = ()) -> R:
    """Prefer words not said yet, then words made for the most urgent sign, then another question than the last."""
    last_said = {wording: place for place, wording in enumerate(said.ids)}

    def rank(wording: R) -> int:
        return min((signs.index(name) for name in wording.when if name in signs), default=len(signs))

    return min(
        wordings,
        key=lambda wording: (
            last_said.get(wording.id, -1),
            rank(wording),
            wording.asks is not None and wording.asks == said.asks,
        ),
    )


def _least_recent(asides: Sequence[Aside], said: Said) -> Aside:
    last_said = {wording: place for place, wording in enumerate(said.ids)}
    return min(asides, key=lambda aside: last_said.get(aside.id, -1))


@dataclass(frozen=True)
class Writer:
    """Puts decisions into drafts: every word from `content/`, every number from the lines."""

    content: Content
    lines: LineBook

    def draft(self, decision: Decision) -> Draft:
        """Return the words of a decision; they always name a line.

        A wording that is not known any more is replaced by the first one of its level.
        """
        book = self.content.crisis[decision.language]
        wording = _known(book, decision)
        texts = list(wording.paragraphs)
        asides = {aside.id: aside.text for group in book.asides.values() for aside in group}
        before_last = [asides[name] for name in decision.asides if name in asides]
        if decision.other_country:
            before_last.append(self.lines.other_country(decision.other_country, decision.language, decision.needs))
        place = max(len(texts) - 1, 1)
        texts[place:place] = before_last
        situation = situation_of(decision)
        values = {
            "emergency": self.lines.emergency(decision.country, decision.language),
            "line": self.lines.line(situation),
            "lines": self.lines.line(situation),
            "poison": self.lines.poison(decision.country, decision.language),
        }
        blocks = tuple(self._block(text, situation, values) for text in texts)
        return Draft(blocks=blocks, safety=decision.note, asks=wording.asks)

    def _block(self, text: str, situation: Situation, values: Mapping[str, str]) -> Block:
        if text == "{lines}":
            return self.lines.block(situation)
        return Paragraph(text=_PLACEHOLDER.sub(lambda match: _value(match, values), text))


def situation_of(decision: Decision) -> Situation:
    """Return what decides which lines fit a decision."""
    needs: tuple[Need, ...] = decision.needs
    language: Language = decision.language
    return Situation(decision.country, decision.is_country_sure, needs, decision.cues, language, decision.level)


def _known(book: CrisisBook, decision: Decision) -> CrisisReply:
    found = next((wording for wording in book.wordings if wording.id == decision.wording), None)
    return found or messages_of(book, decision.level, decision.response)[0]


def _value(match: re.Match[str], values: Mapping[str, str]) -> str:
    value = values[match["name"]]
    if match["start"] is None:
        return value
    return match["start"] + value[:1].upper() + value[1:]  # a sentence may begin with it
