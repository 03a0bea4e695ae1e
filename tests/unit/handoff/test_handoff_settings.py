"""Where pages may go, and with which secret."""

from __future__ import annotations

import traceback

import pytest

from waymark.errors import SettingsError
from waymark.settings import load_settings

SECRET = "whsec_c2VjcmV0LW9mLWEtdGVzdC1vbmx5LTMyLWJ5dGVzISE="


@pytest.mark.parametrize(
    "url",
    [
        "https://pages.example/hook",
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://[::1]:9/",
    ],
)
def test_pages_go_to_https_or_this_machine(url):
    assert load_settings({}, handoff_webhook_url=url, handoff_webhook_secret=SECRET).handoff_webhook_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://pages.example/hook",
        "http://127.0.0.1.pages.example/",
        "http://10.0.0.1/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://ann:hunter2@pages.example/",
        "https://",
        "pages",
        "http://[::1",
    ],
)
def test_pages_go_nowhere_else(url):
    with pytest.raises(SettingsError, match="WAYMARK_HANDOFF_WEBHOOK_URL") as caught:
        load_settings({}, handoff_webhook_url=url, handoff_webhook_secret=SECRET)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("secret", [None, "", "whsec_", "whsec_c2hvcnQ=", "c2VjcmV0", "whsec_not*base64" * 4, "é" * 40])
def test_a_webhook_needs_a_real_secret(secret):
    with pytest.raises(SettingsError, match="WAYMARK_HANDOFF_WEBHOOK_SECRET") as caught:
        load_settings({}, handoff_webhook_url="https://pages.example/", handoff_webhook_secret=secret)
    assert not secret or secret not in "".join(traceback.format_exception(caught.value)).replace("whsec_ and", "")


@pytest.mark.parametrize("name", ["executor_id", "app_version"])
@pytest.mark.parametrize("value", ["", "two words", "x" * 65, "a:b"])
def test_names_of_processes_and_versions_are_plain(name, value):
    with pytest.raises(SettingsError, match=name.upper()):
        load_settings({}, **{name: value})


def test_the_database_of_escalations_stands_beside_ours(tmp_path):
    settings = load_settings({}, state_dir=tmp_path)
    assert settings.escalation_url == f"sqlite:///{tmp_path}/escalations.db"
    url = "postgresql+psycopg://waymark@db/waymark"
    assert load_settings({}, state_dir=tmp_path, database_url=url).escalation_url == url
