"""Reads what is written, or pressed, while a questionnaire is open: an answer, a command, or something else.

The questionnaire stands in one slot as JSON; each answer replaces it whole, so that the form needs no action server. An
answer that tells of danger goes into a slot apart: whatever fills a slot of its own makes a form ask its next question.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Final
from uuid import uuid4

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from waymark.brain import resources
from waymark.brain.decisions import decision_in
from waymark.brain.questionnaires import IN_DANGER, PRESSED, QUESTIONNAIRE, QUESTIONNAIRE_FORM, progress_in
from waymark.brain.turns import CRISIS, was_crisis
from waymark.brain.untrained import Untrained
from waymark.care.questionnaires.answers import Hint, tokens_of
from waymark.care.questionnaires.commands import Command, CommandName
from waymark.care.questionnaires.filled import Filled
from waymark.care.questionnaires.progress import Progress, as_form, start
from waymark.care.questionnaires.step import STEER, Pressed, Step, Way

TAKE, ANSWER_ITEM, SAVE_SCORE, STOP = "take_questionnaire", "answer_item", "save_score", "stop"
DONE: Final = "questionnaire_done"
_DEFAULT: Final = "phq9"
ASIDES: Final = frozenset(
    {
        "goodbye", "greet", "thanks", "request_human", "ask_lines", "ask_if_human", "ask_privacy", "ask_capabilities",
        "ask_more", "ask_how_sure", "ask_simpler", "list_scores", "stop", "take_questionnaire", "express_low_mood",
        "report_side_effect", "ask_personal_advice",
    }
)  # fmt: skip
STEPS: Final[Mapping[str, CommandName]] = {"skip": "skip", "stop": "stop", "go_on": "go_on", "restart": "restart"}
WAYS: Final[Mapping[str, Way]] = {"as_form": "as_form", "one_by_one": "one_by_one"}
SURE: Final = 0.60  # an aside is answered as one only when it is one beyond doubt
_FEW_WORDS: Final = 4  # "most days?" is an answer, a longer question is none


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionnaireAnswers(Untrained):
    """Sets `answer_item`, `take_questionnaire`, `save_score` or `stop`, and tells the slots what came of it."""

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read each message; danger only leaves its answer behind, and nothing is said about it here."""
        progress, is_open = progress_in(tracker.current_slot_values()), tracker.active_loop_name == QUESTIONNAIRE_FORM
        if progress is not None and not progress.fits(resources.content().instruments):
            progress = None
        for message in messages:
            pressed = (message.get("metadata") or {}).get(PRESSED)
            if pressed is None and _goes_back(message, tracker):
                pressed = f"{STEER}:go_on"
            if is_danger(message):
                if progress is not None:
                    _keep_quietly(message, progress, pressed, is_open=is_open)
            elif is_open and progress is None:
                set_intent(message, STOP)
            elif is_open and progress is not None:
                step = _step(message, tracker, progress, pressed)
                if step is not None:
                    _take(message, step)
            elif pressed is not None or _intent(message) == TAKE:
                _outside(message, progress, pressed, is_free=tracker.active_loop_name is None)
        return messages


def _step(message: Message, tracker: DialogueStateTracker, progress: Progress, pressed: str | None) -> Step | None:
    """Return the step that a message takes in the open questionnaire; None where it says something else."""
    stepper, text = resources.stepper(), message.get("text") or ""
    if pressed is not None:
        return _pressed_step(message, progress, pressed)
    command = stepper.command(text)
    if command is not None:
        return _obeyed(progress, command)
    if progress.is_complete:
        return None  # a form that waits for the crisis talk: only "go on" brings what it adds up to
    found, asks = stepper.read(progress, text), resources.responder().languages.asks_something(text)
    if isinstance(found, Hint):
        if _intent(message) == TAKE and _named(text) in (None, progress.instrument):
            return _obeyed(progress, Command("go_on"))
        is_aside = is_aside_intent(_intent(message)) and float(message.get("intent").get("confidence", 0)) >= SURE
        return None if asks or is_aside or was_crisis(tracker) else stepper.hear(progress, text)
    if not _is_asked(message, progress):
        return None  # it answers something else, or was written before the question was seen
    if not found.is_plain and (was_crisis(tracker) or (asks and len(tokens_of(text)) > _FEW_WORDS)):
        return None  # after danger, "no" may answer what the crisis talk asked
    return Step(progress, "expired") if progress.is_stale(_now()) else stepper.hear(progress, text)


def _is_asked(message: Message, progress: Progress) -> bool:
    """Return whether the open question is what the person was asked last, as far as a gateway has told."""
    metadata = message.get("metadata") or {}
    return "asked" not in metadata or metadata["asked"] == progress.asks


def _pressed_step(message: Message, progress: Progress, pressed: str) -> Step | None:
    answer, filled, name = Pressed.read(pressed), Filled.read(pressed), pressed.removeprefix(f"{STEER}:")
    if (answer or filled or name in WAYS) and progress.is_stale(_now()):
        return Step(progress, "expired")
    if answer is not None:
        return resources.stepper().press(progress, answer)
    if filled is not None:
        return resources.stepper().fill(progress, filled)
    if name in WAYS:
        return resources.stepper().change_way(progress, WAYS[name])
    if name in STEPS:
        return _obeyed(progress, Command(STEPS[name]))
    set_intent(message, SAVE_SCORE if name == "save" else TAKE)
    return None


def _obeyed(progress: Progress, command: Command) -> Step:
    is_late = progress.is_stale(_now()) and command.name not in ("stop", "restart")
    return Step(progress, "expired") if is_late else resources.stepper().obey(progress, command)


def _outside(message: Message, progress: Progress | None, pressed: str | None, *, is_free: bool) -> None:
    """Begin a questionnaire or go on with one that was stopped; without one, a button leads nowhere, and is told so.

    One whose answers are all there, but not kept yet, is kept before another of its kind begins.
    """
    name, filled = (pressed or "").removeprefix(f"{STEER}:"), Filled.read(pressed)
    open_one = progress if progress is not None and not progress.is_stale(_now()) else None
    if filled is not None:
        _fill_outside(message, open_one, filled, is_free=is_free)
    elif name == "save":
        set_intent(message, SAVE_SCORE)
    elif name in resources.content().instruments.instruments or pressed is None:
        wanted = _named(message.get("text") or "") if pressed is None else name
        is_same = open_one is not None and wanted in (None, open_one.instrument)
        _begin(message, open_one if is_same else None, wanted or _DEFAULT, is_free=is_free)
    elif name in ("go_on", "as_form") and open_one is not None:
        chosen = as_form(open_one) if name == "as_form" else open_one
        _begin(message, chosen, open_one.instrument, is_free=is_free)
    else:
        set_intent(message, ANSWER_ITEM)


def _begin(message: Message, progress: Progress | None, instrument: str, *, is_free: bool) -> None:
    if progress is not None and progress.is_complete:
        _save(message, Step(progress, "done"))
        return
    set_intent(message, TAKE)
    if is_free:
        progress = progress or start(resources.content().instruments, instrument, run=uuid4().hex, now=_now())
        _add(message, {**_written(progress), DONE: None}, Step(progress, "started"))


def _fill_outside(message: Message, progress: Progress | None, filled: Filled, *, is_free: bool) -> None:
    """Take in a form whose questionnaire was stopped; its answers are kept also where another form is open."""
    step = resources.stepper().fill(progress, filled) if progress is not None else None
    if step is None or step.event == "form_closed":
        set_intent(message, ANSWER_ITEM)
    elif step.progress.is_complete:
        _save(message, step)
    else:
        _begin(message, step.progress, filled.instrument, is_free=is_free)
        if not is_free:
            _add(message, _written(step.progress), step)


def _save(message: Message, step: Step) -> None:
    set_intent(message, SAVE_SCORE)
    _add(message, _written(step.progress), step)


def _take(message: Message, step: Step) -> None:
    progress, event = step.progress, step.event
    if event == "restart":
        book = resources.content().instruments
        progress = start(book, progress.instrument, run=uuid4().hex, now=_now())
    set_intent(message, STOP if event == "stop" else ANSWER_ITEM)
    if event != "stop":  # a form that is told anything goes on, whatever the rules say
        _add(message, {**_written(progress), **({DONE: "yes"} if event == "done" else {})}, step)


def _keep_quietly(message: Message, progress: Progress, payload: str | None, *, is_open: bool) -> None:
    """Keep a form, or the answer to an item that told of danger; any other danger leaves the questionnaire as it is."""
    book, stepper = resources.content().instruments, resources.stepper()
    pressed, filled = Pressed.read(payload), Filled.read(payload)
    item = pressed.item if pressed else progress.asks
    if progress.is_stale(_now()):
        return
    if filled is not None:
        step = stepper.fill(progress, filled)
        if step.event != "form_closed":
            _add(message, {IN_DANGER: step.progress.model_dump_json()}, step)
    elif is_open and item in book.disclosing:
        step = stepper.press(progress, pressed) if pressed else stepper.hear(progress, message.get("text") or "")
        if step.number is not None and step.progress.answers[step.number - 1] != 0:
            _add(message, {IN_DANGER: step.progress.model_dump_json()}, step)


def _goes_back(message: Message, tracker: DialogueStateTracker) -> bool:
    """Return whether a text goes back to a form that was sent while none was open, and waits for the crisis talk."""
    is_waiting = tracker.active_loop_name is None and bool(tracker.get_slot(IN_DANGER))
    command = resources.stepper().command(message.get("text") or "") if is_waiting else None
    return command is not None and command.name == "go_on"


def _written(progress: Progress) -> dict[str, str | None]:
    return {QUESTIONNAIRE: progress.model_dump_json(), IN_DANGER: None}


def _add(message: Message, values: dict[str, str | None], step: Step) -> None:
    """Tell the slots; a card that was found on the way was not given, so it is not remembered."""
    kept = [entity for entity in message.get("entities") or [] if entity["entity"] == "topic"]
    told = [{"entity": name, "value": value} for name, value in values.items()]
    message.set("entities", [*kept, *told], add_to_output=True)
    said = {"event": step.event, "hint": step.hint, "number": step.number}
    message.set(QUESTIONNAIRE, said, add_to_output=True)


def _named(text: str) -> str | None:
    """Return the questionnaire that a text names by one of its names."""
    said = f" {' '.join(tokens_of(text))} "
    instruments = resources.content().instruments.instruments
    return next(
        (
            name
            for name, instrument in instruments.items()
            if any(f" {' '.join(tokens_of(one))} " in said for one in instrument.names)
        ),
        None,
    )


def is_aside_intent(intent: str | None) -> bool:
    """Return whether the dialogue has an answer of its own for an intent, whatever is open."""
    return intent in ASIDES or intent in resources.toolbox().by_intent


def is_danger(message: Message) -> bool:
    """Return whether the crisis talk answers; the intent alone may be a misreading of "I want to stop"."""
    decision = decision_in({"decision": message.get("decision")})
    return _intent(message) == CRISIS and (decision is None or decision.speaks_alone)


def _intent(message: Message) -> str | None:
    return (message.get("intent") or {}).get("name")


def set_intent(message: Message, name: str) -> None:
    """Say what the person does, beyond doubt."""
    message.set("intent", {"name": name, "confidence": 1.0}, add_to_output=True)


def _now() -> datetime:
    return datetime.now(timezone.utc)
