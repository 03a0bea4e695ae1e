import re
import threading

from .conftest import joined


def test_most_urgent_comes_first_and_of_one_level_who_waits_longest(ana, open_case):
    levels = ["passive_ideation", "plan_or_intent", "third_party", "emergency", "active_ideation", "plan_or_intent"]
    cases = [open_case(level, text="what is TRD")[1] for level in levels]
    ana.open()
    shown = re.findall(r'id="case-([0-9a-f-]{36})"', ana.page)
    assert shown == [cases[place].id for place in (3, 1, 5, 4, 0, 2)]
    assert ">6 waiting" in ana.page
    assert ana.page.count("data-clock") == 6


def test_queue_shows_no_word_of_anybody(ana, open_case):
    open_case(text="I have a plan to kill myself zebrafish")
    ana.open()
    assert "zebrafish" not in ana.page
    assert "Plan or intent" in ana.page


def test_of_two_who_claim_at_once_one_gets_the_case_and_the_other_is_told(gateway, ana, bea, open_case):
    _, case = open_case()
    for desk in (ana, bea):
        desk.open(f"/console/cases/{case.id}")
    answers, start = {}, threading.Barrier(2)

    def claim(desk):
        start.wait()
        answers[desk.name] = desk.send(f"/console/cases/{case.id}/claim")

    threads = [threading.Thread(target=claim, args=(desk,)) for desk in (ana, bea)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
    winner, loser = sorted(answers, key=lambda name: answers[name].status_code)
    assert f"{winner} has this case" in answers[loser].text
    assert gateway.services.shelf.store.cases.get(case.id).claimed_by == winner
    claims = [entry for entry in gateway.services.shelf.store.cases.audit(case.id) if entry.event == "claimed"]
    assert [entry.actor for entry in claims] == [f"responder:{winner}"]


def test_claimed_case_stays_in_the_queue_with_its_responder(ana, bea, open_case):
    _, case = open_case()
    ana.do(case, "claim")
    bea.open()
    assert "with ana" in bea.page
    assert ">0 waiting" in bea.page
    assert "/claim" not in bea.page


def test_case_is_taken_over_for_a_reason_that_stands_in_the_audit(gateway, ana, bea, open_case):
    talk, case = open_case()
    joined(ana, case)
    assert bea.do(case, "take", holder="ana").status_code == 422
    assert bea.do(case, "take", holder="ana", reason="because").status_code == 422
    assert bea.do(case, "take", holder="ana", reason="no_reply").status_code == 303
    store = gateway.services.shelf.store
    assert store.cases.get(case.id).claimed_by == "bea"
    assert talk.export()["state"] == "held"  # the person is not handed back to the program meanwhile
    last = store.cases.audit(case.id)[-1]
    assert (last.actor, last.event, last.detail) == ("responder:bea", "claimed", "no_reply")
    refused = ana.client.post(f"/console/cases/{case.id}/say", data={"csrf": ana.token, "text": "are you there"})
    assert refused.status_code == 409
    assert "are you there" in refused.text
    assert bea.do(case, "join").status_code == 303
    assert bea.say(case, "I am here now").status_code == 303
    assert [message["text"] for message in talk.transcript() if message["from"] == "responder"] == ["I am here now"]


def test_case_cannot_be_taken_from_somebody_who_has_it_no_more(gateway, ana, bea, make_desk, open_case):
    _, case = open_case()
    cleo = make_desk("cleo")
    cleo.sign_in()
    ana.do(case, "claim")
    assert bea.do(case, "take", holder="ana", reason="agreed").status_code == 303
    late = cleo.do(case, "take", holder="ana", reason="agreed")
    assert late.status_code == 409
    assert "bea has this case" in late.text
    assert bea.do(case, "take", holder="bea", reason="agreed").status_code == 409
    assert cleo.do(open_case()[1], "take", holder="", reason="agreed").status_code == 409
