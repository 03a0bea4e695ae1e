"""Answers what a person wants done with their own data: see it, take it along, keep it for longer, erase it.

The brain offers the buttons; what they do is done here, whether or not the brain is there. What was said about it is
true: "erased" follows the erasing, and a return code is shown once and not stored with the messages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waymark.answers.render import words as fixed_words
from waymark.care.my_data import payloads
from waymark.care.my_data.return_code import new_code, shown
from waymark.care.reminders.reminder import KIND
from waymark.errors import StoreError, UnknownConversation
from waymark.gateway.data_words import DataWords
from waymark.gateway.export import collect
from waymark.gateway.reminding import readable
from waymark.gateway.sessions import LinkSigner, SignedLink
from waymark.gateway.shelf import Recall, Shelf
from waymark.gateway.words import Words
from waymark.messages import Button, Draft, Link, Links, Paragraph

EXPORT_FILE, CALENDAR_FILE = "export", "calendar"  # what a signed link opens
_WEB = "web"


class ShownOnce(Draft):
    """Something that goes to the person and is not stored."""


class DataDesk:
    """The one place where a person's own data is shown, handed out, kept for longer and erased by talking."""

    def __init__(self, shelf: Shelf, words: Words, links: LinkSigner, return_days: int):
        self._shelf = shelf
        self._words = words
        self._links = links
        self._says = DataWords(words.content, words.retention_days, return_days)

    def wish(self, payload: str | None, text: str, recall: Recall) -> str | None:
        """Return what is wanted of this desk: by a button, or by typing what its question or reminder asked for."""
        if payload is not None:
            return payload if payloads.is_of_data(payload) else None
        said = _plain(text)
        if said in self._sayings("reminders_stop_words"):
            return payloads.REMINDERS_STOP
        match recall.asked_last:
            case payloads.ASKS_ERASE:
                choices = {"my_data_sure_title": payloads.ERASE_SURE, "my_data_keep_title": payloads.KEEP}
            case payloads.ASKS_CONSENT:
                choices = {"return_code_yes_title": payloads.RETURN}
                if said in {_plain(yes) for yes in self._words.content.answers.yes}:
                    return payloads.RETURN
            case payloads.ASKS_REMINDED if said in self._sayings("reminders_stop_word"):
                return payloads.REMINDERS_STOP
            case _:
                return None
        titles = {_plain(fixed_words(self._words.content, name)): payload for name, payload in choices.items()}
        return titles.get(said)

    async def answer(self, conversation_id: str, wish: str, recall: Recall) -> tuple[Draft, ...]:
        """Do what is wanted, but for erasing, and return what is true now."""
        try:
            return await self._shelf.run(self._answer, conversation_id, wish, recall)
        except StoreError:
            is_of_code = wish.startswith(payloads.RETURN)
            return (self._says.say("return_code_failed" if is_of_code else "my_data_not_read"),)

    async def erase(self, conversation_id: str, recall: Recall) -> Draft:
        """Erase everything of a conversation; return what is true now."""
        try:
            await self._shelf.run(self._shelf.store.conversations.erase, conversation_id)
        except StoreError:
            return self._words.draft("my_data_not_erased", recall.country, recall.language)
        self._shelf.forget(conversation_id)
        done = self._words.draft("my_data_erased", recall.country, recall.language)
        return done.model_copy(update={"asks": payloads.ERASED})

    def fitted(self, drafts: Sequence[Draft], recall: Recall) -> tuple[Draft, ...]:
        """Return the brain's drafts with what an offer means here written beside it: the brain knows no channel."""
        return tuple(self._fitted(draft, recall.channel == _WEB) for draft in drafts)

    def _fitted(self, draft: Draft, is_web: bool) -> Draft:
        offered = {button.value.partition("=")[0] for button in draft.buttons}
        if payloads.RETURN in offered:
            draft = draft.plus(self._says.say("return_code_terms" if is_web else "return_code_terms_account"))
        if payloads.CALENDAR in offered:
            draft = draft.plus(self._says.say("reminders_on_web" if is_web else "reminders_in_messenger"))
            if not is_web:
                kept = tuple(
                    button for button in draft.buttons if payloads.key_in(button.value, payloads.CALENDAR) is None
                )
                draft = draft.model_copy(update={"buttons": kept})
        return draft

    def _answer(self, conversation_id: str, wish: str, recall: Recall) -> tuple[Draft, ...]:
        store = self._shelf.store
        match wish:
            case payloads.SHOW:
                return (self._overview(conversation_id),)
            case payloads.EXPORT:
                return (self._export(conversation_id, recall),)
            case payloads.ERASE:
                buttons = {"my_data_keep_title": payloads.KEEP, "my_data_sure_title": payloads.ERASE_SURE}
                ask = self._with(self._says.say("my_data_erase_ask"), buttons)
                return (ask.model_copy(update={"asks": payloads.ASKS_ERASE}),)
            case payloads.KEEP:
                return (self._says.say("my_data_stays"),)
            case payloads.RETURN | payloads.RETURN_NEW:
                return self._keep(conversation_id, recall, is_new=wish == payloads.RETURN_NEW)
            case payloads.RETURN_FORGET:
                return (self._forget(conversation_id, recall),)
            case payloads.REMINDERS_STOP:
                store.reminders.stop(conversation_id, KIND)
                return (self._says.say("reminders_all_stopped"),)
        if (key := payloads.key_in(wish, payloads.CALENDAR)) is not None:
            return (self._calendar(conversation_id, key),)
        if (key := payloads.key_in(wish, payloads.REMINDER_OFF)) is not None:
            return (self._take_off(conversation_id, key),)
        return (self._says.say("my_data_old_button"),)

    def _overview(self, conversation_id: str) -> Draft:
        conversation = self._shelf.store.conversations.get(conversation_id)
        if conversation is None:
            raise UnknownConversation("the conversation was erased")
        consent = self._shelf.store.consents.of(conversation_id)
        buttons = {"my_data_export_title": payloads.EXPORT, "my_data_erase_title": payloads.ERASE}
        if consent is not None:
            forget = "return_code_forget_title" if consent.has_code else "return_code_forget_account_title"
            buttons[forget] = payloads.RETURN_FORGET
        return self._with(self._says.overview(self._shelf.store, conversation), buttons)

    def _export(self, conversation_id: str, recall: Recall) -> Draft:
        if recall.channel == _WEB:
            minutes = str(self._links.minutes)
            file = self._file(SignedLink(conversation_id, EXPORT_FILE), "my_data_export_file")
            return self._says.say("my_data_export_web", minutes=minutes).plus(file)
        export = collect(self._shelf.store, conversation_id)
        if export is None:
            raise UnknownConversation("the conversation was erased")
        return self._says.listed(export)

    def _calendar(self, conversation_id: str, key: str) -> Draft:
        if not any(record.key == key for record in self._shelf.store.records.of(conversation_id, KIND)):
            return self._says.say("reminders_gone")
        minutes = str(self._links.minutes)
        file = self._file(SignedLink(conversation_id, CALENDAR_FILE, key), "reminders_file")
        return self._says.say("reminders_calendar", minutes=minutes).plus(file)

    def _take_off(self, conversation_id: str, key: str) -> Draft:
        """Take off the reminder of a button."""
        if key not in readable(self._shelf.store, conversation_id):
            return self._says.say("reminders_gone")
        self._shelf.store.records.remove(conversation_id, KIND, key)
        return self._says.say("reminders_off")

    def _file(self, link: SignedLink, title: str) -> Draft:
        address = f"/api/v1/files/{self._links.sign(link)}"
        return Draft(blocks=(Links(items=(Link(title=fixed_words(self._words.content, title), url=address),)),))

    def _keep(self, conversation_id: str, recall: Recall, *, is_new: bool) -> tuple[Draft, ...]:
        consents = self._shelf.store.consents
        if recall.channel != _WEB:
            consents.agree(conversation_id)
            forget = {"return_code_forget_account_title": payloads.RETURN_FORGET}
            return (self._with(self._says.say("return_code_account"), forget),)
        buttons = {
            "return_code_new_title": payloads.RETURN_NEW,
            "return_code_forget_title": payloads.RETURN_FORGET,
        }
        found = consents.of(conversation_id)
        if found is not None and found.has_code and not is_new:
            return (self._with(self._says.say("return_code_again"), buttons),)
        code = new_code()
        consents.agree(conversation_id, code)
        once = ShownOnce(blocks=(*self._says.say("return_code_shown").blocks, Paragraph(text=shown(code))))
        return once, self._with(self._says.say("return_code_made"), buttons)

    def _forget(self, conversation_id: str, recall: Recall) -> Draft:
        if not self._shelf.store.consents.withdraw(conversation_id):
            return self._says.say("return_code_nothing_to_forget")
        is_web = recall.channel == _WEB
        return self._says.say("return_code_forgotten" if is_web else "return_code_forgotten_account")

    def _with(self, draft: Draft, buttons: Mapping[str, str]) -> Draft:
        made = (Button(title=fixed_words(self._words.content, name), value=value) for name, value in buttons.items())
        return draft.model_copy(update={"buttons": (*draft.buttons, *made)})

    def _sayings(self, name: str) -> frozenset[str]:
        return frozenset(_plain(said) for said in fixed_words(self._words.content, name).split(","))


def _plain(text: str) -> str:
    return " ".join("".join(sign for sign in text.casefold() if sign.isalnum() or sign.isspace()).split())
