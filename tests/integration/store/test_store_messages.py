"""Messages are kept once, in order, and come back as they were."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waymark.errors import NotStored, StoreError, UnknownConversation
from waymark.messages import Button, Chart, Crisis, Form, Line, Message, Point, Question, SafetyNote, SourceNote, Table

HALVES = st.characters(categories=["Cs"])
ANY_TEXT = st.text(st.one_of(st.characters(), HALVES))


def test_a_message_comes_back_with_everything_it_had(store, conversation, say):
    message = say("plain").model_copy(
        update={
            "blocks": (
                Crisis(country="US", emergency="911", lines=(Line(name="988", call="988"),)),
                Table(columns=("a",), rows=(("1",),)),
                Chart(title="t", points=(Point(at="2027-01-01", value=3.5),), minimum=0, maximum=27, summary="s"),
                Form(
                    id="phq9",
                    title="PHQ-9",
                    fields=(Question(name="q", label="l", options=(Button(title="t", value="v"),)),),
                ),
            ),
            "buttons": (Button(title="Yes", value="b1"),),
            "cards": ("ect.memory",),
            "sources": (SourceNote(title="t", year=2010, url="https://example.org"),),
            "safety": SafetyNote(level="active_ideation", response="takeover"),
            "asks": "phq9.9",
        }
    )
    store.messages.add_replies(conversation, None, [message])
    assert store.messages.all(conversation) == [message]


def test_the_same_message_sent_again_is_kept_once(store, conversation, say):
    message = say()
    first = store.messages.add_from_person(conversation, message, "f1")
    again = store.messages.add_from_person(conversation, message, "f1")
    other = store.messages.add_from_person(conversation, say("other").model_copy(update={"id": message.id}), "f2")
    assert (first.is_new, first.same) == (True, True)
    assert (again.is_new, again.same, again.seq) == (False, True, first.seq)
    assert (other.is_new, other.same, other.seq) == (False, False, first.seq)
    assert store.messages.all(conversation) == [message]


def test_what_can_be_sent_once_is_kept_once_under_any_id(store, conversation, say):
    first, other = say("a form"), say("the same form, filled in otherwise")
    kept = store.messages.add_from_person(conversation, first, "abc1", "abc")
    assert kept.is_new
    assert store.messages.add_from_person(conversation, first, "abc1", "abc").same  # a retry
    again = store.messages.add_from_person(conversation, other, "abc2", "abc")
    assert (again.is_new, again.was_sent, again.seq) == (False, True, kept.seq)
    assert store.messages.all(conversation) == [first]
    elsewhere = store.conversations.create("en", "US").id
    assert store.messages.add_from_person(elsewhere, other, "abc2", "abc").is_new
    assert store.messages.add_from_person(conversation, other, "def2", "def").is_new


def test_eight_threads_that_fill_in_one_form_send_it_once(store, conversation, say):
    together = Barrier(8)

    def send(number: int):
        together.wait()
        return store.messages.add_from_person(conversation, say(f"answers {number}"), f"abc{number}", "abc")

    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(send, range(8)))
    assert sum(one.is_new for one in kept) == 1
    assert sum(one.was_sent for one in kept) == 7


def test_a_message_id_is_unique_within_its_conversation_only(store, conversation, say):
    message = say()
    elsewhere = store.conversations.create("en", "US").id
    assert store.messages.add_from_person(conversation, message, "f").is_new
    assert store.messages.add_from_person(elsewhere, message, "f").is_new


def test_a_person_cannot_repeat_the_id_of_a_reply(store, conversation, say):
    reply = say("r", "assistant")
    store.messages.add_replies(conversation, None, [reply])
    kept = store.messages.add_from_person(conversation, reply, "f")
    assert (kept.is_new, kept.same) == (False, False)


def test_eight_threads_that_send_one_message_keep_it_once(store, conversation, say):
    message, together = say(), Barrier(8)

    def send(_: int):
        together.wait()
        return store.messages.add_from_person(conversation, message, "f")

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(send, range(8)))
    assert sum(each.is_new for each in kept) == 1
    assert all(each.same for each in kept)
    assert len({each.seq for each in kept}) == 1
    assert len(store.messages.all(conversation)) == 1


def test_replies_are_found_by_what_they_answer(store, conversation, say):
    question, replies = say(), [say("a", "assistant"), say("b", "assistant")]
    kept = store.messages.add_from_person(conversation, question, "f")
    numbers = store.messages.add_replies(conversation, question.id, replies)
    unasked = say("c", "system")
    store.messages.add_replies(conversation, None, [unasked])
    assert kept.seq < numbers[0] < numbers[1]
    assert store.messages.replies_to(conversation, question.id) == replies
    assert store.messages.replies_to(conversation, "nothing") == []
    assert store.messages.all(conversation) == [question, *replies, unasked]
    assert store.messages.recent(conversation, 2) == [replies[1], unasked]
    assert store.messages.recent(conversation, 99) == [question, *replies, unasked]


def test_no_replies_are_no_failure(store, conversation):
    assert store.messages.add_replies(conversation, "m", []) == []


def test_replies_are_kept_all_or_none(store, conversation, say):
    reply = say("r", "assistant")
    with pytest.raises(NotStored):
        store.messages.add_replies(conversation, None, [reply, reply])
    assert store.messages.all(conversation) == []


def test_a_client_resumes_after_the_last_number_it_saw(store, conversation, say):
    elsewhere = store.conversations.create("en", "US").id
    numbers = []
    for count in range(5):
        numbers.append(store.messages.add_from_person(conversation, say(f"m{count}"), "f").seq)
        store.messages.add_from_person(elsewhere, say("not mine"), "f")
    assert numbers == sorted(numbers)
    assert [(seq, message.text) for seq, message in store.messages.since(conversation, numbers[1], 2)] == [
        (numbers[2], "m2"),
        (numbers[3], "m3"),
    ]
    assert store.messages.since(conversation, numbers[-1]) == []
    assert len(store.messages.since(conversation, 0)) == 5


def test_a_number_is_never_given_again(store, say):
    first = store.conversations.create("en", "US").id
    old = store.messages.add_from_person(first, say(), "f").seq
    store.conversations.erase(first)
    second = store.conversations.create("en", "US").id
    assert store.messages.add_from_person(second, say(), "f").seq > old


def test_a_reader_that_resumes_misses_nothing_while_eight_threads_write(store, conversation, say):
    def write(_: int) -> None:
        for _ in range(10):
            store.messages.add_replies(conversation, None, [say("a", "assistant"), say("b", "assistant")])

    seen: list[int] = []
    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(write, number) for number in range(8)]
        while not all(writer.done() for writer in writers):
            seen += [seq for seq, _ in store.messages.since(conversation, seen[-1] if seen else 0)]
            time.sleep(0.001)  # a reader that never rests keeps the writers from the interpreter
        for writer in writers:
            writer.result()
    seen += [seq for seq, _ in store.messages.since(conversation, seen[-1] if seen else 0)]
    assert len(seen) == 160
    assert seen == sorted(set(seen))


def test_a_message_moves_the_end_of_its_conversation(store, conversation, say):
    before = store.conversations.get(conversation).last_at
    store.messages.add_from_person(conversation, say(), "f")
    between = store.conversations.get(conversation).last_at
    store.messages.add_replies(conversation, None, [say("r", "assistant")])
    assert before < between < store.conversations.get(conversation).last_at


def test_an_erased_conversation_takes_no_message(store, conversation, say):
    store.conversations.erase(conversation)
    with pytest.raises(UnknownConversation, match="begin a new one"):
        store.messages.add_from_person(conversation, say(), "f")
    with pytest.raises(UnknownConversation):
        store.messages.add_replies(conversation, None, [say("r", "assistant")])
    assert store.messages.all(conversation) == []


def test_a_number_beyond_the_database_is_a_store_error(store, conversation):
    with pytest.raises(StoreError):
        store.messages.since(conversation, 2**70)


@given(text=ANY_TEXT, title=ANY_TEXT)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives(store, conversation, say, text, title):
    message = say().model_copy(update={"id": str(uuid4()), "text": text, "buttons": (Button(title=title, value="b"),)})
    store.messages.add_from_person(conversation, message, "f")
    [back] = store.messages.recent(conversation, 1)
    assert _units(back.text) == _units(text)
    assert _units(back.buttons[0].title) == _units(title)


@given(text=ANY_TEXT)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_state_and_task_survives(store, conversation, text):
    name = store.questions.add(conversation, text)
    assert _units({question.id: question.text for question in store.questions.of(conversation)}[name]) == _units(text)
    store.risks.put(conversation, {"note": text})
    assert _units(store.risks.get(conversation)["note"]) == _units(text)
    store.outbox.add("any", conversation, {"note": text})
    [item] = store.outbox.claim("any", 1, 60)
    store.outbox.done(item.id)
    assert _units(item.body["note"]) == _units(text)


def test_a_half_character_neither_crashes_nor_vanishes(store, conversation, say):
    message: Message = say("before \ud83d after")
    store.messages.add_from_person(conversation, message, "f")
    assert store.messages.all(conversation) == [message]


def _units(text: str) -> bytes:
    """Return the UTF-16 units: two halves side by side equal the character they make."""
    return text.encode("utf-16", "surrogatepass")
