import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.list_questions import ListQuestions
from actions.request_human import RequestHuman
from actions.save_question import SaveQuestion
from waymark.store import Store
from waymark.store.upgrade import upgrade


@pytest.fixture
def store(tmp_path):
    from waymark.keys import new_keys

    url = f"sqlite:///{tmp_path / 'actions.db'}"
    upgrade(url)
    opened = Store.open(url, new_keys().encryption)
    yield opened
    opened.close()


@pytest.fixture
def conversation(store, monkeypatch):
    monkeypatch.setattr(resources, "store", lambda: store)
    return store.conversations.create(country="US", locale="en").id


def tracker(sender, slots=None, message=None):
    return Tracker(sender, slots or {}, message or {}, [], False, None, {}, "action_listen")


async def run(action, conversation, **values):
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker(conversation, **values), {})
    assert dispatcher.messages == []
    return {event["name"]: event["value"] for event in events}


async def test_a_question_is_saved_and_listed(store, conversation):
    assert await run(SaveQuestion(), conversation, slots={"question_text": "Does it hurt?"}) == {
        "question_saved": True,
        "question_text": None,
    }
    assert await run(ListQuestions(), conversation) == {"question_list": ["Does it hurt?"]}


async def test_saved_is_never_claimed_falsely(conversation, monkeypatch):
    for sender, text in (("nobody", "Does it hurt?"), (conversation, None), (conversation, "")):
        assert (await run(SaveQuestion(), sender, slots={"question_text": text}))["question_saved"] is False


async def test_a_list_that_cannot_be_read_is_none(conversation, monkeypatch, tmp_path):
    broken = Store.open(f"sqlite:///{tmp_path / 'missing' / 'x.db'}", ("k" * 43 + "=",))
    monkeypatch.setattr(resources, "store", lambda: broken)
    assert await run(ListQuestions(), conversation) == {"question_list": None}


async def test_wanting_a_human_opens_a_case_at_its_level(store, conversation):
    message = {"metadata": {"decision": {"level": "passive_ideation"}}}
    assert await run(RequestHuman(), conversation, message=message) == {}
    assert [case.level for case in store.cases.of(conversation)] == ["passive_ideation"]


async def test_wanting_a_human_survives_an_unknown_conversation(conversation):
    assert await run(RequestHuman(), "nobody", message={"metadata": {"decision": {"level": "odd"}}}) == {}
