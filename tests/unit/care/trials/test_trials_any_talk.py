"""Whatever is written or pressed, in whatever order: nothing raises, and nothing that cannot be is ever kept."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talker import START, Talker

from waymark.care.questionnaires.commands import CommandReader
from waymark.care.trials.answer_reader import ADHERENCE, EFFECTS, REASONS
from waymark.care.trials.kept_trial import OWN, KeptTrial
from waymark.care.trials.trials_state import KIND, Entry, Place, TrialsState
from waymark.care.trials.trials_writer import KINDS, TrialsWriter

TODAY = START.date()
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_PIECES = """
    sertraline
    Prozac 20
    lexapro 20 mg for 6 months, nothing
    CBT for a year
    36 sessions of TMS
    blorptex 50 mg
    no, it was 100
    150
    10 weeks
    a bit
    3
    b
    most days
    nausea
    yes
    no
    I don't know
    skip
    go back
    why?
    that's wrong
    dose
    the treatment itself
    remove it
    remove all
    change 1
    delete 2
    show my list
    start over
    same
    another time
    medicine
    neither
    99999999 mg
    -5 weeks
    in 2031
    since 1820
    what is ect?
    🙂
    ?
    0
    go on
    still on it
    sertraline 200 in 2019 for 3 weeks
    change the dose of sertraline to 5000000
    not sertraline, it was citalopram
    add foo bar to my list
    nothing else
    ketamine 500000 mg x9999
    the second one
    aged 400
    T3 25 mcg since March
    when
    100, not 150
    aVeryLongWordThatIsTheNameOfNoMedicineAtAllAndGoesOnAndOnAndOnAndOn 50 mg
"""
_CHOICES = """
    done list skip wrong change fill set set.t1.effect.none left.t1.weeks part.t1.name remove.t1.yes removeall.yes
    same.t1.same taken.t1.yes kind.t1.medicine which.change.t1 which.remove.t1 wrong.t1 . .. =
"""
PIECES = st.sampled_from(_PIECES.strip().splitlines()).map(str.strip)
CHOICES = st.sampled_from([*_CHOICES.split(), "", "x" * 80])
FIELDS = ["dose_mg", "weeks", "sessions", "effect", "adherence", "stopped_for", "began"]
PLACES = ["name", "line", "before", "unit", "dose", "count", "start", "end", "list", "explanation"]
SAID = st.one_of(
    PIECES, st.lists(PIECES, min_size=2, max_size=3).map(" and ".join), st.text(max_size=60), st.just("   ")
)


def check(kept: KeptTrial, tool) -> None:
    """Nothing that cannot be: no dose, length, number of sessions or date beyond what a person can have had."""
    medicines = tool.hearing.answers.reader.medicines
    most = medicines[kept.name].slip_above if kept.kind == "medicine" else 1000
    assert kept.dose_mg is None or 0 < kept.dose_mg <= most
    assert kept.weeks is None or 0 < kept.weeks <= 4200
    assert kept.sessions is None or 0 < kept.sessions <= 400
    assert kept.effect in (None, *EFFECTS)
    assert kept.stopped_for in (None, *REASONS[:3])
    assert (kept.name == OWN) == (kept.called is not None)
    for moment in (kept.began, kept.ended):
        assert moment is None or not moment.year or date(1950, 1, 1).year <= moment.year <= TODAY.year
    assert KeptTrial.from_values(json.loads(json.dumps(kept.values))) == kept


def follow(talker: Talker, step: tuple[str, str], tool) -> None:
    how, what = step
    if how == "press" and talker.draft is not None and talker.draft.buttons:
        values = [button.value for button in talker.draft.buttons if button.value.startswith("tool:trials:")]
        what = values[len(what) % len(values)].removeprefix("tool:trials:") if values else "done"
    move = talker.say(what) if how == "say" else talker.say(choice=what)
    if move is not None:
        assert not re.search(r"\{[a-z]+\}", move.draft.text)
        assert all(re.fullmatch(r"[a-z0-9_.=-]{1,80}", one.value.split(":")[-1]) for one in move.draft.buttons)
        for record in move.keeps:
            assert record.kind == KIND
    for kept in talker.kept:
        check(kept, tool)


@SLOW
@given(steps=st.lists(st.tuples(st.sampled_from(["say", "say", "press"]), SAID), min_size=1, max_size=12))
def test_any_talk_raises_nothing_and_keeps_nothing_impossible(tool, content, steps):
    talker = Talker(tool, CommandReader(content.instruments.commands))
    for step in steps:
        follow(talker, step, tool)


@SLOW
@given(steps=st.lists(st.tuples(st.just("choice"), CHOICES), min_size=1, max_size=6), first=PIECES)
def test_any_choice_in_any_state_raises_nothing(tool, content, steps, first):
    talker = Talker(tool, CommandReader(content.instruments.commands))
    follow(talker, ("say", first), tool)
    for step in steps:
        follow(talker, step, tool)


@SLOW
@given(texts=st.lists(SAID, max_size=6))
def test_removing_all_leaves_none(tool, content, texts):
    talker = Talker(tool, CommandReader(content.instruments.commands))
    for text in texts:
        talker.say(text)
    talker.say("CBT for a year, helped a lot")
    for _ in range(30):
        if not talker.kept:
            break
        talker.say("remove 1")
        talker.say("yes")
    assert talker.kept == []


@SLOW
@given(field=st.sampled_from(FIELDS), text=SAID)
def test_any_answer_to_any_question_is_read_or_left(tool, field, text):
    kept = KeptTrial(kind="medicine", name="sertraline")
    answered = tool.hearing.answers.answer(kept, field, text, TODAY)
    check(answered.kept, tool)
    if not answered.is_told and not answered.is_settled:
        assert answered.kept == kept


@pytest.mark.parametrize(
    "state", ["", "{}x", "null", '{"at": "moon"}', '{"entries": [{"key": "a"}]}', '{"verdict": 2}']
)
def test_a_foreign_state_is_refused(tool, talker, state):
    with pytest.raises(ValueError, match="TrialsState"):
        tool.hear(state, talker.said("50"))
    with pytest.raises(ValueError, match="TrialsState"):
        tool.ask(state)


def every_state():
    kinds = {"medicine": "sertraline", "therapy": "cbt", "procedure": "tms"}
    for kind, name in kinds.items():
        kept = KeptTrial(kind=kind, name=name)
        entry, other = Entry(key="t1", kept=kept), Entry(key="t2", kept=kept)
        state = TrialsState(entries=(entry, other), latest="t1", candidates=("t1", "t2"))
        for at in ("tell", "more", "part", "name", "remove", "remove_all", "same", "which_change", "which_remove"):
            yield state.model_copy(update={"at": at, "key": "t2"})
        yield state.model_copy(update={"at": "taken", "key": "t3", "waiting": (Entry(key="t3", kept=kept),)})
        own = KeptTrial(kind=kind, name=OWN, called="blorptex")
        yield state.model_copy(update={"at": "kind", "key": "t3", "unknown": (Entry(key="t3", kept=own),)})
        for field in FIELDS:
            place = Place(key="t1", field=field)
            yield state.model_copy(update={"at": "field", "key": "t1", "field": field, "again": (place,)})


@pytest.mark.parametrize("state", list(every_state()), ids=lambda state: f"{state.asks}")
def test_every_question_can_be_asked_explained_and_helped_with(tool, state):
    writer = tool.writer
    drafts = [writer.question(state), writer.why(state), tool.ask(state.model_dump_json())]
    drafts += [writer.hint(state, kind) for kind in ("unclear", "tablets", "two_reasons")]
    for draft in drafts:
        assert draft.text
        assert not re.search(r"\{[a-z]+\}", draft.text)
    assert drafts[0].asks == state.asks


def test_every_word_of_the_tool_is_rendered_without_a_placeholder_left(content, tool):
    values = dict.fromkeys(
        ["name", "line", "before", "unit", "dose", "count", "start", "end", "list", "explanation"], "x"
    )
    writer: TrialsWriter = tool.writer
    told = [name for name in content.responses if name.startswith("trials_")]
    assert len(told) > 100
    for name in told:
        text = writer.say(name.removeprefix("trials_"), **values).text
        assert text
        assert "{" not in text


def test_every_answer_that_is_offered_has_words(content):
    for question, options in {"effect": EFFECTS, "adherence": ADHERENCE, "stopped_for": REASONS, "kind": KINDS}.items():
        for option in options:
            assert f"trials_title_{question}_{option}" in content.responses
    for name in content.trials.explanations:
        assert f"trials_counted_{name}" in content.responses


def test_every_side_effect_that_is_read_has_words(content):
    told = {word.means for word in content.trials.words.words if word.tells == "side_effect"}
    assert {f"trials_side_effect_{one}" for one in told} <= set(content.responses)


def test_nothing_said_is_unsafe_or_a_verdict(content):
    said = " ".join(one.text for name, all_ in content.responses.items() if name.startswith("trials_") for one in all_)
    assert not re.search(r"\b(?:failed|failure|resistant|TRD|should|must take|diagnos\w+)\b", said)
