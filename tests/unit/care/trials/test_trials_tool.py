"""A person writes down what they tried, as people type: told at once, asked for, corrected, removed, interrupted."""

from __future__ import annotations

import pytest

from waymark.care.tools.tool import Record, Tool
from waymark.care.trials.trials_state import MOST_TRIALS
from waymark.messages import Table

WHOLE = "I took sertraline 150 for 10 weeks and it did nothing"


def test_it_is_a_tool_with_two_intents(tool):
    checked: Tool = tool
    assert checked.name == "trials"
    assert checked.intents == {"tell_trials", "list_trials"}


def test_asks_what_was_tried_where_nothing_was_told_yet(talker):
    move = talker.say("I want to write down the medicines I tried", intent="tell_trials")
    assert talker.asks == "trials.tell"
    assert move.keeps == ()
    assert not move.is_done


def test_a_whole_sentence_is_kept_at_once_and_shown_so_that_a_misreading_is_seen(talker):
    talker.say(WHOLE, intent="tell_trials")
    (kept,) = talker.kept
    assert (kept.name, kept.dose_mg, kept.weeks, kept.effect) == ("sertraline", 150, 10, "none")
    assert "Sertraline, 150 mg a day, about 10 weeks, did not help" in talker.draft.text
    assert talker.asks == "trials.adherence"


def test_asks_for_what_is_missing_one_at_a_time(talker):
    asked = []
    for text in ("Prozac", "40 mg", "a year", "a bit", "most days", "I gained a lot of weight"):
        talker.say(text)
        asked.append(talker.asks)
    assert asked == [
        "trials.dose_mg", "trials.weeks", "trials.effect", "trials.adherence", "trials.stopped_for", "trials.more",
    ]  # fmt: skip
    (kept,) = talker.kept
    assert (kept.dose_mg, kept.effect, kept.adherence, kept.stopped_for) == (40, "little", "most_days", "side_effects")


def test_numbers_and_letters_of_what_is_listed_are_answers(talker):
    talker.talk("Prozac 40 for a year", "2", "a", "3")
    (kept,) = talker.kept
    assert (kept.effect, kept.adherence, kept.stopped_for) == ("little", "most_days", "other")


def test_buttons_answer_too(talker):
    talker.say("Prozac 40 for a year")
    talker.press("About half better")
    talker.press("I missed many")
    talker.press("It still goes on")
    (kept,) = talker.kept
    assert (kept.effect, kept.adherence, kept.is_ongoing) == ("half", "missed_many", True)


def test_several_treatments_in_a_message_are_each_kept(talker):
    text = talker.talk("I tried Zoloft 100, then Effexor 225 for 3 months, neither helped; and CBT for a year")
    assert [kept.name for kept in talker.kept] == ["sertraline", "venlafaxine", "cbt"]
    assert all(name in text for name in ("Sertraline", "Venlafaxine", "Cognitive"))


def test_therapy_and_procedures_are_listed_and_not_judged(talker):
    text = talker.talk("36 sessions of TMS, it helped a lot")
    assert "36 sessions, helped a lot" in text
    assert "no published minimum" in text
    text = talker.talk("CBT for a year", "a bit")
    assert "about 12 months, helped a little" in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sertraline 100 for 8 weeks, no help, taken every day", "counts as a fair trial"),
        ("sertraline 100 for 5 weeks, no help, taken every day", "another for 6"),
        ("sertraline 100 for 2 weeks, no help, taken every day", "ended sooner"),
        ("sertraline 25 for 8 weeks, no help, taken every day", "below the one"),
        ("sertraline 100 for 8 weeks, no help, missed many doses", "Many doses were missed"),
        ("aripiprazole 5 mg for 8 weeks, no help, taken every day", "no published lowest dose"),
    ],
)
def test_a_complete_trial_is_set_against_the_published_checklists_with_the_caveat(talker, text, words):
    said = talker.talk(text, "another reason")
    assert words in said
    assert "Your prescriber decides" in " ".join(said.split())
    assert "No clinician has reviewed" in said


def test_an_early_end_for_side_effects_is_not_counted_as_no_effect(talker):
    said = talker.talk("sertraline 100 for 2 weeks, taken every day", "nothing", "I had to stop because of nausea")
    assert "not tolerated" in said


def test_the_caveat_is_said_once_and_nothing_is_ever_counted_up(talker):
    said = [talker.talk(f"{name} 20 for 8 weeks, no help, taken every day", "other") for name in ("Lexapro", "Prozac")]
    assert ["prescriber decides" in " ".join(one.split()) for one in said] == [True, False]
    listed = talker.talk("show my list")
    for word in ("resistant", "TRD", "failed", "two trials", "2 trials"):
        assert word not in "\n".join([*said, listed])


# ---- what is in the way


def test_a_question_in_the_middle_is_left_to_the_rest_and_the_form_goes_on(talker):
    talker.say(WHOLE)
    assert talker.say("what is anhedonia?") is None
    assert talker.asks == "trials.adherence"
    assert "Sertraline" in talker.draft.text
    talker.say("most days")
    assert talker.asks == "trials.stopped_for"


def test_an_answer_with_a_question_mark_is_an_answer(talker):
    talker.talk("Prozac 40", "about 10 weeks?")
    assert talker.kept[0].weeks == 10


def test_small_talk_that_answers_nothing_is_left_to_the_rest(talker):
    talker.say(WHOLE)
    assert talker.say("who are you", is_aside=True) is None


def test_a_wrong_answer_gets_one_hint_and_then_a_way_out(talker):
    talker.say("Prozac")
    assert "couldn't read a dose" in talker.talk("purple")
    assert not any(button.value == "intent:stop" for button in talker.draft.buttons)
    talker.say("flamingo is what I would say")
    assert {"Skip", "Stop"} <= {button.title for button in talker.draft.buttons}
    talker.press("Skip")
    assert talker.asks == "trials.weeks"
    assert talker.kept[0].dose_mg is None


@pytest.mark.parametrize("text", ["I don't know", "no idea", "skip", "can't remember, sorry"])
def test_not_knowing_is_always_an_answer(talker, text):
    talker.talk("Prozac", text)
    assert talker.asks == "trials.weeks"
    assert talker.kept[0].left == ("dose_mg",)


def test_why_it_is_asked_is_told_and_asked_again(talker):
    talker.say(WHOLE)
    assert "no blame" in talker.talk("why do you ask?")
    assert talker.asks == "trials.adherence"


def test_go_back_opens_the_answer_before(talker):
    talker.talk("Prozac", "40", "8 weeks", "go back")
    assert talker.asks == "trials.weeks"
    talker.say("10 weeks")
    assert (talker.kept[0].weeks, talker.asks) == (10, "trials.effect")


def test_start_over_keeps_the_list(talker):
    talker.talk(WHOLE, "start over")
    assert talker.asks == "trials.tell"
    assert len(talker.kept) == 1


@pytest.mark.parametrize("text", ["that's all", "no", "nothing else", "done, thanks", "no that's all"])
def test_it_ends_when_there_is_nothing_more(talker, text):
    talker.say("36 sessions of TMS, helped a lot")
    move = talker.say(text)
    assert move.is_done
    assert {button.value for button in move.draft.buttons} == {"tool:trials:list", "tool:summary"}


def test_done_ends_it_in_the_middle_and_nothing_is_lost(talker):
    talker.say("Prozac")
    assert talker.say("that's all").is_done
    assert [kept.name for kept in talker.kept] == ["fluoxetine"]


def test_what_was_left_open_can_be_filled_in_later(talker):
    talker.talk("Prozac 40", "skip", "a bit", "that's all")
    talker.say(choice="fill")
    assert talker.asks == "trials.weeks"


# ---- corrections


@pytest.mark.parametrize(
    ("texts", "field", "value"),
    [
        (["no, it was 100"], "dose_mg", 100),
        (["100, not 150"], "dose_mg", 100),
        (["actually it was 12 weeks"], "weeks", 12),
        (["no, it helped a little"], "effect", "little"),
        (["change the dose of sertraline to 100"], "dose_mg", 100),
        (["change the dose to 100"], "dose_mg", 100),
        (["make it 100 mg"], "dose_mg", 100),
        (["change sertraline to citalopram"], "name", "citalopram"),
        (["not sertraline, it was citalopram"], "name", "citalopram"),
        (["sorry, I meant Effexor"], "name", "venlafaxine"),
        (["that's wrong", "the dose", "100"], "dose_mg", 100),
        (["that's wrong", "how long", "12"], "weeks", 12),
        (["that's wrong", "3", "a lot"], "effect", "mostly"),
        (["that's wrong", "the treatment itself", "Prozac"], "name", "fluoxetine"),
        (["that's wrong", "it was citalopram"], "name", "citalopram"),
        (["change 1", "dose", "100"], "dose_mg", 100),
        (["that's wrong", "when", "2019"], "began.year", 2019),
    ],
)
def test_what_was_misread_is_put_right(talker, texts, field, value):
    talker.talk(WHOLE, *texts)
    (kept,) = talker.kept
    found = kept
    for step in field.split("."):
        found = getattr(found, step)
    assert found == value
    assert talker.asks == "trials.adherence"


def test_the_one_that_is_to_be_changed_is_asked_where_two_may_be_meant(talker):
    talker.talk("sertraline 100 for 8 weeks", "sertraline 200 for 3 weeks in 2021", "another time")
    talker.say("change the dose of sertraline to 150")
    assert talker.asks == "trials.which_change"
    talker.say("the second one")
    assert [kept.dose_mg for kept in talker.kept] == [100, 150]


def test_a_correction_with_an_impossible_value_is_asked_again(talker):
    talker.talk(WHOLE, "no, it was 90000 mg")
    assert talker.kept[0].dose_mg == 150
    assert talker.asks == "trials.dose_mg"


# ---- removing


@pytest.mark.parametrize("text", ["remove the Prozac one", "delete prozac", "take Prozac off my list", "remove 2",
                                  "can you remove the second one"])  # fmt: skip
def test_removing_asks_once_to_be_sure(talker, text):
    talker.talk(WHOLE, "Prozac 40 for a year", text)
    assert talker.asks == "trials.remove"
    talker.say("no")
    assert len(talker.kept) == 2
    talker.talk(text, "yes")
    assert [kept.name for kept in talker.kept] == ["sertraline"]


def test_a_trial_that_is_not_there_is_not_removed(talker):
    assert "don't see that one" in talker.talk(WHOLE, "remove lithium")
    assert len(talker.kept) == 1


def test_all_may_be_removed_at_once(talker):
    talker.talk(WHOLE, "Prozac 40 for a year", "remove all of them")
    assert talker.asks == "trials.remove_all"
    talker.say("yes")
    assert talker.kept == []


def test_delete_everything_is_left_to_whoever_erases_everything(talker):
    talker.say(WHOLE)
    assert talker.say("delete everything", is_aside=True) is None


# ---- the same, the unknown, the impossible


def test_the_same_treatment_twice_is_asked_about(talker):
    talker.talk("sertraline 100 for 8 weeks, no help, every day", "other", "sertraline 200 for 3 weeks")
    assert talker.asks == "trials.same"
    assert len(talker.kept) == 2
    talker.say("the same time")
    (kept,) = talker.kept
    assert (kept.dose_mg, kept.weeks, kept.effect) == (200, 3, "none")


def test_another_time_stays_a_trial_of_its_own(talker):
    talker.talk("sertraline 100 for 8 weeks, no help, every day", "other", "sertraline 200 for 3 weeks", "2")
    assert [kept.dose_mg for kept in talker.kept] == [100, 200]
    assert talker.asks == "trials.effect"


def test_more_of_the_trial_that_is_being_asked_about_is_no_second_one(talker):
    talker.talk("sertraline", "sertraline 100 for 8 weeks")
    (kept,) = talker.kept
    assert (kept.dose_mg, kept.weeks) == (100, 8)


def test_an_unknown_name_is_kept_under_the_persons_own_words_and_never_guessed(talker):
    text = talker.talk("I took Blorptex 50 mg for 8 weeks")
    assert '"Blorptex"' in text or '"blorptex"' in text
    assert talker.kept == []
    assert talker.asks == "trials.kind"
    talker.press("Medicine or supplement")
    (kept,) = talker.kept
    assert (kept.name, kept.called.lower(), kept.dose_mg, kept.weeks) == ("own", "blorptex", 50, 8)


def test_an_unknown_name_may_be_left_out(talker):
    talker.talk("add blorptex to my list", "none of these")
    assert talker.kept == []
    assert talker.asks == "trials.tell"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("sertraline 50000 mg for 8 weeks", "dose_mg"),
        ("sertraline -50 mg for 8 weeks", "dose_mg"),
        ("sertraline 50 mg for 900 years", "weeks"),
        ("sertraline 50 mg in 2031, did nothing", "began"),
        ("sertraline 50 mg in 1820, did nothing", "began"),
    ],
)
def test_what_cannot_be_is_left_out_and_asked_again(talker, text, field):
    said = talker.talk(text)
    (kept,) = talker.kept
    assert getattr(kept, field) is None
    assert talker.asks == f"trials.{field}"
    assert "left it out" in " ".join(said.split())


@pytest.mark.parametrize("text", ["50 kg", "3 tablets", "5000000", "-20 mg", "purple", "🙂", "0", "2 g", "50 minutes"])
def test_what_is_no_dose_is_asked_again_and_not_kept(talker, text):
    talker.talk("sertraline", text)
    assert talker.kept[0].dose_mg is None
    assert talker.asks == "trials.dose_mg"


@pytest.mark.parametrize("text", ["0 weeks", "-3 weeks", "900 years", "until I die", "Tuesday", "99999"])
def test_what_is_no_length_is_asked_again_and_not_kept(talker, text):
    talker.talk("sertraline 50", text)
    assert talker.kept[0].weeks is None
    assert talker.asks == "trials.weeks"


@pytest.mark.parametrize(
    "text",
    ["I'm starting lexapro next week", "prozac in 2031", "my doctor suggested lithium", "I refused ECT",
     "my sister took sertraline 50 for a year"],
)  # fmt: skip
def test_a_plan_a_refusal_and_another_persons_is_no_trial(talker, text):
    talker.say("I want to make my list")
    talker.say(text)
    assert talker.kept == []
    if talker.asks == "trials.taken":
        talker.say("no")
        assert talker.kept == []
        assert talker.asks == "trials.tell"


def test_what_was_planned_and_then_taken_is_a_trial(talker):
    talker.talk("I'm starting lexapro next week", "yes I did")
    assert [kept.name for kept in talker.kept] == ["escitalopram"]


def test_a_novel_is_read_for_its_trials(talker):
    novel = (
        "It was a hard winter and my job was awful. " * 20 + "I took paroxetine 20 mg for 3 months, it did nothing. "
    )
    talker.say(novel + "My brother is kind. " * 20)
    assert [kept.name for kept in talker.kept] == ["paroxetine"]


def test_another_treatment_told_while_one_is_asked_about_is_kept_and_the_question_stays(talker):
    talker.talk("Prozac", "and Lexapro 20 for a year")
    assert [(kept.name, kept.dose_mg) for kept in talker.kept] == [("fluoxetine", None), ("escitalopram", 20)]
    assert talker.asks == "trials.dose_mg"
    assert "Fluoxetine" in talker.draft.text


def test_an_answer_and_another_treatment_in_one_message_are_both_kept(talker):
    talker.talk("wellbutrin and effexor", "150 mg and 225 for effexor")
    assert [(kept.name, kept.dose_mg) for kept in talker.kept] == [("bupropion", 150), ("venlafaxine", 225)]


def test_the_list_cannot_grow_without_end(talker, tool):
    values = {"kind": "medicine", "name": "sertraline", "dose_mg": 50}
    talker.records = {("trial", f"k{n}"): Record("trial", f"k{n}", values) for n in range(MOST_TRIALS)}
    assert "list is full" in talker.talk("Prozac 40 for a year")
    assert len(talker.kept) == MOST_TRIALS


# ---- the list


def test_the_list_is_a_table_and_is_done_at_once(talker):
    talker.talk("sertraline 100 for 8 weeks, no help, every day", "other", "CBT for a year", "a bit", "done")
    move = talker.say("what have I tried so far", intent="list_trials")
    assert move.is_done
    assert move.keeps == ()
    table = next(block for block in move.draft.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["1. Sertraline", "2. Cognitive behavioral therapy (CBT)"]
    assert table.rows[0][1:] == ("100 mg a day", "about 8 weeks", "did not help", "as a full trial")
    assert "tool:summary" in {button.value for button in move.draft.buttons}
    assert move.draft.sources


def test_an_empty_list_says_so_and_offers_to_begin(talker):
    move = talker.say("show my treatments", intent="list_trials")
    assert move.is_done
    assert [button.value for button in move.draft.buttons] == ["tool:trials"]


def test_a_list_that_cannot_be_read_is_not_called_empty(talker, tool):
    said = talker.said("show my treatments", intent="list_trials")
    move = tool.begin(said.__class__(**{**said.__dict__, "records": None}))
    assert "can't read your list" in move.draft.text


def test_records_of_another_shape_are_left_alone(talker):
    talker.records["trial", "x"] = Record("trial", "x", {"kind": "spell"})
    talker.records["plan", "y"] = Record("plan", "y", {"steps": []})
    talker.talk(WHOLE, "remove all", "yes")
    assert set(talker.records) == {("trial", "x"), ("plan", "y")}


def test_the_list_in_the_middle_asks_on(talker):
    assert "What you have tried so far" in talker.talk(WHOLE, "show my list")
    assert talker.asks == "trials.adherence"


def test_it_works_for_the_visit_where_nothing_may_be_kept(talker):
    talker.saves = False
    text = talker.talk(WHOLE, "most days", "no effect", "Prozac 40 for a year", "show my list")
    assert "1. Sertraline" in text
    assert "2. Fluoxetine" in text


def test_what_was_removed_elsewhere_is_gone_here_too(talker):
    talker.talk(WHOLE, "most days")
    talker.records.clear()
    talker.say("other")
    assert talker.kept == []
    assert talker.asks == "trials.tell"


# ---- buttons that come late


def test_a_button_pressed_twice_or_late_changes_nothing_wrong(talker):
    talker.say("Prozac 40 for a year")
    late = [button.value.removeprefix("tool:trials:") for button in talker.draft.buttons]
    talker.say("a bit")
    talker.say(choice=late[4])
    assert talker.kept[0].effect == "full"  # an earlier answer may be changed, and is shown
    assert talker.asks == "trials.adherence"
    talker.talk("remove it", "yes")
    for choice in late:
        talker.say(choice=choice)
        assert talker.kept == []


def test_skip_pressed_late_skips_nothing_else(talker):
    talker.talk("Prozac", "purple", "flamingo")
    skip = next(button.value for button in talker.draft.buttons if button.title == "Skip")
    talker.say("20")
    talker.say(choice=skip.removeprefix("tool:trials:"))
    assert talker.asks == "trials.weeks"
    assert talker.kept[0].dose_mg == 20


def test_removal_is_never_done_by_a_late_button_alone(talker):
    talker.talk(WHOLE, "remove it")
    yes = next(button.value for button in talker.draft.buttons if button.title == "Yes")
    talker.say("no")
    talker.say(choice=yes.removeprefix("tool:trials:"))
    assert len(talker.kept) == 1
    assert talker.asks == "trials.remove"


def test_a_trial_that_is_named_without_more_may_be_changed(talker):
    talker.talk("effexor 150 for 8 weeks, no help, every day", "other", "the dose I gave you for effexor was wrong")
    assert talker.asks == "trials.part"


def test_a_treatment_that_is_only_asked_for_is_left_to_the_rest(talker):
    talker.say("CBT for a year, helped a lot")
    assert talker.say("tell me about lithium", is_question=True) is None
    assert len(talker.kept) == 1
