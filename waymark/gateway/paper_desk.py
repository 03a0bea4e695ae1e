"""Answers the buttons that ask for a paper: the summary as a message, or a link to a file that expires.

The brain knows neither our keys nor our address: it only offers the buttons. A summary that it announces is put into
its message here, from what is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from waymark.answers.render import response_draft, words
from waymark.care.papers.material import Material, read_material
from waymark.care.papers.paper import Kind, Wanted
from waymark.care.papers.parts import read_parts
from waymark.care.papers.summary import compose
from waymark.errors import StoreError
from waymark.gateway.sessions import LinkSigner, SignedLink
from waymark.gateway.shelf import Recall, Shelf
from waymark.gateway.words import Words
from waymark.messages import Button, Draft, Link, Links

DOCUMENTS = "/api/v1/documents/"
_FILES: tuple[Kind, ...] = ("pdf", "page", "csv", "fhir")


def is_paper(payload: str | None) -> bool:
    """Tell whether a pressed button asks for a paper."""
    return Wanted.read(payload) is not None


@dataclass(frozen=True)
class PaperDesk:
    """The one way from a talk to its papers; `addresses` are ours by channel, for channels outside the web."""

    shelf: Shelf
    words: Words
    links: LinkSigner
    addresses: Mapping[str, str]

    async def answer(self, conversation_id: str, payload: str, recall: Recall) -> Draft:
        """Return what a pressed button brings; that it cannot be had now, where the database fails."""
        wanted = Wanted.read(payload)
        if wanted is None:
            raise ValueError("the button asks for no paper")
        try:
            if wanted.kind == "show":
                material = await self.shelf.run(read_material, self.shelf.store, conversation_id)
                if material is not None:
                    return self._summary(material, wanted).plus(self._ways(wanted.choice))
            channel = await self.shelf.run(self._channel, conversation_id)
        except StoreError:
            return self._not_now(wanted, recall)
        return self._link(conversation_id, wanted, channel)

    async def shown(self, conversation_id: str, drafts: Sequence[Draft]) -> Sequence[Draft]:
        """Return the drafts with each announced summary in place of the button that would show it.

        Where the database fails, the button stays.
        """
        asked = [wanted for draft in drafts for button in draft.buttons if (wanted := _shows(button))]
        if not asked:
            return drafts
        try:
            material = await self.shelf.run(read_material, self.shelf.store, conversation_id)
        except StoreError:
            return drafts
        return [self._filled(draft, material) if material else draft for draft in drafts]

    def _filled(self, draft: Draft, material: Material) -> Draft:
        wanted = next(filter(None, map(_shows, draft.buttons)), None)
        if wanted is None:
            return draft
        kept = tuple(button for button in draft.buttons if _shows(button) is None)
        return self._summary(material, wanted).plus(draft.model_copy(update={"buttons": kept}))

    def _summary(self, material: Material, wanted: Wanted) -> Draft:
        return compose(self.words.content, material, read_parts(wanted.choice), datetime.now(timezone.utc)).draft

    def _ways(self, choice: str) -> Draft:
        content = self.words.content
        ways = (Button(title=words(content, f"summary_{kind}_title"), value=_button(kind, choice)) for kind in _FILES)
        return Draft(blocks=(), buttons=tuple(ways))

    def _channel(self, conversation_id: str) -> str:
        conversation = self.shelf.store.conversations.get(conversation_id)
        return conversation.channel if conversation else "web"

    def _link(self, conversation_id: str, wanted: Wanted, channel: str) -> Draft:
        content, address = self.words.content, self.addresses.get(channel, "").rstrip("/")
        if channel != "web" and not address:
            return response_draft(content, "summary_link_nowhere", 0)
        document = self.links.sign(SignedLink(conversation_id, wanted.kind, wanted.choice))
        forms = content.instruments.instruments
        name = {"name": forms[wanted.choice].name if wanted.choice in forms else ""}
        title = response_draft(content, f"summary_link_{wanted.kind}", 0, name).text
        link = Links(items=(Link(title=title, url=f"{address}{DOCUMENTS}{document}"),))
        intro = response_draft(content, "summary_link_intro", 0, {"minutes": str(self.links.minutes)})
        return intro.plus(Draft(blocks=(link,)))

    def _not_now(self, wanted: Wanted, recall: Recall) -> Draft:
        draft = self.words.draft("summary_not_shown", recall.country, recall.language)
        again = Button(title=words(self.words.content, "summary_try_again_title"), value=wanted.payload)
        return draft.model_copy(update={"buttons": (again,)})


def _shows(button: Button) -> Wanted | None:
    wanted = Wanted.read(button.value)
    return wanted if wanted and wanted.kind == "show" else None


def _button(kind: Kind, choice: str) -> str:
    return Wanted(kind, choice).payload
