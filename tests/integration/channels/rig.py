"""What the contract needs of a channel under test: its recorded payloads, and a stand-in of its provider."""

from __future__ import annotations

import itertools
import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "recorded"
WORDS = "recorded words"  # stands in every payload that carries words of a person


class Rig(ABC):
    """One channel with its provider's stand-in; a new channel brings a subclass and passes `contract.Contract`."""

    name: str
    settings: dict[str, Any]  # what turns the channel on
    wordy: tuple[str, ...]  # recorded payloads whose words come from one person and are read
    crowded: tuple[str, ...] = ()  # recorded payloads from groups, with words
    wordless: tuple[str, ...] = ()  # what one person sent that is no text
    ignored: tuple[str, ...] = ()  # recorded payloads that need no answer

    def __init__(self) -> None:
        self._count = itertools.count(500)

    @property
    def path(self) -> str:
        return f"/channels/{self.name}"

    def recorded(self, kind: str) -> str:
        return (RECORDED / self.name / f"{kind}.json").read_text()

    def kinds(self) -> list[str]:
        return sorted(path.stem for path in (RECORDED / self.name).glob("*.json"))

    def new_id(self) -> int:
        return next(self._count)

    @abstractmethod
    def body(self, kind: str, text: str = WORDS, *, person: int = 1, event: int | None = None) -> bytes:
        """Return a recorded payload as another person would have sent it, under another provider's id."""

    @abstractmethod
    def headers(self, *, forged: bool = False) -> dict[str, str]:
        """Return what proves where a request comes from, or a good try."""

    @abstractmethod
    def sent(self, person: int = 1) -> list[str]:
        """Return the texts that the provider has brought to a person."""

    @abstractmethod
    def sent_to_crowd(self) -> list[str]:
        """Return the texts that the provider has brought to the recorded group."""

    @abstractmethod
    def buttons(self, person: int = 1) -> list[dict[str, str]]:
        """Return all buttons that a person was shown: `title` and `id`."""

    @abstractmethod
    def press(self, button_id: str, *, person: int = 1, event: int | None = None) -> bytes:
        """Return the payload of a press."""

    @abstractmethod
    def longest_text(self) -> int:
        """Return the length of the longest text that was handed over, as the provider counts."""

    @abstractmethod
    def go_down(self) -> None:
        """Let the provider be unreachable."""

    @abstractmethod
    def come_up(self) -> None:
        """Let it be reachable again."""

    @abstractmethod
    def block(self, person: int = 1) -> None:
        """Let the provider refuse everything to a person."""

    @abstractmethod
    def fail_once(self, status: int, wait: int | None = None) -> None:
        """Let the next message be refused with a status of HTTP."""


class TelegramRig(Rig):
    """Telegram, with `bot_api` in its place."""

    name = "telegram"
    wordy = (
        "text", "edited", "photo_with_caption", "document_with_caption", "edited_caption", "venue", "contact", "poll",
        "forwarded", "inline_query", "unknown_form",
    )  # fmt: skip
    crowded = ("group_message",)
    wordless = ("photo", "voice", "video_note", "sticker", "location", "dice", "new_content")
    ignored = (
        "empty", "unknown_kind", "reaction", "channel_post", "edited_location", "pinned", "inline_query",
        "callback_inline",
    )  # fmt: skip
    secret = "a" * 40

    def __init__(self, api: Any, token: str):
        super().__init__()
        self.api = api
        self.settings = {
            "telegram_token": token,
            "telegram_webhook_secret": self.secret,
            "telegram_public_url": "https://waymark.example",
            "telegram_api_url": api.url,
        }

    def body(self, kind: str, text: str = WORDS, *, person: int = 1, event: int | None = None) -> bytes:
        update = json.loads(
            self.recorded(kind).replace("987654321", str(person)).replace(json.dumps(WORDS), json.dumps(text))
        )
        update["update_id"] = self.new_id() if event is None else event
        if "callback_query" in update:
            update["callback_query"]["id"] = f"query-{update['update_id']}"
        return json.dumps(update).encode()

    def headers(self, *, forged: bool = False) -> dict[str, str]:
        secret = self.secret[:-1] + "b" if forged else self.secret
        return {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}

    def sent(self, person: int = 1) -> list[str]:
        return self.api.texts(person)

    def sent_to_crowd(self) -> list[str]:
        return self.api.texts(-1001234567890)

    def buttons(self, person: int = 1) -> list[dict[str, str]]:
        shown = [
            button for message in self.api.sent if message["chat"]["id"] == person for button in message["buttons"]
        ]
        return [{"title": button["text"], "id": button["callback_data"]} for button in shown]

    def press(self, button_id: str, *, person: int = 1, event: int | None = None) -> bytes:
        return self.body("callback", button_id, person=person, event=event)

    def longest_text(self) -> int:
        return max(len(message["text"].encode("utf-16-le")) // 2 for message in self.api.sent)

    def go_down(self) -> None:
        self.api.is_down = True

    def come_up(self) -> None:
        self.api.is_down = False

    def block(self, person: int = 1) -> None:
        self.api.blocked.add(person)

    def fail_once(self, status: int, wait: int | None = None) -> None:
        self.api.faults.append(("sendMessage", status, wait))
