"""The list of questions for the editors, as responders see it."""

import httpx
import pytest

from .conftest import run_sql

PAGE = "/console/gaps"


@pytest.fixture
def gaps(gateway):
    run_sql(gateway, "DELETE FROM gaps", "DELETE FROM gap_marks")
    return gateway.services.shelf.store.gaps


@pytest.fixture
def ask(gateway, gaps):
    def add(*texts, language="en"):
        conversation = gateway.services.shelf.store.conversations.create("en", "US").id
        for place, text in enumerate(texts):
            gaps.add(conversation, str(place), text, language)

    return add


def test_stranger_is_sent_to_the_login_page_and_back(gateway, make_desk, ask):
    ask("zebrafish")
    answer = httpx.get(f"{gateway.url}{PAGE}", trust_env=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/console/login?next={PAGE}"
    assert "zebrafish" not in answer.text
    assert make_desk().sign_in(next=PAGE).headers["location"] == PAGE


def test_queue_leads_to_the_list(ana):
    assert f'href="{PAGE}"' in ana.open().text


def test_empty_list_says_so(ana, gaps):
    assert "There are none." in ana.open(PAGE).text


def test_newest_question_stands_first_with_day_and_language(ana, ask, gaps):
    ask("first question", "second question")
    ask("tercera pregunta", language="es")
    page = ana.open(PAGE).text
    places = [page.index(text) for text in ("tercera pregunta", "second question", "first question")]
    assert places == sorted(places)
    assert "3 in all" in page
    assert 'lang="es">tercera' in page
    assert f"{gaps.newest(1)[0].created_at.date()}</time> · es" in page


def test_text_is_escaped(ana, ask):
    ask("<script>alert(1)</script> \"quoted\" & 'more'")
    page = ana.open(PAGE).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_list_is_kept_by_no_cache(ana, gaps):
    assert ana.open(PAGE).headers["cache-control"] == "no-store"


def test_long_list_comes_in_pages_of_fifty(ana, ask):
    ask(*(f"question {number:03}" for number in range(120)))
    first, second, third = (ana.open(f"{PAGE}?page={number}").text for number in (1, 2, 3))
    assert [page.count("/remove") for page in (first, second, third)] == [50, 50, 20]
    assert "question 119" in first
    assert "question 069" in second
    assert "question 000" in third
    assert "page 2 of 3" in second
    assert 'rel="prev"' not in first
    assert 'rel="next"' in first
    assert 'rel="next"' not in third


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "²", "9" * 40, "1e3"])
def test_page_that_is_no_number_is_the_first(ana, ask, number):
    ask(*(str(number) for number in range(51)))
    answer = ana.open(f"{PAGE}?page={number}")
    assert answer.status_code == 200
    assert "page 1 of 2" in answer.text


def test_page_beyond_the_end_is_the_last(ana, ask):
    ask(*(str(number) for number in range(51)))
    assert "page 2 of 2" in ana.open(f"{PAGE}?page=7").text


def test_responder_removes_one_question_and_stays_on_the_page(ana, ask, gaps):
    ask(*(f"question {number:03}" for number in range(60)))
    ana.open(f"{PAGE}?page=2")
    oldest = gaps.newest(1, 59)[0]
    answer = ana.send(f"{PAGE}/{oldest.id}/remove", page="2")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?page=2")
    assert gaps.counts() == {"en": 59}
    assert "question 000" not in ana.open(f"{PAGE}?page=2").text
    assert ana.send(f"{PAGE}/{oldest.id}/remove", page="2").status_code == 303
    assert gaps.counts() == {"en": 59}


def test_form_without_its_token_removes_nothing(gateway, ana, bea, ask, gaps):
    ask("stays")
    bea.open(PAGE)
    address = f"{PAGE}/{gaps.newest(1)[0].id}/remove"
    for fields in ({"page": "1"}, {"csrf": "x"}, {"csrf": bea.token}):
        assert ana.client.post(address, data=fields).status_code == 403
    assert httpx.post(f"{gateway.url}{address}", data={"csrf": bea.token}, trust_env=False).status_code == 303
    assert gaps.counts() == {"en": 1}


def test_who_is_waiting_is_seen_here_too(ana, open_case, gaps):
    open_case()
    assert ">1 waiting" in ana.open(PAGE).text


def test_no_log_holds_a_question(ana, ask, gaps, safe_logs):
    logs = safe_logs()
    ask("zebrafish")
    ana.open(PAGE)
    ana.send(f"{PAGE}/{gaps.newest(1)[0].id}/remove")
    written = logs.readouterr()
    assert "zebrafish" not in written.out + written.err
