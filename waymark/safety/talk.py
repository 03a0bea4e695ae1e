"""What the crisis talk says to a message: words of a level, a reply, or nothing. Pure; chooses no wording."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from waymark.content.crisis_files import OPEN_QUESTIONS, RETURNING
from waymark.content.schema import Cue, Need, Step, TurnTaken
from waymark.messages import Level, ResponseKind
from waymark.safety.answers import Answer
from waymark.safety.assess import URGENCY, Assessment
from waymark.safety.decision import RiskState

TALK_LASTS = timedelta(hours=24)  # after a day without risk a new disclosure is met as a first one
ANOTHER_DAY = timedelta(hours=6)  # a night's sleep: whoever comes back after that is asked once how they are
STILL_NEAR = timedelta(hours=1)  # so long a person may come back with "they hung up", though nothing was asked
MOST_TAKEN_BACK = 2  # replies to "just joking"; one more would be nagging
NUMBER_FIRST: frozenset[Level] = frozenset({"emergency", "medical_urgent"})  # nothing stands before the number
NEEDS: tuple[Need, ...] = get_args(Need)
_TURNS: tuple[TurnTaken, ...] = get_args(TurnTaken)
# What stands between a person and help; those on the way to the line are answered every time that they are told.
_OBSTACLES: frozenset[Cue] = frozenset(
    {"cannot_talk", "no_phone", "no_credit", "no_police", "fears_hospital", "tried_line", "alone", "elsewhere"}
)
_TO_THE_LINE: frozenset[Cue] = frozenset({"cannot_talk", "no_phone", "no_credit", "no_police", "tried_line"})
_KINDS: frozenset[Level] = frozenset({"self_harm", "third_party", "medical_urgent"})
# In these, a few words that answer nothing ("it's cold in here") are still a part of the talk.
_STAYING: frozenset[Level] = frozenset(
    {"emergency", "plan_or_intent", "active_ideation", "medical_urgent", "third_party"}
)
_URGENT: frozenset[Level] = frozenset({"emergency", "plan_or_intent"})
MOST_STAYS = 2  # in a row; then the person may talk about what they like
_FEW_WORDS = 12


@dataclass(frozen=True)
class Heard:
    """One message, read in every way that matters to the talk."""

    text: str
    assessment: Assessment
    answer: Answer | None
    cues: tuple[Cue, ...]
    new_needs: tuple[Need, ...]
    country: str | None = None
    tells_only_place: bool = False
    asks_something: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the message has words, and so few that it is likely to be about nothing else."""
        return any(letter.isalpha() for letter in self.text) and len(self.text.split()) <= _FEW_WORDS


@dataclass(frozen=True)
class Say:
    """What is said: words of a level, or a reply by its name; alone, or beside the ordinary answer."""

    level: Level
    response: ResponseKind
    place: Literal["alone", "beside"]
    reply: str | None = None
    keeps_question: bool = False  # our last question still stands
    stays: bool = False


def without_stale_question(state: RiskState, now: datetime) -> RiskState:
    """Forget a question that was asked before the person went away: "yes" the next day answers something else."""
    is_stale = state.asks is not None and state.at is not None and now - state.at >= ANOTHER_DAY and not state.checked
    return state.model_copy(update={"asks": None}) if is_stale else state


def what_to_say(heard: Heard, state: RiskState, now: datetime) -> Say | None:
    """Return what is said about a message, or None where the crisis talk has nothing to say."""
    level, response = heard.assessment.level, heard.assessment.response
    answer, is_open = heard.answer, _is_open(state, now)
    if response == "takeover":
        return Say(level, response, "alone", _reply_to_danger(heard, state, is_open=is_open))
    if is_open and heard.tells_only_place:
        return Say(level, response, "alone", "wants_lines", keeps_question=True)
    told = _told_need(heard, state, now) if is_open else None
    is_answer = answer is not None and (answer.is_bare or (heard.is_short and not heard.asks_something and not told))
    if is_open and answer is not None and is_answer:
        if answer.reading.level == "talk":
            return _in_the_talk(state, answer.name)
        if answer.reading.level is None:
            return Say(level, response, "alone", answer.name)
    if is_open and "takes_back" in heard.cues and _times_said("takes_back", state) < MOST_TAKEN_BACK:
        return Say(level, response, "beside" if heard.asks_something or not heard.is_short else "alone", "takes_back")
    found = _within_the_talk(heard, told, state, now) if is_open else None
    if found is not None:
        return found
    if response == "check_in":
        return Say(level, response, "beside")
    if state.level != "none" and state.at is not None and now - state.at >= ANOTHER_DAY and not state.checked:
        return Say("none", "none", "beside", RETURNING)
    return None


def step_of(say: Say, state: RiskState, now: datetime) -> Step:
    """Return which step of its level is said: the first words, further ones, or those for a rise.

    A kind of danger that this talk has not met yet is met with its first words, unless it is a rise.
    """
    if is_over(state, now):
        return "first"
    if say.response != "takeover" or say.level == "none":
        return "again"
    if is_rise(say.level, state.level):
        return "worse"
    is_new_kind = say.level in _KINDS and say.level != state.level and not _times_said(_name_in_ids(say.level), state)
    return "first" if is_new_kind else "again"


def is_over(state: RiskState, now: datetime) -> bool:
    """Return whether no danger was met, or so long ago that a new disclosure is met as a first one."""
    return state.level == "none" or state.at is None or now - state.at > TALK_LASTS


def is_rise(level: Level, before: Level) -> bool:
    """Return whether a level is more urgent than what the talk has reached."""
    if level == "none":
        return False
    return before == "none" or URGENCY.index(level) < URGENCY.index(before)


def keeps_asking(heard: Heard, state: RiskState, now: datetime) -> bool:
    """Return whether our question stands although the person asked something else: in an emergency it does."""
    return heard.asks_something and state.is_sure and state.level in NUMBER_FIRST and _is_near(state, now)


def _is_open(state: RiskState, now: datetime) -> bool:
    """Return whether the person is still in the talk: danger within a day, or a question of ours not yet answered."""
    return not is_over(state, now) or (state.level != "none" and state.asks is not None)


def _reply_to_danger(heard: Heard, state: RiskState, *, is_open: bool) -> str | None:
    """Return the reply that answers a dangerous message better than the words of its level, if there is one."""
    level, answer = heard.assessment.level, heard.answer
    obstacle = next((need for need in heard.new_needs if need in _OBSTACLES), None)
    is_said = answer is not None and answer.reading.level == level and level != "emergency"
    if answer is not None and is_said and (answer.is_bare or obstacle is None):
        return answer.name
    if obstacle is not None and is_open and level not in NUMBER_FIRST and (is_said or not is_rise(level, state.level)):
        return obstacle
    return None


def _within_the_talk(heard: Heard, told: Need | None, state: RiskState, now: datetime) -> Say | None:
    """Return what follows a message without clear danger in an open talk: a request, an obstacle, a free answer."""
    turn = next((turn for turn in _TURNS if turn in heard.cues and turn != "takes_back"), None)
    if turn is not None:
        return Say(heard.assessment.level, heard.assessment.response, "alone", turn, keeps_question=True)
    if told is not None:
        return _in_the_talk(state, told)
    if state.asks is None or heard.asks_something or not heard.is_short:
        return None
    if state.asks in OPEN_QUESTIONS:
        return _in_the_talk(state, f"{state.asks}.other")
    may_stay = state.level in (_STAYING if state.is_sure else _URGENT)
    if may_stay and state.stays < MOST_STAYS and _is_near(state, now):
        return replace(_in_the_talk(state, None), stays=True)
    return None


def _in_the_talk(state: RiskState, reply: str | None) -> Say:
    """Say something at the level that the talk has reached: as danger where that was clear, else as a check-in."""
    return Say(state.level, "takeover" if state.is_sure else "check_in", "alone", reply)


def _is_near(state: RiskState, now: datetime) -> bool:
    return state.at is not None and now - state.at <= STILL_NEAR


def _told_need(heard: Heard, state: RiskState, now: datetime) -> Need | None:
    """Return the need that the person tells us now, in answer to us or on the way to a line."""
    if state.asks is not None:
        return next((need for need in NEEDS if need in heard.cues), None)
    if not _is_near(state, now) or not heard.is_short:
        return None
    told = (*heard.new_needs, *(need for need in NEEDS if need in _TO_THE_LINE.intersection(heard.cues)))
    return told[0] if told else None


def _times_said(name: str, state: RiskState) -> int:
    return sum(f".{name}." in wording for wording in state.said)


def _name_in_ids(level: Level) -> str:
    return "medical" if level == "medical_urgent" else level
