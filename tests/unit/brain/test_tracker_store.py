import json

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from waymark.brain import resources
from waymark.brain.tracker_store import KEPT_TURNS, BoundedTrackerStore, packed, unpacked
from waymark.errors import StoreError


def turn(tracker, text, *after):
    events = [UserUttered(text, {"name": "greet", "confidence": 1.0}, [], {"risk": {"level": "none"}}), *after]
    tracker.update_with_events([*events, ActionExecuted("action_listen")], None)


def again(tracker, domain):
    state = json.loads(json.dumps(packed(tracker.events)))
    fresh = DialogueStateTracker(tracker.sender_id, domain.slots)
    fresh.update_with_events(unpacked(state), domain)
    return fresh, state


def test_a_short_talk_comes_back_whole(tracker, domain):
    turn(tracker, "one", SlotSet("card", "trd.what"))
    loaded, _ = again(tracker, domain)
    assert [{**event.as_dict(), "timestamp": 0} for event in loaded.events] == [
        {**event.as_dict(), "timestamp": 0} for event in tracker.events
    ]


def test_slots_and_open_form_outlive_many_turns(tracker, domain):
    turn(
        tracker,
        "begin",
        SlotSet("thread", "ect"),
        ActionExecuted("questionnaire_form"),
        ActiveLoop("questionnaire_form"),
        SlotSet("requested_slot", "questionnaire"),
    )
    for number in range(30):
        turn(tracker, f"aside {number}")
        tracker, state = again(tracker, domain)
        said = [event for event in state["events"] if event["event"] == "user"]
        assert len(said) <= KEPT_TURNS
    assert tracker.active_loop_name == "questionnaire_form"
    assert tracker.get_slot("requested_slot") == "questionnaire"
    assert tracker.get_slot("thread") == "ect"
    assert tracker.latest_action_name == "action_listen"


def test_a_closed_form_stays_closed(tracker, domain):
    turn(tracker, "begin", ActionExecuted("questionnaire_form"), ActiveLoop("questionnaire_form"))
    turn(tracker, "end", ActiveLoop(None), SlotSet("requested_slot", None))
    for number in range(10):
        turn(tracker, f"after {number}")
        tracker, state = again(tracker, domain)
    assert tracker.active_loop_name is None
    assert state["head"]["loop"] is None


def test_size_does_not_grow(tracker, domain):
    sizes = []
    for number in range(40):
        turn(
            tracker, "the same words", BotUttered("an answer", {}, {"draft": {"blocks": ["x"] * 100}, "count": number})
        )
        tracker, state = again(tracker, domain)
        sizes.append(len(json.dumps(state)))
    assert max(sizes[10:]) - min(sizes[10:]) < 200


def test_drafts_are_not_kept_twice(tracker):
    turn(
        tracker,
        "hello",
        BotUttered("an answer", {}, {"draft": {"blocks": []}, "count": 3, "utter_action": "utter_greet"}),
    )
    (bot,) = [event for event in packed(tracker.events)["events"] if event["event"] == "bot"]
    assert bot["metadata"] == {"count": 3, "utter_action": "utter_greet"}


async def test_saves_to_the_database_encrypted(tracker, domain, tmp_path):
    store = BoundedTrackerStore(domain)
    assert await store.retrieve("someone") is None
    turn(tracker, "a canary sentence", SlotSet("card", "trd.what"))
    await store.save(tracker)
    loaded = await store.retrieve("someone")
    assert loaded.get_slot("card") == "trd.what"
    assert loaded.latest_message.text == "a canary sentence"
    assert await store.keys() == ["someone"]
    assert all(b"canary" not in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


async def test_a_conversation_that_was_erased_during_its_turn_is_not_kept_again(domain):
    store, kept = BoundedTrackerStore(domain), resources.store()
    conversation = kept.conversations.create("en", "US").id
    talk = await store.get_or_create_tracker(conversation)
    turn(talk, "a turn under way")
    kept.conversations.erase(conversation)
    await store.save(talk)
    assert await store.retrieve(conversation) is None
    assert (await store.get_or_create_tracker(conversation)).latest_message.text is None
    assert await store.keys() == []


async def test_a_database_that_is_down_is_an_error(tracker, domain, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("WAYMARK_DATABASE_URL", f"sqlite:///{tmp_path}/file/waymark.db")
    store = BoundedTrackerStore(domain)
    with pytest.raises(StoreError):
        await store.retrieve("someone")
    with pytest.raises(StoreError):
        await store.save(tracker)
