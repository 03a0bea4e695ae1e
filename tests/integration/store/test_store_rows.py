"""Risk states, cases, dialogue states and questions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from threading import Barrier

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from waymark.errors import UnknownConversation
from waymark.store import tables
from waymark.store.crypto import Cipher

WRITE = """
import sys
from waymark.store import Store
url, key, conversation = sys.argv[1:]
store = Store.open(url, [key], deadline_seconds=10)
print("ready", flush=True)
sys.stdin.readline()
for number in range(30):
    store.risks.put(conversation, {"number": number})
    store.questions.add(conversation, "?")
    store.outbox.add("page", conversation, {})
    for item in store.outbox.claim("page", 1, 60):
        store.outbox.done(item.id)
"""


def test_a_risk_state_is_replaced(store, conversation):
    assert store.risks.get(conversation) is None
    store.risks.put(conversation, {"level": "none", "nested": [1, None, {"a": True}]})
    assert store.risks.get(conversation) == {"level": "none", "nested": [1, None, {"a": True}]}
    store.risks.put(conversation, {})
    assert store.risks.get(conversation) == {}


def test_nothing_is_kept_for_an_erased_conversation(store, conversation):
    store.conversations.erase(conversation)
    with pytest.raises(UnknownConversation):
        store.risks.put(conversation, {})
    with pytest.raises(UnknownConversation):
        store.cases.open(conversation, "emergency")
    with pytest.raises(UnknownConversation):
        store.questions.add(conversation, "?")
    with pytest.raises(UnknownConversation):
        store.scores.add(conversation, "run", {})
    with pytest.raises(UnknownConversation):
        store.records.put(conversation, "kind", "key", {})
    with pytest.raises(UnknownConversation):
        store.outbox.add("page", conversation, {})


def test_the_open_case_is_returned_as_it_is(store, conversation):
    case = store.cases.open(conversation, "passive_ideation")
    assert (case.level, case.state, case.closed_at) == ("passive_ideation", "opened", None)
    assert case.opened_at.tzinfo == timezone.utc
    assert store.cases.open(conversation, "passive_ideation") == case
    assert store.cases.of(conversation) == [case]


def test_eight_threads_open_one_case(store, conversation):
    together = Barrier(8)

    def open_case(_: int):
        together.wait()
        return store.cases.open(conversation, "emergency")

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(open_case, range(8)))) == 1
    assert len(store.cases.of(conversation)) == 1


def test_a_new_case_follows_a_closed_one(store, conversation, url):
    first = store.cases.open(conversation, "self_harm")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE cases SET state = 'closed', closed_at = opened_at"))
    engine.dispose()
    second = store.cases.open(conversation, "emergency")
    assert second.id != first.id
    assert [case.id for case in store.cases.of(conversation)] == [first.id, second.id]
    assert store.cases.of(conversation)[0].closed_at == first.opened_at


def test_a_dialogue_state_needs_no_conversation(store):
    assert store.trackers.load("shell") is None
    store.trackers.save("shell", b"\x00\xff one")
    store.trackers.save("shell", b"two")
    store.trackers.save("another", b"")
    assert store.trackers.load("shell") == b"two"
    assert store.trackers.load("another") == b""
    assert store.trackers.ids() == ["another", "shell"]


def test_eight_threads_save_one_dialogue_state(store):
    together = Barrier(8)

    def save(number: int) -> None:
        together.wait()
        store.trackers.save("shell", bytes([number]))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(8)))
    assert store.trackers.load("shell") in {bytes([number]) for number in range(8)}


def test_processes_that_write_at_once_all_succeed(store, conversation, url, key, in_process):
    running = [in_process(WRITE, url, key, conversation) for _ in range(3)]
    assert [process.stdout.readline() for process in running] == ["ready\n"] * 3
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 3, outcomes
    assert len(store.questions.of(conversation)) == 90


def test_questions_come_back_in_order(store, conversation):
    first = store.questions.add(conversation, "does it hurt?")
    second = store.questions.add(conversation, "how long?")
    elsewhere = store.conversations.create("en", "US").id
    store.questions.add(elsewhere, "not mine")
    found = store.questions.of(conversation)
    assert [(question.id, question.text) for question in found] == [(first, "does it hurt?"), (second, "how long?")]
    assert found[0].created_at.tzinfo == timezone.utc
    assert "hurt" not in repr(found)


def test_questions_of_an_earlier_version_are_carried_over_once(store, conversation, url, key):
    at = datetime(2026, 11, 1, 9, tzinfo=timezone.utc)
    sealed = [Cipher([key]).seal("does it hurt?"), Cipher([Fernet.generate_key().decode()]).seal("of a lost key")]
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for one in sealed:
            row = {"conversation_id": conversation, "sealed": one, "created_at": at}
            connection.execute(sa.insert(tables.questions).values(row))
    store.questions.add(conversation, "how long?")
    assert [store.questions.carry_over(), store.questions.carry_over()] == [1, 0]
    found = store.questions.of(conversation)
    assert [(question.text, question.created_at == at) for question in found] == [
        ("does it hurt?", True), ("how long?", False),
    ]  # fmt: skip
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.questions)).scalar() == 1
    engine.dispose()


def test_a_score_is_kept_once_and_comes_back_in_order(store, conversation):
    assert store.scores.add(conversation, "b", {"instrument": "phq9", "answers": [1, None]})
    assert not store.scores.add(conversation, "b", {"instrument": "phq9", "answers": [3, 3]})
    assert store.scores.add(conversation, "a", {"instrument": "gad7", "answers": []})
    found = store.scores.of(conversation)
    assert [score.run for score in found] == ["b", "a"]
    assert found[0].values == {"instrument": "phq9", "answers": [1, None]}
    assert found[0].created_at.tzinfo == timezone.utc
    assert "phq9" not in repr(found[0])
    assert store.scores.of(store.conversations.create("en", "US").id) == []


def test_records_are_kept_replaced_and_forgotten(store, conversation):
    store.records.put(conversation, "plan", "a", {"steps": ["walk"]})
    store.records.put(conversation, "trial", "b", {"name": "ect"})
    store.records.put(conversation, "plan", "a", {"steps": []})
    assert [(record.kind, record.values) for record in store.records.of(conversation)] == [
        ("plan", {"steps": []}),
        ("trial", {"name": "ect"}),
    ]
    (plan,) = store.records.of(conversation, "plan")
    assert plan.changed_at >= plan.created_at
    store.records.remove(conversation, "plan", "a")
    store.records.remove(conversation, "plan", "a")
    assert store.records.of(conversation, "plan") == []
    assert store.records.of(store.conversations.create("en", "US").id) == []
