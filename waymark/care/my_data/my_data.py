"""What the dialogue answers to "what do you know about me?", "export" and "delete everything": one step with buttons.

What the buttons do is done by the gateway, which alone can show, hand out and erase everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from waymark.answers.render import response_draft, words
from waymark.care.my_data import payloads
from waymark.care.my_data.one_step_tool import OneStepTool
from waymark.care.tools.tool import Said
from waymark.content import Content
from waymark.messages import Button, Draft

ASK, EXPORT, ERASE = "ask_my_data", "export_my_data", "erase_my_data"
_FIRST: Final = {EXPORT: "my_data_ask_export", ERASE: "my_data_ask_erase"}
_BUTTONS: Final = {
    ASK: ("show", "export", "erase"),
    EXPORT: ("export", "show"),
    ERASE: ("erase", "show"),
}
_PAYLOADS: Final = {"show": payloads.SHOW, "export": payloads.EXPORT, "erase": payloads.ERASE}


@dataclass(frozen=True)
class MyData(OneStepTool):
    """The tool `my_data`."""

    @classmethod
    def from_content(cls, content: Content) -> MyData:
        """Build the tool."""
        return cls(content)

    @property
    def name(self) -> str:
        """What its words and buttons are called by."""
        return "my_data"

    @property
    def intents(self) -> frozenset[str]:
        """The intents that begin it."""
        return frozenset(_BUTTONS)

    def offer(self, said: Said | None = None) -> Draft:
        """Offer what can be done; all of it where a button asks again."""
        intent = said.intent if said is not None and said.choice is None else ASK
        kinds = _BUTTONS.get(intent, _BUTTONS[ASK])
        made = (Button(title=words(self.content, f"my_data_{kind}_title"), value=_PAYLOADS[kind]) for kind in kinds)
        draft = response_draft(self.content, _FIRST.get(intent, "my_data_ask"), 0)
        return draft.model_copy(update={"buttons": tuple(made)})
