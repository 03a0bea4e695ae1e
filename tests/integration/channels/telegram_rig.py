"""Telegram under test, with `bot_api` in its place."""

from __future__ import annotations

import json

from .bot_api import TOKEN, BotApi
from .rig import WORDS, Rig

GROUP = -1001234567890


class TelegramRig(Rig):
    """Telegram's payloads, and what its stand-in saw."""

    name = "telegram"
    wordy = (
        "text", "edited", "photo_with_caption", "document_with_caption", "edited_caption", "venue", "contact", "poll",
        "forwarded", "inline_query", "unknown_form", "unknown_caption",
    )  # fmt: skip
    grouped = ("group_message",)
    wordless = ("photo", "voice", "video_note", "sticker", "location", "dice", "new_content")
    ignored = (
        "empty", "unknown_kind", "reaction", "channel_post", "edited_location", "pinned", "inline_query",
        "callback_inline",
    )  # fmt: skip
    unreadable = (
        b"", b"{", b"[]", b"null", b"42", b'"text"', b"\xff\xfe", b"[" * 20_000, b"{}", b'{"update_id": "1"}',
        b'{"message": {"text": "i want to kill myself"}}',
    )  # fmt: skip
    secret = "a" * 40

    def __init__(self, api: BotApi):
        super().__init__()
        self.api = api
        self.settings = {
            "telegram_token": TOKEN,
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

    def sent_to_group(self) -> list[str]:
        return self.api.texts(GROUP)

    def everything_sent(self) -> list[str]:
        return [message["text"] for message in self.api.sent]

    def has_left_group(self) -> bool:
        return any(int(call.fields["chat_id"]) == GROUP for call in self.api.of("leaveChat"))

    def tries(self) -> int:
        return len(self.api.of("sendMessage"))

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

    def slow_down(self, seconds: float) -> None:
        self.api.slow_seconds = seconds

    def block(self, person: int = 1) -> None:
        self.api.blocked.add(person)

    def unblock(self, person: int = 1) -> None:
        self.api.blocked.discard(person)

    def fail_once(self, status: int, wait: int | None = None) -> None:
        self.api.faults.append(("sendMessage", status, wait))
