"""Groups: told once that we talk in private only, and left. Danger in one is answered there, each time."""

from __future__ import annotations

from contextlib import suppress

from waymark.errors import ChannelError, StoreError
from waymark.gateway.channels.answerer import Answerer
from waymark.gateway.channels.port import Channel, Event
from waymark.gateway.channels.postman import Postman
from waymark.gateway.channels.replies import Replies
from waymark.gateway.shelf import Shelf


class Groups:
    """The groups of one channel."""

    def __init__(self, channel: Channel, answerer: Answerer, postman: Postman, replies: Replies, shelf: Shelf):
        self._channel = channel
        self._answerer = answerer
        self._postman = postman
        self._replies = replies
        self._shelf = shelf

    async def is_to_be_told(self, event: Event) -> bool:
        """Say whether an event is the first of its group, or speaks of danger; the same one only once.

        Raises:
            StoreError: it cannot be told; where there is danger it does not matter.
        """
        is_dangerous = await self._answerer.is_dangerous(event.words, self._shelf.last_known(""))
        is_new, name = self._shelf.store.arrivals.is_new, self._channel.name
        try:
            if not await self._shelf.run(is_new, name, event.id):
                return False
            is_first = await self._shelf.run(is_new, name, f"group:{event.address}")
        except StoreError:
            if not is_dangerous:
                raise
            return True
        return is_dangerous or is_first

    async def leave(self, event: Event, *, tell: bool) -> None:
        """Go, after having said why; tried again with the next event where the provider did not take it."""
        if tell:
            words = self._replies.message("channel_group", self._shelf.last_known(""))
            await self._postman.send_directly(event.address, words)
        with suppress(ChannelError):
            await self._channel.leave(event.address)
