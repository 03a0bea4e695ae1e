"""Reads what a form of the console sends; other sites' forms are refused, whatever their cookies and tokens say."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from waymark.gateway.problems import Problem

Form = dict[str, str]
_MOST_FIELDS = 20


async def read_form(request: Request) -> Form:
    """Return the fields of a URL-encoded body, each once.

    Raises:
        Problem: it comes from another site, is encoded in another way, or has too many fields.
    """
    origin, site = request.headers.get("origin", "null"), request.headers.get("sec-fetch-site", "same-origin")
    is_foreign = origin != "null" and urlsplit(origin).netloc != request.headers.get("host")
    if is_foreign or site != "same-origin":  # with no-referrer, browsers send "null" for our own forms too
        raise Problem(403, "this form does not stand on our own page")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise Problem(415, "send a form")
    body = (await request.body()).decode("ascii", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise Problem(400, "the form has too many fields") from None
