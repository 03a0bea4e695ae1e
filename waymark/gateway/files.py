"""Files behind signed links that work for a short while: a browser that saves one sends no token."""

from __future__ import annotations

from datetime import datetime, timezone

from fastapi import APIRouter, Response

from waymark.answers.render import words
from waymark.care.reminders.calendar_file import MEDIA_TYPE, calendar_file
from waymark.errors import StoreError
from waymark.gateway.data_desk import CALENDAR_FILE, EXPORT_FILE
from waymark.gateway.export import collect
from waymark.gateway.problems import Problem
from waymark.gateway.reminding import readable
from waymark.gateway.services import Parts

router = APIRouter(prefix="/api/v1", tags=["version 1"])
EXPORT_NAME, CALENDAR_NAME = "waymark-conversation.json", "reminder.ics"


@router.get("/files/{file_id}", response_class=Response)
async def give_file(file_id: str, services: Parts) -> Response:
    """Give what a signed link from the talk stands for: the copy of everything, or a reminder for a calendar."""
    found = services.file_links.read(file_id)
    if found is None:
        raise Problem(404, "this link has expired or is not whole; ask for a new one in the talk")
    store = services.shelf.store
    try:
        if found.what == EXPORT_FILE:
            export = await services.shelf.run(collect, store, found.conversation_id)
            if export is not None:
                return _file(export.model_dump_json(indent=2, by_alias=True), "application/json", EXPORT_NAME)
        if found.what == CALENDAR_FILE:
            reminder = (await services.shelf.run(readable, store, found.conversation_id)).get(found.choice)
            if reminder is not None:
                title = words(services.content, "reminders_event")
                return _file(
                    calendar_file(reminder, found.choice, title, datetime.now(timezone.utc)), MEDIA_TYPE, CALENDAR_NAME
                )
    except StoreError:
        raise Problem(503, "the file cannot be made right now; try again soon") from None
    raise Problem(404, "what this link stands for was erased")


def _file(text: str, media_type: str, name: str) -> Response:
    return Response(text, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
