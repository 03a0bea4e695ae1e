"""The contract, part 4: what was said reaches the person, whatever the provider or the gateway does meanwhile."""

from __future__ import annotations

import time

import pytest

from waymark.messages import Draft, Paragraph, message_from

from ...gateway.conftest import running_gateway
from ..house import DANGER, House, settle, wait_for


class Delivery:
    """What was said reaches the person, whatever the provider does meanwhile."""

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

    def test_a_slow_provider_is_given_nothing_twice_and_holds_up_nobody(self, house):
        house.meet(1)
        house.meet(2)
        house.rig.slow_down(4.0)
        house.say("what is TRD", person=1)
        house.hear("A card", person=1)
        started = time.monotonic()
        house.say(DANGER, person=2)
        house.hear("988 ", person=2)
        wait_for(lambda: len(house.rig.sent(2)) == 2)
        assert time.monotonic() - started < 2
        settle(6.0)
        assert len(house.rig.sent(1)) == len(house.rig.sent(2)) == 2

    def test_a_crisis_reply_that_is_refused_for_now_is_brought_when_the_provider_says(self, house):
        house.meet()
        house.rig.fail_once(429, 2)
        started = time.monotonic()
        house.say(DANGER)
        wait_for(lambda: len(house.rig.sent()) == 2)
        assert 2 <= time.monotonic() - started < 5

    def test_a_person_who_blocks_us_is_noted_and_left_alone_until_they_return(self, house):
        house.meet()
        house.rig.block()
        house.say("what is TRD")
        wait_for(lambda: house.store.addresses.of(house.conversation()).is_blocked)
        tried = house.rig.tries()
        house.say("", kind="blocked")
        settle()
        assert house.store.addresses.of(house.conversation()).is_blocked
        assert house.rig.tries() == tried
        house.rig.unblock()
        house.say("", kind="returned")
        assert not house.store.addresses.of(house.conversation()).is_blocked
        house.say("what is ECT, then")
        house.hear("A card about 17")
        assert len(house.rig.sent()) == 2

    def test_a_fault_of_ours_ends_no_loop(self, house, monkeypatch, safe_logs):
        safe_logs()
        failed = []

        def failing_once(name, operation):
            def run(*values):
                if (name, *values[:1]) not in failed:
                    failed.append((name, *values[:1]))
                    raise RuntimeError("a fault of ours")
                return operation(*values)

            return run

        store = house.store
        monkeypatch.setattr(store.outbox, "claim", failing_once("claim", store.outbox.claim))
        monkeypatch.setattr(store.addresses, "waiting", failing_once("waiting", store.addresses.waiting))
        wait_for(lambda: {"waiting", "claim"} <= {name for name, _ in failed})
        house.meet()
        house.say(DANGER)
        wait_for(lambda: len(house.rig.sent()) == 2)
        store.messages.add_once(
            house.conversation(), message_from(Draft(blocks=(Paragraph(text="Sam."),)), "responder")
        )
        house.hear("Sam.")

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
