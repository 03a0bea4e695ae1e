"""The contract, part 7: nothing of a person stands in a log, or in the clear in the database."""

from __future__ import annotations

import asyncio
import logging

from ..house import House, settle, silent

CANARY = "canary words of a person"
SAID_BACK = "canary words of a responder"
PERSON = 7318205944


class Privacy:
    """Logs and files hold neither words nor addresses."""

    def test_nothing_of_a_person_is_logged_or_stored_in_the_clear(self, house, safe_logs, tmp_path):
        capture = safe_logs()
        logging.root.setLevel(logging.DEBUG)
        self.do_everything(house)
        written = "".join(capture.readouterr())
        secrets = [str(value) for value in house.rig.settings.values() if "http" not in str(value)]
        words = (CANARY, SAID_BACK, str(PERSON))
        assert not [secret for secret in (*words, *secrets) if secret in written]
        for file in tmp_path.glob("*.db*"):
            assert not [word for word in words if word.encode() in file.read_bytes()], file.name

    def do_everything(self, house: House) -> None:
        for kind in house.rig.kinds():
            house.bring(house.rig.body(kind, CANARY, person=PERSON))
        house.say(CANARY, person=PERSON)
        house.hear("A card", person=PERSON)
        house.say(f"i have a plan to kill myself {CANARY}", person=PERSON)
        asyncio.run(house.gateway.services.talk_desk.say(house.conversation(PERSON), "sam", SAID_BACK))
        house.hear(SAID_BACK, person=PERSON)
        house.rig.fail_once(500)
        house.rig.fail_once(400)
        house.say(CANARY, person=PERSON)
        with silent(house):
            house.bring(house.rig.body("text", CANARY, person=PERSON))
            house.bring(house.rig.body("text", f"i want to die {CANARY}", person=PERSON))
        house.brain.answer = self.fail
        house.say(CANARY, person=PERSON)
        house.rig.go_down()
        house.say(CANARY, person=PERSON)
        settle()
        house.bring(house.rig.body("text", CANARY, person=PERSON), house.rig.headers(forged=True))
        for body in house.rig.unreadable:
            house.bring(body + CANARY.encode())

    def fail(self, question):
        raise RuntimeError(f"a fault that quotes {question.text}")
