"""The contract, part 6: a gateway that is killed without warning loses nothing and says nothing twice."""

from __future__ import annotations

import time

import pytest

from ..house import DANGER, settle, wait_for

RECOVERY = 40.0  # seconds; a dead process's lease has to end first


@pytest.mark.slow
class Kills:
    """`process` is a gateway in a process of its own, see `conftest.py`."""

    def test_killed_between_taking_in_and_answering(self, process, rig):
        process.start(brain_seconds=3.0)
        event = rig.new_id()
        assert process.bring(rig.body("text", "what is TRD", event=event)) == 200
        process.kill()
        assert not any("A card" in text for text in rig.sent())
        process.start()
        assert process.bring(rig.body("text", "what is TRD", event=event)) == 200
        wait_for(lambda: any("A card" in text for text in rig.sent()), RECOVERY)
        settle()
        assert len(rig.sent()) == 2  # the greeting, and the answer

    def test_killed_while_the_provider_is_down(self, process, rig):
        process.start()
        rig.go_down()
        assert process.bring(rig.body("text", "what is TRD")) == 200
        assert process.bring(rig.body("text", DANGER)) == 200
        time.sleep(2.0)
        process.kill()
        rig.come_up()
        process.start()
        wait_for(lambda: len(rig.sent()) == 3, RECOVERY)
        settle()
        assert len(rig.sent()) == 3
        assert "988" in rig.sent()[0]
        assert not any("I'm Waymark" in text and "A card" in text for text in rig.sent())

    def test_killed_after_everything_was_sent(self, process, rig):
        process.start()
        event = rig.new_id()
        assert process.bring(rig.body("text", "what is TRD", event=event)) == 200
        wait_for(lambda: len(rig.sent()) == 2)
        settle()
        process.kill()
        process.start()
        assert process.bring(rig.body("text", "what is TRD", event=event)) == 200
        settle(3.0)
        assert len(rig.sent()) == 2

    def test_killed_while_a_responder_speaks(self, process, rig):
        process.start()
        assert process.bring(rig.body("start", "")) == 200
        wait_for(rig.sent)
        rig.go_down()
        process.say_as("system", "A person has joined.")
        process.say_as("responder", "Hello, this is Sam.")
        time.sleep(2.0)
        process.kill()
        process.say_as("responder", "I am here.")
        rig.come_up()
        process.start()
        wait_for(lambda: len(rig.sent()) == 4, RECOVERY)
        settle()
        assert rig.sent()[1:] == ["A person has joined.", "Hello, this is Sam.", "I am here."]
