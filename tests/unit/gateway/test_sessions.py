from contextlib import suppress
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.errors import TokenError
from waymark.gateway.sessions import ButtonSigner, LinkSigner, Press, SignedLink, Tokens
from waymark.messages import Button, Draft, Form, Paragraph, Question

OLD, NEW = "o" * 40, "n" * 40
TOKENS = Tokens((NEW, OLD), hours=1)
NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)


def test_token_opens_its_own_conversation():
    assert TOKENS.verify(TOKENS.issue("a", NOW).token, NOW) == "a"


def test_token_expires():
    session = TOKENS.issue("a", NOW)
    with pytest.raises(TokenError, match="expired"):
        TOKENS.verify(session.token, session.expires_at)
    assert session.expires_at - NOW == timedelta(hours=1)


def test_token_of_an_older_key_still_verifies_and_of_a_foreign_key_does_not():
    assert TOKENS.verify(Tokens((OLD,), hours=1).issue("a", NOW).token, NOW) == "a"
    with pytest.raises(TokenError, match="not one of ours"):
        TOKENS.verify(Tokens(("x" * 40,), hours=1).issue("a", NOW).token, NOW)


@given(st.text())
def test_any_other_text_is_no_token(text):
    with pytest.raises(TokenError):
        TOKENS.verify(text, NOW)


@given(st.integers(min_value=0), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_token_opens_nothing_else(place, sign):
    token = TOKENS.issue("a", NOW).token
    place %= len(token)
    changed = token[:place] + sign + token[place + 1 :]
    with suppress(TokenError):
        assert TOKENS.verify(changed, NOW) == "a"  # base64 has spare bits at its end


def test_button_works_in_its_own_conversation_only():
    signer = ButtonSigner((NEW,))
    signed = signer.sign("a", Button(title="What is ECT?", value="card:ect.what"))
    assert "ect" not in signed.value
    assert signer.read("a", signed.value) == Press("What is ECT?", "card:ect.what")
    assert signer.read("b", signed.value) is None
    assert signer.read("a", "card:ect.what") is None


def test_link_opens_its_own_paper_until_its_time_is_over():
    papers, link = LinkSigner((NEW, OLD), "paper"), SignedLink("a", "pdf", "goals.scores")
    document = papers.sign(link, NOW)
    assert papers.read(document, NOW + timedelta(minutes=14, seconds=59)) == link
    assert papers.read(document, NOW + timedelta(minutes=15)) is None
    assert LinkSigner(("x" * 40,), "paper").read(document, NOW) is None
    assert papers.read(LinkSigner((OLD,), "paper").sign(link, NOW), NOW) == link


@given(st.text(max_size=80))
def test_no_text_opens_a_paper(text):
    assert LinkSigner((NEW,), "paper").read(text, NOW) is None


def test_no_other_signed_thing_opens_a_paper_and_no_link_opens_a_conversation():
    papers, files, buttons = LinkSigner((NEW,), "paper"), LinkSigner((NEW,), "file"), ButtonSigner((NEW,))
    assert papers.read(files.sign(SignedLink("a", "pdf"), NOW), NOW) is None
    assert papers.read(TOKENS.issue("a", NOW).token, NOW) is None
    assert papers.read(buttons.sign("a", Button(title="t", value="paper:pdf")).value, NOW) is None
    document = papers.sign(SignedLink("a", "pdf"), NOW)
    assert files.read(document, NOW) is None
    assert buttons.read("a", document) is None
    with pytest.raises(TokenError):
        TOKENS.verify(document, NOW)


FORM = Form(
    id="form:phq9:r",
    title="PHQ-9",
    fields=(Question(name="phq9.1", label="Little interest", options=(Button(title="Not at all", value="0"),)),),
)


def test_form_is_read_in_its_own_conversation_only():
    signer = ButtonSigner((NEW,))
    signed = signer.sign_form("a", FORM)
    assert signed.fields == FORM.fields
    read = signer.read_form("a", signed.id)
    assert (read.id, read.title, read.fields[0].options) == (FORM.id, FORM.title, FORM.fields[0].options)
    assert signer.read_form("b", signed.id) is None
    assert signer.read_form("a", FORM.id) is None
    assert signer.read_form("a", signer.sign("a", Button(title="x", value=FORM.id)).value) is None
    assert signer.sign_form("a", FORM).id == signed.id  # shown again, it is the same form


def test_a_draft_is_signed_in_all_its_parts():
    signer = ButtonSigner((NEW,))
    draft = Draft(blocks=(Paragraph(text="Here."), FORM), buttons=(Button(title="x", value="card:trd.what"),))
    signed = signer.signed("a", draft)
    assert signed.blocks[0] == draft.blocks[0]
    assert signer.read_form("a", signed.blocks[1].id).id == FORM.id
    assert signer.read("a", signed.buttons[0].value) == Press("x", "card:trd.what")
