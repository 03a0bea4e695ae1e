"""The crisis talk from message to message, with detection scripted."""

from itertools import pairwise

import pytest

from waymark.content.schema import RISK_LEVELS
from waymark.safety import Decision, RiskState

LEVELS = [*RISK_LEVELS]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("level", LEVELS)
def test_nobody_reads_a_text_twice_before_all_of_its_step_were_said(make_talk, level, language):
    talk = make_talk(locale=language)
    said = [talk.say(f"x{turn}", level).wording for turn in range(8)]
    assert len(set(said)) == 8
    assert all(wording.startswith(f"{language}.") for wording in said)


def test_when_all_were_said_the_oldest_comes_back(talk):
    said = [talk.say("x", "active_ideation").wording for _ in range(20)]
    assert said[8] == said[0] or said[8] not in said[4:8]
    assert all(one != other for one, other in pairwise(said))


@pytest.mark.parametrize(
    ("first", "second", "step"),
    [
        ("passive_ideation", "passive_ideation", "again"),
        ("passive_ideation", "plan_or_intent", "worse"),
        ("plan_or_intent", "passive_ideation", "again"),
        ("active_ideation", "emergency", "worse"),
        ("active_ideation", "third_party", "first"),
        ("passive_ideation", "self_harm", "worse"),
        ("plan_or_intent", "self_harm", "first"),
    ],
)
def test_the_step_follows_the_talk(talk, first, second, step):
    assert talk.say("one", first).step == "first"
    assert talk.say("two", second).step == step


def test_a_lower_level_does_not_lower_the_talk(talk):
    talk.say("one", "plan_or_intent")
    talk.say("two", "third_party")
    assert talk.state.level == "plan_or_intent"


def test_after_a_day_a_disclosure_is_a_first_one(talk):
    talk.say("one", "plan_or_intent")
    talk.wait(hours=30)
    assert talk.say("two", "passive_ideation").step == "first"
    assert talk.state.level == "passive_ideation"


def ask(talk, question, level="active_ideation"):
    """Bring the talk to the point where a question was just asked."""
    for _ in range(30):
        talk.say("x", level)
        if talk.state.asks == question:
            return
    talk.state = talk.state.model_copy(update={"asks": question})


@pytest.mark.parametrize(
    ("question", "text", "level", "response", "wording"),
    [
        ("safe_now", "yes", "none", "none", "safe_now.yes"),
        ("safe_now", "no", "plan_or_intent", "takeover", "safe_now.no"),
        ("safe_now", "idk", "active_ideation", "takeover", "safe_now.unsure"),
        ("safe_now", "nah im good", "none", "none", "safe_now.yes"),
        ("is_it_happening_now", "no", "active_ideation", "takeover", "is_it_happening_now.no"),
        ("is_it_happening_now", "maybe", "plan_or_intent", "takeover", "is_it_happening_now.unsure"),
        ("someone_with_you", "no", "active_ideation", "takeover", "someone_with_you.no"),
        ("someone_with_you", "my sister maybe", "active_ideation", "takeover", "someone_with_you."),
        ("someone_with_you", "the lady downstairs", "active_ideation", "takeover", "someone_with_you.other"),
        ("can_call", "ok", "active_ideation", "takeover", "can_call.yes"),
        ("can_call", "nope", "active_ideation", "takeover", "can_call.no"),
        ("what_stops_you", "I'm ashamed", "active_ideation", "takeover", "what_stops_you.other"),
        ("want_plan", "yes", "active_ideation", "takeover", "want_plan.yes"),
        ("want_plan", "no", "none", "none", "want_plan.no"),
    ],
)
def test_a_bare_answer_is_read_against_its_question_and_followed(talk, question, text, level, response, wording):
    ask(talk, question)
    decision = talk.say(text)
    assert (decision.level, decision.response) == (level, response)
    assert f".{wording}" in decision.wording
    assert decision.speaks_alone
    assert "988" in talk.text


def test_yes_to_is_it_happening_is_an_emergency(talk):
    ask(talk, "is_it_happening_now")
    assert talk.say("yes").level == "emergency"
    assert "911" in talk.text.split("\n")[0]


def test_in_an_emergency_the_number_stays_first_whatever_is_answered(talk):
    talk.say("x", "emergency")
    for text in (
        "no",
        "idk",
        "I can't call",
        "he's in the room",
        "no phone",
        "the lady downstairs",
        "maybe",
        "it's cold",
    ):
        decision = talk.say(text)
        assert decision.level == "emergency", text
        assert "911" in talk.text.split("\n\n")[0], text


def test_a_helper_is_answered_as_a_helper(talk):
    talk.say("x", "third_party")
    for text in ("idk", "no", "I can't call", "she won't pick up", "maybe"):
        decision = talk.say(text)
        assert decision.level == "third_party", text
        assert "they" in decision.wording or "third_party" in decision.wording, text


def test_a_new_question_of_the_person_gets_its_own_answer(talk):
    talk.say("x", "active_ideation")
    assert not talk.say("what is ketamine?").speaks
    assert talk.state.asks is None


@pytest.mark.parametrize(
    ("text", "reply", "words"),
    [
        ("I can't call, he's in the room", "cannot_talk", "text 988"),
        ("I have no phone", "no_phone", "chat"),
        ("no credit left", "no_credit", "988"),
        ("don't send the police", "no_police", "program"),
        ("they'll lock me up", "fears_hospital", "988"),
        ("I tried 988 already", "tried_line", "988"),
        ("I have nobody", "alone", "988"),
        ("I'm deaf", "deaf", "988"),
        ("I'm a veteran", "veteran", "Veterans Crisis Line"),
        ("I'm 15", "young", "adult"),
        ("I'm trans", "lgbtq", "988"),
        ("I'm pregnant", "perinatal", "988"),
        ("my husband hits me", "partner_violence", "National Domestic Violence Hotline"),
        ("I'm not in the US", "elsewhere", "findahelpline.com"),
    ],
)
def test_an_obstacle_or_need_is_worked_on(talk, text, reply, words):
    talk.say("x", "active_ideation")
    decision = talk.say(text)
    assert decision.wording.startswith(f"en.{reply}.")
    assert decision.level == "active_ideation"
    assert words in talk.text


def test_a_need_that_comes_with_the_disclosure_gets_an_aside_and_its_line(talk):
    decision = talk.say("I'm an army vet and I want to die", "passive_ideation")
    assert decision.asides
    assert "Veterans Crisis Line" in talk.text


def test_a_need_is_remembered_and_chooses_lines_without_being_named_again(talk):
    talk.say("I'm deaf")
    assert talk.texts == []
    decision = talk.say("x", "active_ideation")
    assert decision.asides == ()
    assert "TTY" in talk.text


def test_an_obstacle_on_the_way_to_the_line_is_answered_after_a_yes(talk):
    ask(talk, "can_call")
    talk.say("yes")
    assert talk.say("they hung up on me").wording.startswith("en.tried_line")


@pytest.mark.parametrize("text", ["just joking", "im fine really", "I'm not suicidal", "forget I said that"])
def test_taking_it_back_is_met_gently_and_at_most_twice(talk, text):
    talk.say("x", "passive_ideation")
    talk.state = talk.state.model_copy(update={"asks": None})
    first = talk.say(text)
    assert first.wording.startswith("en.takes_back")
    assert first.response == "none"
    second = talk.say("never mind")
    assert second.wording != first.wording
    assert not talk.say("seriously, it was a joke").speaks


def test_a_joke_without_a_disclosure_is_nobodys_business(talk):
    assert not talk.say("just joking").speaks


def test_taking_it_back_does_not_swallow_a_question(talk):
    talk.say("x", "passive_ideation")
    talk.state = talk.state.model_copy(update={"asks": None})
    assert talk.say("never mind, does ECT hurt?").place == "beside"


def test_danger_beside_a_retraction_is_danger(talk):
    talk.say("x", "passive_ideation")
    assert talk.say("jk but I wrote the letters", "plan_or_intent").level == "plan_or_intent"


def test_numbers_are_given_again_with_one_short_line(talk):
    talk.say("x", "passive_ideation")
    asked = talk.state.asks
    decision = talk.say("what was that number again")
    assert decision.response == "none"
    assert talk.text.index("Emergency: 911") < 60
    assert talk.state.asks == asked  # the question still stands


@pytest.mark.parametrize(("text", "reply"), [("grounding", "wants_calm"), ("safety plan", "wants_plan")])
def test_what_was_offered_is_given(talk, text, reply):
    talk.say("x", "passive_ideation")
    assert talk.say(text).wording.startswith(f"en.{reply}.")


def test_whoever_comes_back_another_day_is_asked_once(talk):
    talk.say("x", "active_ideation")
    talk.wait(hours=14)
    decision = talk.say("does ECT hurt?")
    assert (decision.level, decision.response, decision.place) == ("none", "none", "beside")
    assert ".returning." in decision.wording
    assert not talk.say("and ketamine?").speaks
    talk.wait(days=3)
    assert not talk.say("and sleep?").speaks


def test_the_answer_to_the_gentle_check_is_read(talk):
    talk.say("x", "active_ideation")
    talk.wait(days=2)
    talk.say("does ECT hurt?")
    talk.state = talk.state.model_copy(update={"asks": "safe_now"})
    assert talk.say("yes").wording.startswith("en.safe_now.yes")


def test_a_question_left_open_yesterday_is_not_answered_today(talk):
    ask(talk, "safe_now")
    talk.wait(hours=20)
    assert talk.say("no").level == "none"


def test_few_words_that_answer_nothing_stay_in_the_talk_but_not_for_ever(talk):
    talk.say("x", "active_ideation")
    decisions = []
    for text in ("my boss fired me", "it was on friday", "the rent is due", "and so on"):
        talk.state = talk.state.model_copy(update={"asks": "safe_now"})
        decisions.append(talk.say(text))
    assert [decision.speaks for decision in decisions[:3]] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "sign", "words"),
    [
        ("I took my lithium twice by mistake", "wrong_dose", "Poison Control"),
        ("the voices tell me to do it", "psychosis", "trust"),
        ("I haven't slept for five days and feel invincible", "mania", "prescriber"),
        ("she hasn't eaten or spoken for days", "shutdown", "doctor"),
        ("since the new dose I have a fever and my legs are stiff", "drug_reaction", "fever"),
        ("I have chest pain and can't breathe", "body_sign", "911"),
        ("my dad beats me", "violence", "not your fault"),
        ("I'm scared I'll hurt my baby", "harm_others", "adult"),
        ("I quit xanax cold turkey and I'm shaking", "withdrawal", "911"),
    ],
)
def test_the_sign_chooses_the_medical_words(talk, text, sign, words):
    assert f".{sign}." in talk.say(text, "medical_urgent").wording
    assert words in talk.text
    assert "911" in talk.text
    assert talk.say("it goes on", "medical_urgent").wording not in talk.state.said[:-1]


def test_an_overdose_names_poison_control_and_the_emergency_first(talk):
    talk.say("I took all my pills", "emergency")
    assert "911" in talk.text.split("\n\n")[0]
    assert "1-800-222-1222" in talk.text


def test_somebody_elses_emergency_begins_with_the_number(talk):
    talk.say("my friend just took a bunch of pills", "third_party")
    assert talk.text.startswith(("Call 911", "This is an emergency. Please call 911"))


def test_a_question_about_ways_gets_care_and_no_information(talk):
    assert ".how." in talk.say("how many would it take", "plan_or_intent").wording
    assert ".how." in talk.say("what is the easiest way", "plan_or_intent").wording


@pytest.mark.parametrize("level", ["third_party", "medical_urgent"])
def test_a_check_in_asks_what_its_kind_calls_for(talk, level):
    decision = talk.say("x", level, "check_in")
    assert decision.place == "beside"
    assert talk.state.asks in ("they_safe", "can_call", "someone_with_you")


def test_spanish_is_answered_in_spanish_all_along(talk):
    talk.say("ya no quiero vivir", "passive_ideation")
    talk.say("no sé")
    talk.say("no tengo saldo")
    talk.say("¿cuál era el número?")
    for text in talk.texts:
        assert "988, oprime 2" in text
        assert not any(word in text for word in (" call ", " you ", "Emergency"))


def test_the_locale_speaks_until_the_person_does(make_talk):
    talk = make_talk(locale="es-US")
    assert talk.say("x", "passive_ideation").language == "es"
    assert talk.say("I don't want to live", "passive_ideation").language == "en"
    assert talk.say("no").language == "en"


def test_who_asks_for_spanish_gets_spanish(talk):
    talk.say("x", "passive_ideation")
    assert talk.say("Spanish please").wording.startswith("es.spanish.")


def test_state_and_decision_of_an_earlier_version_are_read(talk):
    state = {"level": "passive_ideation", "said": ["en.passive.a"], "asks": "safe_now", "at": None}
    assert RiskState.model_validate(state).asks == "safe_now"
    old = {"level": "none", "response": "none", "score": 0.0, "evidence": [], "country": "US"}
    assert not Decision.model_validate(old).speaks
    gone = Decision(level="emergency", response="takeover", score=1, wording="no.such.words", country="US")
    assert "911" in talk.responder.draft(gone).text


def test_state_and_decision_hold_no_word_of_the_person(talk):
    decision = talk.say("xylophone, I can't call, he's in the room in Canada", "plan_or_intent")
    assert "xylophone" not in decision.model_dump_json() + talk.state.model_dump_json()


@pytest.mark.parametrize("text", ["", "   ", "...", "👀"])
def test_a_message_without_words_leaves_the_talk_as_it_is(talk, text):
    talk.say("x", "emergency")
    assert not talk.say(text).speaks
