"""Who is at the console, and whether a form comes from the console's own page.

The database is asked at every request, so that a responder who is taken off the list is out at once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response

from waymark.gateway.console.form import Form, read_form
from waymark.gateway.console.sessions import print_of
from waymark.gateway.problems import Problem
from waymark.gateway.services import Parts, Services

HOME = "/console"
LOGIN = "/console/login"
COOKIE = "waymark_console"


@dataclass(frozen=True)
class SignedIn:
    """A responder at one browser; `csrf` belongs in every form that this browser is given."""

    name: str
    nonce: str
    csrf: str


def set_cookie(request: Request, response: Response, services: Services, name: str, value: str, seconds: int) -> None:
    """Give the browser a cookie that no script and no other site can use; 0 seconds take it away."""
    is_secure = request.url.scheme == "https" or services.settings.environment == "production"
    response.set_cookie(name, value, seconds, path=HOME, secure=is_secure, httponly=True, samesite="strict")


async def find_signed_in(request: Request, services: Services) -> SignedIn | None:
    """Return who sends the request; None where the cookie, the responder or the password is not valid any more.

    Raises:
        StoreError: the database cannot be asked.
    """
    sessions = services.console.sessions
    claims = sessions.read(request.cookies.get(COOKIE))
    if claims is None:
        return None
    responder = await services.shelf.run(services.shelf.store.responders.get, claims.name)
    if responder is None or not responder.is_active:
        return None
    if not secrets.compare_digest(claims.password_print, print_of(responder.password_hash)):
        return None
    return SignedIn(claims.name, claims.nonce, sessions.csrf(claims.nonce))


async def _require(request: Request, services: Parts) -> SignedIn:
    found = await find_signed_in(request, services)
    if found is None:
        wanted = request.url.path if request.method == "GET" else HOME
        raise Problem(303, "sign in first", headers={"Location": f"{LOGIN}?next={quote(wanted)}"})
    return found


Responder = Annotated[SignedIn, Depends(_require)]


async def _checked_form(request: Request, services: Parts, responder: Responder) -> Form:
    form = await read_form(request)
    if not services.console.sessions.is_csrf(responder.nonce, form.get("csrf", "")):
        raise Problem(403, "this form was not made for you, or is too old; reload the page and try again")
    return form


CheckedForm = Annotated[Form, Depends(_checked_form)]
