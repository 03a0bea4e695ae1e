"""Checking in by talking: what to keep an eye on, answers, side effects, treatment changes, the list."""

import re
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_talk import NOW, shipped

from waymark.care.checkins.checkin import Checkin
from waymark.care.checkins.checkin_tool import CheckinTool
from waymark.care.checkins.checkin_words import CheckinWriter
from waymark.care.checkins.kept_checkins import changes, checkins
from waymark.care.questionnaires.commands import CommandReader
from waymark.care.tools.tool import Record, Said
from waymark.messages import Chart, Table

AREAS = ("sleep", "energy", "work", "people", "basics", "side_effects")


def choices(move):
    return [button.value.removeprefix("tool:checkin:") for button in move.draft.buttons]


def test_the_choice_has_buttons_and_numbers(talk, content):
    move = talk.say("let's check in")
    assert choices(move)[:8] == [*AREAS, "change", "all"]
    for number, area in enumerate(content.checkins.areas.values(), start=1):
        assert f"{number}. {area.title}" in talk.text


@pytest.mark.parametrize(
    ("text", "queue"),
    [
        ("1", ["sleep"]), ("1, 3", ["sleep", "work"]), ("1 and 6", ["sleep", "side_effects"]),
        ("2-4", ["energy", "work", "people"]),
        ("all", list(AREAS)), ("everything please", list(AREAS)), ("all but work", [a for a in AREAS if a != "work"]),
        ("sleep and side effects", ["sleep", "side_effects"]), ("my job and friends", ["work", "people"]),
        (">energy", ["energy"]),
        ("eating, washing", ["basics"]), (">all", list(AREAS)), ("energy, sleep", ["sleep", "energy"]),
    ],
)  # fmt: skip
def test_what_to_keep_an_eye_on_is_chosen(talk, text, queue):
    talk.say("check in", text)
    assert list(Checkin.model_validate_json(talk.state).queue) == queue
    assert talk.move.draft.asks == f"checkin.{queue[0]}"


def test_a_check_in_is_kept_with_what_was_said_and_nothing_else(talk):
    talk.say("check in", "1, 2, 4 and side effects", "4", "don't know", "skip", "nausea, dry mouth", "a lot")
    assert talk.say("2").is_done
    ((key, record),) = talk.records.items()
    assert key[0] == "checkin"
    assert key[1].startswith("2027-03-05-")
    effects = [{"text": "nausea", "bother": 3}, {"text": "dry mouth", "bother": 2}]
    assert record.values == {"areas": {"sleep": 4}, "side_effects": effects, "at": record.values["at"]}
    assert "prescriber or pharmacist" in talk.text


def test_without_an_answer_nothing_is_kept(talk):
    talk.say("check in", "1 and 6", "skip", "skip")
    assert talk.move.is_done
    assert not talk.records


def test_what_was_read_from_words_can_be_put_right(talk):
    talk.say("check in", "sleep", "pretty bad")
    assert "3 out of 10" in talk.text
    assert talk.move.draft.asks == "checkin.more"
    talk.say("back", "2", "that's all")
    assert talk.kept("checkin")[0]["areas"] == {"sleep": 2}


def test_one_area_by_button_is_asked_for_more(talk):
    talk.say(">sleep", ">sleep=7")
    assert choices(talk.move) == ["energy", "work", "people", "basics", "side_effects", "finish"]
    talk.say("2", "6", ">finish")
    assert talk.kept("checkin")[0]["areas"] == {"sleep": 7, "work": 6}


def test_several_answers_in_one_message_are_understood(talk):
    talk.say("check in: sleep 4, energy pretty bad", "done")
    assert talk.kept("checkin")[0]["areas"] == {"sleep": 4, "energy": 3}
    talk.say("check in", "sleep, energy, work", "sleep 5, work 6", "7", "that's it")
    assert talk.kept("checkin")[1]["areas"] == {"sleep": 5, "energy": 7, "work": 6}


def test_the_same_as_last_time_is_offered(talk):
    assert "same" not in choices(talk.say("check in"))
    talk.say("1 and 6", "4", "none")
    assert "same" in choices(talk.say("check in"))
    talk.say("same as last time")
    assert Checkin.model_validate_json(talk.state).queue == ("sleep", "side_effects")


@pytest.mark.parametrize("text", ["purple", "12", "🙂", "", "yes"])
def test_what_is_no_answer_gets_one_hint_and_then_a_way_out(talk, text):
    talk.say("check in", "sleep", text)
    assert "skip=sleep" not in choices(talk.move)
    assert {"skip=sleep", "intent:stop"} <= {*choices(talk.say(text))}
    talk.say(">skip=sleep")
    assert talk.move.is_done
    assert not talk.records


@pytest.mark.parametrize("text", ["what is anhedonia?", "is 4 bad?", "how does sleep work?"])
def test_a_question_in_the_middle_is_left_to_others(talk, text):
    for said in ([], ["1"], ["side effects"], ["side effects", "nausea"]):
        talk.state = None
        talk.say("check in", *said)
        state, asks = talk.state, talk.move.draft.asks
        assert talk.say(text) is None
        assert talk.tool.ask(state).asks == asks


def test_an_aside_is_left_to_others_unless_it_tells_side_effects(talk):
    talk.say("check in", "side effects")
    assert talk.say("are you a person", is_aside=True, intent="ask_if_human") is None
    assert talk.say("nausea all day", is_aside=True, intent="report_side_effect").draft.asks == "checkin.bother"
    assert talk.say("check in on energy", is_aside=True, intent="do_checkin") is not None


@pytest.mark.parametrize("text", ["none", "no side effects", "nothing new", "nope", ">none=side_effects"])
def test_no_side_effects_is_an_answer(talk, text):
    talk.say("check in", "6", text)
    assert talk.kept("checkin") == [{"areas": {}, "side_effects": [], "at": talk.kept("checkin")[0]["at"]}]


@pytest.mark.parametrize("text", ["yes", "👎", "7", "word " * 40, ", ".join(f"effect {one}a" for one in range(9))])
def test_what_names_no_side_effect_is_asked_again(talk, text):
    talk.say("check in", "6", text)
    assert talk.move.draft.asks == "checkin.side_effects"
    assert not Checkin.model_validate_json(talk.state).effects


def test_a_button_that_is_pressed_twice_or_late_stores_nothing_wrong(talk):
    talk.say(
        "check in", "sleep, energy", ">sleep=3", ">sleep=9", ">bother.0=4", ">yes", ">finish", ">none=side_effects"
    )
    assert talk.move.draft.asks == "checkin.energy"
    talk.say(">energy=99", ">energy=x", ">energy=")
    assert talk.move.draft.asks == "checkin.energy"
    talk.say(">energy=5", ">energy=5")
    assert talk.kept("checkin") == [{"areas": {"sleep": 3, "energy": 5}, "at": talk.kept("checkin")[0]["at"]}]


def test_commands_work_everywhere(talk, content):
    talk.say("check in", "all", "why do you ask?")
    assert content.checkins.areas["sleep"].why in talk.text
    talk.say("back")
    assert talk.move.draft.asks == "checkin.sleep"
    talk.say("4", "5", "back", "go on")
    assert talk.move.draft.asks == "checkin.work"
    talk.say("change 1", "9")
    assert talk.move.draft.asks == "checkin.work"
    talk.say("change 5", "ok", "skip", "skip", "nausea, headache", "1", "back", "2", "back", "back")
    assert talk.move.draft.asks == "checkin.side_effects"
    talk.say("rash", "skip", "that's all")
    assert talk.kept("checkin")[0]["areas"] == {"sleep": 9, "energy": 5, "work": 5}
    assert talk.kept("checkin")[0]["side_effects"] == [{"text": "rash", "bother": None}]
    talk.say("check in", "1", "4", "check in", "1", "start over")
    assert talk.move.draft.asks == "checkin.choosing"


@pytest.mark.parametrize(
    ("texts", "what", "on", "precision"),
    [
        (["mark that I started lithium last Monday", "yes"], "started lithium", "2027-03-01", "day"),
        (["went up to 150 on the 3rd", "ok"], "went up to 150", "2027-03-03", "day"),
        ([">change", "began TMS", "in March", "right"], "began TMS", "2027-03-01", "month"),
        (["check in", "7", "came off mirtazapine", "tomorrow", "3/4", "31 February 2027", "4 March", ">yes"],
        "came off mirtazapine", "2027-03-04", "day"),
        ([">change", "yesterday", "new tablets", "yep"], "new tablets", "2027-03-04", "day"),
        (["mark that I stopped quetiapine yesterday", "no", "the 2nd", "yes"], "stopped quetiapine", "2027-03-02",
        "day"),
        (["mark that I stopped quetiapine yesterday", ">fix_words", "lowered quetiapine", ">fix_day", "on Tuesday",
        "yes"], "lowered quetiapine", "2027-03-02", "day"),
        (["mark that I stopped it yesterday", "back", "back", "halved it last Friday", "yes"], "halved it",
        "2027-02-26", "day"),
    ],
)  # fmt: skip
def test_a_treatment_change_is_marked(talk, texts, what, on, precision):
    talk.say(*texts)
    assert talk.move.is_done
    assert talk.kept("change") == [{"what": what, "on": on, "precision": precision, "at": talk.kept("change")[0]["at"]}]


@pytest.mark.parametrize("text", ["mark a treatment change", "note a change in my treatment", "treatment change"])
def test_a_wish_to_mark_tells_nothing_yet(talk, text):
    assert talk.say(text, intent="mark_change").draft.asks == "checkin.change"
    assert "intent:stop" in choices(talk.say("👍"))
    assert talk.say("skip").is_done
    assert not talk.records


def test_a_change_may_be_asked_for_together_with_areas(talk):
    talk.say("check in", "1 and 7", "4")
    assert talk.kept("checkin")[0]["areas"] == {"sleep": 4}
    assert talk.move.draft.asks == "checkin.change"
    talk.say("started lithium yesterday", "yes")
    assert talk.kept("change")[0]["what"] == "started lithium"


def test_the_list_shows_the_last_ones_oldest_first_and_what_changed(talk):
    talk.say("check in", "1 and 6", "6", "nausea", "1")
    talk.now += timedelta(days=7)
    talk.say("check in", "1 and 2", "4", "5")
    talk.say("mark that I started lithium yesterday", "yes")
    move = talk.say("my check-ins", intent="list_checkins")
    assert move.is_done
    (table,) = [block for block in move.draft.blocks if isinstance(block, Table)]
    assert table.columns == ("Date", "Sleep", "Energy", "Side effects")
    assert table.rows == (("5 March 2027", "6", "-", "nausea (a little)"), ("12 March 2027", "4", "5", "-"))
    assert "Sleep: 6 on 5 March 2027, 4 on 12 March 2027. That is down by 2." in talk.text
    assert "11 March 2027: started lithium" in talk.text
    talk.say("check in", "sleep")
    assert talk.say("my check-ins", intent="list_checkins", is_aside=True).draft.asks == "checkin.sleep"


def test_a_list_that_is_empty_or_cannot_be_read_says_so(talk):
    assert "no check-ins" in talk.say(">list").draft.text
    assert "can't get to" in talk.say("my check-ins", intent="list_checkins", records=None).draft.text


def sleep_on_five_days(talk):
    for value in ("3", "5", "4", "6", "7"):
        talk.now += timedelta(days=7)
        talk.say("check in", "1, 2 and 6", value, "5", "nausea", "1")
    talk.say("mark that I started lithium three weeks ago", "yes")


def charts(move):
    return [block for block in move.draft.blocks if isinstance(block, Chart)]


def test_the_list_has_a_chart_of_each_area_with_the_changes_marked_and_told(talk):
    sleep_on_five_days(talk)
    sleep, energy = charts(talk.say("my check-ins", intent="list_checkins"))
    assert (sleep.title, energy.title) == ("Sleep", "Energy")
    assert [point.value for point in sleep.points] == [3, 5, 4, 6, 7]
    assert [mark.label for mark in sleep.marks] == ["started lithium"]
    assert f"{sleep.title}. {sleep.summary}" in talk.text
    assert "started lithium" in sleep.summary


@pytest.mark.parametrize(
    ("text", "titles", "columns"),
    [
        ("how has my sleep been?", ["Sleep"], ("Date", "Sleep")),
        ("how have my side effects been?", [], ("Date", "Side effects")),
        ("show my energy and sleep", ["Sleep", "Energy"], ("Date", "Sleep", "Energy")),
    ],
)
def test_only_what_was_asked_about_is_shown(talk, text, titles, columns):
    sleep_on_five_days(talk)
    move = talk.say(text, intent="list_checkins")
    assert [chart.title for chart in charts(move)] == titles
    (table,) = [block for block in move.draft.blocks if isinstance(block, Table)]
    assert table.columns == columns
    assert len(table.rows) == 5
    assert "list" in choices(move)


def test_an_area_that_was_never_noted_is_not_made_up(talk):
    sleep_on_five_days(talk)
    move = talk.say("how did work go lately?", intent="list_checkins")
    assert "Work or school" in talk.text
    assert [type(block).__name__ for block in move.draft.blocks] == ["Paragraph"]


def test_a_kept_check_in_ends_with_how_it_went_so_far(talk):
    for day, value in enumerate(("3", "5", "6"), start=1):
        talk.now += timedelta(days=7)
        move = talk.say("check in", "1 and 2", value, "5")
        assert [chart.title for chart in charts(move)] == (["Sleep", "Energy"] if day == 3 else [])
    assert [point.value for point in charts(move)[0].points] == [3, 5, 6]
    assert "0, as bad as it gets" in talk.text
    assert charts(talk.say("check in", "1, 2 and 3", "7", "5", "4")) != []
    assert len(charts(talk.move)) == 2


def test_a_check_in_beside_records_that_cannot_be_read_has_no_chart_of_one_day(talk):
    sleep_on_five_days(talk)
    move = talk.say("check in", "1 and 2", "7", "5", records=None)
    assert move.is_done
    assert charts(move) == []


def test_what_was_kept_is_read_oldest_first_and_what_cannot_be_read_is_left_out(talk):
    talk.say("check in", "1 and 6", "6", "nausea, rash", "1", "3")
    talk.now += timedelta(days=1)
    talk.say("check in", "1", "8", "mark that I started lithium yesterday", "yes", "check in", "6", "none")
    broken = [
        Record("checkin", "x", {"areas": "?"}),
        Record("change", "y", {"what": "z"}),
        Record("trial", "t", {}),
        Record("checkin", "d", None),
    ]
    records = [*reversed(talk.records.values()), *broken]
    assert [one.areas for one in checkins(records)] == [{"sleep": 6}, {"sleep": 8}, {}]
    assert [sorted(one.asked) for one in checkins(records)] == [["side_effects", "sleep"], ["sleep"], ["side_effects"]]
    assert [one.what for one in changes(records)] == ["started lithium"]
    assert checkins([]) == changes([]) == ()


def test_every_word_can_be_said_and_no_placeholder_is_left(content):
    names = (
        "area",
        "areas",
        "value",
        "most",
        "name",
        "told",
        "effect",
        "effects",
        "bother",
        "what",
        "day",
        "before",
        "earlier",
        "later",
        "points",
    )
    writer = CheckinWriter(content)
    responses = [name for name in content.responses if name.startswith("checkin_")]
    assert len(responses) > 70
    for name in responses:
        assert not re.search(r"[{}]", writer.say(name.removeprefix("checkin_"), **dict.fromkeys(names, "x")).text)


@pytest.mark.parametrize(
    "state",
    [
        "",
        "{}",
        "[]",
        Checkin(run="r", began_at=NOW, place="area").model_dump_json(),
        Checkin(run="r", began_at=NOW, queue=("mood",)).model_dump_json(),
        Checkin(run="r", began_at=NOW, answers={"sleep": 44}).model_dump_json(),
        Checkin(run="r", began_at=NOW, place="bother", queue=("side_effects",)).model_dump_json(),
        Checkin(run="r", began_at=NOW, place="check").model_dump_json(),
    ],
)
def test_a_foreign_state_is_refused(talk, state):
    talk.state = state
    with pytest.raises(ValueError):
        talk.say("4")
    with pytest.raises(ValueError):
        talk.tool.ask(state)


@cache
def cached_tool():
    content = shipped()
    return CheckinTool.from_content(content), CommandReader(content.instruments.commands)


# fmt: off
PRESSES = st.sampled_from([*AREAS, "all", "same", "change", "list", "finish", "yes", "fix_day", "fix_words",
"sleep=3", "energy=9", "bother.0=2",
                           "bother.1=9", "skip=sleep", "skip=bother.0", "none=side_effects", "side_effects=3",
                           "sleep=", "=", ""])
TEXTS = st.one_of(st.text(max_size=40), st.sampled_from([
    "1", "4", "all", "7", "11", "ok", "back", "skip", "why?", "start over", "change 2", "sleep 4, energy 6", "none",
    "nausea, rash", "a lot",
    "pretty bad", "don't know", "started lithium last Monday", "yesterday", "tomorrow", "yes", "no", "that's all",
    "check in", "👍"]))
# fmt: on


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TEXTS.map(lambda text: (text, None)), PRESSES.map(lambda choice: ("", choice))), max_size=25))
def test_nothing_that_people_do_breaks_it_or_keeps_what_was_not_said(messages):
    tool, commands = cached_tool()
    records, state, told = {}, None, ""
    for text, choice in messages:
        command = commands.read(text) if choice is None else None
        said = Said(text, NOW, choice, command, is_question=text.endswith("?"), records=tuple(records.values()))
        told += " ".join(text.replace("\x00", " ").split()).casefold() + " | "
        move = tool.begin(said) if state is None else tool.hear(state, said)
        if move is None:
            assert tool.ask(state).text
            continue
        for record in move.keeps:
            records[record.kind, record.key] = record
            if record.kind == "change":
                assert record.values["on"] <= "2027-03-05"
                assert all(word in told for word in record.values["what"].casefold().split())
            else:
                assert all(area in AREAS and 0 <= value <= 10 for area, value in record.values["areas"].items())
                assert all(effect["text"].casefold() in told for effect in record.values.get("side_effects", []))
        assert move.draft.text.strip()
        assert len({button.value for button in move.draft.buttons}) == len(move.draft.buttons)
        assert all(
            re.fullmatch(r"tool:checkin(:[a-z0-9_.=-]{1,80})?|intent:stop", one.value) for one in move.draft.buttons
        )
        if not move.is_done:
            assert Checkin.model_validate_json(move.state).model_dump_json() == move.state
            assert tool.ask(move.state).asks == move.draft.asks
        state = None if move.is_done else move.state


@pytest.mark.parametrize(
    "text",
    [
        "no headaches anymore", "no nausea any more", "no dizziness any longer",
        "none lately, but I used to have nausea",
        "none since i stopped", "nothing major", "Nothing serious", "i don't think so",
        "I don't have headaches anymore",
        "no, nothing", "none, that's all", "none but I used to have nausea",
    ],
)  # fmt: skip
def test_what_is_not_there_or_no_longer_is_no_side_effect(talk, text):
    talk.say("check in: side effects", text)
    assert talk.kept("checkin")[0]["side_effects"] == []


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("no libido", ["no libido"]), ("no libido anymore", ["no libido anymore"]), ("no appetite", ["no appetite"]),
        ("nothing tastes right", ["nothing tastes right"]), ("none but nausea", ["nausea"]),
        ("nothing major, but some nausea", ["some nausea"]), ("nausea, that's all", ["nausea"]),
        ("nausea and no headaches anymore", ["nausea"]), ("headache, same as before", ["headache"]),
        ("no, just dry mouth", ["just dry mouth"]), ("can't sleep anymore", ["can't sleep anymore"]),
    ],
)  # fmt: skip
def test_what_is_there_stays_a_side_effect(talk, text, effects):
    talk.say("check in: side effects", text)
    assert [effect.text for effect in Checkin.model_validate_json(talk.state).effects] == effects


@pytest.mark.parametrize("text", ["maybe", "Perhaps", "that's all", "done", "same as before", "I used to have nausea"])
def test_what_names_no_effect_is_asked_again(talk, text):
    talk.say("check in: side effects", text)
    assert talk.move.draft.asks == "checkin.side_effects"
    assert not talk.kept("checkin")


@pytest.mark.parametrize(
    "text", ["no it was 3 weeks", "No, it was three weeks ago", "3 weeks", "no, more like 3 weeks", "it was 3 weeks"]
)
@pytest.mark.parametrize("known", [{}, {"intent": "mark_change", "is_aside": True}])
def test_a_day_is_put_right_at_the_check(talk, text, known):
    talk.say("stopped effexor 2 weeks ago", intent="mark_change")
    talk.say(text, **known)
    talk.say("yes")
    (change,) = talk.kept("change")
    assert (change["what"], change["on"]) == ("stopped effexor", (NOW - timedelta(days=21)).date().isoformat())
    assert "tell your prescriber or pharmacist soon" in talk.text


def test_a_day_that_is_wrong_is_not_kept_before_another_one_is_told(talk):
    talk.say("stopped effexor 2 weeks ago", intent="mark_change")
    talk.say("no it was longer than that")
    assert talk.move.draft.asks == "checkin.when"
    talk.say("yes")
    assert not talk.kept("change")
    talk.say("5 weeks", "yes")
    assert talk.kept("change")[0]["on"] == (NOW - timedelta(days=35)).date().isoformat()


def test_putting_right_is_never_what_changed(talk):
    talk.say("mark a change", intent="mark_change")
    talk.say("no it was 3 weeks")
    assert talk.move.draft.asks == "checkin.change"
    assert Checkin.model_validate_json(talk.state).what is None


@pytest.mark.parametrize("text", ["went off effexor yesterday", "going off lithium since yesterday"])
def test_going_off_is_a_change(talk, text):
    talk.say(text, intent="mark_change")
    assert talk.move.draft.asks == "checkin.check"
