import pytest


@pytest.fixture
def answers(responder):
    return responder.assessor.answers


@pytest.mark.parametrize(
    ("text", "asked", "kind"),
    [
        ("yes", "safe_now", "yes"),
        ("YES!!", "safe_now", "yes"),
        ("yesss", "thinking_of_suicide", "yes"),
        ("mhm", "thinking_of_suicide", "yes"),
        ("ya", "someone_with_you", "yes"),
        ("👍", "safe_now", "yes"),
        ("👍🏽", "safe_now", "yes"),
        ("👍👍", "can_call", "yes"),
        ("👎", "can_call", "no"),
        ("🤷", "thinking_of_suicide", "unsure"),
        ("no", "safe_now", "no"),
        ("nooo", "safe_now", "no"),
        ("um well no sorry", "can_call", "no"),
        ("not really", "safe_now", "no"),
        ("nah im good", "safe_now", "yes"),
        ("Nah, I'm good.", "thinking_of_suicide", "no"),
        ("nah im good", "can_call", "no"),
        ("nah im good", "someone_with_you", "no"),
        ("no I'm fine", "safe_now", "yes"),
        ("I'm not safe", "safe_now", "no"),
        ("sort of", "safe_now", "unsure"),
        ("sort of", "thinking_of_suicide", "yes"),
        ("idk", "safe_now", "unsure"),
        ("maybe", "is_it_happening_now", "unsure"),
        ("not yet", "is_it_happening_now", "no"),
        ("i already did", "is_it_happening_now", "yes"),
        ("just my cat", "someone_with_you", "no"),
        ("too scared", "can_call", "no"),
        ("he's here", "safe_from_them", "no"),
        ("she's not answering", "they_safe", "unsure"),
        ("just scratches", "wound", "no"),
        ("sí", "thinking_of_suicide", "yes"),
        ("no sé", "safe_now", "unsure"),
        ("la verdad no", "safe_now", "no"),
        ("estoy sola", "someone_with_you", "no"),
        ("tal vez", "can_call", "unsure"),
        ("ok voy a llamar", "someone_with_you", "yes"),
    ],
)
def test_a_short_answer_is_heard_against_its_question(answers, text, asked, kind):
    answer = answers.hear(text, asked)
    assert answer is not None
    assert answer.kind == kind


@pytest.mark.parametrize(
    "text", ["", "what is ect", "ok so what is ect", "my boss is mean", "k" * 500, "…", "no" * 4000]
)
def test_other_words_are_no_answer(answers, text):
    answer = answers.hear(text, "safe_now")
    assert answer is None or not answer.is_bare


@pytest.mark.parametrize("text", ["no credit left", "no phone", "no tengo saldo", "no quiero a la policía"])
def test_no_before_a_thing_is_no_answer(answers, text):
    assert answers.read(text, "safe_now") is None


def test_without_a_question_nothing_is_an_answer(answers):
    assert answers.hear("no", None) is None
    assert answers.hear("no", "phq9.3") is None


@pytest.mark.parametrize(
    ("text", "asked", "level"),
    [
        ("no", "safe_now", "plan_or_intent"),
        ("no i have it right here", "safe_now", "plan_or_intent"),
        ("idk", "safe_now", "active_ideation"),
        ("yes", "safe_now", None),
        ("yeah", "thinking_of_suicide", "active_ideation"),
        ("no", "thinking_of_suicide", None),
        ("yes", "is_it_happening_now", "emergency"),
        ("no", "someone_with_you", None),
        ("no", "they_safe", "third_party"),
        ("no", "safe_from_them", "medical_urgent"),
        ("sí", "is_it_happening_now", "emergency"),
    ],
)
def test_an_answer_has_the_level_that_its_question_gives_it(answers, text, asked, level):
    reading = answers.read(text, asked)
    assert (reading[0] if reading else None) == level
