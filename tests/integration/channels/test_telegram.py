"""What only Telegram does: its webhook, its forms, its kinds of updates."""

from __future__ import annotations

import hmac
import json
import subprocess
import sys
import time
from functools import partial

import pytest

from waymark.messages import Bullets, Button, Chart, Crisis, Draft, Heading, Line, Paragraph, Point, Table
from waymark.settings import ROOT

from ..gateway.conftest import running_gateway
from .house import House, settle, wait_for

GATEWAY_IS_LIGHT = "import sys, waymark.gateway.app; assert 'telegram' not in sys.modules"


def test_the_webhook_is_registered_for_what_is_read(house, bot_api):
    fields = wait_for(lambda: bot_api.of("setWebhook"))[0].fields
    assert fields["url"] == "https://waymark.example/channels/telegram"
    assert fields["secret_token"] == house.rig.secret
    assert json.loads(fields["allowed_updates"]) == ["message", "edited_message", "callback_query", "my_chat_member"]


def test_an_unreachable_telegram_stops_no_start_and_is_told_later(make_settings, rig, bot_api):
    rig.go_down()
    with running_gateway(make_settings()) as gateway:
        assert gateway.client.get("/healthz").status_code == 200
        assert gateway.open().say("what is TRD")["messages"]
        settle()
        assert bot_api.of("setWebhook") == []
        rig.come_up()
        wait_for(lambda: bot_api.of("setWebhook"))


def test_a_refused_registration_is_tried_again(make_settings, bot_api):
    bot_api.faults += [("setWebhook", 429, 1), ("setWebhook", 500, None)]
    with running_gateway(make_settings()):
        wait_for(lambda: len(bot_api.of("setWebhook")) == 3)


def test_without_a_token_there_is_no_telegram(make_settings, rig):
    off = dict.fromkeys(rig.settings) | {"telegram_api_url": "https://api.telegram.org"}
    with running_gateway(make_settings(**off)) as gateway:
        assert House(gateway, rig).bring(rig.body("text")).status_code == 404
        assert gateway.client.post("/channels/pigeon").status_code == 404


def test_the_library_is_loaded_only_where_it_is_needed():
    subprocess.run([sys.executable, "-c", GATEWAY_IS_LIGHT], cwd=ROOT, check=True, timeout=60)


def test_the_secret_is_compared_in_constant_time(house, monkeypatch):
    compared = []
    compare = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda *both: compared.append(both) or compare(*both))
    house.bring(house.rig.body("text"), house.rig.headers(forged=True))
    assert len(compared) == 1


def test_an_update_is_acknowledged_before_it_is_answered(house):
    house.brain.delay = 3.0
    started = time.monotonic()
    house.say("what is TRD")
    assert time.monotonic() - started < 1


def test_every_press_is_confirmed_and_a_useless_one_explained(house, bot_api):
    house.meet()
    house.press(house.rig.buttons()[0]["id"])
    house.press("no-such-button")
    house.press("no-such-button", person=2)
    confirmed = wait_for(lambda: len(bot_api.of("answerCallbackQuery")) == 3 and bot_api.of("answerCallbackQuery"))
    explained = [call.fields for call in confirmed if "text" in call.fields]
    assert len(explained) == 2
    assert all(fields["show_alert"] == "true" for fields in explained)


def test_a_press_that_cannot_be_confirmed_is_answered(house, bot_api):
    house.meet()
    bot_api.faults.append(("answerCallbackQuery", 400, None))
    house.press(house.rig.buttons()[0]["id"])
    house.hear("A card")


def test_a_group_is_left_again_until_telegram_takes_it(house, bot_api):
    bot_api.faults.append(("leaveChat", 500, None))
    house.say("", kind="group_added")
    wait_for(lambda: len(bot_api.of("leaveChat")) == 1)
    assert "private chat" in house.rig.sent_to_group()[0]
    house.say("hello", kind="group_message")
    wait_for(lambda: len(bot_api.of("leaveChat")) == 2)
    assert len(house.rig.sent_to_group()) == 1


def test_blocks_are_shown_as_telegram_can(house, bot_api):
    house.meet()
    house.brain.answer = lambda _: (
        Draft(
            blocks=(
                Heading(text="Side 🙂 effects"),
                Bullets(items=("one", "two")),
                Table(
                    columns=("", "ECT", "rTMS"), rows=(("How often", "weekly", "daily"), ("Where", "clinic", "office"))
                ),
                Crisis(country="US", emergency="911", lines=(Line(name="988", call="988", hours="24/7"),)),
                Paragraph(text="<b>&amp; *stars* _lines_ [x](javascript:1)"),
            )
        ),
    )
    house.say("what is TRD")
    text = house.hear("How often")
    assert "• one\n• two" in text
    assert "How often\n• ECT: weekly\n• rTMS: daily\n\nWhere\n• ECT: clinic" in text
    assert "Emergency: 911\n• 988: call 988 (24/7)" in text
    assert text.endswith("<b>&amp; *stars* _lines_ [x](javascript:1)")
    message = next(message for message in bot_api.sent if message["text"] == text)
    units = text.encode("utf-16-le")
    bold = [
        units[2 * place["offset"] : 2 * (place["offset"] + place["length"])].decode("utf-16-le")
        for place in message["entities"]
    ]
    assert bold == ["Side 🙂 effects", "How often", "Where", "Emergency: 911"]
    assert "parse_mode" not in bot_api.of("sendMessage")[-1].fields
    assert json.loads(bot_api.of("sendMessage")[-1].fields["link_preview_options"]) == {"is_disabled": True}


CHART = Chart(
    title="PHQ-9 totals over time",
    points=(Point(at="2027-01-08", value=20), Point(at="2027-03-05", value=9)),
    minimum=0,
    maximum=27,
    summary="From 20 to 9.",
)


def test_a_chart_comes_as_a_picture_and_as_text(house, bot_api):
    house.meet()
    house.brain.answer = lambda _: (Draft(blocks=(CHART,), buttons=(Button(title="More", value="x"),)),)
    house.say("what is TRD")
    text = house.hear("From 20 to 9.")
    assert "2027-01-08: 20" in text
    (photo,) = bot_api.photos
    assert photo["caption"] == "PHQ-9 totals over time"
    assert photo["photo"].startswith(b"\x89PNG")
    assert [button["title"] for button in house.rig.buttons()][-1] == "More"


@pytest.mark.parametrize("dates", [("whenever", "2027-03-05"), ("2027-01-08", "2027-03-05")])
def test_a_picture_that_cannot_be_drawn_or_is_refused_leaves_the_text(house, bot_api, dates):
    house.meet()
    bot_api.faults.append(("sendPhoto", 400, None))
    points = tuple(Point(at=at, value=3) for at in dates)
    house.brain.answer = lambda _: (Draft(blocks=(CHART.model_copy(update={"points": points}),)),)
    house.say("what is TRD")
    assert house.hear("From 20 to 9.")
    assert bot_api.photos == []


def test_a_paper_comes_as_a_link_to_our_own_address(house):
    house.meet()
    house.brain.answer = lambda _: (Draft(blocks=(Heading(text="Ready"),), buttons=(PDF,)),)
    house.say("what is TRD")
    house.hear("Ready")
    house.press(next(button["id"] for button in house.rig.buttons() if button["title"] == "PDF"))
    assert "https://waymark.example/api/v1/documents/" in house.hear("documents")


PDF = Button(title="PDF", value="paper:pdf")


def test_a_form_that_telegram_refuses_is_sent_as_words_alone(house, bot_api):
    house.meet()
    bot_api.refuses_form = True
    house.say("what is TRD")
    assert house.hear("A card")
    assert house.store.addresses.of(house.conversation()).has_failed is False


def test_silence_of_telegram_counts_as_not_sent(house, bot_api):
    house.meet()
    bot_api.hang_seconds = 11.0
    house.say("what is TRD")
    wait_for(lambda: house.brain.asked)
    time.sleep(1.0)
    bot_api.hang_seconds = 0.0
    house.hear("A card", seconds=30)
    settle()
    assert len(house.rig.sent()) == 2


def test_an_update_in_an_unknown_form_is_still_read(house):
    house.say("what is TRD", kind="unknown_form")
    house.hear("A card")


def test_a_caption_is_answered_and_the_photo_acknowledged(house):
    house.meet()
    house.say("what is this", kind="photo_with_caption")
    house.hear("A card about 12 characters")
    house.hear("text only")
    house.say("résumé of my illness", kind="contact")
    settle()
    assert [question.text for question in house.brain.asked] == ["what is this"]


def test_an_edited_message_is_answered_again(house):
    house.meet()
    house.say("what is TDR")
    house.hear("A card")
    house.say("what is TRD", kind="edited")
    wait_for(lambda: [question.text for question in house.brain.asked] == ["what is TDR", "what is TRD"])


def test_a_photo_beside_a_responder_is_said_not_to_arrive(house):
    house.meet()
    house.store.conversations.set_state(house.conversation(), "held")
    house.say("", kind="photo")
    assert "988" in house.hear("can't be passed on")
    marks = [message for message in house.store.messages.all(house.conversation()) if message.sender == "person"]
    assert len(marks) == 1
    assert marks[0].text


@pytest.mark.parametrize("change", [{"telegram_webhook_secret": "short"}, {"telegram_webhook_secret": None}])
def test_a_weak_secret_stops_the_start(make_settings, change):
    with pytest.raises(ValueError, match="TELEGRAM_WEBHOOK_SECRET needs 32"):
        make_settings(**change)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"telegram_token": "hunter2"}, "TELEGRAM_TOKEN is not"),
        ({"telegram_public_url": None}, "TELEGRAM_PUBLIC_URL is missing"),
        ({"telegram_public_url": "waymark.example"}, "telegram_public_url"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(make_settings, change, problem):
    with pytest.raises(ValueError, match=problem):
        make_settings(**change)


def test_two_gateways_on_one_database_answer_once(make_settings, rig):
    answer_once_with_two_gateways(make_settings, rig)


@pytest.mark.postgres
def test_two_gateways_on_one_postgresql_answer_once(make_settings, rig, postgres_url):
    answer_once_with_two_gateways(partial(make_settings, database_url=postgres_url), rig)


def answer_once_with_two_gateways(make_settings, rig):
    with running_gateway(make_settings()) as one, running_gateway(make_settings()) as two:
        houses = [House(one, rig), House(two, rig)]
        event = rig.new_id()
        for house in houses:
            house.say("what is TRD", event=event)
        houses[0].hear("A card")
        houses[1].say("i want to kill myself")
        houses[0].hear("988")
        button = next(button for button in rig.buttons() if button["title"] == "More")
        houses[1].press(button["id"])
        wait_for(lambda: len(rig.sent()) == 4)  # a pressed button tells of no danger, whatever was said before
        settle(2.0)
        assert len(rig.sent()) == len(set(rig.sent())) == 4
