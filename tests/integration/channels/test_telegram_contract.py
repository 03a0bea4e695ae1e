"""Telegram keeps to the contract of all channels."""

from .contract import Contract


class TestTelegram(Contract):
    """The contract, with `bot_api` in Telegram's place."""
