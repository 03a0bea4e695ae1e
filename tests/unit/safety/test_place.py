import pytest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I'm in Canada and I want to die", "CA"),
        ("we live in the UK", "GB"),
        ("calling from Ireland", "IE"),
        ("Canada", "CA"),
        ("the netherlands", "NL"),
        ("no, I'm in England", "GB"),
        ("vivo en México", "MX"),
        ("estoy en España", "ES"),
        ("I'm in the US", None),
        ("I'm in the USA", "US"),
        ("I'm not in the USA", None),
        ("my sister lives in Canada", None),
        ("I was born in India", None),
        ("I read about a study in Sweden", None),
        ("", None),
    ],
)
def test_only_the_place_where_a_person_says_they_are_counts(responder, text, code):
    assert responder.places.country_in(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("my GP on the NHS doesn't listen", "GB"),
        ("they took me to A&E", "GB"),
        ("my sister lives in Canada", "CA"),
        ("vivo cerca de Guadalajara", "MX"),
        ("from London to Toronto", None),
        ("I slept badly", None),
    ],
)
def test_words_of_one_country_hint_at_it(responder, text, code):
    assert responder.places.hint_in(text) == code


def test_a_hint_is_asked_about_once(make_talk):
    talk = make_talk(is_country_sure=False)
    talk.say("my GP on the NHS does not care", "passive_ideation")
    assert "116 123" in talk.text
    assert "988" in talk.text
    talk.say("nobody on the NHS cares", "passive_ideation")
    assert "116 123" not in talk.text


def test_an_earlier_hint_counts(talk):
    talk.say("how long is the wait for TMS on the NHS?")
    talk.say("I want to be dead", "passive_ideation")
    assert "116 123" in talk.text


def test_the_country_that_a_person_names_wins_from_then_on(talk):
    talk.say("I want to be dead, my GP does not care", "passive_ideation")
    talk.say("yes I'm in England")
    assert "116 123" in talk.text
    assert talk.say("no").evidence == ()  # the question about suicide still stands
    assert "116 123" in talk.text


def test_who_is_elsewhere_gets_a_line_that_serves_anywhere_and_is_asked_where(talk):
    talk.say("I want to be dead", "passive_ideation")
    talk.say("988 doesn't work here")
    assert "findahelpline.com" in talk.text
    assert "country" in talk.text
    talk.say("New Zealand")
    assert "1737" in talk.text


@pytest.mark.parametrize("level", ["emergency", "passive_ideation", "third_party"])
def test_an_unsure_country_always_comes_with_the_directory(make_talk, level):
    talk = make_talk(is_country_sure=False)
    for _ in range(6):
        talk.say("something", level)
        assert "findahelpline.com" in talk.text
    sure = make_talk()
    sure.say("something", level)
    assert "findahelpline.com" not in sure.text
