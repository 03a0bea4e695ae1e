"""The words of the crisis talk: enough of them in both languages, plain, safe, and with the right numbers."""

import re
from pathlib import Path
from typing import get_args

import pytest
import textstat

from waymark.content import load_content
from waymark.content.crisis_files import LANGUAGES, OPEN_QUESTIONS
from waymark.content.safe_messaging import SafeMessaging, shipped_texts
from waymark.content.schema import RISK_LEVELS, Asks, Sign
from waymark.safety import Decision, Responder
from waymark.safety.cues import CueReader
from waymark.settings import PROTOCOL

FOLDER = Path(__file__).parents[2] / "content"
CONTENT = load_content(FOLDER)
RESPONDER = Responder.from_content(CONTENT)
WORDINGS = [(language, wording) for language in LANGUAGES for wording in CONTENT.crisis[language].wordings]
EACH = pytest.mark.parametrize(("language", "wording"), WORDINGS, ids=[wording.id for _, wording in WORDINGS])
IN_BOTH = pytest.mark.parametrize("language", LANGUAGES)
COUNTRIES = ("US", "GB", "ES", "ZZ")  # many ways, a text line, one Spanish line, no number


def plain(text):
    values = {"emergency": "911", "line": "call 988", "lines": "", "poison": "Poison Control"}
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], text)


@IN_BOTH
def test_every_level_and_step_has_four_wordings_that_fit_always(language):
    book = CONTENT.crisis[language]
    for level in (*RISK_LEVELS, "check_in"):
        for step in ("first", "again", "worse")[: 2 if level == "check_in" else 3]:
            fitting = [one for one in book.messages[level] if one.step == step and not one.when]
            assert len(fitting) >= 4, f"{language} {level} {step}"
    for reply in ("takes_back", "wants_lines", "returning"):
        assert len([one for one in book.replies[reply] if not one.when]) >= 4, reply


@IN_BOTH
def test_no_text_stands_twice(language):
    texts = ["\n".join(wording.paragraphs) for wording in CONTENT.crisis[language].wordings]
    assert len(texts) == len(set(texts))


@IN_BOTH
def test_every_medical_sign_has_first_words_of_its_own(language):
    first = [one for one in CONTENT.crisis[language].messages["medical_urgent"] if one.step == "first"]
    covered = {cue for one in first for cue in one.when}
    assert covered >= set(get_args(Sign)) - {"asks_how", "happening_now"}


@EACH
@pytest.mark.parametrize("country", COUNTRIES)
def test_wording_names_a_line_and_leaves_nothing_open(language, wording, country):
    decision = Decision(
        level="active_ideation", response="takeover", score=1, wording=wording.id, country=country, language=language
    )
    draft = RESPONDER.draft(decision)
    assert RESPONDER.names_line(draft, decision)
    assert not re.search(r"[{}]|\bNone\b", draft.text)


@EACH
def test_wording_is_short(language, wording):
    assert len(plain(" ".join(wording.paragraphs)).split()) <= 120
    if wording.id.split(".")[1] == "emergency":
        assert len(plain(" ".join(wording.paragraphs)).split()) <= 75
        assert "{emergency}" in wording.paragraphs[0]


@pytest.mark.parametrize("wording", [one for language, one in WORDINGS if language == "en"], ids=lambda one: one.id)
def test_english_reads_at_grade_eight_or_below(wording):
    assert textstat.flesch_kincaid_grade(plain(" ".join(wording.paragraphs))) <= 8


def test_spanish_reads_easily():
    textstat.set_lang("es")
    try:
        for wording in CONTENT.crisis["es"].wordings:
            text = plain(" ".join(wording.paragraphs))
            assert textstat.fernandez_huerta(text) >= 75, wording.id  # 70 to 80 is "quite easy"
    finally:
        textstat.set_lang("en_US")


@IN_BOTH
def test_messages_of_a_level_do_what_the_level_calls_for(language):
    book = CONTENT.crisis[language]
    for level in ("emergency", "plan_or_intent", "active_ideation", "medical_urgent", "third_party"):
        for message in book.messages[level]:
            assert any("{emergency}" in text for text in message.paragraphs), message.id
    for message in (*book.messages["plan_or_intent"], *book.messages["emergency"]):
        assert message.asks is not None, message.id
    for message in book.messages["medical_urgent"]:
        if {"wrong_dose", "drug_reaction"}.intersection(message.when):
            assert any("{poison}" in text for text in message.paragraphs), message.id


def test_every_question_can_be_answered_in_both_languages():
    asked = {wording.asks for _, wording in WORDINGS if wording.asks}
    items = set(CONTENT.instruments.disclosing)  # asked by a questionnaire, which goes on after "not at all"
    assert asked | items == set(get_args(Asks)) == set(CONTENT.answers.questions)
    for question, readings in CONTENT.answers.questions.items():
        assert set(readings) == {"yes", "unsure"} | (set() if question in items else {"no"}), question
    assert set(OPEN_QUESTIONS) <= asked


def test_spanish_has_what_english_has():
    english, spanish = CONTENT.crisis["en"], CONTENT.crisis["es"]
    assert set(english.replies) <= set(spanish.replies)
    assert set(english.asides) <= set(spanish.asides)
    assert {rule.cue for rule in english.cues.cues} == {rule.cue for rule in spanish.cues.cues}
    hours = {line.hours for country in CONTENT.countries.values() for line in country.lines if line.hours}
    assert hours <= set(spanish.words.hours)
    assert all(country.es for country in CONTENT.countries.values())


def test_every_cue_reads_its_examples():
    assert CueReader.from_content(CONTENT).wrong_examples() == []


def test_nothing_that_ships_says_what_is_not_said():
    assert SafeMessaging.read(FOLDER).faults_in(CONTENT, PROTOCOL) == []


@pytest.mark.parametrize(
    "text", ["Put the gun away.", "Aléjate del puente.", "Help is on the way.", "Piensa en tu familia."]
)
def test_the_lint_would_notice(text):
    lint = SafeMessaging.read(FOLDER)
    assert any(pattern.search(text) for _, pattern in lint.rules)


def test_the_lint_sees_both_languages():
    names = {name for name, _ in shipped_texts(CONTENT)}
    assert {"crisis/es/replies.yml", "crisis/en/messages.yml", "responses/es.yml", "responses/en.yml"} <= names


# evidence.md 3.2 (2026-11-20): emergency numbers, and the crisis line as it is dialled
EVIDENCE = {
    "CA": (("911",), ("988",)), "MX": (("911",), ("800 911 2000",)),
    "GB": (("999", "112"), ("116 123", "111, option 2")),
    "IE": (("112", "999"), ("116 123",)), "AU": (("000",), ("13 11 14",)), "NZ": (("111",), ("1737",)),
    "DE": (("112",), ("0800 111 0 111", "0800 111 0 222")), "AT": (("112", "144"), ("142",)),
    "CH": (("112", "144"), ("143",)), "FR": (("112", "15"), ("3114",)), "BE": (("112",), ("1813", "0800 32 123")),
    "NL": (("112",), ("113", "0800-0113")), "ES": (("112",), ("024",)), "PT": (("112",), ("1411",)),
    "IT": (("112",), ("02 2327 2327",)), "DK": (("112",), ("70 201 201",)), "SE": (("112",), ("90101",)),
    "NO": (("113",), ("116 123",)), "FI": (("112",), ("09 2525 0111",)), "PL": (("112",), ("800 70 2222", "116 123")),
    "IN": (("112",), ("14416", "1-800-891-4416")), "KR": (("119", "112"), ("109",)), "SG": (("995",), ("1767", "1771")),
    "HK": (("999",), ("18111", "2896 0000")), "PH": (("911",), ("1553", "0917-899-8727")),
    "ZA": (("112", "10177"), ("0800 567 567",)), "BR": (("192",), ("188",)), "CL": (("131",), ("*4141",)),
    "UY": (("911",), ("0800 0767",)), "IL": (("101",), ("1201",)),
}  # fmt: skip
ROUND_THE_CLOCK = {
    "CA", "MX", "GB", "AU", "NZ", "FR", "NL", "ES", "PT", "PL", "IN", "KR", "SG", "HK", "BR", "CL", "UY", "FI",
}  # fmt: skip


@pytest.mark.parametrize("code", EVIDENCE)
def test_lines_of_a_country_are_those_of_the_evidence(code):
    emergency, lines = EVIDENCE[code]
    country = CONTENT.countries[code]
    assert (country.emergency.number, *country.emergency.also) == emergency
    assert {line.call for line in country.lines if line.call} == set(lines)
    assert (country.lines[0].hours or "").startswith("24/7") == (code in ROUND_THE_CLOCK)


def test_all_countries_of_the_evidence_are_there_and_no_others():
    assert set(CONTENT.countries) == {*EVIDENCE, "US", "ZZ"}


def test_lines_of_the_united_states_serve_those_whom_the_evidence_names():
    lines = {line.id: line for line in CONTENT.countries["US"].lines}
    wanted = {
        "988-es": ("988, press 2", "AYUDA to 988", "spanish"), "veterans": ("988, press 1", "838255", "veterans"),
        "988-tty": ("711, then 988", None, "deaf"), "trevor": ("1-866-488-7386", "START to 678-678", "lgbtq"),
        "crisis-text-line": (None, "HOME to 741741", "anyone"), "poison-control": ("1-800-222-1222", None, "poisoning"),
        "domestic-violence": ("1-800-799-7233", "START to 88788", "partner_violence"),
        "maternal": ("1-833-852-6262", "1-833-852-6262", "perinatal"),
    }  # fmt: skip
    for name, (call, text, group) in wanted.items():
        assert (lines[name].call, lines[name].text) == (call, text)
        assert group in lines[name].serves
