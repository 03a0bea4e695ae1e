"""What a person wants done with their own data: said truthfully, and really done."""

import json
import sqlite3
from contextlib import closing
from uuid import uuid4

import pytest

from waymark.care.my_data import payloads
from waymark.errors import StoreError
from waymark.messages import Button, Draft, Paragraph
from waymark.store.tables import metadata

OFFERS = Draft(
    blocks=(Paragraph(text="Here."),),
    buttons=tuple(Button(title=value, value=value) for value in (payloads.SHOW, payloads.EXPORT, payloads.ERASE)),
)
SURE = "Yes, erase everything"


@pytest.fixture
def talk(gateway):
    gateway.brain.answer = lambda _: (OFFERS,)
    talk = gateway.open()
    talk.offered = {b["title"]: b["value"] for m in talk.say("my data")["messages"] for b in m["buttons"]}
    return talk


def store_of(talk):
    return talk.gateway.services.shelf.store


def press(talk, value, **more):
    response = talk.post(button=talk.offered.get(value, value), **more)
    assert response.status_code == 200, response.text
    return response.json()


def texts(answer):
    return "\n".join(message["text"] for message in answer["messages"])


def buttons(answer):
    return {button["title"]: button["value"] for message in answer["messages"] for button in message["buttons"]}


def links(answer):
    blocks = (block for message in answer["messages"] for block in message["blocks"] if block["type"] == "links")
    return [item["url"] for block in blocks for item in block["items"]]


def fill(talk):
    """Keep something of every kind."""
    store = store_of(talk)
    store.questions.add(talk.id, "what about sleep?")
    store.scores.add(talk.id, "run", {"instrument": "phq9", "answers": [1] * 9, "function": None})
    store.records.put(talk.id, "trial", "1", {"medicine": "sertraline"})
    store.records.put(talk.id, "safety_plan", "plan", {"signs": ["not sleeping"]})
    store.records.put(talk.id, "reminder", "r1", {"what": "phq9", "due_at": "2099-01-01T00:00:00+00:00"})
    store.records.put(talk.id, "exercise", "1", {"name": "breathing"})
    store.records.put(talk.id, "something_new", "1", {"name": "x"})
    store.risks.put(talk.id, {"level": "none"})
    store.trackers.save(talk.id, b"state")
    store.consents.agree(talk.id, "CODE")
    case = store.cases.open(talk.id, "active_ideation")
    store.cases.advance(case.id, "closed", actor="system", expect=["opened"], to="closed")
    store.outbox.add("later", talk.id, {"to": "someone"})


def rows(talk):
    with closing(sqlite3.connect(talk.gateway.settings.state_dir / "waymark.db")) as database:
        tables = [table.name for table in metadata.sorted_tables if table.name not in ("executors", "responders")]
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def test_everything_that_is_kept_is_named_with_its_number_and_its_end(talk):
    fill(talk)
    said = texts(press(talk, payloads.SHOW))
    for part in (
        "Messages in this talk, yours and mine: 4",
        "scores: 1",
        "appointment: 1",
        "Treatments that you have tried: 1",
        "Plans: 1",
        "Reminders: 1",
        "Exercises that we did here: 1",
        "Other notes: 1",
        "about danger",
        "to look in here: 1",
        "where we are in our talk",
        "return code",
        "365 days after the last message",
    ):
        assert part in said, part
    assert len(talk.gateway.brain.asked) == 1


def test_without_consent_the_usual_time_is_named(talk):
    said = texts(press(talk, payloads.SHOW))
    assert "30 days after the last message" in said
    assert "return code" not in said


def test_copy_is_a_file_behind_a_link_that_needs_no_token(talk):
    fill(talk)
    (address,) = links(press(talk, payloads.EXPORT))
    response = talk.gateway.client.get(address)
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    assert response.headers["cache-control"] == "no-store"
    copy = response.json()
    assert copy["conversation_id"] == talk.id
    assert [question["text"] for question in copy["stored"]["questions"]] == ["what about sleep?"]
    assert {record["kind"] for record in copy["stored"]["records"]} == {
        "trial",
        "safety_plan",
        "reminder",
        "exercise",
        "something_new",
    }
    assert copy["stored"] == talk.export()["stored"]


def test_copy_holds_what_is_unfinished_and_what_waits_for_an_answer(talk):
    begun = json.dumps({"name": "checkin", "state": json.dumps({"run": "r", "answers": {"sleep": 4}})})
    state = {"head": {"slots": {"tool": begun}, "loop": "tool_form"}, "events": []}
    store_of(talk).trackers.save(talk.id, json.dumps(state).encode())
    talk.gateway.brain.is_down = True
    talk.say("does ketamine last?")
    stored = talk.export()["stored"]
    assert stored["unfinished"] == {"tool": {"name": "checkin", "state": {"answers": {"sleep": 4}}}}
    assert [question["text"] for question in stored["waiting"]] == ["does ketamine last?"]
    assert set(stored["waiting"][0]) == {"text", "asked_at"}
    assert "wait for my answer: 1" in texts(press(talk, payloads.SHOW))


@pytest.mark.parametrize("change", [lambda url: url[:-2], lambda url: url + "x", lambda _: "/api/v1/files/none"])
def test_link_that_is_not_whole_opens_nothing(talk, change):
    (address,) = links(press(talk, payloads.EXPORT))
    response = talk.gateway.client.get(change(address))
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_erasing_is_asked_about_and_can_be_left(talk):
    fill(talk)
    asked = press(talk, payloads.ERASE)
    assert "can't be undone" in texts(asked)
    assert list(buttons(asked)) == ["No, keep it", SURE]
    before = rows(talk)
    assert "nothing was erased" in texts(press(talk, buttons(asked)["No, keep it"]))
    after = rows(talk)
    assert after.pop("messages") == before.pop("messages") + 2
    assert after == before


def test_erasing_leaves_no_row_and_says_so(talk):
    fill(talk)
    value = buttons(press(talk, payloads.ERASE))[SURE]
    answer = press(talk, value)
    assert "Everything that I kept about you in this talk is erased" in texts(answer)
    assert [message["asks"] for message in answer["messages"]] == [payloads.ERASED]
    assert set(rows(talk).values()) == {0}
    assert talk.gateway.client.get("/api/v1/conversation", headers=talk.headers).status_code == 404


def test_erasing_by_typing_works_and_only_where_it_was_asked(talk):
    fill(talk)
    assert "erased" not in texts(talk.say(SURE))
    press(talk, payloads.ERASE)
    assert "is erased" in texts(talk.say("yes, erase everything."))
    assert set(rows(talk).values()) == {0}


def test_a_bare_yes_erases_nothing(talk):
    press(talk, payloads.ERASE)
    talk.say("yes")
    assert rows(talk)["conversations"] == 1


def test_press_that_is_sent_again_after_the_erasing_says_the_same(talk):
    value, message_id = buttons(press(talk, payloads.ERASE))[SURE], str(uuid4())
    first, second = (press(talk, value, id=message_id) for _ in range(2))
    assert texts(first) == texts(second)
    assert set(rows(talk).values()) == {0}


def test_erasing_one_talk_leaves_the_others(talk):
    other = talk.gateway.open()
    fill(other)
    before = other.export()
    press(talk, buttons(press(talk, payloads.ERASE))[SURE])
    assert other.export() == before


def test_erasing_that_fails_is_told_and_everything_is_as_it_was(talk, monkeypatch):
    def failing(*_):
        raise StoreError("down")

    value = buttons(press(talk, payloads.ERASE))[SURE]
    monkeypatch.setattr(store_of(talk).conversations, "erase", failing)
    answer = press(talk, value)
    assert "could not erase anything" in texts(answer)
    assert answer["messages"][0]["asks"] is None
    monkeypatch.undo()
    press(talk, value)
    assert set(rows(talk).values()) == {0}


def test_looking_that_fails_is_told(talk, monkeypatch):
    def failing(*_):
        raise StoreError("down")

    monkeypatch.setattr(store_of(talk).messages, "count", failing)
    assert "can't look that up" in texts(press(talk, payloads.SHOW))


def test_button_of_somebody_else_and_typed_payload_do_nothing(talk):
    other = talk.gateway.open()
    value = buttons(press(talk, payloads.ERASE))[SURE]
    assert other.post(button=value).status_code == 422
    assert talk.post(button=payloads.ERASE_SURE).status_code == 422
    talk.say(payloads.ERASE_SURE)
    assert rows(talk)["conversations"] == 2


def test_danger_is_answered_first_whatever_was_asked(talk):
    press(talk, payloads.ERASE)
    answer = talk.say("I want to kill myself")
    assert answer["safety"]["response"] == "takeover"
    assert rows(talk)["conversations"] == 1


def test_own_data_is_there_while_a_human_holds_the_talk(talk):
    asked = press(talk, payloads.ERASE)
    store_of(talk).conversations.set_state(talk.id, "held")
    answer = press(talk, payloads.SHOW)
    assert [message["from"] for message in answer["messages"]] == ["system"]
    assert "is erased" in texts(press(talk, buttons(asked)[SURE]))
    assert set(rows(talk).values()) == {0}


def test_press_leaves_our_question_about_danger_open(talk):
    talk.say("I want to kill myself")
    asked = store_of(talk).risks.get(talk.id)["asks"]
    assert asked is not None
    press(talk, payloads.SHOW)
    assert store_of(talk).risks.get(talk.id)["asks"] == asked


def test_works_while_the_brain_is_down(talk):
    talk.gateway.brain.is_down = True
    assert "What I keep about you" in texts(press(talk, payloads.SHOW))


def test_unknown_button_of_ours_is_met_kindly(talk):
    talk.gateway.brain.answer = lambda _: (
        Draft(blocks=(Paragraph(text="x"),), buttons=(Button(title="Old", value="data:of_another_version"),)),
    )
    value = buttons(talk.say("hello"))["Old"]
    assert "can't do anything with that button" in texts(press(talk, value))
