import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

from waymark.brain import nlg
from waymark.brain.nlg import ContentGenerator
from waymark.messages import Draft
from waymark.safety import Decision


def decided(response, level="passive_ideation"):
    decision = Decision(level=level, response=response, score=0.5, country="US")
    return {"decision": decision.model_dump(mode="json"), "card": {"verdict": "answer", "cards": ["trd.what"]}}


def ask(tracker, parsed, intent="ask_card"):
    tracker.update(UserUttered("a text", {"name": intent, "confidence": 1.0}, [], parsed))


async def say(tracker, name):
    message = await ContentGenerator().generate(name, tracker, "gateway")
    return message, Draft.model_validate(message["draft"])


async def test_check_in_follows_the_first_message_of_its_turn_only(tracker):
    ask(tracker, decided("check_in"))
    message, draft = await say(tracker, "utter_card")
    assert draft.cards == ("trd.what",)
    assert draft.safety.response == "check_in"
    assert draft.asks
    assert "988" in message["text"]
    tracker.update(BotUttered(message["text"], {}, {"utter_action": "utter_card", "count": 0}))
    _, second = await say(tracker, "utter_thanks")
    assert second.safety is None


async def test_no_check_in_without_need(tracker):
    ask(tracker, decided("none", "none"))
    _, draft = await say(tracker, "utter_card")
    assert draft.safety is None


async def test_wordings_take_turns_within_a_conversation(tracker):
    texts = []
    for _ in range(3):
        ask(tracker, {}, "thanks")
        message, draft = await say(tracker, "utter_thanks")
        tracker.update(BotUttered(message.pop("text"), {}, {**message, "utter_action": "utter_thanks"}))
        texts.append(draft.text)
    assert texts[0] != texts[1]
    assert texts[0] == texts[2]


async def test_slots_of_earlier_turns_do_not_count(tracker):
    tracker.update(SlotSet("question_saved", True))
    ask(tracker, {})
    _, stale = await say(tracker, "utter_question_outcome")
    tracker.update(SlotSet("question_saved", True))
    _, fresh = await say(tracker, "utter_question_outcome")
    assert stale.text != fresh.text


@pytest.mark.parametrize("name", ["utter_that_is_not_there", "utter_greet"])
async def test_whatever_fails_the_line_is_named(tracker, monkeypatch, name):
    def broken(*_):
        raise RuntimeError("a fault")

    ask(tracker, decided("none", "none"))
    if name == "utter_greet":
        monkeypatch.setattr(nlg, "word", broken)
    message, draft = await say(tracker, name)
    assert "988" in message["text"]
    assert draft.text == message["text"]


async def test_a_tracker_without_messages_gets_words(tracker):
    message, _ = await say(tracker, "utter_greet")
    assert message["text"].strip()
