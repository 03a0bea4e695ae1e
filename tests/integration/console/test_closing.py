import re

from .conftest import joined


def said(talk, sender):
    return [message["text"] for message in talk.transcript() if message["from"] == sender]


def test_closing_needs_an_outcome_and_gives_the_talk_back_in_one_sentence(gateway, ana, open_case):
    talk, case = open_case()
    joined(ana, case)
    for outcome in ("", "died"):
        assert ana.do(case, "close", outcome=outcome).status_code == 422
    assert ana.do(case, "close", outcome="called_988").status_code == 303
    closed = gateway.services.shelf.store.cases.get(case.id)
    assert (closed.state, closed.outcome) == ("closed", "called_988")
    assert talk.export()["state"] == "assistant"
    told = said(talk, "system")
    assert len(told) == 2
    assert "A person has joined" in told[0]
    assert "computer program" in told[1]
    assert "988" in told[1]
    assert talk.say("what is TRD")["messages"]


def test_closing_twice_says_it_once(gateway, ana, bea, open_case):
    talk, case = open_case()
    joined(ana, case)
    ana.open(f"/console/cases/{case.id}")
    bea.open(f"/console/cases/{case.id}")
    assert ana.send(f"/console/cases/{case.id}/close", outcome="reached").status_code == 303
    assert ana.send(f"/console/cases/{case.id}/close", outcome="reached").status_code == 303
    late = bea.send(f"/console/cases/{case.id}/close", outcome="reached")
    assert late.status_code == 409
    assert "closed already" in late.text
    assert len([text for text in said(talk, "system") if "computer program" in text]) == 1


def test_person_who_was_told_of_no_human_is_told_of_none_at_the_end(ana, open_case):
    talk, case = open_case("active_ideation", text="I want to die")
    ana.do(case, "claim")
    assert ana.do(case, "close", outcome="false_alarm").status_code == 303
    assert said(talk, "system") == []


def test_person_who_wrote_while_nobody_was_there_is_told_of_none_at_the_end(gateway, open_case, make_desk):
    talk, case = open_case()
    ana = make_desk("ana")
    ana.sign_in()
    ana.do(case, "claim")
    assert ana.do(case, "close", outcome="no_answer").status_code == 303
    assert said(talk, "system") == []
    assert "this chat" not in " ".join(said(talk, "assistant"))


def test_person_who_waited_for_a_human_is_told_that_none_is_there_any_more(ana, open_case):
    talk, case = open_case()
    ana.do(case, "claim")
    assert ana.do(case, "close", outcome="no_answer").status_code == 303
    assert ["computer program" in text for text in said(talk, "system")] == [True]
    assert talk.export()["state"] == "assistant"


def test_closed_case_shows_what_happened_and_not_what_wassaid(ana, open_case):
    _, case = open_case(text="I have a plan to kill myself zebrafish")
    joined(ana, case)
    ana.do(case, "close", outcome="reached")
    ana.open(f"/console/cases/{case.id}")
    assert "zebrafish" not in ana.page
    assert "988" not in ana.page
    assert "not shown any more" in ana.page
    audit = re.findall(r"</time> (.+)", ana.page[ana.page.index("audit-title") :])
    assert [" ".join(re.sub("<.*?>", "", line).split()) for line in audit][-3:] == [
        "ana: claimed",
        "ana: joined the talk",
        "ana: closed (We talked)",
    ]
