import pytest

from waymark.safety.language import of_locale


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I don't want to be here anymore", "en"),
        ("what is ect", "en"),
        ("i cant do this", "en"),
        ("no puedo más", "es"),
        ("quiero morirme", "es"),
        ("ya no quiero vivir asi", "es"),
        ("sí", "es"),
        ("estoy muy cansada de todo", "es"),
        ("I want to die, ya no puedo más", "mixed"),
        ("no", None),
        ("ok", None),
        ("", None),
        ("👍", None),
        ("988", None),
        ("sertraline", None),
    ],
)
def test_the_language_of_a_text_is_read(responder, text, language):
    assert responder.languages.read(text) == language


@pytest.mark.parametrize(
    ("text", "so_far", "language"),
    [
        ("no", "es", "es"),
        ("no", "en", "en"),
        ("ok gracias, I will call them tomorrow because I feel a bit better", "es", "en"),
        ("mi doctor said no, ya no quiero nada", "en", "es"),
        ("what is ect", "es", "en"),
    ],
)
def test_a_text_is_answered_in_its_own_language_else_in_the_one_so_far(responder, text, so_far, language):
    assert responder.languages.spoken_in(text, so_far) == language


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es-MX", "es"), ("es", "es"), ("es_US", "es"), ("en-US", "en"), ("fr", "en"), (None, "en")],
)
def test_a_locale_names_a_language(locale, language):
    assert of_locale(locale) == language


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("what is ect", True),
        ("it's cold", False),
        ("really?", True),
        ("tell me about sleep", True),
        ("qué es la TMS", True),
    ],
)
def test_questions_are_told_from_statements(responder, text, asks):
    assert responder.languages.asks_something(text) is asks
