"""What pages of other origins may load, and what they may not."""

from __future__ import annotations

import pytest

from .conftest import running_gateway


@pytest.mark.parametrize("origin", ["https://clinic.example", "https://unknown.example"])
@pytest.mark.parametrize("path", ["/widget.js", "/web/widget.js", "/web/chat.css"])
def test_files_of_the_widget_may_be_loaded_by_every_page(make_settings, path, origin):
    with running_gateway(make_settings(cors_origins=("https://clinic.example",))) as gateway:
        response = gateway.client.get(path, headers={"Origin": origin})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] in ("*", origin)
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-credentials" not in response.headers
    kind = "css" if path.endswith(".css") else "javascript"
    assert kind in response.headers["content-type"]


def test_file_that_has_not_changed_is_not_sent_again(gateway):
    first = gateway.client.get("/web/talk.js")
    assert first.headers["content-encoding"] == "gzip"
    again = gateway.client.get("/web/talk.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["access-control-allow-origin"] == "*"


def test_answers_for_a_person_are_for_allowed_pages_alone(make_settings):
    with running_gateway(make_settings(cors_origins=("https://clinic.example",))) as gateway:
        for path in ("/api/v1/lines", "/api/v1/conversation", "/", "/crisis-protocol"):
            headers = gateway.client.get(path, headers={"Origin": "https://unknown.example"}).headers
            assert "access-control-allow-origin" not in headers
            assert "cross-origin-resource-policy" not in headers
        preflight = {"Origin": "https://unknown.example", "Access-Control-Request-Method": "POST"}
        refused = gateway.client.options("/api/v1/messages", headers=preflight)
        assert refused.status_code >= 400
        assert "access-control-allow-origin" not in refused.headers


def test_allowed_page_can_read_why_it_was_refused(make_settings):
    with running_gateway(make_settings(cors_origins=("https://clinic.example",))) as gateway:
        response = gateway.client.post(
            "/api/v1/messages", content=b"x" * 70_000, headers={"Origin": "https://clinic.example"}
        )
    assert response.status_code == 413
    assert response.headers["access-control-allow-origin"] == "https://clinic.example"
    assert response.json()["lines"]["lines"]
