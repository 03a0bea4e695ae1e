"""The states of a case."""

from __future__ import annotations

from typing import get_args

import pytest

from waymark.errors import CaseError
from waymark.handoff.case import EVENTS, OUTCOMES, URGENT, next_state, states_before
from waymark.messages import Level
from waymark.store import CaseState


def test_the_way_of_a_case():
    state: CaseState = "opened"
    for event in ("paged", "paged", "claimed", "joined", "closed"):
        state = next_state(state, event)
        assert state == event


def test_after_nobody_was_reached_it_begins_again():
    assert next_state("paged", "unreached") == "opened"


def test_a_higher_level_and_its_page_leave_a_case_with_whoever_has_it():
    for state in ("claimed", "joined"):
        assert {next_state(state, event) for event in ("raised", "paged", "page_failed", "shared")} == {state}


@pytest.mark.parametrize("state", get_args(CaseState))
@pytest.mark.parametrize("event", EVENTS)
def test_every_event_leads_to_a_state_or_is_refused(state, event):
    if state in states_before(event):
        assert next_state(state, event) in get_args(CaseState)
    else:
        with pytest.raises(CaseError, match=f"that is {state} cannot be {event}"):
            next_state(state, event)


def test_a_closed_case_stays_closed():
    assert not [event for event in EVENTS if "closed" in states_before(event)]


def test_an_unknown_event_is_refused():
    with pytest.raises(CaseError):
        next_state("opened", "sung")


def test_the_words_are_closed_lists():
    assert OUTCOMES == ("reached", "called_988", "called_emergency", "no_answer", "false_alarm")
    assert set(get_args(Level)) >= URGENT == {"emergency", "plan_or_intent"}
