"""A plan is filled in by talking: entries, steps, interruptions, and everything that may go wrong in between."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tool_talk import make_talk

from waymark.care.plans.plan_tool import PlanTool
from waymark.care.plans.progress import PlanProgress
from waymark.care.tools.tool import Record
from waymark.content import load_content
from waymark.settings import ROOT

CONTENT = load_content(ROOT / "content")
HEADINGS = [heading.id for heading in CONTENT.plans.plans["safety_plan"].headings]


def state(talk) -> PlanProgress:
    return PlanProgress.model_validate_json(talk.move.state)


@pytest.fixture
def filled(open_talk):
    open_talk.say("I stop answering messages\nI lie awake")
    open_talk.say("next")
    open_talk.say("music, a bath and my dog")
    return open_talk


def test_it_begins_with_what_it_is_and_the_first_question(open_talk):
    assert "not a promise or a contract" in open_talk.text
    assert "No clinician has reviewed this form yet" in open_talk.text
    assert open_talk.move.draft.asks == "safety_plan.warning_signs"
    assert open_talk.move.draft.sources
    assert open_talk.move.keeps == ()


def test_each_message_is_kept_and_the_entries_so_far_are_shown(open_talk):
    open_talk.say("I stop answering messages, I lie awake")
    assert open_talk.entries("warning_signs") == ["I stop answering messages", "I lie awake"]
    open_talk.say("everything is my fault")
    assert len(open_talk.entries("warning_signs")) == 3
    assert "3. everything is my fault" in open_talk.text


def test_next_goes_through_all_parts_and_ends_with_the_whole_plan(open_talk):
    for heading in HEADINGS:
        assert state(open_talk).at == heading
        open_talk.say(f"something for {heading}")
        open_talk.say("next")
    assert open_talk.move.is_done
    assert all(f"something for {heading}" in open_talk.text for heading in HEADINGS)
    assert "988" in open_talk.text


def test_buttons_do_what_words_do(open_talk):
    open_talk.say("lying awake")
    open_talk.press("Next part")
    assert state(open_talk).at == "by_myself"
    open_talk.press("Part before")
    assert state(open_talk).at == "warning_signs"
    open_talk.press("Show the plan")
    assert "How I notice that it gets worse\n\n- lying awake" in open_talk.text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("remove 2", ["music", "my dog"]),
        ("delete number 2", ["music", "my dog"]),
        ("take out the second one", ["music", "my dog"]),
        ("Remove 1 and 3.", ["a bath"]),
        ("remove 1, 2", ["my dog"]),
        ("remove a bath", ["music", "my dog"]),
        ("remove bath", ["music", "my dog"]),
        ("remove the last one", ["music", "a bath"]),
        ("change 2 to a long, warm bath", ["music", "a long, warm bath", "my dog"]),
        ("replace the second one with tea", ["music", "tea", "my dog"]),
        ("2 should be tea", ["music", "tea", "my dog"]),
        ("change 2: tea for two", ["music", "tea for two", "my dog"]),
        ("remove 7", ["music", "a bath", "my dog"]),
        ("change 7 to tea", ["music", "a bath", "my dog"]),
    ],
)
def test_entries_are_taken_out_and_changed(filled, text, left):
    filled.say(text)
    assert filled.entries("by_myself") == left


@pytest.mark.parametrize(
    "text",
    ["remove myself from the room", "change into soft clothes", "take 2 deep breaths", "delete the app", "drop by"],
)
def test_words_that_only_look_like_a_step_are_entries(filled, text):
    filled.say(text)
    assert filled.entries("by_myself")[-1] == text


def test_a_change_may_take_two_messages(filled):
    filled.say("change 3")
    assert filled.move.draft.asks == "safety_plan.change"
    assert "my dog" in filled.text
    filled.say("walking the dog, even in the rain")
    assert filled.entries("by_myself") == ["music", "a bath", "walking the dog, even in the rain"]


def test_a_change_can_be_left(filled):
    filled.say("change 3")
    filled.say("go back")
    assert filled.move.draft.asks == "safety_plan.by_myself"
    assert filled.entries("by_myself") == ["music", "a bath", "my dog"]


def test_removing_all_is_asked_about_first(filled):
    filled.say("remove all")
    assert len(filled.entries("by_myself")) == 3
    filled.say("no")
    assert len(filled.entries("by_myself")) == 3
    filled.say("remove all")
    filled.say("yes")
    assert filled.entries("by_myself") == []
    assert filled.entries("warning_signs")


def test_deleting_the_plan_is_asked_about_first(filled):
    filled.say("delete my plan")
    filled.press("No, keep it")
    assert filled.records
    filled.say("delete my plan")
    filled.press("Yes, take it all out")
    assert filled.records == {}
    assert filled.move.is_done


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("go to people", "people"),
        ("jump to part 7", "reasons"),
        ("What matters to me", "reasons"),
        ("part 3", "distraction"),
        ("go back to warning signs", "warning_signs"),
        ("take me to the professionals part", "care"),
        ("skip to reasons", "reasons"),
    ],
)
def test_a_heading_is_opened_by_name_or_number(filled, text, heading):
    filled.say(text)
    assert state(filled).at == heading


@pytest.mark.parametrize("text", ["what is anhedonia?", "is it normal to feel numb", "how does ECT work"])
def test_a_question_in_the_middle_is_answered_elsewhere(filled, text):
    assert filled.say(text) is None


@pytest.mark.parametrize("text", ["when I can't sleep", "tell my sister", "do the dishes", "list three good things"])
def test_an_entry_that_begins_like_a_question_is_an_entry(filled, text):
    filled.say(text)
    assert filled.entries("by_myself")[-1] == text


def test_small_talk_is_answered_elsewhere_and_a_low_mood_is_an_entry_only_among_signs(filled):
    assert filled.say("thanks", intent="thanks", is_aside=True) is None
    assert filled.say("can I talk to a person", intent="request_human", is_aside=True) is None
    assert filled.say("I feel worthless", intent="express_low_mood", is_aside=True) is None
    filled.say("go to warning signs")
    filled.say("I feel worthless", intent="express_low_mood", is_aside=True)
    assert filled.entries("warning_signs")[-1] == "I feel worthless"


def test_why_skip_back_and_start_over(filled):
    filled.say("why do you ask?")
    assert "carry you through" in filled.text
    filled.say("skip")
    assert state(filled).at == "distraction"
    filled.say("go back")
    assert state(filled).at == "by_myself"
    filled.say("start over")
    assert state(filled).at == "warning_signs"
    assert filled.entries("by_myself")


def test_nothing_fitting_gives_a_hint_and_then_a_way_out(open_talk):
    open_talk.say("👍")
    assert "I would like to get this right" in open_talk.text
    open_talk.say("ok")
    assert [button.value for button in open_talk.move.draft.buttons] == [
        "tool:safety_plan:next.warning_signs",
        "intent:stop",
    ]
    assert open_talk.records == {}
    open_talk.say("I lie awake")
    assert open_talk.entries("warning_signs") == ["I lie awake"]


@pytest.mark.parametrize("text", ["nobody", "I have no one", "none"])
def test_an_empty_part_is_met_kindly_and_stays_open(open_talk, text):
    open_talk.say("go to people")
    open_talk.say(text)
    assert "not a fault of yours" in open_talk.text
    assert state(open_talk).at == "care"
    assert open_talk.records == {}


@pytest.mark.parametrize("part", ["people", "distraction", "care"])
@pytest.mark.parametrize(
    "text",
    ["No one cares about me", "nobody, everyone left", "i really don't have anybody", "I don't have friends anymore",
     "honestly I dont really have anyone to call", "there is no one left", "I have nobody in this town",
     "I've got no one", "i have no friends", "but I have nobody", "no-one to call or text"],
)  # fmt: skip
def test_having_nobody_is_met_kindly_and_never_an_entry(open_talk, part, text):
    open_talk.say(f"go to {part}")
    open_talk.say(text)
    assert "not a fault of yours" in open_talk.text
    assert open_talk.records == {}


@pytest.mark.parametrize("text", ["nobody but my sister Ana", "no one, maybe Jo", "nobody\nmy uncle"])
def test_nobody_but_somebody_is_asked_about(open_talk, text):
    open_talk.say("go to people")
    open_talk.say(text)
    assert state(open_talk).at == "people"
    assert "I would like to get this right" in open_talk.text
    assert open_talk.records == {}


def test_having_nobody_may_be_a_sign(open_talk):
    open_talk.say("no one seems to like me")
    assert open_talk.entries("warning_signs") == ["no one seems to like me"]


@pytest.fixture
def named(open_talk):
    open_talk.say("go to people")
    open_talk.say("Ana 555 0100\nmy brother Sam\nJo from my group")
    return open_talk


@pytest.mark.parametrize(
    "text",
    ["remove ana's number", "take off my sister", "take my sister off the list", "no wait not my sister", "delete Kim",
     "Oh wait, not Kim", "remove my"],
)  # fmt: skip
def test_a_removal_that_fits_no_entry_asks_which(named, text):
    before = named.entries("people")
    named.say(text)
    assert "Which one shall come off" in named.text
    assert named.entries("people") == before


@pytest.mark.parametrize(
    ("text", "gone"),
    [("undo that", 2), ("scratch that", 2), ("wait, scratch that", 2), ("take off my brother", 1), ("remove Ana", 0),
     ("no wait not Ana", 0), ("take my brother off the list", 1), ("remove Jo from the list", 2)],
)  # fmt: skip
def test_a_removal_by_name_and_undo_take_one_out(named, text, gone):
    left = [entry for at, entry in enumerate(named.entries("people")) if at != gone]
    named.say(text)
    assert named.entries("people") == left


def test_a_removal_among_people_is_no_entry_where_nobody_stands_yet(open_talk):
    open_talk.say("go to people")
    open_talk.say("remove Ana")
    assert "Nothing stands in this part yet" in open_talk.text
    assert open_talk.records == {}


@pytest.mark.parametrize(
    "text", ["I don't know what to write", "idk what to put", "im not sure what to put here", "no idea what to say"]
)
def test_not_knowing_what_to_write_is_no_entry(filled, text):
    before = filled.entries("by_myself")
    filled.say(text)
    assert "Take your time" in filled.text
    assert filled.entries("by_myself") == before


def test_not_knowing_what_to_do_may_be_a_sign(open_talk):
    open_talk.say("I don't know what to do with myself")
    assert open_talk.entries("warning_signs") == ["I don't know what to do with myself"]


@pytest.mark.parametrize("text", ["im tired", "give me a minute", "hang on", "that's enough for today", "I hate this"])
def test_a_wish_for_a_break_is_met_with_a_way_out(filled, text):
    before = filled.entries("by_myself")
    filled.say(text)
    assert "pause here" in filled.text
    assert filled.move.draft.buttons[-1].value == "intent:stop"
    assert filled.entries("by_myself") == before


def test_not_knowing_brings_examples(open_talk):
    open_talk.say("I don't know")
    assert "Take your time" in open_talk.text
    assert "For example" in open_talk.text
    open_talk.say("like what?")
    assert "For example" in open_talk.text
    assert open_talk.records == {}


def test_a_novel_is_asked_for_shorter_and_can_be_taken_by_sentences(open_talk):
    novel = "It begins with bad sleep and I get up late. " * 4 + "Then I cancel things and tell nobody about it. " * 4
    open_talk.say(novel)
    assert open_talk.entries("warning_signs") == []
    open_talk.press("One line for each sentence")
    assert open_talk.entries("warning_signs") == [
        "It begins with bad sleep and I get up late.",
        "Then I cancel things and tell nobody about it.",
    ]


def test_a_part_holds_twelve_entries_and_tells_what_did_not_fit(open_talk):
    open_talk.say("\n".join(f"sign {number}" for number in range(1, 15)))
    assert len(open_talk.entries("warning_signs")) == 12
    assert "- sign 13\n- sign 14" in open_talk.text


def test_the_same_entry_is_kept_once(open_talk):
    open_talk.say("I lie awake")
    open_talk.say("i lie awake")
    assert open_talk.entries("warning_signs") == ["I lie awake"]
    assert "already" in open_talk.text


def test_who_comes_back_goes_on_with_a_part_that_is_open(filled):
    filled.begin(intent="make_safety_plan")
    assert "begun your safety plan before" in filled.text
    assert state(filled).at == "distraction"


def test_a_kept_plan_is_shown_at_once_with_buttons_to_change_it(filled):
    filled.begin(intent="show_safety_plan")
    assert filled.move.is_done
    assert filled.move.keeps == ()
    assert "- I lie awake" in filled.text
    filled.begin(choice="go.people")
    assert state(filled).at == "people"


def test_showing_in_the_middle_leaves_the_plan_open(filled):
    filled.say("where is my safety plan", intent="show_safety_plan", is_aside=True)
    assert not filled.move.is_done
    assert "- I lie awake" in filled.text
    assert filled.move.draft.asks == "safety_plan.by_myself"


def test_without_a_plan_it_is_told_how_to_make_one(talk):
    talk.begin(intent="show_safety_plan")
    assert [button.value for button in talk.move.draft.buttons] == ["tool:safety_plan"]


@pytest.mark.parametrize("intent", ["make_safety_plan", "show_safety_plan"])
def test_a_plan_that_cannot_be_read_is_never_written_over(filled, intent):
    filled.is_read = False
    filled.begin(intent=intent)
    assert filled.move.is_done
    assert filled.move.keeps == ()
    assert "can't get to your safety plan" in filled.text


def test_a_record_that_is_no_plan_is_never_written_over(talk):
    talk.records["plan", "safety_plan"] = Record("plan", "safety_plan", {"entries": "x"})
    talk.begin(intent="make_safety_plan")
    assert talk.move.is_done
    assert talk.move.keeps == ()


@pytest.mark.parametrize(
    "choice", ["next.by_myself", "back.reasons", "clear.yes", "delete.yes", "keep", "split", "go.nowhere", "x", "next."]
)
def test_a_late_button_changes_nothing(open_talk, choice):
    open_talk.say("I lie awake")
    before = open_talk.move.state
    open_talk.say(choice=choice)
    assert open_talk.move.state == before
    assert open_talk.move.keeps == ()
    assert "That button was for another moment" in open_talk.text
    open_talk.begin(choice=choice)
    assert open_talk.entries("warning_signs") == ["I lie awake"]


@pytest.mark.parametrize("foreign", ["", "{}", "null", '{"plan": "relapse_plan", "at": "tell", "entries": {}}'])
def test_a_foreign_state_is_refused(talk, foreign):
    with pytest.raises(ValueError):
        talk.tool.hear(foreign, talk.said("music"))
    with pytest.raises(ValueError):
        talk.tool.ask(foreign)


def test_the_relapse_plan_is_the_same_engine(content):
    talk = make_talk(content, PlanTool.from_content(content, "relapse_plan"))
    assert talk.tool.intents == {"make_relapse_plan", "show_relapse_plan"}
    talk.begin(intent="make_relapse_plan")
    talk.say("bad sleep, less appetite")
    assert talk.entries("early_signs", "relapse_plan") == ["bad sleep", "less appetite"]
    assert [tool.name for tool in PlanTool.all_from_content(content)] == ["relapse_plan", "safety_plan"]


def test_no_draft_claims_to_have_saved_anything(content):
    told = [word.text for name, group in content.responses.items() if name.startswith("plans_") for word in group]
    assert not any(word in text.lower() for text in told for word in ("saved", "i kept", "i keep"))


STEPS = st.one_of(
    st.sampled_from(
        [
            "next", "skip", "back", "go back", "done", "remove 1", "remove all", "yes", "no", "change 1", "start over",
            "change 1 to tea", "show my plan", "why", "examples", "nobody", "delete my plan", "go to people", "part 9",
            "a, b and c", "1) x 2) y", "x" * 400, "ok", "👍", "2", "", "remove 99", "change 0", "what is ECT?",
            "finish",
        ]
    ),
    st.text(max_size=60),
    st.builds(
        lambda step, heading: {"choice": f"{step}.{heading}"},
        st.sampled_from(["go", "next", "back", "clear", "delete"]),
        st.sampled_from([*HEADINGS, "yes"]),
    ),
    st.sampled_from([{"choice": "show"}, {"choice": "keep"}, {"choice": "split"}, {"choice": ""}]),
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=14))
def test_nothing_raises_and_only_what_was_said_is_kept(steps):
    talk = make_talk(CONTENT, PlanTool.from_content(CONTENT))
    talk.begin(intent="make_safety_plan")
    said = " ".join(step for step in steps if isinstance(step, str))
    for step in steps:
        move = talk.say(**step) if isinstance(step, dict) else talk.say(step)
        assert move is None or move.draft.text.strip()
        if talk.move.is_done:
            talk.begin(intent="make_safety_plan")
        assert "{" not in talk.move.draft.text.replace(said, "") or "{" in said
        for record in talk.records.values():
            json.dumps(record.values)
            for heading, entries in record.values["entries"].items():
                assert heading in HEADINGS
                assert 1 <= len(entries) <= 12
                assert all(len(entry) <= 300 and entry in " ".join(said.split()) for entry in entries)
        assert PlanProgress.model_validate_json(talk.move.state).model_dump_json() == talk.move.state
