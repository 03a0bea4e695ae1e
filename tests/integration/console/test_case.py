import re

import pytest

from ..gateway.test_events import following
from .conftest import joined, paged

UNSHARED = ["active_ideation", "passive_ideation", "self_harm", "third_party", "medical_urgent"]


def _said(talk, sender):
    return [message["text"] for message in talk.transcript() if message["from"] == sender]


def test_shared_case_shows_the_talk_with_rules_and_levels_and_no_score(gateway, ana, open_case):
    talk, case = open_case(country="GB")
    ana.open(f"/console/cases/{case.id}")
    assert "I have a plan to kill myself" in ana.page
    assert re.search(r"<code>en\.\w+\.\d{3}</code>", ana.page)
    assert "0.95" not in ana.page
    assert "Lines: United Kingdom" in ana.page
    assert "call 116 123" in ana.page
    assert talk.headers["Authorization"].removeprefix("Bearer ") not in ana.page


@pytest.mark.parametrize("level", UNSHARED)
def test_case_that_is_not_shared_shows_level_and_time_only(gateway, ana, open_case, level):
    talk, case = open_case(level, text="zebrafish I want to die", country="GB")
    for answer in (ana.open(f"/console/cases/{case.id}"), ana.do(case, "claim"), ana.do(case, "join")):
        for secret in ("zebrafish", "<code>", "116 123", "United Kingdom"):
            assert secret not in answer.text
    assert "has not agreed to share" in ana.page
    assert "data-clock" in ana.page
    assert gateway.services.shelf.store.cases.get(case.id).state == "claimed"
    refused = ana.send(f"/console/cases/{case.id}/say", text="hello")
    assert refused.status_code == 409
    assert "zebrafish" not in refused.text
    assert _said(talk, "responder") == []


def test_case_opens_up_when_the_person_shares_it(gateway, ana, open_case):
    talk, case = open_case("active_ideation", text="zebrafish I want to die")
    gateway.services.handoff.share(talk.id)
    ana.open(f"/console/cases/{case.id}")
    assert "zebrafish" in ana.page
    assert joined(ana, case).state == "joined"


def test_chat_goes_both_ways_and_reaches_the_person_at_once(gateway, ana, open_case):
    talk, case = open_case()
    with following(talk) as stream:
        joined(ana, case)
        assert stream.wait_for(2, "state")[-1]["data"] == '{"state":"held"}'
        assert ana.say(case, "Hello, I am here.\r\n\r\nAre you safe?").status_code == 303
        assert '"from":"system"' in stream.wait_for(1)[0]["data"]
        message = stream.wait_for(2)[-1]["data"]
        assert "Are you safe?" in message
        assert '"from":"responder"' in message
        ana.send(f"/console/cases/{case.id}/typing")
        assert stream.wait_for(1, "typing")[-1]["data"] == '{"from":"responder"}'
    answer = talk.say("yes I am")  # answers the responder, not what Waymark asked before
    assert answer["messages"] == []
    assert answer["state"] == "held"
    assert answer["safety"]["level"] == "none"
    ana.open(f"/console/cases/{case.id}")
    assert "yes I am" in ana.page
    assert _said(talk, "responder") == ["Hello, I am here.\n\nAre you safe?"]
    assert "ana" not in str(talk.transcript())


def test_form_sent_twice_says_it_once(gateway, ana, open_case):
    talk, case = open_case()
    joined(ana, case)
    ana.open(f"/console/cases/{case.id}")
    for _ in range(2):
        answer = ana.send(f"/console/cases/{case.id}/say", text="I am here", message_id=ana.message_id)
        assert answer.status_code == 303
    assert _said(talk, "responder") == ["I am here"]


def test_nobody_can_say_something_under_the_id_of_another_message(gateway, ana, open_case):
    talk, case = open_case()
    joined(ana, case)
    taken = talk.transcript()[1]
    ana.open(f"/console/cases/{case.id}")
    answer = ana.send(f"/console/cases/{case.id}/say", text="I am here", message_id=taken["id"])
    assert answer.status_code == 503
    assert "I am here" in answer.text
    assert talk.transcript()[1] == taken


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_text_that_cannot_be_sent_is_kept_in_its_field(ana, open_case, text):
    talk, case = open_case()
    joined(ana, case)
    answer = ana.say(case, text)
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert _said(talk, "responder") == []


def test_what_people_write_is_never_read_as_html(ana, open_case):
    _, case = open_case(text='I have a plan to kill myself <script>alert(1)</script> " onload=x')
    joined(ana, case)
    ana.say(case, "</textarea><b>hello</b>")
    ana.open(f"/console/cases/{case.id}")
    assert "<script>alert" not in ana.page
    assert "<b>hello" not in ana.page
    refused = ana.say(case, "</textarea><b>hello</b>" + "x" * 2000)
    assert "</textarea><b>" not in refused.text


def test_only_who_has_the_case_and_has_joined_may_speak(gateway, ana, bea, open_case):
    talk, case = open_case()
    ana.do(case, "claim")
    assert ana.send(f"/console/cases/{case.id}/say", text="too early").status_code == 409
    assert bea.do(case, "join").status_code == 409
    joined_case = ana.do(case, "join")
    assert joined_case.status_code == 303
    assert bea.do(case, "say", text="not mine").status_code == 409
    assert bea.do(case, "close", outcome="reached").status_code == 409
    assert _said(talk, "responder") == []


def test_person_is_told_once_that_somebody_joined(gateway, ana, bea, open_case):
    talk, case = open_case()
    joined(ana, case)
    assert ana.do(case, "join").status_code == 303
    assert bea.do(case, "take", holder="ana", reason="agreed").status_code == 303
    assert bea.do(case, "join").status_code == 303
    told = _said(talk, "system")
    assert len(told) == 1
    assert "A person has joined" in told[0]
    assert "988" in told[0]


def test_level_that_rises_while_a_responder_holds_the_talk_is_shown(gateway, ana, open_case):
    talk, case = open_case()
    joined(ana, case)
    gateway.services.handoff.open(talk.id, "emergency")
    ana.open(f"/console/cases/{case.id}")
    assert "<title>Emergency" in ana.page
    assert "level rose (Emergency)" in ana.page


@pytest.mark.parametrize("steps", [("claim",), ("claim", "join")])
def test_page_about_a_risen_level_leaves_the_case_with_its_responder(gateway, ana, open_case, steps):
    talk, case = open_case()
    for step in steps:
        assert ana.do(case, step).status_code == 303
    cases = gateway.services.shelf.store.cases
    before = cases.get(case.id)
    talk.say("I just took all my pills and I want to die")
    after = paged(gateway, cases.get(case.id))
    assert after.level == "emergency"
    for name in ("state", "claimed_by", "claimed_at", "joined_at"):
        assert getattr(after, name) == getattr(before, name)
    assert [entry.event for entry in cases.audit(case.id)].count("paged") == 2


def test_agreement_by_button_is_no_evidence_of_danger(ana, open_case):
    talk, case = open_case("passive_ideation", text="I want to die")
    buttons = [button for message in talk.transcript() for button in message["buttons"]]
    talk.post(button=next(button["value"] for button in buttons if button["title"] == "Yes, let them read it"))
    ana.open(f"/console/cases/{case.id}")
    assert "Yes, let them read it" in ana.page
    assert ana.page.count('class="evidence"') == 1


def test_case_of_an_erased_conversation_is_gone(gateway, ana, open_case):
    talk, case = open_case()
    joined(ana, case)
    gateway.client.delete("/api/v1/conversation", headers=talk.headers)
    assert ana.open(f"/console/cases/{case.id}").status_code == 404
    assert "erased" in ana.page
    for action, fields in (("say", {"text": "hello"}), ("close", {"outcome": "reached"}), ("claim", {}), ("join", {})):
        assert ana.send(f"/console/cases/{case.id}/{action}", **fields).status_code == 404


def test_case_that_never_was_is_not_found(ana):
    for case_id in ("x", "0a1b2c3d-0000-4000-8000-000000000000", "%00", "%C3%28"):
        assert ana.open(f"/console/cases/{case_id}").status_code == 404
