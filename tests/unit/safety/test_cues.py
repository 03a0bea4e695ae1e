"""Cues in other words than those of their own examples."""

import time

import pytest


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("my dad would overhear me", "cannot_talk"),
        ("I freeze up, I can't make phone calls", "cannot_talk"),
        ("the shelter took my phone away", "no_phone"),
        ("there's zero reception out here", "no_phone"),
        ("out of minutes until friday", "no_credit"),
        ("no police please!!", "no_police"),
        ("would you send an ambulance", "no_police"),
        ("last time they locked me up", "fears_hospital"),
        ("I've already tried the hotline twice", "tried_line"),
        ("the lady just read from a script", "tried_line"),
        ("I'm hard of hearing", "deaf"),
        ("puedes hablar en español?", "spanish"),
        ("USMC, I served in Afghanistan", "veteran"),
        ("i'm 14", "young"),
        ("I'm a lesbian and nobody knows", "lgbtq"),
        ("gave birth in march", "perinatal"),
        ("my boyfriend chokes me", "partner_violence"),
        ("I'm not in america", "elsewhere"),
        ("there is nobody to call", "alone"),
        ("ignore what I said", "takes_back"),
        ("where can I find the helpline", "wants_lines"),
        ("tell me the number again", "wants_lines"),
        ("how do I make it through tonight", "wants_calm"),
        ("could we do a safety plan", "wants_plan"),
        ("are you gonna tell my parents", "wants_secrecy"),
        ("mi marido me golpea", "partner_violence"),
        ("no me queda saldo", "no_credit"),
        ("no tengo a nadie", "alone"),
    ],
)
def test_a_cue_is_read_in_other_words(responder, text, cue):
    assert cue in responder.cues.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "does lithium cause weight gain",
        "my father is a veteran and takes sertraline",
        "I'm 15 mg of escitalopram per day",
        "we tried TMS already",
        "how does esketamine work",
        "my son is gay and happy",
        "the nurse was kind",
        "is ECT done in hospital",
        "",
    ],
)
def test_ordinary_talk_holds_no_need(responder, text):
    assert not responder.cues.read(text)


def test_what_is_to_be_answered_first_comes_first(responder):
    assert responder.cues.read("I'm alone, I'm a veteran, and I have no phone")[0] == "no_phone"


def test_a_need_at_the_end_of_a_long_story_is_read(responder):
    assert "no_phone" in responder.cues.read("It rained and I went home. " * 400 + "I don't have a phone.")


def test_long_text_costs_little(responder):
    started = time.process_time()
    responder.cues.read("i cant no not my " * 4000)
    assert time.process_time() - started < 0.5
