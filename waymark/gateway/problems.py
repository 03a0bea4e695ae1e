"""Errors as RFC 9457 problem+json. One for size, rate or storage still carries the crisis lines."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from waymark.errors import TokenError
from waymark.messages import Crisis, plain_text

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Raised to end a request with a problem+json answer; `detail` never quotes the request."""

    def __init__(self, status: int, detail: str, *, lines: Crisis | None = None, headers: dict[str, str] | None = None):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.lines = lines
        self.headers = headers or {}


def problem_response(problem: Problem) -> JSONResponse:
    """Return the problem as HTTP."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.lines is not None:
        body["lines"] = problem.lines.model_dump(mode="json")
        body["detail"] = f"{problem.detail}\n\n{plain_text([problem.lines])}"
    return JSONResponse(body, problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the app a problem that says what to mend and quotes nothing."""

    @app.exception_handler(Problem)
    async def _(_: Request, problem: Problem) -> JSONResponse:
        return problem_response(problem)

    @app.exception_handler(TokenError)
    async def _(_: Request, error: TokenError) -> JSONResponse:
        return problem_response(Problem(401, str(error), headers={"WWW-Authenticate": "Bearer"}))

    @app.exception_handler(RequestValidationError)
    async def _(_: Request, error: RequestValidationError) -> JSONResponse:
        faults = error.errors()
        if any(fault["type"] == "json_invalid" for fault in faults):
            return problem_response(Problem(400, "the body is not JSON"))
        details = sorted({_detail(fault) for fault in faults})
        return problem_response(Problem(422, "; ".join(details)))

    @app.exception_handler(HTTPException)
    async def _(_: Request, error: HTTPException) -> JSONResponse:
        details = {
            400: "the request cannot be read",
            404: "there is nothing at this address",
            405: "method not allowed",
        }
        detail = details.get(error.status_code, HTTPStatus(error.status_code).phrase)
        return problem_response(Problem(error.status_code, detail, headers=dict(error.headers or {})))


def _detail(fault: dict[str, Any]) -> str:
    if fault["type"] == "extra_forbidden":  # the field's name is the sender's own text: it is not repeated
        return "the body has an unknown field"
    where = next((str(step) for step in fault["loc"] if step not in ("body", "header", "query", "path")), "the body")
    return f"{where}: {str(fault['msg']).removeprefix('Value error, ')}"
