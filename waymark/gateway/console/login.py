"""Signing in and out."""

from __future__ import annotations

import re
import secrets

import structlog
from fastapi import APIRouter, Request, Response

from waymark.gateway.console.auth import COOKIE, HOME, CheckedForm, Responder, find_signed_in, set_cookie
from waymark.gateway.console.credentials import clean_name
from waymark.gateway.console.form import read_form
from waymark.gateway.console.render import go_to, page
from waymark.gateway.console.sessions import LASTS_SECONDS, LOGIN_LASTS_SECONDS
from waymark.gateway.console.trouble import ConsoleRoute
from waymark.gateway.services import Parts, Services

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)
_LOGIN_COOKIE = "waymark_console_login"
_OURS = re.compile(r"/console(/cases/[0-9a-f-]{36}|/gaps)?")
_log = structlog.get_logger()


@router.get("/login")
async def show_login(request: Request, services: Parts) -> Response:
    """Ask for name and password, or go on where somebody is signed in."""
    wanted = _ours(request.query_params.get("next"))
    if await find_signed_in(request, services) is not None:
        return go_to(wanted)
    return _login_page(request, services, wanted)


@router.post("/login")
async def sign_in(request: Request, services: Parts) -> Response:
    """Let a responder in, or say no in the same words and the same time, whatever was wrong."""
    form = await read_form(request)
    console, wanted = services.console, _ours(form.get("next"))
    nonce = console.sessions.login_nonce(request.cookies.get(_LOGIN_COOKIE))
    if nonce is None or not console.sessions.is_csrf(nonce, form.get("csrf", "")):
        return _login_page(request, services, wanted, "too_old", 403)
    name, address = clean_name(form.get("name", "")), request.client.host if request.client else "unknown"
    if not console.login_limits.allows(name, address):
        _log.warning("console.login.refused", reason="limit")
        refusal = _login_page(request, services, wanted, "too_many", 429, name)
        refusal.headers["Retry-After"] = str(console.login_limits.seconds_to_wait)
        return refusal
    responder = await services.shelf.run(services.shelf.store.responders.get, name)
    password_hash = responder.password_hash if responder is not None and responder.is_active else None
    if not await console.is_password(password_hash, form.get("password", "")) or password_hash is None:
        _log.warning("console.login.refused", reason="password")
        return _login_page(request, services, wanted, "wrong", 401, name)
    console.login_limits.forget(name, address)
    response = go_to(wanted)
    set_cookie(request, response, services, COOKIE, console.sessions.begin(name, password_hash), LASTS_SECONDS)
    set_cookie(request, response, services, _LOGIN_COOKIE, "", 0)
    return response


@router.post("/logout")
async def sign_out(request: Request, services: Parts, responder: Responder, _: CheckedForm) -> Response:
    """End the session of this browser."""
    services.console.sessions.end(responder.nonce)
    response = go_to(f"{HOME}/login")
    set_cookie(request, response, services, COOKIE, "", 0)
    return response


def _login_page(
    request: Request, services: Services, wanted: str, notice: str | None = None, status: int = 200, name: str = ""
) -> Response:
    nonce = secrets.token_urlsafe(16)
    # A link in another site's page brings no SameSite=Strict cookie along; the next click, on our own page, does.
    is_from_elsewhere = request.method == "GET" and request.headers.get("sec-fetch-site") == "cross-site"
    values = {
        "csrf": services.console.sessions.csrf(nonce),
        "next": wanted,
        "notice": notice,
        "name": name,
        "is_from_elsewhere": is_from_elsewhere,
    }
    response = page(request, "login.html", values, status)
    set_cookie(
        request, response, services, _LOGIN_COOKIE, services.console.sessions.sign_login(nonce), LOGIN_LASTS_SECONDS
    )
    return response


def _ours(path: str | None) -> str:
    """Return the page to go to after signing in; never one of another site."""
    return path if path and _OURS.fullmatch(path) else HOME
