"""From a disclosure to a page, a second one, the next contact, and the truth."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from waymark.errors import CaseConflict, CaseError, UnknownConversation

from .conftest import Target, wait_for


def test_the_whole_escalation(team, by_webhook, target):
    here = team(by_webhook())
    conversation = here.conversation()
    case = here.handoff.open(conversation, "plan_or_intent")
    assert (case.state, case.is_shared) == ("opened", True)
    assert here.store.conversations.get(conversation).state == "waiting"
    wait_for(lambda: here.said, "the truth")
    assert [page.id for page in target.seen] == [f"{case.id}.{stage}" for stage in ("first", "again", "next")]
    first, again, following = target.seen
    assert again.at - first.at >= 1
    assert following.at - again.at >= 1
    assert here.events(case.id) == [
        "opened plan_or_intent",
        "paged webhook",
        "paged webhook",
        "paged webhook",
        "unreached",
    ]
    assert here.told(conversation) == ["handoff_unreached"]
    assert here.store.conversations.get(conversation).state == "assistant"
    assert here.store.cases.get(case.id).state == "opened"
    assert here.store.cases.queue()[0].id == case.id  # a responder who comes late still finds it
    assert target.forged == 0


def test_a_page_says_where_to_look_and_nothing_that_was_said(team, by_webhook, target):
    here = team(by_webhook(console_url="https://help.example/console/"))
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    wait_for(lambda: target.seen, "a page")
    assert target.seen[0].body == {
        "type": "case.paged.first",
        "timestamp": case.opened_at.isoformat(),
        "data": {
            "case_id": case.id,
            "level": "emergency",
            "opened_at": case.opened_at.isoformat(),
            "url": f"https://help.example/console/cases/{case.id}",
        },
    }
    assert conversation not in target.seen[0].raw


def test_a_page_follows_a_disclosure_at_once(team, by_webhook, target):
    here = team(by_webhook(page_again_seconds=60.0))
    here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: target.seen, "a page")
    for count in range(2, 12):
        here.handoff.open(here.conversation(), "emergency")
        wait_for(lambda most=count: len(target.seen) == most, "a page", seconds=15)


def test_a_claim_ends_the_paging(team, by_webhook, target):
    here = team(by_webhook())
    case = here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: here.store.cases.get(case.id).state == "paged", "a page")
    assert here.handoff.claim(case.id, "ann").claimed_by == "ann"
    time.sleep(4)
    assert len(target.seen) == 1
    assert here.said == []
    assert here.events(case.id) == ["opened emergency", "paged webhook", "claimed"]


def test_a_case_that_is_claimed_before_its_first_page_is_not_paged(team, by_webhook, target):
    here = team(by_webhook(), begin=False)
    case = here.handoff.open(here.conversation(), "emergency")
    here.handoff.claim(case.id, "ann")
    here.handoff.start()
    other = here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: target.seen, "the page of the other case")
    time.sleep(1)
    assert {page.body["data"]["case_id"] for page in target.seen} == {other.id}


def test_from_claim_to_close(team, by_webhook):
    here = team(by_webhook())
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.store.cases.get(case.id).state == "paged", "a page")
    with pytest.raises(CaseConflict):
        here.handoff.join(case.id, "ann")
    for _ in range(2):  # a double click changes nothing
        here.handoff.claim(case.id, "ann")
    for step in (here.handoff.claim, here.handoff.join):
        with pytest.raises(CaseConflict):
            step(case.id, "bob")
    for _ in range(2):
        here.handoff.join(case.id, "ann")
    assert here.store.conversations.get(conversation).state == "held"
    with pytest.raises(CaseConflict):
        here.handoff.close(case.id, "bob", "reached")
    with pytest.raises(CaseError, match="choose one of reached"):
        here.handoff.close(case.id, "ann", "it was fine")
    for _ in range(2):
        assert here.handoff.close(case.id, "ann", "reached").outcome == "reached"
    assert here.store.conversations.get(conversation).state == "assistant"
    with pytest.raises(CaseConflict):
        here.handoff.claim(case.id, "bob")
    assert here.events(case.id)[-3:] == ["claimed", "joined", "closed reached"]
    assert {entry.actor for entry in here.store.cases.audit(case.id)} == {"system", "responder:ann"}
    assert here.handoff.open(conversation, "emergency").id != case.id


def test_of_two_who_claim_at_once_exactly_one_gets_it(team, settings):
    here = team(settings(), begin=False)
    together = Barrier(8)

    def claim(number: int) -> str | None:
        together.wait()
        try:
            return here.handoff.claim(case.id, f"r{number}").claimed_by
        except CaseConflict:
            return None

    for _ in range(5):
        case = here.handoff.open(here.conversation(), "emergency")
        with ThreadPoolExecutor(8) as pool:
            assert len([name for name in pool.map(claim, range(8)) if name]) == 1
        assert here.events(case.id) == ["opened emergency", "claimed"]


def test_below_plan_or_intent_nothing_is_shared_or_promised_until_the_person_agrees(team, by_webhook, target):
    here = team(by_webhook())
    conversation = here.conversation()
    case = here.handoff.open(conversation, "active_ideation")
    assert not case.is_shared
    wait_for(lambda: "unreached" in here.events(case.id), "the end of the first round")
    assert here.said == []  # nobody was promised
    assert here.handoff.share(conversation).is_shared
    assert here.store.conversations.get(conversation).state == "waiting"
    wait_for(lambda: here.said, "the truth")
    assert [page.id for page in target.seen][3:] == [f"{case.id}:2.{stage}" for stage in ("first", "again", "next")]
    assert here.told(conversation) == ["handoff_unreached"]


def test_sharing_without_a_case_is_nothing(team, by_webhook):
    here = team(by_webhook(), begin=False)
    assert here.handoff.share(here.conversation()) is None


def test_more_of_the_same_pages_once(team, by_webhook, target):
    here = team(by_webhook(page_again_seconds=30))
    conversation = here.conversation()
    together = Barrier(8)

    def open_case(_: int):
        together.wait()
        return here.handoff.open(conversation, "emergency").id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(open_case, range(8)))) == 1
    wait_for(lambda: target.seen, "a page")
    time.sleep(2.5)
    assert len(target.seen) == 1


def test_a_new_disclosure_after_the_truth_pages_again(team, by_webhook, target):
    here = team(by_webhook())
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.said, "the truth")
    assert here.handoff.open(conversation, "emergency").id == case.id
    assert here.store.conversations.get(conversation).state == "waiting"
    wait_for(lambda: len(target.seen) == 4, "another page")
    assert target.seen[3].id == f"{case.id}:2.first"


def test_a_rise_in_level_pages_again_even_beside_a_responder(team, by_webhook, target):
    here = team(by_webhook(page_again_seconds=30))
    conversation = here.conversation()
    case = here.handoff.open(conversation, "active_ideation")
    wait_for(lambda: target.seen, "a page")
    here.handoff.claim(case.id, "ann")
    here.handoff.join(case.id, "ann")
    assert here.handoff.open(conversation, "active_ideation").level == "active_ideation"
    raised = here.handoff.open(conversation, "emergency")
    assert (raised.state, raised.is_shared) == ("joined", True)
    wait_for(lambda: not here.store.cases.get(case.id).page_due, "the second page")
    assert [(page.id, page.body["data"]["level"]) for page in target.seen] == [
        (f"{case.id}.first", "active_ideation"),
        (f"{case.id}:emergency", "emergency"),
    ]
    assert here.store.conversations.get(conversation).state == "held"
    assert here.store.cases.get(case.id).state == "joined"


def test_a_target_of_apprise_gets_the_page_and_the_next_contact_its_own(team, settings):
    duty, chief = Target(), Target()
    notify = {
        name: (target.url.replace("http:", "json:"),)
        for name, target in (("handoff_notify", duty), ("handoff_notify_next", chief))
    }
    here = team(settings(**notify))
    case = here.handoff.open(here.conversation(), "emergency")
    wait_for(lambda: here.said, "the truth")
    assert [json.loads(page.raw)["message"].splitlines()[-1] for page in duty.seen] == [
        f"{case.id}.first",
        f"{case.id}.again",
    ]
    body = json.loads(chief.seen[0].raw)
    assert (len(chief.seen), body["title"]) == (1, "Waymark")
    assert body["message"].startswith("emergency · ")
    assert here.events(case.id)[1:] == ["paged notify", "paged notify", "paged next", "unreached"]


def test_a_responder_alone_is_paged_by_the_queue(team, settings):
    here = team(settings())
    here.store.responders.add("ann", "x")
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.said, "the truth")
    assert here.events(case.id)[1:] == ["paged console", "unreached"]


def test_unstaffed_nothing_is_begun_and_nobody_is_promised(team, settings, tmp_path):
    here = team(settings())
    assert not here.handoff.is_staffed()
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    assert not case.page_due
    time.sleep(2.5)
    assert here.events(case.id) == ["opened emergency"]
    assert here.said == []
    assert here.store.conversations.get(conversation).state == "assistant"
    assert not (tmp_path / "state" / "escalations.db").exists()
    here.store.responders.add("ann", "x")  # from now on somebody can be reached, without a restart
    assert here.handoff.is_staffed()
    here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.store.cases.get(case.id).state == "paged", "a page")


def test_a_database_that_is_down_means_unstaffed(team, settings):
    here = team(settings(), begin=False)
    here.store.responders.add("ann", "x")
    here.store.close()
    (settings().state_dir / "waymark.db").rename(settings().state_dir / "away.db")
    assert not here.handoff.is_staffed()


def test_an_erased_conversation_is_not_paged_again(team, by_webhook, target):
    here = team(by_webhook())
    conversation = here.conversation()
    here.handoff.open(conversation, "emergency")
    wait_for(lambda: target.seen, "a page")
    here.store.conversations.erase(conversation)
    with pytest.raises(UnknownConversation):
        here.handoff.open(conversation, "emergency")
    time.sleep(3.5)
    assert len(target.seen) == 1
    assert here.said == []


@pytest.mark.postgres
def test_the_whole_escalation_on_postgres(postgres_url, team, by_webhook, target):
    here = team(by_webhook(database_url=postgres_url))
    conversation = here.conversation()
    case = here.handoff.open(conversation, "emergency")
    wait_for(lambda: here.said, "the truth")
    assert [page.id for page in target.seen] == [f"{case.id}.{stage}" for stage in ("first", "again", "next")]
    claimed = here.handoff.claim(case.id, "ann")
    assert claimed.state == "claimed"
