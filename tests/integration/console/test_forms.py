"""Only forms of the console's own pages do anything."""

import httpx
import pytest

from .conftest import PASSWORD


@pytest.fixture
def case(open_case, ana):
    return open_case()[1]


def _is_untouched(gateway, case):
    return gateway.services.shelf.store.cases.get(case.id) == case


@pytest.mark.parametrize("token", [None, "", "x", "é"])
def test_form_without_its_token_is_refused(gateway, ana, case, token):
    fields = {"x": "1"} if token is None else {"csrf": token}
    answer = ana.client.post(f"/console/cases/{case.id}/claim", data=fields)
    assert answer.status_code == 403
    assert "<h1>" in answer.text
    assert _is_untouched(gateway, case)


def test_token_of_another_responder_is_refused(gateway, ana, bea, case):
    bea.open()
    assert ana.client.post(f"/console/cases/{case.id}/claim", data={"csrf": bea.token}).status_code == 403
    assert _is_untouched(gateway, case)


def test_token_of_the_login_page_is_refused(gateway, ana, case):
    with httpx.Client(base_url=gateway.url, trust_env=False) as stranger:
        ana.page = stranger.get("/console/login").text
    assert ana.send(f"/console/cases/{case.id}/claim").status_code == 403
    assert _is_untouched(gateway, case)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
def test_form_on_another_site_is_refused_even_with_a_token(gateway, ana, case, headers):
    ana.open()
    answer = ana.client.post(f"/console/cases/{case.id}/claim", data={"csrf": ana.token}, headers=headers)
    assert answer.status_code == 403
    assert _is_untouched(gateway, case)


@pytest.mark.parametrize(
    "headers", [{"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "same-origin"}]
)
def test_form_on_our_own_page_passes(ana, case, headers):
    ana.open()
    answer = ana.client.post(f"/console/cases/{case.id}/claim", data={"csrf": ana.token}, headers=headers)
    assert answer.status_code == 303


def test_login_form_needs_the_cookie_that_came_with_it(gateway, make_desk):
    desk = make_desk()
    desk.open("/console/login")
    desk.client.cookies.clear()
    answer = desk.send("/console/login", name="ana", password=PASSWORD)
    assert answer.status_code == 403
    assert "too long" in answer.text
    assert desk.sign_in().status_code == 303


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/x-www-form-urlencoded", b"a=1&" * 50, 400),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff%fe&csrf=%00", 403),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 70_000, 413),
    ],
)
def test_body_that_is_no_form_of_ours_is_refused(ana, case, kind, body, status):
    answer = ana.client.post(f"/console/cases/{case.id}/say", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
