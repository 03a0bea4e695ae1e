"""Doing an exercise by talking: choosing, going on and back, leaving, how it was, and whatever people type."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_talk import NOW, shipped

from waymark.care.exercises.exercise_tool import ExerciseTool
from waymark.care.exercises.exercise_words import ExerciseWriter
from waymark.care.exercises.run import Run
from waymark.care.questionnaires.commands import CommandReader
from waymark.care.tools.tool import Said
from waymark.messages import Breathing

RUN = Run(run="r", began_at=NOW)
SIX = ["breathing", "grounding", "self_compassion", "small_step", "wind_down", "worry_time"]


def choices(move):
    return [button.value for button in move.draft.buttons]


def test_a_general_wish_offers_all_six_with_buttons_and_numbers(talk, content):
    move = talk.say("give me something to do")
    assert [f"tool:exercise:{name}" for name in SIX] == choices(move)[:6]
    for number, name in enumerate(SIX, start=1):
        assert f"{number}. {content.exercises.exercises[name].title}" in talk.text
    assert move.draft.asks == "exercise.choosing"


@pytest.mark.parametrize(
    ("text", "exercise"),
    [
        ("can we do a breathing exercise", "breathing"), ("ground me please", "grounding"), ("5-4-3-2-1", "grounding"),
        ("54321", "grounding"), ("help me wind down", "wind_down"), ("I can't sleep, do something", "wind_down"),
        ("worry time", "worry_time"), ("one small step", "small_step"), ("self-compassion break", "self_compassion"),
        ("Anything but breathing. Grounding?", "grounding"), ("you pick", "grounding"), (">breathing", "breathing"),
        ("BREATHING!!", "breathing"), ("respiración", "breathing"), (">any", "grounding"),
    ],
)  # fmt: skip
def test_an_exercise_that_is_named_begins_at_once(talk, content, text, exercise):
    assert talk.say(text).draft.asks == "exercise.intro"
    assert content.exercises.exercises[exercise].title in talk.text


@pytest.mark.parametrize(
    "text", ["help me calm down", "not breathing please", "breathing or grounding", ">other", ">next=x.1"]
)
def test_what_names_none_or_two_is_asked_about(talk, text):
    assert talk.say(text).draft.asks == "exercise.choosing"


@pytest.mark.parametrize(
    ("text", "exercise"),
    [("2", "grounding"), ("the second one", "grounding"), ("number 4 please", "small_step"), ("f", "worry_time"),
     ("worries", "worry_time"), ("6.", "worry_time"), ("I'd like the breathing thing", "breathing"),
     ("two", "grounding"), ("surprise me", "grounding"), ("idk", "grounding"), (">wind_down", "wind_down"),
     ("one", "breathing")],
)  # fmt: skip
def test_a_choice_may_be_a_number_a_letter_or_a_name(talk, content, text, exercise):
    talk.say("help me calm down", text)
    assert content.exercises.exercises[exercise].title in talk.text
    assert talk.move.draft.asks == "exercise.intro"


def test_what_is_no_choice_gets_one_hint_and_then_a_way_out(talk):
    talk.say("help me calm down")
    assert "intent:stop" not in choices(talk.say("purple"))
    assert "intent:stop" in choices(talk.say("7"))
    assert talk.say("2").draft.asks == "exercise.intro"


@pytest.mark.parametrize("exercise", SIX)
def test_every_exercise_can_be_gone_through_with_next_alone(talk, content, exercise):
    talk.say(f">{exercise}", "next")
    for step in content.exercises.exercises[exercise].steps:
        assert talk.move.draft.asks == "exercise.step"
        assert " ".join(step.text.split()) in talk.text
        talk.say("next")
    assert talk.move.draft.asks == "exercise.closing"
    assert talk.say("better").is_done
    assert [(kept["exercise"], kept["how"]) for kept in talk.kept("exercise")] == [(exercise, "better")]


def test_pressing_its_buttons_does_the_same(talk):
    talk.say(">grounding")
    while talk.state and talk.move.draft.asks != "exercise.closing":
        talk.say(">" + next(one for one in choices(talk.move) if "next=" in one).removeprefix("tool:exercise:"))
    assert talk.say(">unsure").is_done
    assert talk.kept("exercise")[0]["how"] == "unsure"


def test_a_button_that_is_pressed_twice_or_late_moves_nothing(talk):
    talk.say(">breathing", ">next=breathing.start", ">next=breathing.start")
    assert "Step 1 of 3" in talk.text
    talk.say(">next=breathing.0", ">next=breathing.0", ">better", ">did", ">idea=breathing.1.1", ">breathing", ">zzz")
    assert "Step 2 of 3" in talk.text
    assert not talk.records
    talk.say("next", "next", ">better", ">better")
    assert talk.move.draft.asks == "exercise.choosing"
    assert len(talk.records) == 1


def test_free_answers_go_on_and_are_not_kept(talk):
    talk.say(">worry_time", "next", "ten minutes", "my rent and my sister", "no", "next", "same")
    assert talk.kept("exercise") == [{"exercise": "worry_time", "how": "same", "at": talk.kept("exercise")[0]["at"]}]
    talk.say(">grounding", "next", "a lamp, my cat", "😀")
    assert "Step 3 of 6" in talk.text
    assert "lamp" not in talk.state


def test_a_small_step_is_kept_and_asked_about_next_time(talk):
    talk.say("one small step", "next", "  water the\nplants ", "after lunch", "I forget", "next")
    assert [(kept["step"], kept["how"]) for kept in talk.kept("exercise")] == [("water the plants", None)]
    talk.say("skip")
    assert talk.say("small step").draft.asks == "exercise.went"
    assert "water the plants" in talk.text
    assert talk.say("not really, I forgot").draft.asks == "exercise.intro"
    assert [(kept["step"], kept["went"]) for kept in talk.kept("exercise")] == [("water the plants", "not_yet")]
    talk.say(">other", ">small_step")
    assert talk.move.draft.asks == "exercise.intro"


@pytest.mark.parametrize(
    ("text", "went"),
    [("1", "did"), ("I did it!", "did"), ("part of it", "part"), ("kind of", "part"), ("nope", "not_yet"),
     ("3", "not_yet"), (">part", "part"), ("no, I couldn't", "not_yet"), ("did not", "not_yet")],
)  # fmt: skip
def test_how_a_step_went_is_read(talk, text, went):
    talk.say(">small_step", "next", "2", "next", "next", "next", "2", ">small_step", text)
    assert talk.kept("exercise")[0]["went"] == went


def test_a_step_that_is_asked_for_may_be_an_idea_or_left_out(talk, content):
    ideas = content.exercises.exercises["small_step"].steps[0].ideas
    assert f'"{ideas[1]}"' in talk.say(">small_step", "next", "2").draft.text
    assert f'"{ideas[4]}"' in talk.say("back", ">idea=small_step.0.5").draft.text
    other = talk.say("start over", "next", "next", "next", "next", "2")
    assert other.is_done
    talk.records.clear()
    talk.say(">small_step", "next", "next", "next", "next", "next", "2")
    assert "step" not in talk.kept("exercise")[0]


@pytest.mark.parametrize("text", ["I don't know", "idk", "nothing", "yes"])
def test_no_small_step_comes_to_mind(talk, text):
    talk.say(">small_step", "next", text)
    assert "Nothing has to come to mind" in talk.text
    assert "intent:stop" in choices(talk.say(text))
    assert "Step 1 of 4" in talk.text


@pytest.mark.parametrize("text", ["🙂🙂", "17", "…", "", "word " * 60])
def test_what_is_no_small_step_is_not_kept(talk, text):
    talk.say(">small_step", "next", text)
    assert "Step 1 of 4" in talk.text
    assert Run.model_validate_json(talk.state).step is None


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("better", "better"), ("1", "better"), ("a bit calmer, thanks", "better"), ("B", "same"), ("2", "same"),
        ("no better", "same"), ("it didn't help", "same"), ("meh", "same"), ("worse", "worse"), ("3", "worse"),
        ("That made it worse tbh", "worse"), ("not good", "worse"), ("not sure", "unsure"), ("dunno", "unsure"),
        ("maybe a bit better", "better"), ("not sure if better or worse", "unsure"), (">same", "same"),
        ("mejor", "better"),
        ("It was really nice, I noticed my shoulders and I feel calmer", "better"), ("not worse", "same"),
    ],
)  # fmt: skip
def test_how_it_was_is_read(talk, text, how):
    talk.say(">breathing", *["next"] * 4, text)
    assert talk.move.is_done
    assert talk.kept("exercise")[0]["how"] == how


@pytest.mark.parametrize(
    "text", ["better and worse", "ok", "5", "purple", "not calm", "👍", "good " + "and then we went " * 9]
)
def test_an_unclear_how_is_asked_about_and_then_may_be_left_out(talk, text):
    talk.say(">breathing", *["next"] * 4)
    assert talk.say(text).draft.asks == "exercise.closing"
    assert not talk.records
    talk.say("purple")
    assert {"tool:exercise:skip=closing", "intent:stop"} <= {*choices(talk.say("purple"))}
    assert talk.say(">skip=closing").is_done
    assert not talk.records


def test_worse_is_met_kindly_with_rest_another_one_or_a_person(talk):
    talk.say(">breathing", "next")
    move = talk.say("this makes me more anxious")
    assert move.is_done
    assert talk.kept("exercise")[0]["how"] == "worse"
    assert choices(move) == ["tool:exercise:other", "intent:ask_lines"]
    assert "did nothing wrong" in talk.text


@pytest.mark.parametrize(
    "text",
    ["its making me really anxious", "this is making me more anxious", "it's making me dizzy", "its making me panic",
     "I can't breathe", "my chest feels tight", "chest tight", "im crying now", "it made me cry", "im shaking a lot",
     "I feel sick", "i feel awful", "i feel like crap", "this hurts", "me siento peor"],
)  # fmt: skip
@pytest.mark.parametrize("exercise", ["breathing", "grounding"])
def test_worse_is_heard_within_a_short_message(talk, exercise, text):
    talk.say(f">{exercise}", "next")
    assert talk.say(text).is_done
    assert talk.kept("exercise")[0]["how"] == "worse"


@pytest.mark.parametrize(
    "text",
    ["its not making me anxious", "I never feel sick", "a film that my sister and I saw last week made me cry",
     "why does breathing make some people anxious?"],
)  # fmt: skip
def test_a_negation_a_tale_or_a_question_is_not_worse(talk, text):
    talk.say(">grounding", "next", text)
    assert not talk.records


@pytest.mark.parametrize("text", ["worse", "it's worse", "that's awful"])
def test_worse_is_taken_in_a_step_that_asks_for_nothing(talk, text):
    assert talk.say(">breathing", "next", text).is_done
    assert talk.kept("exercise")[0]["how"] == "worse"


def test_a_feeling_is_an_answer_where_one_is_asked_for(talk):
    talk.say(">self_compassion", "next", "this hurts")
    assert "Step 2 of 4" in talk.text
    talk.say(">other", ">self_compassion", "next")
    assert talk.say("this is making me panic").is_done


def test_the_last_kind_words_hold_also_without_a_kind_sentence(talk):
    talk.say(">self_compassion", "next", "next", "next", "I hate you")
    assert "If not, or if none came" in talk.text


@pytest.mark.parametrize(
    "text", ["I can't even get up", "cant do anything today", "I cannot", "leave me alone", "I already tried it all"]
)
def test_what_tells_that_there_is_no_step_is_not_kept(talk, text):
    talk.say(">small_step", "next", text)
    assert "Nothing has to come to mind" in talk.text
    talk.say("next", "next", "next")
    assert "If you chose a step" in talk.text
    assert Run.model_validate_json(talk.state).step is None


@pytest.mark.parametrize("place", [0, 1, 2, 5])
@pytest.mark.parametrize("text", ["what is anhedonia?", "how long does ketamine last?"])
def test_a_question_in_the_middle_is_left_to_others(talk, place, text):
    talk.say("help me calm down", *["4", "next", "water", "next", "next", "next"][:place])
    open_before, state = talk.move.draft.asks, talk.state
    assert talk.say(text) is None
    assert talk.tool.ask(state).asks == open_before


def test_an_aside_is_left_to_others_and_a_short_guess_is_an_answer(talk):
    talk.say(">small_step", "next")
    assert talk.say("are you a person", is_aside=True) is None
    assert '"call my sister?"' in talk.say("call my sister?").draft.text


def test_commands_work_everywhere(talk):
    talk.say(">grounding", "why do you ask?")
    assert "no claim" in talk.text
    talk.say("next", "back")
    assert "first step" in talk.text
    talk.say("next", "next", "change 1")
    assert "Step 1 of 6" in talk.text
    talk.say("change 5")
    assert "can't open" in talk.text
    talk.say("next", "next", "start over")
    assert "Step 1 of 6" in talk.text
    talk.say("skip this", "repeat that")
    assert "Step 2 of 6" in talk.text
    talk.say(*["next"] * 5, "back")
    assert "Step 6 of 6" in talk.text
    talk.say("next", "why?")
    assert talk.move.draft.asks == "exercise.closing"
    assert talk.say("skip").is_done


def test_another_one_can_be_had_at_any_moment(talk):
    talk.say(">small_step", "next", "wash up", "something else")
    assert talk.move.draft.asks == "exercise.choosing"
    assert [kept["step"] for kept in talk.kept("exercise")] == ["wash up"]
    talk.say("breathing")
    assert "Paced breathing" in talk.text
    talk.say("grounding instead, no wait", "grounding")
    assert "5-4-3-2-1" in talk.text
    assert len(talk.records) == 1


def test_breathing_has_a_picture_and_complete_words(talk):
    talk.say("breathing", "next", "next")
    (block,) = [block for block in talk.move.draft.blocks if isinstance(block, Breathing)]
    assert (block.inhale, block.hold, block.exhale, block.rounds) == (4, 0, 6, 6)
    assert "in for 4 seconds, and out for 6" in talk.text


def test_records_that_cannot_be_read_change_nothing_but_the_question_how_it_went(talk):
    talk.say(">small_step", "next", "1", "next", "next", "next", "1")
    assert talk.say(">small_step", records=None).draft.asks == "exercise.intro"
    talk.state = None
    assert talk.say(">small_step").draft.asks == "exercise.went"
    assert not talk.say("done", records=None).keeps


@pytest.mark.parametrize("state", ["", "{}", "null", '{"run": 1}', RUN.chosen("gone").model_dump_json(),
                                   RUN.chosen("breathing").opened(9).model_dump_json()])  # fmt: skip
def test_a_foreign_state_is_refused(talk, state):
    talk.state = state
    with pytest.raises(ValueError):
        talk.say("next")
    with pytest.raises(ValueError):
        talk.tool.ask(state)


def test_every_word_can_be_said_and_no_placeholder_is_left(content):
    values = dict.fromkeys(
        (
            "title",
            "about",
            "takes",
            "careful",
            "known",
            "number",
            "count",
            "step",
            "inhale",
            "exhale",
            "hold",
            "rounds",
        ),
        "x",
    )
    writer = ExerciseWriter(content)
    names = [name for name in content.responses if name.startswith("exercise_")]
    assert len(names) > 60
    for name in names:
        for turn in range(len(content.responses[name])):
            assert not re.search(r"[{}]", writer.say(name.removeprefix("exercise_"), turn, **values).text)


@cache
def cached_tool():
    content = shipped()
    return ExerciseTool.from_content(content), CommandReader(content.instruments.commands)


# fmt: off
PRESSES = st.sampled_from([*SIX, "other", "any", "better", "worse", "did", "not_yet", "skip=went", "skip=closing",
                           "next=breathing.start", "next=breathing.0", "next=small_step.start", "next=small_step.0",
                           "idea=small_step.0.1", "idea=small_step.0.99", "idea=small_step.0.x", "next=", "=", ""])
# fmt: on
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "next",
            "ok",
            "back",
            "skip",
            "why?",
            "start over",
            "2",
            "6",
            "better",
            "worse",
            "small step",
            "breathing",
            "another one",
            "again",
            "idk",
            "change 2",
            "done",
            "i feel worse",
            "👍",
            "water the plants",
            "yes",
        ]
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TEXTS.map(lambda text: (text, None)), PRESSES.map(lambda choice: ("", choice))), max_size=25))
def test_nothing_that_people_do_breaks_it_or_keeps_what_was_not_said(messages):

    tool, commands = cached_tool()
    records, state, told = (
        {},
        None,
        {idea for step in tool.content.exercises.exercises["small_step"].steps for idea in step.ideas},
    )
    for text, choice in messages:
        said = Said(text, NOW, choice=choice, command=commands.read(text) if choice is None else None,
                    is_question=text.endswith("?"), records=tuple(records.values()))  # fmt: skip
        told.add(" ".join(text.split()))
        move = tool.begin(said) if state is None else tool.hear(state, said)
        if move is None:
            assert tool.ask(state).text
            continue
        for record in move.keeps:
            records[record.key] = record
            assert record.kind == "exercise"
            assert record.values["exercise"] in SIX
            assert record.values["how"] in (None, "better", "same", "worse", "unsure")
            assert record.values.get("step") in (None, *told)
        assert move.draft.text.strip()
        assert not re.search(r"\{[a-z]+\}", move.draft.text.replace(text, "")) or "{" in "".join(told)
        assert len({button.value for button in move.draft.buttons}) == len(move.draft.buttons)
        if not move.is_done:
            run = Run.model_validate_json(move.state)
            assert run.model_dump_json() == move.state
            assert tool.ask(move.state).asks == run.asks == move.draft.asks
        state = None if move.is_done else move.state
