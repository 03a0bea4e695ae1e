"""The contract, part 5: people are offered a human, and responders speak with them, over the channel."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest

from waymark.errors import UnknownConversation
from waymark.store import Case

from ...console.conftest import HASH, Desk
from ...gateway.conftest import running_gateway
from ..house import DANGER, House, settle, silent, wait_for

PLAN = "i have a plan to kill myself tonight"
OFFERED, SHARE = "let them read this chat?", "Yes, let them read it"
PAGED, SHARED, JOINED = "trying to reach a person", "can now read this chat", "A person has joined this chat"
RETURNED, UNREACHED = "it is me again", "have not reached anyone yet"


@dataclass
class StaffedHouse(House):
    """A house with one responder, Sam, who has the console open."""

    sam: Desk

    def case(self, person: int = 1) -> Case:
        return wait_for(lambda: self.store.cases.of(self.conversation(person)))[-1]

    def join(self) -> Case:
        """Let somebody speak of a plan, and Sam join them."""
        self.meet()
        self.say(PLAN)
        self.hear(PAGED)
        wait_for(lambda: not self.case().page_due)
        for step in ("claim", "join"):
            assert self.sam.do(self.case(), step).status_code == 303
        self.hear(JOINED)
        return self.case()

    def told(self, words: str, person: int = 1) -> int:
        return len([text for text in self.rig.sent(person) if words in text])


@contextmanager
def staffed(gateway, rig) -> Iterator[StaffedHouse]:
    gateway.services.shelf.store.responders.add("sam", HASH)
    with httpx.Client(base_url=gateway.url, timeout=15, trust_env=False) as client:
        sam = Desk(gateway, "sam", client)
        assert sam.sign_in().status_code == 303
        yield StaffedHouse(gateway, rig, sam)


@pytest.fixture
def team(make_settings, rig) -> Iterator[StaffedHouse]:
    with running_gateway(make_settings()) as gateway, staffed(gateway, rig) as house:
        yield house


class HandingOff:
    """Bringing in a human."""

    def test_without_responders_no_human_is_mentioned(self, house):
        house.meet()
        house.say(PLAN)
        house.say(DANGER)
        wait_for(lambda: len(house.rig.sent()) == 3)
        settle()
        assert not [text for text in house.rig.sent() if PAGED in text or OFFERED in text]

    def test_the_offer_comes_after_the_crisis_reply_and_its_button_works_once(self, team):
        team.meet()
        team.say(DANGER)
        assert "988" in team.hear(OFFERED)
        assert "988" in team.rig.sent()[1]
        assert OFFERED in team.rig.sent()[2]
        assert not team.case().is_shared
        event = team.rig.new_id()
        for _ in range(2):
            team.press(team.rig.button(SHARE), event=event)
        team.press(team.rig.button(SHARE))
        team.hear(SHARED)
        settle()
        assert team.case().is_shared
        assert len(team.rig.sent()) == 4
        assert not any(question.payload for question in team.brain.asked)

    def test_a_plan_is_told_that_somebody_is_paged_after_the_crisis_reply(self, team):
        team.meet()
        team.say(PLAN)
        team.hear(PAGED)
        settle()
        assert [PAGED in text for text in team.rig.sent()] == [False, False, True]
        assert "988" in team.rig.sent()[1]

    def test_what_a_responder_says_comes_in_order_and_once(self, team):
        case = team.join()
        said = [f"Number {number}: this is Sam." for number in range(8)]
        for text in said:
            assert team.sam.say(case, text).status_code == 303
        team.hear(said[-1])
        settle()
        assert team.rig.sent()[-9:] == [team.hear(JOINED), *said]

    def test_beside_a_responder_the_assistant_is_silent(self, team):
        team.meet()
        team.say("what is TRD")
        team.hear("A card")
        more = team.rig.button("More")
        case = team.join()
        before = len(team.rig.sent())
        for text in ("thank you for coming", "/stop", "/start"):
            team.say(text)
        team.say("", kind="start")
        team.say("are you still there", kind="edited")
        team.press(more)
        wait_for(lambda: {"thank you for coming", "/stop", "are you still there"} <= set(team.said_by_person()))
        settle()
        assert len(team.rig.sent()) == before
        ordinary = [question for question in team.brain.asked if question.decision.response == "none"]
        assert [question.text for question in ordinary] == ["what is TRD"]
        assert "thank you for coming" in team.sam.open(f"/console/cases/{case.id}").text

    def test_beside_a_responder_a_rise_in_danger_gives_the_line_once(self, team):
        team.join()
        before = len(team.rig.sent())
        team.say("i just took all my pills to kill myself")
        wait_for(lambda: len(team.rig.sent()) > before)
        team.say("i just took all my pills to kill myself")
        settle()
        assert len(team.rig.sent()) == before + 1
        assert "988" in team.rig.sent()[-1]

    def test_beside_a_responder_what_is_no_text_is_said_not_to_arrive(self, team):
        team.join()
        for kind in team.rig.wordless[:1]:
            team.say("", kind=kind)
            assert "988" in team.hear("can't be passed on")

    def test_the_assistant_answers_again_after_the_case_was_closed(self, team):
        case = team.join()
        team.sam.say(case, "Take care.")
        team.hear("Take care.")
        assert team.sam.do(case, "close", outcome="reached").status_code == 303
        assert "988" in team.hear(RETURNED)
        team.say("what is TRD")
        team.hear("A card")
        settle()
        assert [team.told(words) for words in (JOINED, RETURNED, "Take care.")] == [1, 1, 1]

    def test_beside_a_responder_a_person_can_erase_everything(self, team):
        case = team.join()
        team.say("/erase")
        team.hear("Shall I erase")
        team.press(team.rig.button("Yes, erase it now"))
        team.hear("is erased")
        before = len(team.rig.sent())
        assert team.sam.open(f"/console/cases/{case.id}").status_code == 404
        with pytest.raises(UnknownConversation):
            asyncio.run(team.gateway.services.talk_desk.say(case.conversation_id, "sam", "Are you there?"))
        settle(2.0)
        assert team.kept() == 0
        assert len(team.rig.sent()) == before

    def test_that_nobody_was_reached_is_said_once(self, make_settings, rig):
        soon = {"page_again_seconds": 0.3, "next_contact_seconds": 0.3, "give_up_seconds": 0.3}
        with running_gateway(make_settings(**soon)) as gateway, staffed(gateway, rig) as team:
            team.meet()
            team.say(PLAN)
            assert "988" in team.hear(UNREACHED, seconds=40)
            settle(2.0)
            assert team.told(UNREACHED) == 1

    def test_the_offer_is_not_lost_with_the_database(self, team):
        team.meet()
        event = team.rig.new_id()
        with silent(team):
            assert team.bring(team.rig.body("text", DANGER, event=event)).status_code == 503
            wait_for(lambda: len(team.rig.sent()) == 2)
        team.say(DANGER, event=event)
        team.hear(OFFERED)
        settle()
        assert len(team.rig.sent()) == 3
