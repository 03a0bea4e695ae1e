import pytest

from waymark.messages import plain_text
from waymark.safety.lines import MOST_LINES, LineBook, Situation


@pytest.fixture
def lines(content):
    return LineBook(content)


def names(block):
    return [line.name for line in block.lines]


@pytest.mark.parametrize(
    ("need", "name", "number"),
    [
        ("veteran", "Veterans Crisis Line", "838255"),
        ("deaf", "988 ASL Now, by videophone", "711, then 988"),
        ("lgbtq", "The Trevor Project, for LGBTQ+ people under 25", "678-678"),
        ("partner_violence", "National Domestic Violence Hotline", "1-800-799-7233"),
        ("perinatal", "National Maternal Mental Health Hotline", "1-833-852-6262"),
        ("spanish", "988 in Spanish", "988, press 2"),
    ],
)
def test_a_need_brings_its_line_beside_the_main_one(lines, need, name, number):
    block = lines.block(Situation("US", needs=(need,)))
    assert name in names(block)
    assert number in plain_text([block])
    assert any("988" in (line.call or line.text or "") for line in block.lines)
    assert len(block.lines) <= MOST_LINES


def test_a_line_that_is_for_no_crisis_comes_after_the_main_one(lines):
    assert names(lines.block(Situation("US", needs=("perinatal",))))[0].startswith("988")


def test_who_cannot_speak_is_given_what_works_in_writing(lines):
    block = lines.block(Situation("US", needs=("cannot_talk",)))
    assert not any(line.call for line in block.lines)
    assert lines.line(Situation("US", needs=("cannot_talk",))) == "text 988 (988 Suicide & Crisis Lifeline)"
    british = lines.block(Situation("GB", needs=("cannot_talk",)))
    assert british.lines[0].text == "SHOUT to 85258"
    assert "116 123" in plain_text([british])  # still there for a better moment


def test_who_has_no_phone_is_given_a_chat(lines):
    assert "chat" in lines.line(Situation("US", needs=("no_phone",)))
    assert "findahelpline.com" in plain_text([lines.block(Situation("GB", needs=("no_phone",)))])


@pytest.mark.parametrize(
    ("level", "cues", "is_named"),
    [
        ("emergency", (), True),
        ("emergency", ("overdose",), True),
        ("medical_urgent", ("wrong_dose",), True),
        ("medical_urgent", ("psychosis",), False),
        ("medical_urgent", ("violence",), False),
        ("passive_ideation", (), False),
    ],
)
def test_poison_control_is_named_where_something_may_have_been_taken(lines, level, cues, is_named):
    text = plain_text([lines.block(Situation("US", cues=cues, level=level))])
    assert ("1-800-222-1222" in text) is is_named


def test_spanish_prefers_the_spanish_service(lines):
    situation = Situation("US", language="es")
    assert lines.line(situation) == "llama al 988, oprime 2 o envía AYUDA al 988 (988 en español)"
    text = plain_text([lines.block(situation)])
    assert text.startswith("Emergencias: 911\n988 en español")
    assert "call" not in text
    assert lines.line(Situation("ES", language="es")) == "llama al 024 (Línea 024)"


@pytest.mark.parametrize(
    ("country", "language", "number"),
    [
        ("US", "en", "911"),
        ("GB", "en", "999 or 112"),
        ("ZA", "es", "112 o 10177"),
        ("ZZ", "en", "your local"),
        ("ZZ", "es", "número de"),
    ],
)
def test_the_emergency_number_is_put_into_words(lines, country, language, number):
    assert lines.emergency(country, language).startswith(number)


def test_a_country_without_poison_line_gets_words(lines):
    assert lines.poison("FR", "en") == "your local poison center"
    assert lines.poison("US", "es") == "Control de Intoxicaciones (1-800-222-1222)"
