"""The contract, part 3: danger is answered wherever it stands, ahead of everything, whatever is down."""

from __future__ import annotations

import time

import pytest

from ..house import DANGER, locked, settle, silent, wait_for


class Danger:
    """Danger is answered wherever it stands, ahead of everything, whatever is down."""

    def test_danger_is_answered_in_every_kind_that_carries_words(self, house):
        for number, kind in enumerate(house.rig.wordy, start=10):
            house.say(DANGER, kind=kind, person=number)
            assert "988" in house.hear("988", person=number), kind
            assert not any("I'm Waymark" in text for text in house.rig.sent(number))

    def test_danger_in_a_group_is_answered_there_and_nothing_of_it_is_kept(self, house):
        for kind in house.rig.grouped:
            house.say("hello", kind=kind)
            wait_for(house.rig.sent_to_group)
            house.say(DANGER, kind=kind)
            wait_for(lambda: len(house.rig.sent_to_group()) == 2)
            assert "988" in house.rig.sent_to_group()[1]
            assert house.kept() == 0

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

    def test_danger_beside_a_command_is_danger(self, house):
        house.say(f"/start {DANGER}")
        house.hear("988")
        assert not any("I'm Waymark" in text for text in house.rig.sent())

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
        house.hear("A card", person=2, seconds=30)  # at the latest when the lease of what was kept too late has ended
        settle()
        assert len(house.rig.sent()) == 1
        assert len([text for text in house.rig.sent(2) if "wrong on my side" in text]) == 1
        assert DANGER in house.said_by_person()

    @pytest.mark.parametrize("outage", [locked, silent])
    def test_danger_of_somebody_known_is_answered_once_around_an_outage(self, house, outage):
        house.meet()
        event = house.rig.new_id()
        with outage(house):
            assert house.bring(house.rig.body("text", DANGER, event=event)).status_code == 503
            wait_for(lambda: len(house.rig.sent()) == 2)
            assert "988" in house.rig.sent()[1]
        house.say(DANGER, event=event)
        wait_for(lambda: DANGER in house.said_by_person(), 30)
        settle()
        assert len(house.rig.sent()) == 2

    def test_what_was_answered_in_an_outage_is_not_brought_again_while_it_is_stored(self, house, monkeypatch):
        def put_slowly(*values):
            time.sleep(1.3)
            put(*values)

        house.meet()
        event, put = house.rig.new_id(), house.store.risks.put
        with silent(house):
            assert house.bring(house.rig.body("text", DANGER, event=event)).status_code == 503
            wait_for(lambda: len(house.rig.sent()) == 2)
        monkeypatch.setattr(house.store.risks, "put", put_slowly)
        house.say(DANGER, event=event)
        wait_for(lambda: DANGER in house.said_by_person(), 30)
        settle(3.0)
        assert len(house.rig.sent()) == 2

    def test_danger_is_answered_while_the_database_and_the_brain_are_down(self, house):
        house.brain.is_down = True
        with silent(house):
            assert house.bring(house.rig.body("text", DANGER)).status_code == 503
            house.hear("988")

    def test_danger_is_answered_where_a_fault_of_ours_keeps_it_from_being_kept(self, house, monkeypatch, safe_logs):
        safe_logs()

        def fail(*_, **__):
            raise RuntimeError("a fault of ours")

        event = house.rig.new_id()
        with monkeypatch.context() as patch:
            patch.setattr(house.store.arrivals, "take_in", fail)
            assert house.bring(house.rig.body("text", DANGER, event=event)).status_code == 500
            house.hear("988")
        house.say(DANGER, event=event)
        wait_for(house.conversation)
        settle()
        assert len(house.rig.sent()) == 1
