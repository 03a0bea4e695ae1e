"""The whole path of a message on PostgreSQL."""

import pytest

from .conftest import running_gateway


@pytest.mark.postgres
def test_talk_is_kept_answered_exported_and_erased_on_postgresql(make_settings, postgres_url):
    with running_gateway(make_settings(database_url=postgres_url)) as gateway:
        talk = gateway.open(country="gb")
        assert talk.say("what is TRD")["messages"][0]["cards"] == ["trd.what"]
        assert "116 123" in talk.say("I want to die")["messages"][0]["text"]
        assert len(talk.transcript()) == 5
        assert talk.export()["stored"]["cases"]
        assert gateway.client.get("/readyz").json()["parts"]["store"] == "ok"
        assert gateway.client.delete("/api/v1/conversation", headers=talk.headers).status_code == 204
        assert talk.post(text="what is TRD").status_code == 404


@pytest.mark.postgres
def test_unreachable_postgresql_leaves_crisis_replies(make_settings, postgres_url):
    settings = make_settings(database_url=postgres_url)
    with running_gateway(settings) as gateway:
        talk = gateway.open()
    away = settings.model_copy(update={"database_url": "postgresql+psycopg://nobody@127.0.0.1:9/none"})
    with running_gateway(away) as gateway:
        talk.gateway = gateway
        assert "988" in talk.say("I want to die")["messages"][0]["text"]
        assert talk.post(text="what is TRD").status_code == 503
