"""Asks, in one sentence, whether a person's record may be kept so that they can come back to it.

The answer is met by the gateway, which makes the code and knows for how long things are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.my_data import payloads
from waymark.care.my_data.one_step_tool import OneStepTool
from waymark.care.tools.tool import Said, value
from waymark.content import Content
from waymark.messages import Button, Draft

_NO: Final = "no"


@dataclass(frozen=True)
class ReturnCodeTool(OneStepTool):
    """The tool `return_code`."""

    @classmethod
    def from_content(cls, content: Content) -> ReturnCodeTool:
        """Build the tool."""
        return cls(content)

    @property
    def name(self) -> str:
        """What its words and buttons are called by."""
        return "return_code"

    @property
    def intents(self) -> frozenset[str]:
        """The intent that begins it."""
        return frozenset({"keep_my_record"})

    def offer(self, said: Said | None = None) -> Draft:
        """Ask for consent, or take a no."""
        if said is not None and said.choice == _NO:
            return response_draft(self.content, "return_code_declined", 0)
        buttons = (
            Button(title=words(self.content, "return_code_yes_title"), value=payloads.RETURN),
            Button(title=words(self.content, "return_code_no_title"), value=value("return_code", _NO)),
        )
        offer = response_draft(self.content, "return_code_offer", 0)
        return offer.model_copy(update={"buttons": buttons, "asks": payloads.ASKS_CONSENT})
