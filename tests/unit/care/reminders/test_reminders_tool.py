"""Setting a reminder by talking: what was said is understood, what is missing is asked, nothing wrong is kept."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.care.my_data import payloads
from waymark.care.questionnaires.commands import CommandReader
from waymark.care.reminders.reminder import KIND, Reminder
from waymark.care.reminders.reminders import MOST, Reminders
from waymark.care.tools.tool import Record, Said, read_value
from waymark.content import load_content
from waymark.settings import ROOT

CONTENT = load_content(ROOT / "content")
TOOL = Reminders.from_content(CONTENT)
COMMANDS = CommandReader(CONTENT.instruments.commands)
NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)  # a Sunday


class Talk:
    """Brings messages to the tool as the dialogue does; `#x` is the press of a button."""

    def __init__(self, records=(), intent="set_reminder"):
        self.records, self.intent, self.move, self.now = records, intent, None, NOW

    def say(self, text, *, is_question=False):
        choice = text[1:] if text.startswith("#") else None
        words = "" if choice is not None else text
        said = Said(
            text=words,
            now=self.now,
            choice=choice,
            command=COMMANDS.read(words) if words else None,
            is_question=is_question,
            intent=self.intent,
            records=self.records,
        )
        if self.move is None:
            self.move = TOOL.begin(said)
            return self.move
        heard = TOOL.hear(self.move.state, said)
        self.move = heard or self.move
        return heard

    def all(self, *texts):
        for text in texts:
            self.say(text)
        return self.move

    @property
    def asks(self):
        return self.move.draft.asks


def kept(move):
    (record,) = move.keeps
    assert record.kind == KIND
    assert datetime.fromisoformat(record.values["set_at"]).tzinfo is not None
    return Reminder.of(record.values), datetime.fromisoformat(record.values["due_at"])


def record_of(text="every day at 9am", what="the PHQ-9", key="k"):
    move = Talk().all(f"remind me of {what} {text}", "London", "yes")
    (record,) = move.keeps
    return Record(KIND, key, record.values, NOW, NOW)


def test_all_in_one_message_needs_only_the_zone_and_a_yes():
    talk = Talk()
    talk.say("remind me every Sunday at 6pm to do the PHQ-9")
    assert talk.asks == "reminders.zone"
    talk.say("London")
    assert talk.asks == "reminders.sure"
    assert "Sunday 22 November 2026, 6:00 pm" in talk.move.draft.text
    assert talk.move.keeps == ()
    move = talk.say("yes")
    reminder, due = kept(move)
    assert move.is_done
    assert (reminder.what, reminder.schedule.repeat, reminder.schedule.zone) == ("phq9", "weekly", "Europe/London")
    assert due == datetime(2026, 11, 22, 18, tzinfo=timezone.utc)
    assert payloads.CALENDAR in move.draft.buttons[0].value


def test_an_appointment_is_asked_how_long_before():
    talk = Talk()
    talk.say("next Tuesday 10:30 appointment")
    assert talk.asks == "reminders.lead"
    _, due = kept(talk.all("one hour before", "UTC+2", "yes"))
    assert due == datetime(2026, 11, 24, 7, 30, tzinfo=timezone.utc)


def test_a_list_of_medicines_every_morning():
    reminder, due = kept(Talk().all("every morning my medicine list", "Berlin", "yes please"))
    assert reminder.what == "medicines"
    assert due == datetime(2026, 11, 23, 7, tzinfo=timezone.utc)


def test_own_words_are_kept():
    reminder, _ = kept(Talk().all("remind me to call my sister tomorrow at 5pm", "#zone.4", "#yes"))
    assert (reminder.what, reminder.words) == ("own", "call my sister")


def test_everything_is_asked_where_nothing_was_said():
    talk, asked = Talk(), []
    for text in ("set a reminder", "#what.phq9", "#when.weekly", "friday", "at 7", "#half.pm", "Chicago", "#yes"):
        talk.say(text)
        asked.append(talk.asks)
    assert asked == [
        "reminders.what", "reminders.when", "reminders.day", "reminders.time", "reminders.half", "reminders.zone",
        "reminders.sure", None,
    ]  # fmt: skip
    reminder, _ = kept(talk.move)
    assert (reminder.schedule.weekdays, reminder.schedule.hour) == ((4,), 19)


def test_the_zone_is_asked_once():
    talk = Talk(records=(record_of(),))
    talk.say("remind me on Monday at 9am of the phq9")
    assert talk.asks == "reminders.sure"
    assert "London" in talk.move.draft.text


@pytest.mark.parametrize("text", ["today at 9am", "yesterday at 5pm", "22 November 2026 9am", "5 March 2024 at noon"])
def test_a_time_that_is_past_is_asked_again_and_never_kept(text):
    talk = Talk()
    talk.all("remind me of the phq9", text)
    if talk.asks == "reminders.zone":
        talk.say("UTC")
    assert "has passed already" in talk.move.draft.text
    assert talk.asks == "reminders.when"
    talk.all("tomorrow at 9am")
    if talk.asks == "reminders.zone":
        talk.say("UTC")
    _, due = kept(talk.all("yes"))
    assert due > NOW


def test_a_time_that_passes_before_the_yes_is_asked_again():
    talk = Talk()
    talk.all("remind me of the phq9 in 5 minutes", "UTC")
    talk.now = NOW + timedelta(minutes=6)
    move = talk.say("yes")
    assert not move.is_done
    assert talk.asks == "reminders.when"


def test_a_time_too_far_away_is_asked_again():
    assert "more than a year away" in Talk().all("remind me of the phq9 on 5 March 2031 at 9am", "UTC").draft.text


def test_an_unknown_place_is_asked_again_and_then_there_is_a_way_out():
    talk = Talk()
    talk.all("remind me every sunday at 6pm of the phq9", "Atlantis")
    assert "don't know that place" in talk.move.draft.text
    talk.say("Narnia")
    assert [button.value for button in talk.move.draft.buttons][-1] == "intent:stop"
    assert "more than one time zone" in talk.say("usa").draft.text
    assert talk.say("2").draft.asks == "reminders.sure"


def test_a_no_and_a_better_time_change_it():
    talk = Talk()
    talk.all("remind me every sunday at 6pm of the phq9", "London", "no")
    assert talk.asks == "reminders.when"
    talk.say("every monday at 8am")
    assert "every Monday at 8:00 am" in talk.move.draft.text
    talk.say("no, at 7pm")
    assert "every Monday at 7:00 pm" in talk.move.draft.text


def test_a_question_in_the_middle_is_answered_elsewhere():
    talk = Talk()
    talk.say("set a reminder")
    assert talk.say("what is anhedonia?", is_question=True) is None
    assert TOOL.ask(talk.move.state).asks == "reminders.what"


def test_steering_words_work():
    talk = Talk()
    talk.all("remind me of my appointment on friday at 10am")
    assert "time that fits" in talk.say("why do you ask?").draft.text
    assert talk.say("skip").draft.asks == "reminders.zone"
    assert "I need this one" in talk.say("skip").draft.text
    assert talk.say("go back").draft.asks == "reminders.lead"
    assert talk.say("start over").draft.asks == "reminders.what"


@pytest.mark.parametrize("text", ["8am and 8pm", "at 25", "3/4 at 9am", "every month", "🙂", "x" * 3000, "ayer"])
def test_what_does_not_fit_is_met_with_one_hint_then_a_way_out(text):
    talk = Talk()
    talk.all("remind me of the phq9", text)
    assert not talk.move.is_done
    assert talk.asks in ("reminders.when", "reminders.time")
    talk.say(text)
    assert "intent:stop" in [button.value for button in talk.move.draft.buttons]


def test_a_list_is_numbered_and_ends_by_the_gateways_buttons():
    records = [record_of(key="a"), record_of("tomorrow at 5pm", "calling my sister", key="b")]
    move = Talk(records, "list_reminders").say("my reminders")
    assert move.is_done
    assert "1. the PHQ-9 form, every day at 9:00 am" in move.draft.text
    assert [button.value for button in move.draft.buttons] == [
        "data:reminder_off=a", "data:reminder_off=b", payloads.REMINDERS_STOP,
    ]  # fmt: skip
    assert move.draft.asks == payloads.ASKS_LIST


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("cancel 2", "data:reminder_off=b"),
        ("delete the second reminder", "data:reminder_off=b"),
        ("cancel all my reminders", payloads.REMINDERS_STOP),
        ("stop reminding me, all of it", payloads.REMINDERS_STOP),
    ],
)
def test_ending_asks_first(text, value):
    records = [record_of(key="a"), record_of("tomorrow at 5pm", "calling my sister", key="b")]
    move = Talk(records, "list_reminders").say(text)
    assert [button.value for button in move.draft.buttons] == [value]
    assert move.keeps == ()


def test_a_number_that_is_not_there_shows_the_list():
    move = Talk([record_of()], "list_reminders").say("cancel 7")
    assert "don't see a reminder with that number" in move.draft.text


def test_an_empty_list_and_one_that_cannot_be_read():
    assert "no reminders" in Talk((), "list_reminders").say("my reminders").draft.text
    for intent in TOOL.intents:
        move = Talk(None, intent).say("my reminders")
        assert "can't get to your reminders" in move.draft.text
        assert move.is_done


def test_there_is_an_end_to_how_many():
    move = Talk([record_of(key=f"k{number}") for number in range(MOST)]).say("remind me tomorrow")
    assert move.is_done
    assert "many reminders" in move.draft.text


def test_a_record_of_another_version_is_left_out():
    odd = Record(KIND, "odd", {"form": "new"}, NOW, NOW)
    assert "no reminders" in Talk([odd], "list_reminders").say("my reminders").draft.text


def test_buttons_of_an_earlier_step_change_nothing_wrong():
    talk = Talk()
    talk.all("remind me every sunday at 6pm of the phq9")
    for choice in ("#half.am", "#lead.60", "#yes", "#nonsense", "#zone.99", "#when.daily", "#"):
        move = talk.say(choice)
        assert not move.is_done
        assert move.draft.asks == "reminders.zone"
    assert "every Sunday at 6:00 pm" in talk.say("London").draft.text


@pytest.mark.parametrize("state", ["", "{}", "null", '{"asked": 1}'])
def test_a_foreign_state_is_a_value_error(state):
    with pytest.raises(ValueError):
        TOOL.ask(state)
    with pytest.raises(ValueError):
        TOOL.hear(state, Said(text="x", now=NOW))


def test_every_offered_choice_is_one_that_is_understood():
    talk = Talk()
    for text in (
        "set a reminder",
        "#what.appointment",
        "#when.tomorrow",
        "at 7",
        "#half.am",
        "#lead.60",
        "#zone.0",
        "#yes",
    ):
        talk.say(text)
        for button in talk.move.draft.buttons:
            assert button.value.startswith("data:") or read_value(button.value) is not None
    assert talk.move.is_done


WORDS = st.sampled_from(
    [
        "remind me", "every sunday", "at 6pm", "yes", "no", "London", "usa", "skip", "go back", "start over", "why?",
        "7", "tomorrow", "my appointment", "an hour before", "the phq9", "🙂", "in 3 days", "31 february", "#yes",
        "#zone.1",
        "#half.pm", "#lead.1440", "#what.medicines", "#when.two_weeks", "#change", "#list", "at 7", "call mum",
        "monday",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.one_of(WORDS, st.text(max_size=30).filter(lambda text: not text.startswith("#"))), max_size=14))
def test_no_talk_breaks_and_nothing_is_kept_that_lies_behind(texts):
    talk = Talk()
    for text in texts:
        before = talk.move
        if before is not None and before.is_done:
            break
        talk.say(text)
        if not talk.move.is_done:
            assert TOOL.ask(talk.move.state).asks
            assert talk.move.keeps == ()
    if talk.move is not None and talk.move.keeps:
        _, due = kept(talk.move)
        assert due > NOW


@pytest.mark.parametrize(
    ("text", "what", "words"),
    [
        ("remind me to take my pills every day at 9am", "own", "take my pills"),
        ("remind me to refill my prescription every day at 9am", "own", "refill my prescription"),
        ("remind me to do a check-in every day at 9am", "own", "check-in"),
        ("remind me of my list of meds every day at 9am", "medicines", ""),
        ("remind me to update my medication list every day at 9am", "medicines", ""),
    ],
)
def test_only_a_list_of_medicines_is_one_and_a_check_in_is_no_form(text, what, words):
    reminder, _ = kept(Talk().all(text, "London", "yes"))
    assert (reminder.what, reminder.words) == (what, words)


@pytest.mark.parametrize(
    ("half", "hour"), [("pm", 19), ("PM.", 19), ("p.m.", 19), ("am", 7), ("a.m.", 7), ("it's pm", 19)]
)
def test_a_bare_am_or_pm_answers_morning_or_evening(half, hour):
    talk = Talk()
    talk.all("remind me about the phq9 every day at 7", half)
    assert kept(talk.all("London", "yes"))[0].schedule.hour == hour


@pytest.mark.parametrize(
    ("day", "repeat", "weekdays"),
    [("every Sunday", "weekly", (6,)), ("every day", "daily", ()), ("tomorrow", "once", ())],
)
def test_after_no_a_time_alone_keeps_the_day(day, repeat, weekdays):
    talk = Talk()
    talk.all(f"remind me about the phq9 {day} at 6pm", "London", "no")
    assert talk.asks == "reminders.when"
    schedule = kept(talk.all("8pm", "yes"))[0].schedule
    assert (schedule.repeat, schedule.weekdays, schedule.hour) == (repeat, weekdays, 20)
    assert repeat != "once" or schedule.day == (NOW + timedelta(days=1)).date()


def test_after_no_another_day_and_time_are_both_taken():
    schedule = kept(
        Talk().all("remind me about the phq9 every Sunday at 6pm", "London", "no", "every Monday at 7am", "yes")
    )[0].schedule
    assert (schedule.weekdays, schedule.hour) == ((0,), 7)


def test_a_time_without_any_day_is_asked_for_its_day_and_then_a_way_out_is_shown():
    talk = Talk()
    talk.all("remind me about the phq9 in 2 hours", "London", "no", "8pm")
    assert talk.asks == "reminders.when"
    assert "Which day" in talk.move.draft.text
    talk.say("at 8pm")
    assert "leave it here" in talk.move.draft.text
    assert kept(talk.all("every day", "yes"))[0].schedule.hour == 20
