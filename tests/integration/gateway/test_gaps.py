"""Questions that nothing answers: what is offered, what is kept, and what the person is told of it."""

import time
from uuid import uuid4

import pytest

from waymark.answers.render import GAP, response_draft
from waymark.content import load_content
from waymark.errors import StoreError
from waymark.messages import Button, Draft, Paragraph
from waymark.settings import ROOT

QUESTION = "Does light therapy help with zebrafish?"
CHECK_IN = "I can't do this anymore"
DANGER = "I want to kill myself"
TITLE = "Tell the editors"
MEANING = "It is kept for them for 90 days, even if you erase this talk"
KEPT = "The editors will see the question"
NOT_KEPT = "I couldn't keep it"
CONTENT = load_content(ROOT / "content")


def says(*names):
    return lambda _: tuple(response_draft(CONTENT, name, 0) for name in names)


@pytest.fixture
def gaps(gateway):
    gateway.brain.answer = says("not_covered")
    return gateway.services.shelf.store.gaps


def texts(answer):
    return " ".join(message["text"] for message in answer["messages"])


def offers(answer):
    return [
        button["value"]
        for message in answer["messages"]
        for button in message["buttons"]
        if button["title"] in (TITLE, "Try again")
    ]


def offer(answer):
    (value,) = offers(answer)
    return value


def press(talk, value, **more):
    response = talk.post(button=value, **more)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("name", ["not_covered", "not_understood"])
@pytest.mark.parametrize("turn", [0, 1])
def test_every_wording_without_an_answer_has_the_button(name, turn):
    assert [button.value for button in response_draft(CONTENT, name, turn).buttons].count(GAP) == 1


@pytest.mark.parametrize("name", ["not_covered", "not_understood"])
def test_offer_says_what_is_kept_and_for_how_long_and_keeps_nothing(gateway, gaps, name):
    gateway.brain.answer = says(name)
    talk = gateway.open()
    answer = talk.say(QUESTION)
    assert offer(answer) != GAP
    assert TITLE in texts(answer)
    assert MEANING in texts(answer)
    assert gaps.newest(10) == []


def test_pressing_keeps_the_question_and_thanks(gateway, gaps):
    talk = gateway.open()
    answer = press(talk, offer(talk.say(QUESTION)))
    assert KEPT in texts(answer)
    assert offers(answer) == []
    (gap,) = gaps.newest(10)
    assert (gap.text, gap.language) == (QUESTION, "en")
    assert len(gateway.brain.asked) == 1


def test_pressing_twice_keeps_it_once_and_thanks_again(gateway, gaps):
    talk = gateway.open()
    value = offer(talk.say(QUESTION))
    assert all(KEPT in texts(press(talk, value)) for _ in range(2))
    assert len(gaps.newest(10)) == 1


def test_retry_of_a_press_gets_the_same_answer(gateway, gaps):
    talk, message_id = gateway.open(), str(uuid4())
    value = offer(talk.say(QUESTION))
    first, second = (press(talk, value, id=message_id) for _ in range(2))
    assert first["messages"] == second["messages"]
    assert len(gaps.newest(10)) == 1


def test_each_offer_keeps_its_own_question_whatever_was_said_since(gateway, gaps):
    talk = gateway.open()
    first, second = (offer(talk.say(text)) for text in ("What about music therapy?", "What about yoga classes?"))
    talk.say(DANGER)
    press(talk, first)
    assert [gap.text for gap in gaps.newest(10)] == ["What about music therapy?"]
    press(talk, second)
    assert [gap.text for gap in gaps.newest(10)] == ["What about yoga classes?", "What about music therapy?"]


@pytest.mark.parametrize("text", [CHECK_IN, DANGER])
def test_message_of_danger_is_never_offered(gateway, gaps, text):
    talk = gateway.open()
    answer = talk.say(text)
    assert answer["safety"]["response"] in ("check_in", "takeover")
    assert offers(answer) == []
    assert TITLE not in texts(answer)
    assert gaps.newest(10) == []


def test_text_without_letters_and_pressed_buttons_are_not_offered(gateway, gaps):
    talk = gateway.open()
    for text in ("???", "123 456", "🙂🙂"):
        assert offers(talk.say(text)) == []
    button = next(button for button in talk.opened["messages"][0]["buttons"])
    answer = press(talk, button["value"])
    assert offers(answer) == []
    assert TITLE not in texts(answer)


def test_answer_with_content_is_left_as_it_is(gateway, gaps):
    other = Draft(blocks=(Paragraph(text="A card."),), buttons=(Button(title="More", value="more:trd.what"),))
    gateway.brain.answer = lambda _: (other,)
    (message,) = gateway.open().say(QUESTION)["messages"]
    assert message["text"] == "A card."
    assert [button["title"] for button in message["buttons"]] == ["More"]


def test_late_answer_offers_it_too(gateway, gaps):
    talk = gateway.open()
    gateway.brain.is_down = True
    talk.say(QUESTION)
    gateway.brain.is_down = False
    until = time.monotonic() + 20
    while not (found := offers({"messages": talk.transcript()})) and time.monotonic() < until:
        time.sleep(0.1)
    assert KEPT in texts(press(talk, found[0]))
    assert [gap.text for gap in gaps.newest(10)] == [QUESTION]


def test_button_of_somebody_else_and_typed_payload_keep_nothing(gateway, gaps):
    talk, other = gateway.open(), gateway.open()
    value = offer(talk.say(QUESTION))
    assert other.post(button=value).status_code == 422
    assert talk.post(button=GAP).status_code == 422
    assert KEPT not in texts(talk.say(GAP))
    assert gaps.newest(10) == []


def test_database_that_fails_is_told_and_another_press_keeps_it(gateway, gaps, monkeypatch):
    def failing(*_):
        raise StoreError("down")

    talk = gateway.open()
    value = offer(talk.say(QUESTION))
    monkeypatch.setattr(gaps, "add", failing)
    answer = press(talk, value)
    assert NOT_KEPT in texts(answer)
    assert KEPT not in texts(answer)
    monkeypatch.undo()
    assert gaps.newest(10) == []
    assert KEPT in texts(press(talk, offer(answer)))
    assert [gap.text for gap in gaps.newest(10)] == [QUESTION]


def test_press_leaves_our_question_about_danger_open(gateway, gaps):
    talk = gateway.open()
    value = offer(talk.say(QUESTION))
    talk.say(DANGER)
    risks = gateway.services.shelf.store.risks
    asked = risks.get(talk.id)["asks"]
    assert asked is not None
    assert KEPT in texts(press(talk, value))
    assert risks.get(talk.id)["asks"] == asked


def test_erasing_the_conversation_leaves_the_question_that_names_nobody(gateway, gaps):
    talk = gateway.open()
    press(talk, offer(talk.say(QUESTION)))
    assert gateway.client.delete("/api/v1/conversation", headers=talk.headers).is_success
    assert [gap.text for gap in gaps.newest(10)] == [QUESTION]


def test_no_log_holds_the_question(gateway, gaps, safe_logs):
    logs = safe_logs()
    talk = gateway.open()
    press(talk, offer(talk.say(QUESTION)))
    written = logs.readouterr()
    assert "zebrafish" not in written.out + written.err
