"""The contract, part 1: what a provider brings is proved, read and taken in once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ...gateway.conftest import running_gateway
from ..house import DANGER, House, settle, wait_for
from ..rig import WORDS


class TakingIn:
    """What a provider brings is proved, read and taken in once."""

    def test_every_recorded_payload_is_taken(self, house: House):
        for kind in house.rig.kinds():
            assert house.bring(house.rig.body(kind)).status_code == 200, kind

    def test_words_that_were_recorded_are_found(self, house):
        assert all(WORDS in house.rig.recorded(kind) for kind in (*house.rig.wordy, *house.rig.grouped))

    def test_a_forged_request_does_nothing(self, house):
        for headers in (house.rig.headers(forged=True), {"Content-Type": "application/json"}):
            assert house.bring(house.rig.body("text", DANGER), headers).status_code == 401
        settle()
        assert house.rig.everything_sent() == []
        assert house.kept() == 0

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

    def test_a_body_over_the_limit_is_refused(self, house):
        assert house.bring(house.rig.body("text", "a" * 70_000)).status_code == 413
        settle()
        assert house.rig.sent() == []

    def test_a_text_that_is_too_long_to_answer_is_read_for_danger(self, house):
        house.say("word " * 800 + DANGER)
        house.hear("988")
        house.say("word " * 800, person=2)
        assert "988" in house.hear("too long", person=2)

    def test_what_cannot_be_read_is_refused_and_nothing_of_it_is_kept(self, house):
        for body in house.rig.unreadable:
            assert house.bring(body).status_code == 400, body[:40]
        settle()
        assert house.rig.everything_sent() == []
        assert house.kept() == 0

    @pytest.mark.parametrize("text", ["what is TRD \ud83d", "what is TRD \0 \u202e \U000e0041", " \n\u200b "])
    def test_odd_characters_are_answered(self, house, text):
        house.meet()
        house.say(text)
        wait_for(lambda: len(house.rig.sent()) == 2)

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
