"""The dialogue offers what the gateway does, and claims nothing itself."""

import re
from datetime import datetime, timezone

import pytest

from waymark.answers.render import response_draft
from waymark.care.my_data import payloads
from waymark.care.my_data.my_data import MyData
from waymark.care.my_data.return_code_tool import ReturnCodeTool
from waymark.care.tools.tool import Said
from waymark.content import load_content
from waymark.settings import ROOT

CONTENT = load_content(ROOT / "content")
TOOLS = (MyData.from_content(CONTENT), ReturnCodeTool.from_content(CONTENT))
NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)


def begun(tool, **said):
    return tool.begin(Said(text=said.pop("text", ""), now=NOW, **said))


@pytest.mark.parametrize(
    ("intent", "first"),
    [("ask_my_data", payloads.SHOW), ("export_my_data", payloads.EXPORT), ("erase_my_data", payloads.ERASE)],
)
def test_each_wish_is_offered_first(intent, first):
    move = begun(TOOLS[0], intent=intent)
    assert move.is_done
    assert move.keeps == ()
    assert move.draft.buttons[0].value == first


def test_nothing_is_erased_by_the_first_button():
    offered = {button.value for intent in TOOLS[0].intents for button in begun(TOOLS[0], intent=intent).draft.buttons}
    assert payloads.ERASE_SURE not in offered


def test_consent_is_asked_once_with_a_no():
    move = begun(TOOLS[1], intent="keep_my_record")
    assert [button.value for button in move.draft.buttons] == [payloads.RETURN, "tool:return_code:no"]
    assert move.draft.asks == payloads.ASKS_CONSENT
    assert move.draft.text.count("?") == 1
    declined = begun(TOOLS[1], choice="no")
    assert declined.is_done
    assert "Nothing is kept for longer" in declined.draft.text


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_is_never_open_and_takes_any_button(tool):
    assert tool.hear("", Said(text="hello", now=NOW)) is None
    assert tool.ask("").buttons
    for choice in ("", "nonsense", "no"):
        assert begun(tool, choice=choice).is_done
    with pytest.raises(ValueError):
        tool.hear("{}", Said(text="", now=NOW))
    with pytest.raises(ValueError):
        tool.ask("{}")


@pytest.mark.parametrize(
    "name", [name for name in CONTENT.responses if name.startswith(("my_data_", "return_code_", "reminders_"))]
)
def test_no_placeholder_is_unknown(name):
    known = {"days", "long", "date", "count", "minutes", "line", "name", "total", "emergency", *REMINDER_VALUES}
    for turn, response in enumerate(CONTENT.responses[name]):
        wanted = set(re.findall(r"\{([a-z]+)\}", response.text))
        assert wanted <= known
        assert "{" not in response_draft(CONTENT, name, turn, dict.fromkeys(known, "x")).text


REMINDER_VALUES = {"what", "when", "first", "zone", "time", "number", "words"}
