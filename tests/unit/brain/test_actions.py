import json
from datetime import datetime, timezone

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.keep_tool import KeepTool
from actions.list_scores import ListScores
from actions.request_human import RequestHuman
from actions.save_question import SaveQuestion
from actions.save_score import SaveScore
from waymark.care.questionnaires.progress import Progress
from waymark.care.questionnaires.result import Kept, Outcome
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


async def test_a_question_is_saved_as_a_record_of_the_list(store, conversation):
    assert await run(SaveQuestion(), conversation, slots={"question_text": "Does it hurt?"}) == {
        "question_saved": True,
        "question_text": None,
    }
    (record,) = store.records.of(conversation, "question")
    assert record.values == {"text": "Does it hurt?"}


async def test_a_question_that_is_there_is_not_saved_twice(store, conversation):
    for _ in range(2):
        told = await run(SaveQuestion(), conversation, slots={"question_text": "Does it hurt?"})
        assert told["question_saved"] is True
    assert len(store.questions.of(conversation)) == 1


async def test_saved_is_never_claimed_falsely(conversation, monkeypatch):
    for sender, text in (("nobody", "Does it hurt?"), (conversation, None), (conversation, "")):
        assert (await run(SaveQuestion(), sender, slots={"question_text": text}))["question_saved"] is False


async def test_wanting_a_human_opens_a_case_at_its_level(store, conversation):
    message = {"metadata": {"decision": {"level": "passive_ideation"}}}
    assert await run(RequestHuman(), conversation, message=message) == {}
    assert [case.level for case in store.cases.of(conversation)] == ["passive_ideation"]


async def test_wanting_a_human_survives_an_unknown_conversation(conversation):
    assert await run(RequestHuman(), "nobody", message={"metadata": {"decision": {"level": "odd"}}}) == {}


def finished(*answers, run="r", at=10):
    given = (*answers, 1)
    now = datetime.now(timezone.utc)
    progress = Progress(instrument="phq9", run=run, started_at=now, answers=given, at=at)
    return {"questionnaire": progress.model_dump_json()}


async def test_a_score_is_kept_compared_and_listed(store, conversation):
    await run(SaveScore(), conversation, slots=finished(*[2] * 9, run="first"))
    told = await run(SaveScore(), conversation, slots=finished(*[1] * 9, run="second"))
    outcome = Outcome.model_validate(told["score"])
    assert (outcome.now.result.total, outcome.before.result.total) == (9, 18)
    assert told["questionnaire"] is told["questionnaire_done"] is told["questionnaire_in_danger"] is None
    listed = (await run(ListScores(), conversation))["score_list"]
    assert [Kept.model_validate(one).result.total for one in listed] == [18, 9]


async def test_a_score_is_kept_once_and_not_compared_with_itself(store, conversation):
    for _ in range(2):
        told = await run(SaveScore(), conversation, slots=finished(*[2] * 9))
        assert Outcome.model_validate(told["score"]).before is None
    assert len(store.scores.of(conversation)) == 1


async def test_a_form_without_any_answer_is_not_kept(store, conversation):
    told = await run(SaveScore(), conversation, slots=finished(*["skipped"] * 9))
    assert Outcome.model_validate(told["score"]).now.result.is_empty
    assert store.scores.of(conversation) == []


async def test_kept_is_never_claimed_falsely(conversation):
    for sender, slots in (
        ("nobody", finished(*[2] * 9)), (conversation, {}), (conversation, {"questionnaire": "{"}),
        (conversation, finished(*[2] * 9, at=4)),
    ):  # fmt: skip
        assert await run(SaveScore(), sender, slots=slots) == {"score": None}


async def test_scores_that_cannot_be_read_are_none(conversation, monkeypatch, tmp_path):
    broken = Store.open(f"sqlite:///{tmp_path / 'missing' / 'x.db'}", ("k" * 43 + "=",))
    monkeypatch.setattr(resources, "store", lambda: broken)
    assert await run(ListScores(), conversation) == {"score_list": None}


def waiting(*records):
    return {"tool_keeps": json.dumps([{"kind": kind, "key": "k", "values": values} for kind, values in records])}


async def test_a_reminder_that_was_stopped_while_it_waited_is_not_saved(store, conversation):
    early = {"set_at": datetime.now(timezone.utc).isoformat()}
    store.reminders.stop(conversation, "reminder")
    for values in (early, {"what": "of a version that kept no such time"}):
        told = await run(KeepTool(), conversation, slots=waiting(("reminder", values)))
        assert told == {"tool_kept": None, "tool_keeps": None}
    assert store.records.of(conversation, "reminder") == []


async def test_a_stop_keeps_back_neither_later_reminders_nor_anything_else(store, conversation):
    store.reminders.stop(conversation, "reminder")
    later = {"set_at": datetime.now(timezone.utc).isoformat()}
    told = await run(KeepTool(), conversation, slots=waiting(("reminder", later), ("note", {"text": "a"})))
    assert told == {"tool_kept": True, "tool_keeps": None}
    assert [record.kind for record in store.records.of(conversation)] == ["reminder_stop", "reminder", "note"]
