"""The map of all topics, as a browser without scripts gets it."""

from __future__ import annotations

import re
import shutil

import pytest

from waymark.errors import ContentError
from waymark.gateway.app import create_app
from waymark.settings import ROOT, Settings
from waymark.store.upgrade import upgrade

from .conftest import free_port, running_gateway


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    """One gateway for all tests: the map's pages do not change."""
    settings = Settings(
        state_dir=tmp_path_factory.mktemp("state"), port=free_port(), rate_limits=False, store_deadline_seconds=10
    )
    upgrade(settings.store_url)
    with running_gateway(settings) as running:
        yield running


def lifeline(html):
    return re.sub(r"\s+", " ", re.search(r'<aside class="lifeline".*?</aside>', html, re.DOTALL)[0])


def test_map_shows_every_topic_in_both_pictures_and_in_the_list(gateway):
    html = gateway.client.get("/map").text
    for topic in gateway.services.content.topics:
        assert html.count(f'href="/map/{topic}"') == 3
    assert "<title" in html
    assert "<desc" in html


def test_list_gives_each_topic_its_summary_and_the_number_of_its_answers(gateway):
    html = gateway.client.get("/map").text
    topic = gateway.services.content.topics["vns"]
    assert topic.head.summary in html
    assert f"{len(topic.cards)} answers" in html


def test_topic_shows_every_question_with_answer_sources_and_review(gateway):
    content = gateway.services.content
    html = gateway.client.get("/map/tms").text
    for card in content.topics["tms"].cards:
        section = re.search(rf'<section [^>]*id="{re.escape(card.id)}".*?</section>', html, re.DOTALL)[0]
        assert card.title in section
        assert card.short[0].text[:40] in section
        assert "No clinician has reviewed it yet." in section
        assert content.topics["tms"].head.review_due.isoformat() in section
        assert section.count("<a href=") == len(card.head.sources)


def test_topic_tells_where_it_stands(gateway):
    html = gateway.client.get("/map/tms").text
    path = re.search(r"<nav .*?</nav>", html, re.DOTALL)[0]
    assert 'href="/map"' in path
    assert 'href="/map#procedures"' in path
    assert 'href="/map/tms" aria-current="page"' in path
    assert '<li id="procedures">' in gateway.client.get("/map").text


def test_every_topic_has_its_page(gateway):
    for topic in gateway.services.content.topics:
        assert gateway.client.get(f"/map/{topic}").status_code == 200


@pytest.mark.parametrize("path", ["/map", "/map/tms"])
def test_lines_stand_on_top_as_on_the_demo_page(gateway, path):
    assert lifeline(gateway.client.get(path).text) == lifeline(gateway.client.get("/").text)


@pytest.mark.parametrize("path", ["/map", "/map/tms"])
def test_page_needs_no_script_and_no_inline_style(gateway, path):
    html = gateway.client.get(path).text
    assert "<script" not in html
    assert "style=" not in html
    assert "<style" not in html


@pytest.mark.parametrize("path", ["/map", "/map/tms"])
def test_page_that_has_not_changed_is_not_sent_again(gateway, path):
    first = gateway.client.get(path)
    assert first.headers["cache-control"] == "no-cache"
    again = gateway.client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert again.status_code == 304
    assert again.content == b""
    assert gateway.client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_unknown_topic_is_a_problem_that_names_the_lines_and_quotes_nothing(gateway):
    response = gateway.client.get("/map/canary")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["lines"]["lines"]
    assert "canary" not in response.text


def test_demo_page_leads_to_the_map(gateway):
    assert 'href="/map"' in gateway.client.get("/").text


def test_map_that_lacks_a_topic_stops_the_start(make_settings, tmp_path):
    root = tmp_path / "root"
    shutil.copytree(ROOT / "content", root / "content")
    path = root / "content/map.yml"
    path.write_text(path.read_text().replace("tms, ", ""))
    with pytest.raises(ContentError, match=r"map\.yml:1: topic `tms` stands in no group"):
        create_app(make_settings(root=root))
