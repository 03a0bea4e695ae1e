import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import running_gateway

PROBLEM = "application/problem+json"
CANARY = "canary words that nobody may repeat"


def post_raw(gateway, talk, body, content_type="application/json"):
    headers = {**talk.headers, "Content-Type": content_type}
    return gateway.client.post("/api/v1/messages", content=body, headers=headers)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"not json", 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b"null", 422),
        (b"42", 422),
        (b'"text"', 422),
        (b"{}", 422),
        (b'{"text": 1}', 422),
        (b'{"text": null}', 422),
        (b'{"text": ["a"]}', 422),
        (b'{"text": "a", "button": "b"}', 422),
        (b'{"text": "a", "extra": 1}', 422),
        (b'{"text": "a", "id": "not-a-uuid"}', 422),
        (b'{"button": "no-such-button"}', 422),
        (b'{"button": ""}', 422),
        (b'{"form": {"id": "phq9", "values": {}}}', 422),
        (b'{"form": {"id": "phq9"}}', 422),
        (b'{"form": {"id": 1, "values": {"a": {}}}}', 422),
        (b'{"text": ' + b"[" * 5000 + b"]" * 5000 + b"}", 422),
    ],
)
def test_broken_body_is_a_problem_that_says_what_to_mend(gateway, body, status):
    response = post_raw(gateway, gateway.open(), body)
    assert response.status_code in (status, 400)
    assert response.headers["content-type"] == PROBLEM
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["title"]
    assert problem["detail"]


def test_problem_never_repeats_what_was_sent(gateway):
    talk = gateway.open()
    for body in ({"text": [CANARY]}, {CANARY: 1, "text": "a"}, {"text": "a", "id": CANARY}, {"button": CANARY}):
        assert CANARY not in post_raw(gateway, talk, json.dumps(body)).text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic x"},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "messages"), ("POST", "token"), ("GET", "events"), ("GET", "conversation"), ("DELETE", "conversation")],
)
def test_without_a_valid_token_nothing_opens(gateway, method, path, headers):
    response = gateway.client.request(method, f"/api/v1/{path}", json={"text": "a"}, headers=headers)
    assert response.status_code == 401
    assert response.headers["content-type"] == PROBLEM
    assert response.headers["www-authenticate"] == "Bearer"


def test_expired_token_is_refused(make_settings):
    with running_gateway(make_settings(token_hours=1e-9)) as gateway:
        response = gateway.open().post(text="a")
        assert response.status_code == 401
        assert "expired" in response.json()["detail"]


def test_body_over_the_limit_is_refused_with_the_lines(gateway):
    response = post_raw(gateway, gateway.open(), json.dumps({"text": "a" * 70_000}))
    assert response.status_code == 413
    assert response.headers["content-type"] == PROBLEM
    assert "988" in response.json()["detail"]
    assert response.json()["lines"]["emergency"] == "911"


def test_body_over_the_limit_without_a_length_is_refused_too(gateway):
    talk = gateway.open()
    response = gateway.client.post(
        "/api/v1/messages",
        content=(b"x" * 1000 for _ in range(80)),
        headers={**talk.headers, "Content-Type": "application/json"},
    )
    assert response.status_code == 413


@pytest.mark.parametrize(
    "body", [{"locale": "x"}, {"country": "USA"}, {"country": 1}, {"color": "red"}, {"locale": "e" * 99}]
)
def test_conversation_with_odd_fields_is_refused(gateway, body):
    response = gateway.client.post("/api/v1/conversations", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == PROBLEM


def test_conversation_without_a_body_is_opened(gateway):
    assert gateway.client.post("/api/v1/conversations").status_code == 201


def test_too_many_conversations_of_one_address_are_refused_with_the_lines(make_settings):
    with running_gateway(make_settings(conversations_per_minute=2)) as gateway:
        gateway.open(), gateway.open()
        response = gateway.client.post("/api/v1/conversations", json={})
        assert response.status_code == 429
        assert "988" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api/v1/lines?country=123", "/web/../pyproject.toml"])
def test_unknown_address_is_a_problem(gateway, path):
    response = gateway.client.get(path)
    assert response.status_code in (404, 422)
    assert response.headers["content-type"] == PROBLEM


def test_lines_of_any_country_need_no_token(gateway):
    assert gateway.client.get("/api/v1/lines?country=GB").json()["emergency"] == "999"
    assert gateway.client.get("/api/v1/lines").json()["emergency"] == "911"
    assert gateway.client.get("/api/v1/lines?country=qq").json()["emergency"] is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
_FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "text", "button", "form", "other"), _JSON))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(st.binary(max_size=200), _JSON.map(json.dumps), _FIELDS.map(json.dumps)))
def test_no_body_whatever_breaks_the_gateway(gateway, body):
    talk = gateway.__dict__.setdefault("talk", None) or gateway.open()
    gateway.__dict__["talk"] = talk
    response = post_raw(gateway, talk, body)
    assert response.status_code < 500
    if response.status_code == 200:
        assert response.json()["messages"]
    else:
        assert response.headers["content-type"] == PROBLEM
