"""Fills the words of papers in, as one line of text."""

from __future__ import annotations

from waymark.answers.render import response_draft
from waymark.content import Content


def say(content: Content, response: str, /, **values: str) -> str:
    """Return the first wording of a response as text, its placeholders filled.

    Raises:
        KeyError: there is no such response, or a placeholder that is not given.
    """
    return response_draft(content, response, 0, values).text
