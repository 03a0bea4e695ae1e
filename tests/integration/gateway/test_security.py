import pytest

from .conftest import running_gateway

CANARY = "zebrafish lullaby at the lighthouse"


def test_every_answer_carries_the_security_headers(gateway):
    for path in ("/", "/healthz", "/api/v1/lines", "/nothing", "/crisis-protocol"):
        headers = gateway.client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_answers_with_words_of_a_person_are_not_cached(gateway):
    talk = gateway.open()
    assert talk.post(text="what is TRD").headers["cache-control"] == "no-store"


def test_foreign_origin_is_refused_and_an_allowed_one_is_served(make_settings):
    with running_gateway(make_settings(cors_origins=("https://clinic.example",))) as gateway:
        foreign = gateway.client.post("/api/v1/conversations", headers={"Origin": "https://evil.example"})
        assert foreign.status_code == 403
        assert "access-control-allow-origin" not in foreign.headers
        allowed = gateway.client.post("/api/v1/conversations", headers={"Origin": "https://clinic.example"})
        assert allowed.status_code == 201
        assert allowed.headers["access-control-allow-origin"] == "https://clinic.example"
        own = gateway.client.post("/api/v1/conversations", headers={"Origin": gateway.url})
        assert own.status_code == 201


def test_preflight_of_an_allowed_origin_passes(make_settings):
    with running_gateway(make_settings(cors_origins=("https://clinic.example",))) as gateway:
        headers = {
            "Origin": "https://clinic.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        }
        assert gateway.client.options("/api/v1/messages", headers=headers).status_code == 200


@pytest.mark.parametrize(("trusted", "status"), [((), 429), (("127.0.0.0/8",), 201)])
def test_forwarded_address_counts_only_behind_a_trusted_proxy(make_settings, trusted, status):
    with running_gateway(make_settings(conversations_per_minute=1, trusted_proxies=trusted)) as gateway:
        for address in ("203.0.113.1", "203.0.113.2"):
            response = gateway.client.post("/api/v1/conversations", headers={"X-Forwarded-For": address})
        assert response.status_code == status


def test_what_a_person_wrote_is_in_no_log_and_no_metric(gateway, safe_logs):
    captured = safe_logs()
    talk = gateway.open()
    talk.say(f"what is TRD {CANARY}")
    talk.say(f"I want to die {CANARY}")
    gateway.brain.is_down = True
    talk.say(f"what is ECT {CANARY}")
    gateway.brain.is_down = False
    gateway.brain.answer = lambda question: (_ for _ in ()).throw(RuntimeError(question.text))
    assert talk.say(f"break {CANARY}")["messages"]
    metrics = gateway.client.get("/metrics").text
    written = "".join(captured.readouterr())
    assert "gateway.message.failed" in written
    assert "waymark_messages_total" in metrics
    for secret in (CANARY, talk.id, talk.headers["Authorization"]):
        assert secret not in metrics
        assert secret not in written


def test_fault_inside_still_gets_an_answer_with_the_lines(gateway):
    gateway.brain.answer = lambda _: (_ for _ in ()).throw(RuntimeError("inside"))
    talk = gateway.open()
    for text in ("what is TRD", "I can't do this anymore"):
        answer = talk.say(text)
        assert "988" in answer["messages"][-1]["text"]
        assert "inside" not in str(answer)


def test_openapi_names_every_address_of_version_1(gateway):
    paths = gateway.client.get("/api/v1/openapi.json").json()["paths"]
    for path in ("conversations", "messages", "token", "events", "conversation", "lines"):
        assert f"/api/v1/{path}" in paths
