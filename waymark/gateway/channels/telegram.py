"""Telegram: a bot that talks in private chats. Updates come to our webhook, with a secret in a header.

Source: https://core.telegram.org/bots/api. docs/channels.md tells how to connect a bot.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from waymark.care.papers.chart_picture import chart_png
from waymark.errors import ChannelError, ForgedRequest, PaperError
from waymark.gateway.channels.port import Channel, ChannelLimits, Event, Native, Wording
from waymark.gateway.channels.telegram_reading import WANTED, read_update, salvage
from waymark.gateway.channels.telegram_writing import write
from waymark.messages import Chart, Message

PATH = "/channels/telegram"
_SECRET_HEADER = "x-telegram-bot-api-secret-token"
_TOAST = 200  # characters that Telegram shows when a press is confirmed
_CAPTION = 1024  # characters below a photo
_ASK_AGAIN = 60.0  # seconds, after Telegram did not know our token


class Telegram(Channel):
    """The Bot API."""

    name = "telegram"
    limits = ChannelLimits(text=4096, buttons=100, button_title=128)

    def __init__(self, token: str, secret: str, public_url: str, api_url: str, wording: Wording):
        request = HTTPXRequest(
            connection_pool_size=128,
            read_timeout=10.0,  # whoever gives up earlier sends again what Telegram has taken
            connect_timeout=5.0,
            pool_timeout=5.0,
            httpx_kwargs={"trust_env": False},
        )
        self._bot = Bot(token, base_url=f"{api_url.rstrip('/')}/bot", request=request)
        self._request = request
        self._secret = secret
        self._webhook = public_url.rstrip("/") + PATH
        self._wording = wording

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Compare the secret that `connect` gave to Telegram."""
        given = headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ForgedRequest("the secret of Telegram's webhook is missing or wrong")

    def updates(self, body: bytes) -> Sequence[Event]:
        """Return the one update; of one in an unknown form, what can be told of it."""
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict) or not isinstance(given.get("update_id"), int):
            raise ChannelError("this is no update of Telegram", is_final=True)
        try:
            return [read_update(Update.de_json(given, self._bot))]
        except Exception:  # noqa: BLE001 the library meets a form that it does not know; danger in it is still found
            return [salvage(given)]

    def render(self, message: Message) -> Sequence[Native]:
        """Return texts with places in bold and buttons, see `telegram_writing`."""
        return write(message, self.limits, self._wording("channel_sources"))

    async def send(self, address: str, native: Native) -> None:
        """Send a picture or a text; should Telegram refuse the form of a text, the words alone."""
        if "chart" in native:
            await self._send_picture(address, native)
            return
        try:
            await self._call(self._message(address, native))
        except ChannelError as error:
            if not error.is_final or error.is_blocked or not (native["bold"] or native["buttons"]):
                raise
            await self._call(self._message(address, {**native, "bold": [], "buttons": []}))  # the words at least

    async def confirm(self, receipt: str, words: str = "") -> None:
        """Answer the callback query, with an alert where there are words."""
        await self._call(self._bot.answer_callback_query(receipt, words[:_TOAST] or None, show_alert=bool(words)))

    async def leave(self, address: str) -> None:
        """Leave a group."""
        await self._call(self._bot.leave_chat(int(address)))

    async def connect(self) -> None:
        """Register the webhook, for the kinds of updates that are read."""
        await self._call(
            self._bot.set_webhook(self._webhook, secret_token=self._secret, allowed_updates=WANTED, max_connections=40)
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._request.shutdown()

    async def _send_picture(self, address: str, native: Native) -> None:
        """Send a chart as a photo; one that cannot be drawn or is refused is left out: the texts say the same."""
        try:
            photo = await asyncio.to_thread(chart_png, Chart.model_validate(native["chart"]))
        except (ValueError, PaperError):
            return
        try:
            await self._call(self._bot.send_photo(int(address), photo, caption=native["text"][:_CAPTION]))
        except ChannelError as error:
            if not error.is_final or error.is_blocked:
                raise

    def _message(self, address: str, native: Native) -> Awaitable[Any]:
        rows = [[InlineKeyboardButton(title, callback_data=value)] for title, value in native["buttons"]]
        bold = [MessageEntity(MessageEntity.BOLD, offset, length) for offset, length in native["bold"]]
        return self._bot.send_message(
            int(address),
            native["text"],
            entities=bold or None,
            reply_markup=InlineKeyboardMarkup(rows) if rows else None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _call(self, call: Awaitable[Any]) -> None:
        """Make one call; an answer that only this library cannot read counts as taken, so nothing is sent twice."""
        try:
            await call
        except RetryAfter as error:
            wait = error.retry_after  # seconds now, a timedelta in a later version of the library
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            raise ChannelError("Telegram asks to wait", retry_after=seconds) from None
        except Forbidden:
            raise ChannelError("Telegram may not write to this person", is_blocked=True) from None
        except (BadRequest, ChatMigrated):
            raise ChannelError("Telegram refuses this", is_final=True) from None
        except InvalidToken:
            raise ChannelError("Telegram does not know WAYMARK_TELEGRAM_TOKEN", retry_after=_ASK_AGAIN) from None
        except TelegramError as error:
            raise ChannelError(f"Telegram cannot be reached: {type(error).__name__}") from None
        except (KeyError, TypeError, AttributeError):
            return
