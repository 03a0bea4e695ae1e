import re
import time

import httpx
import pytest
from argon2 import PasswordHasher

from waymark.gateway.console import credentials
from waymark.gateway.console.sessions import ConsoleSessions
from waymark.handoff import Handoff

from ..gateway.conftest import running_gateway
from .conftest import HASH, PASSWORD, Desk, deactivate

COOKIE = "waymark_console"


@pytest.fixture
def second_gateway(make_settings, monkeypatch):
    monkeypatch.setattr(Handoff, "start", lambda _: None)  # the first one pages; DBOS is there once in a process
    with running_gateway(make_settings(trusted_proxies=("127.0.0.0/8",))) as gateway:
        yield gateway


def test_right_password_opens_the_console(make_desk):
    desk = make_desk()
    answer = desk.sign_in()
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console"
    cookie = answer.headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=strict", "Path=/console", "Max-Age=43200"):
        assert word in cookie
    page = desk.open()
    assert page.status_code == 200
    assert "Nobody is waiting" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"\sstyle=|<style|<script(?! type=\"module\" src=\"/web/)|\son\w+=", page.text)


def test_name_is_the_same_in_capitals(make_desk):
    desk = make_desk("ana")
    desk.name = " ANA "
    assert desk.sign_in().status_code == 303


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong"), ("ana", ""), ("nobody", PASSWORD), ("", "")])
def test_wrong_name_or_password_is_refused_in_the_same_words(make_desk, name, password):
    desk = make_desk("ana")
    desk.name = name
    answer = desk.sign_in(password)
    assert answer.status_code == 401
    assert "Name or password is wrong" in answer.text
    assert COOKIE not in desk.client.cookies
    assert desk.open().status_code == 303


def test_unknown_name_costs_the_work_of_a_known_one(monkeypatch):
    hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)
    assert not hasher.check_needs_rehash(credentials._NOBODY)
    assert not hasher.check_needs_rehash(HASH)
    checked = []
    monkeypatch.setattr(credentials, "_HASHER", type("Spy", (), {"verify": lambda _, *given: checked.append(given)})())
    assert not credentials.is_password(None, "x")
    assert not credentials.is_password(HASH, "x")
    assert [given[0] for given in checked] == [credentials._NOBODY, HASH]


def test_password_in_another_composition_of_accents_is_the_same():
    kept = credentials.hash_password("caf\u00e9 caf\u00e9 caf\u00e9")
    assert credentials.is_password(kept, "cafe\u0301 cafe\u0301 cafe\u0301")


def test_login_goes_on_to_the_page_that_was_asked_for_and_to_no_other_site(make_desk, gateway):
    desk = make_desk()
    wanted = "/console/cases/0a1b2c3d-0000-4000-8000-000000000000"
    answer = desk.open(wanted)
    assert answer.headers["location"] == f"/console/login?next={wanted}"
    assert desk.sign_in(next=wanted).headers["location"] == wanted
    for foreign in ("//evil.example", "https://evil.example", "/console/../x", "/console/cases/x\r\nSet-Cookie: a"):
        assert make_desk().sign_in(next=foreign).headers["location"] == "/console"


def test_link_on_another_site_leads_back_in_with_one_more_request(ana):
    headers = {"Sec-Fetch-Site": "cross-site"}
    with httpx.Client(base_url=ana.gateway.url, trust_env=False) as stranger:  # Strict cookies stay at home
        page = stranger.get("/console/login?next=/console", headers=headers)
        assert 'id="continue" href="/console"' in page.text
        assert 'id="continue"' not in stranger.get("/console/login?next=/console").text
    assert ana.open().status_code == 200


def test_guessing_is_slowed_down_and_does_not_lock_out_the_responder_elsewhere(second_gateway):
    second_gateway.services.shelf.store.responders.add("ana", HASH)

    def desk(address):
        headers = {"X-Forwarded-For": address}
        return Desk(
            second_gateway,
            "ana",
            httpx.Client(base_url=second_gateway.url, timeout=15, headers=headers, trust_env=False),
        )

    guesser = desk("203.0.113.1")
    assert [guesser.sign_in("guess").status_code for _ in range(6)] == [401] * 5 + [429]
    refusal = guesser.sign_in(PASSWORD)
    assert refusal.status_code == 429
    assert refusal.headers["retry-after"] == "300"
    guesser.name = "bea"
    assert guesser.sign_in("guess").status_code == 401
    assert desk("203.0.113.2").sign_in().status_code == 303


def test_one_address_cannot_try_many_names():
    from waymark.gateway.console.login_limits import LoginLimits

    limits = LoginLimits(enabled=True)
    assert [limits.allows(f"name{number}", "203.0.113.1") for number in range(31)] == [True] * 30 + [False]
    assert limits.allows("name1", "203.0.113.2")
    assert all(LoginLimits(enabled=False).allows("ana", "203.0.113.1") for _ in range(100))


@pytest.mark.parametrize("path", ["/console", "/console/cases/x", "/console/events"])
def test_nothing_is_shown_without_signing_in(gateway, path):
    answer = gateway.client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/console/login")


@pytest.mark.parametrize("action", ["claim", "join", "say", "take", "close", "typing"])
def test_nothing_is_done_without_signing_in(gateway, open_case, action):
    _, case = open_case()
    answer = gateway.client.post(f"/console/cases/{case.id}/{action}", data={"text": "hello", "outcome": "reached"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/login?next=/console"
    assert gateway.services.shelf.store.cases.get(case.id) == case


def _with_cookie(gateway, value):
    with httpx.Client(base_url=gateway.url, trust_env=False, cookies={COOKIE: value}) as client:
        return client.get("/console").status_code


def test_cookie_that_is_forged_is_refused(gateway, ana):
    mine = ana.client.cookies[COOKIE]
    assert _with_cookie(gateway, mine) == 200
    claims, at, signature = mine.split(".")
    others = ConsoleSessions(("k" * 48,)).begin("ana", HASH)
    token = gateway.services.tokens.issue("ana").token
    for forged in (
        "",
        "x",
        mine[:-2],
        f"{claims}.{at}.{signature[::-1]}",
        f"{others.split('.')[0]}.{at}.{signature}",
        others,
        token,
    ):
        assert _with_cookie(gateway, forged) == 303


def test_cookie_of_twelve_hours_ago_is_refused(gateway, ana, monkeypatch):
    mine = ana.client.cookies[COOKIE]
    for hours, status in ((11.9, 200), (12.1, 303)):
        later = time.time() + hours * 3600
        monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _, at=later: int(at))
        assert _with_cookie(gateway, mine) == status


def test_responder_who_is_taken_off_the_list_is_out_at_once(gateway, ana, open_case):
    _, case = open_case()
    assert ana.do(case, "claim").status_code == 303
    ana.open(f"/console/cases/{case.id}")
    deactivate(gateway, "ana")
    assert ana.send(f"/console/cases/{case.id}/join").headers["location"].startswith("/console/login")
    assert ana.open().status_code == 303
    assert ana.sign_in().status_code == 401


def test_new_password_makes_old_cookies_worthless(gateway, ana):
    gateway.services.shelf.store.responders.add("ana", credentials.hash_password("another long password"))
    assert ana.open().status_code == 303


def test_signing_out_ends_the_cookie_too(gateway, ana):
    mine = ana.client.cookies[COOKIE]
    ana.open()
    assert ana.send("/console/logout").headers["location"] == "/console/login"
    assert COOKIE not in ana.client.cookies
    assert _with_cookie(gateway, mine) == 303


def test_cookie_needs_https_where_the_page_came_by_it(second_gateway):
    headers = {"X-Forwarded-For": "203.0.113.1", "X-Forwarded-Proto": "https"}
    assert "Secure" in second_gateway.client.get("/console/login", headers=headers).headers["set-cookie"]
