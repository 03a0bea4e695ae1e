"""What every channel must do. A channel's tests subclass `Contract` and give a fixture `rig`."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from waymark.errors import StoreError
from waymark.messages import Bullets, Button, Draft, Heading, Paragraph, SourceNote

from ..gateway.conftest import running_gateway
from .conftest import House, settle, wait_for
from .rig import WORDS

DANGER = "i want to kill myself"
CANARY = "canary words of a person"


@contextmanager
def locked(house: House) -> Iterator[None]:
    """The database can be read, not written."""
    with closing(sqlite3.connect(house.gateway.settings.state_dir / "waymark.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def silent(house: House) -> Iterator[None]:
    """The database does not answer at all."""
    shelf = house.gateway.services.shelf

    async def run(*_: object) -> None:
        raise StoreError("down")

    shelf.run = run
    yield
    del shelf.run


class Contract:
    """The contract of docs/channels.md, test by test."""

    def test_every_recorded_payload_is_taken(self, house: House):
        for kind in house.rig.kinds():
            assert house.bring(house.rig.body(kind)).status_code == 200, kind

    def test_a_question_is_answered_with_its_sources_and_buttons(self, house):
        house.meet()
        house.say("what is TRD")
        answer = house.hear("A card about 11 characters.")
        assert "https://doi.org/10.1000/1" in answer
        assert "More" in [button["title"] for button in house.rig.buttons()]
        assert all(len(button["id"].encode()) <= 64 for button in house.rig.buttons())

    def test_opening_the_chat_greets_once(self, house):
        house.meet()
        settle()
        assert len(house.rig.sent()) == 1
        assert "988" in house.rig.sent()[0]

    def test_a_first_question_is_greeted_and_answered(self, house):
        house.say("what is TRD")
        house.hear("A card")
        assert ["I'm Waymark" in text for text in house.rig.sent()] == [True, False]

    def test_a_forged_request_does_nothing(self, house):
        for headers in (house.rig.headers(forged=True), {"Content-Type": "application/json"}):
            assert house.bring(house.rig.body("text", DANGER), headers).status_code == 401
        settle()
        assert house.rig.sent() == []
        assert house.conversation() is None

    def test_what_is_brought_again_is_answered_once(self, house):
        house.meet()
        event = house.rig.new_id()
        for _ in range(3):
            house.say("what is TRD", event=event)
        house.hear("A card")
        house.say("what is TRD", event=event)
        settle()
        assert len([text for text in house.rig.sent() if "A card" in text]) == 1
        assert len(house.brain.asked) == 1

    def test_the_same_thing_brought_at_once_is_answered_once(self, house):
        event = house.rig.new_id()
        body = house.rig.body("text", "what is TRD", event=event)
        with ThreadPoolExecutor(4) as pool:
            assert {each.status_code for each in pool.map(house.bring, [body] * 4)} == {200}
        house.hear("A card")
        settle()
        assert len(house.rig.sent()) == 2  # the greeting, and the answer

    def test_two_messages_at_once_are_both_answered(self, house):
        house.meet()
        bodies = [house.rig.body("text", text) for text in ("a" * 11, "b" * 12)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(house.bring, bodies))
        house.hear("about 11 characters")
        house.hear("about 12 characters")
        settle()
        assert len(house.rig.sent()) == 3

    def test_two_people_do_not_meet(self, house):
        house.say("a" * 11, person=1)
        house.say("b" * 12, person=2)
        house.hear("about 11 characters", person=1)
        house.hear("about 12 characters", person=2)
        assert not any("about 12" in text for text in house.rig.sent(1))
        assert house.conversation(1) != house.conversation(2)

    def test_danger_is_answered_in_every_kind_that_carries_words(self, house):
        for number, kind in enumerate(house.rig.wordy, start=10):
            house.say(DANGER, kind=kind, person=number)
            assert "988" in house.hear("988", person=number), kind
            assert not any("I'm Waymark" in text for text in house.rig.sent(number))

    def test_danger_in_a_group_is_answered_there(self, house):
        for kind in house.rig.crowded:
            house.say("hello", kind=kind)
            wait_for(house.rig.sent_to_crowd)
            house.say(DANGER, kind=kind)
            wait_for(lambda: len(house.rig.sent_to_crowd()) == 2)
            assert "988" in house.rig.sent_to_crowd()[1]

    def test_a_group_is_refused_once_and_left_alone(self, house):
        for kind in house.rig.crowded:
            for _ in range(3):
                house.say("hello", kind=kind)
            wait_for(house.rig.sent_to_crowd)
            settle()
            assert len(house.rig.sent_to_crowd()) == 1
            assert house.conversation() is None

    def test_what_is_no_text_is_answered_kindly_with_the_line(self, house):
        for number, kind in enumerate(house.rig.wordless, start=10):
            house.say("", kind=kind, person=number)
            assert "988" in house.hear("text only", person=number), kind
        assert house.brain.asked == []

    def test_what_needs_no_answer_gets_none(self, house):
        house.meet()
        for kind in house.rig.ignored:
            house.say("hello", kind=kind)
        settle()
        assert len(house.rig.sent()) == 1

    def test_danger_waits_for_nothing(self, house):
        house.meet()
        house.brain.delay = 3.0
        house.say("what is TRD")
        started = time.monotonic()
        house.say(DANGER)
        house.hear("988", seconds=2)
        wait_for(lambda: len(house.rig.sent()) == 2)
        assert time.monotonic() - started < 2
        house.hear("A card")

    def test_danger_goes_ahead_of_what_is_queued(self, house):
        house.meet()
        house.rig.go_down()
        for _ in range(3):
            house.say("what is TRD")
        wait_for(lambda: len(house.brain.asked) == 3)
        house.say(DANGER)
        settle()
        house.rig.come_up()
        wait_for(lambda: len(house.rig.sent()) == 5, 30)
        assert "988" in house.rig.sent()[1]
        assert ["A card" in text for text in house.rig.sent()[2:]] == [True] * 3

    def test_slash_text_is_text(self, house):
        house.meet()
        for text in ("/restart", '/ask_card{"card":"trd.what"}', "/stop it"):
            house.say(text)
            wait_for(lambda text=text: any(question.text == text for question in house.brain.asked))
        assert all(question.payload is None for question in house.brain.asked)

    def test_a_button_says_what_it_stands_for(self, house):
        house.meet()
        house.say("what is TRD")
        house.hear("A card")
        more = next(button for button in house.rig.buttons() if button["title"] == "More")
        house.press(more["id"])
        wait_for(lambda: [question.payload for question in house.brain.asked] == [None, "more:trd.what"])

    def test_a_button_pressed_twice_is_one_press(self, house):
        house.meet()
        button = house.rig.buttons()[0]
        for _ in range(2):
            house.press(button["id"])
        house.hear("A card")
        settle()
        assert len(house.brain.asked) == 1

    def test_a_button_of_another_chat_is_refused(self, house):
        house.meet(1)
        house.meet(2)
        for person in (2, 3):  # known, and a stranger
            house.press(house.rig.buttons(1)[0]["id"], person=person)
        house.press("no-such-button")
        settle()
        assert house.brain.asked == []
        assert house.conversation(3) is None

    def test_a_long_card_comes_in_order_and_whole(self, house):
        house.meet()
        blocks = (Heading(text="A title"), *(Paragraph(text=f"Part {part}. " + "word " * 150) for part in range(20)))
        house.brain.answer = lambda _: (
            Draft(
                blocks=(*blocks, Bullets(items=tuple(f"item {number} 🙂" for number in range(30)))),
                buttons=(Button(title="More", value="more:trd.what"),),
                sources=(SourceNote(title="A source", year=2020, url="https://doi.org/10.1000/1"),),
            ),
        )
        house.say("tell me all")
        house.hear("https://doi.org/10.1000/1")
        text = "\n\n".join(house.rig.sent()[1:])
        assert len(house.rig.sent()) > 3
        places = [text.index(f"Part {part}.") for part in range(20)]
        assert places == sorted(places)
        assert all(f"item {number} 🙂" in text for number in range(30))
        limits = house.gateway.services.channels.get(house.rig.name).channel.limits
        assert house.rig.longest_text() <= limits.text

    def test_a_body_over_the_limit_is_refused(self, house):
        assert house.bring(house.rig.body("text", "a" * 70_000)).status_code == 413
        settle()
        assert house.rig.sent() == []

    def test_a_text_that_is_too_long_to_answer_is_read_for_danger(self, house):
        house.say("word " * 800 + DANGER)
        house.hear("988")
        house.say("word " * 800, person=2)
        assert "988" in house.hear("too long", person=2)

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"42", b'"text"', b"\xff\xfe", b"[" * 20_000])
    def test_what_cannot_be_read_is_refused(self, house, body):
        assert house.bring(body).status_code == 400

    def test_no_answer_is_lost_while_the_provider_is_down(self, house):
        house.meet()
        house.rig.go_down()
        house.say("what is TRD")
        wait_for(lambda: house.brain.asked)
        settle()
        house.rig.come_up()
        house.hear("A card", seconds=20)
        settle()
        assert len(house.rig.sent()) == 2

    @pytest.mark.parametrize(("status", "wait"), [(429, 1), (500, None), (502, None)])
    def test_a_refusal_for_now_is_tried_again(self, house, status, wait):
        house.meet()
        house.rig.fail_once(status, wait)
        started = time.monotonic()
        house.say("what is TRD")
        house.hear("A card")
        assert wait is None or time.monotonic() - started >= wait
        settle()
        assert len(house.rig.sent()) == 2

    def test_a_final_refusal_is_noted_and_holds_up_nothing(self, house):
        house.meet()
        house.brain.answer = lambda _: (Draft(blocks=(Paragraph(text="the refused one"),)),)
        house.rig.fail_once(400)
        house.say("what is TRD")
        wait_for(lambda: house.store.addresses.of(house.conversation()).has_failed)
        house.brain.answer = lambda _: (Draft(blocks=(Paragraph(text="another"),)),)
        house.say("what is ECT")
        house.hear("another")
        assert not any("the refused one" in text for text in house.rig.sent())

    def test_a_person_who_blocks_us_is_noted_and_left_alone(self, house):
        house.meet()
        house.rig.block()
        house.say("what is TRD")
        wait_for(lambda: house.store.addresses.of(house.conversation()).is_blocked)
        house.say("", kind="blocked")
        assert house.store.addresses.of(house.conversation()).is_blocked
        house.say("", kind="returned")
        assert not house.store.addresses.of(house.conversation()).is_blocked

    def test_a_late_answer_is_brought(self, house):
        house.meet()
        house.brain.is_down = True
        house.say("what is TRD")
        house.hear("can't look that up")
        house.brain.is_down = False
        house.hear("A card")

    def test_what_a_responder_says_is_brought(self, house):
        house.meet()
        desk = house.gateway.services.talk_desk
        asyncio.run(desk.say(house.conversation(), "sam", "Hello, this is Sam.\nI am here."))
        house.hear("Hello, this is Sam.")
        house.store.conversations.set_state(house.conversation(), "held")
        house.say("thank you")
        wait_for(lambda: any(message.text == "thank you" for message in house.store.messages.all(house.conversation())))
        house.say(DANGER)
        house.hear("988")
        assert not any(question.text == "thank you" for question in house.brain.asked)

    def test_beside_a_responder_only_erasing_is_answered(self, house):
        house.meet()
        house.store.conversations.set_state(house.conversation(), "held")
        house.say("/stop")
        house.say("", kind="start")
        house.say("/erase")
        house.hear("Shall I erase")
        settle()
        assert len(house.rig.sent()) == 2

    def test_stop_tells_the_truth(self, house):
        house.meet()
        house.say("/stop")
        assert "988" in house.hear("30 days")
        assert house.brain.asked == []

    def test_erasing_is_asked_about_done_and_said(self, house):
        house.meet()
        house.say("Erase everything.")
        house.hear("Shall I erase")
        choices = {button["title"]: button["id"] for button in house.rig.buttons()}
        house.press(choices["No, keep it"])
        house.hear("nothing was erased")
        before = house.conversation()
        event = house.rig.new_id()
        for _ in range(2):
            house.press(choices["Yes, erase it now"], event=event)
        house.hear("Everything that I kept about you is erased")
        assert house.store.conversations.get(before) is None
        house.press(choices["Yes, erase it now"], event=event)
        settle()
        assert house.conversation() is None
        assert len([text for text in house.rig.sent() if "is erased" in text]) == 1
        house.say("what is TRD")
        house.hear("A card")
        assert house.conversation() not in (None, before)

    def test_danger_beside_a_command_is_danger(self, house):
        house.say(f"/start {DANGER}")
        house.hear("988")
        assert not any("I'm Waymark" in text for text in house.rig.sent())

    def test_too_many_messages_are_said_once_and_danger_is_not_counted(self, make_settings, rig):
        with running_gateway(make_settings(rate_limits=True, messages_per_minute=2)) as gateway:
            house = House(gateway, rig)
            house.meet()
            for _ in range(5):
                house.say("what is TRD")
            house.hear("a lot of messages")
            house.say(DANGER)
            wait_for(lambda: any("Please wait" not in text for text in rig.sent() if "988" in text))
            settle()
            assert len([text for text in rig.sent() if "a lot of messages" in text]) == 1

    def test_a_restart_loses_nothing_and_doubles_nothing(self, make_settings, rig):
        settings = make_settings()
        rig.go_down()
        with running_gateway(settings) as gateway:
            house = House(gateway, rig)
            house.say("what is TRD")
            wait_for(lambda: house.brain.asked)
            settle()
        rig.come_up()
        with running_gateway(settings) as gateway:
            house = House(gateway, rig)
            house.hear("A card", seconds=40)
            settle()
            assert len(rig.sent()) == 2
            assert house.brain.asked == []

    @pytest.mark.parametrize("outage", [locked, silent])
    def test_without_the_database_danger_is_answered_and_the_rest_is_told(self, house, outage):
        danger, other = house.rig.new_id(), house.rig.new_id()
        with outage(house):
            for _ in range(2):
                assert house.bring(house.rig.body("text", DANGER, event=danger)).status_code == 503
                assert house.bring(house.rig.body("text", "what is TRD", person=2, event=other)).status_code == 503
            assert "988" in house.hear("988")
            assert "988" in house.hear("wrong on my side", person=2)
            settle()
        house.say(DANGER, event=danger)
        house.say("what is TRD", person=2, event=other)
        house.hear("A card", person=2)
        settle()
        assert len(house.rig.sent()) == 1
        assert len([text for text in house.rig.sent(2) if "wrong on my side" in text]) == 1
        assert any(message.text == DANGER for message in house.store.messages.all(house.conversation()))

    def test_nothing_of_a_person_is_logged_or_stored_in_the_clear(self, house, safe_logs, tmp_path):
        capture = safe_logs()
        logging.root.setLevel(logging.DEBUG)
        person = 7318205944
        for kind in house.rig.kinds():
            house.bring(house.rig.body(kind, CANARY, person=person))
        house.say(CANARY, person=person)
        house.hear("A card", person=person)
        house.rig.fail_once(500)
        house.rig.fail_once(400)
        house.say(CANARY, person=person)
        house.rig.go_down()
        house.say(CANARY, person=person)
        settle()
        house.bring(house.rig.body("text", CANARY, person=person), house.rig.headers(forged=True))
        written = "".join(capture.readouterr())
        secrets = (
            CANARY,
            str(person),
            *(str(value) for value in house.rig.settings.values() if "http" not in str(value)),
        )
        assert not [secret for secret in secrets if secret in written]
        for file in tmp_path.glob("waymark.db*"):
            assert not [secret for secret in (CANARY, str(person)) if secret.encode() in file.read_bytes()]

    def test_words_that_were_recorded_are_found(self, house):
        assert all(WORDS in house.rig.recorded(kind) for kind in (*house.rig.wordy, *house.rig.crowded))
