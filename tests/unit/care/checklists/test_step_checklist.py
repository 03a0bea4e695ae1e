"""The checklist notes where each step stands, and never says what comes next."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tool_talk import make_talk

from waymark.answers.render import response_draft
from waymark.care.checklists.step_checklist_tool import CheckProgress, StepChecklistTool
from waymark.content import load_content
from waymark.messages import Table
from waymark.settings import ROOT

CONTENT = load_content(ROOT / "content")
TOOL = StepChecklistTool.from_content(CONTENT)
STEPS = [step.id for step in CONTENT.checklists["stepwise"].steps]


@pytest.fixture
def talk():
    talk = make_talk(CONTENT, TOOL)
    talk.begin(intent="check_steps")
    return talk


def kept(talk) -> dict:
    record = talk.records.get(("checklist", "stepwise"))
    return dict(record.values["answers"]) if record else {}


def at(talk) -> str:
    return STEPS[CheckProgress.model_validate_json(talk.move.state).at]


def rows(talk) -> tuple:
    (table,) = (block for block in talk.move.draft.blocks if isinstance(block, Table))
    return table.rows


def test_it_says_what_it_is_and_is_not(talk):
    assert "does not say what comes next" in talk.text
    assert "No clinician has reviewed it yet" in talk.text
    assert talk.move.draft.asks == "step_checklist.diagnosis"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("done", "done"),
        ("1", "done"),
        ("yes", "done"),
        ("yeah, we did that last year", "done"),
        ("we talked about it in spring", "done"),
        ("not yet", "not_yet"),
        ("2", "not_yet"),
        ("no", "not_yet"),
        ("nobody did", "not_yet"),
        ("it has not been done", "not_yet"),
        ("not for me", "not_for_me"),
        ("my doctor ruled out that", "not_for_me"),
        ("I don't know", "dont_know"),
        ("not sure, sorry", "dont_know"),
        ("0", "dont_know"),
        ("Done ✅", "done"),
    ],
)
def test_answers_in_many_words(talk, text, answer):
    talk.say(text)
    assert kept(talk) == {"diagnosis": answer}
    assert at(talk) == "look_alikes"


@pytest.mark.parametrize("text", ["7", "done and not yet", "👍", "purple", "-1", "1 or 2", "x" * 3000])
def test_what_is_no_answer_is_never_kept(talk, text):
    talk.say(text)
    assert kept(talk) == {}
    assert at(talk) == "diagnosis"
    talk.say(text)
    assert "intent:stop" in [button.value for button in talk.move.draft.buttons]
    assert kept(talk) == {}


def test_a_question_in_the_middle_is_answered_elsewhere(talk):
    assert talk.say("what is ECT?") is None
    assert talk.say("who are you", is_aside=True) is None


def test_buttons_also_of_an_earlier_step(talk):
    talk.press("Not yet")
    talk.say(choice="diagnosis=done")
    assert kept(talk) == {"diagnosis": "done"}
    assert at(talk) == "look_alikes"
    assert 'Step 1 is now "Done"' in talk.text


@pytest.mark.parametrize("choice", ["nowhere=done", "diagnosis=perhaps", "time=skip", "x", "="])
def test_late_buttons_keep_nothing(talk, choice):
    talk.say(choice=choice)
    assert kept(talk) == {}
    talk.begin(choice=choice)
    assert kept(talk) == {}


def test_skip_back_change_why_and_start_over(talk):
    talk.say("skip")
    assert at(talk) == "look_alikes"
    talk.say("back")
    assert at(talk) == "diagnosis"
    talk.say("done")
    talk.say("change 1")
    assert at(talk) == "diagnosis"
    assert 'So far it says "Done"' in talk.text
    talk.say("not yet")
    assert kept(talk) == {"diagnosis": "not_yet"}
    talk.say("change 99")
    assert "no step with that number" in talk.text
    talk.say("why do you ask")
    assert "illnesses and medicines" in talk.text
    talk.say("start over")
    assert at(talk) == "diagnosis"
    assert kept(talk) == {"diagnosis": "not_yet"}


def test_the_end_is_a_table_and_no_advice(talk):
    for _ in STEPS:
        talk.say("not yet")
    assert talk.move.is_done
    assert [row[1] for row in rows(talk)] == ["Not yet"] * len(STEPS)
    assert "look at with your prescriber" in talk.text
    talk.begin(intent="check_steps")
    assert talk.move.is_done
    assert len(rows(talk)) == len(STEPS)


def test_it_can_be_gone_through_again(talk):
    for _ in STEPS:
        talk.say("not yet")
    talk.begin(choice="again")
    for step in STEPS:
        assert at(talk) == step
        talk.say("done")
    assert talk.move.is_done
    assert set(kept(talk).values()) == {"done"}


def test_who_comes_back_goes_on_where_it_is_open(talk):
    talk.say("done")
    talk.begin(intent="check_steps")
    assert at(talk) == "look_alikes"
    talk.say("show my list")
    assert rows(talk)[0][1] == "Done"
    assert rows(talk)[1][1] == "open"
    assert talk.move.draft.asks == "step_checklist.look_alikes"


def test_a_list_that_cannot_be_read_is_never_written_over(talk):
    talk.is_read = False
    talk.begin(intent="check_steps")
    assert talk.move.is_done
    assert talk.move.keeps == ()


@pytest.mark.parametrize("state", ["", "{}", '{"answers": {}, "at": 99}', '{"answers": {"x": "done"}, "at": 0}'])
def test_a_foreign_state_is_refused(state):
    with pytest.raises(ValueError):
        TOOL.ask(state)


def test_every_word_is_filled():
    values = dict.fromkeys(("number", "count", "title", "answer", "most"), "x")
    names = [name for name in CONTENT.responses if name.startswith("step_checklist_")]
    assert len(names) > 20
    for name in names:
        assert "{" not in response_draft(CONTENT, name, 0, values).text


SAID = st.one_of(
    st.sampled_from(["done", "2", "no", "skip", "back", "change 3", "why", "start over", "show", "ok", "", "👍"]),
    st.text(max_size=40),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(SAID, max_size=20))
def test_nothing_raises_and_only_answers_are_kept(texts):
    talk = make_talk(CONTENT, TOOL)
    talk.begin(intent="check_steps")
    for text in texts:
        move = talk.say(text)
        assert move is None or move.draft.text.strip()
        if talk.move.is_done:
            talk.begin(choice="again")
        json.dumps(kept(talk))
        assert set(kept(talk)) <= set(STEPS)
        assert set(kept(talk).values()) <= {"done", "not_yet", "not_for_me", "dont_know"}
        assert TOOL.ask(talk.move.state).asks
