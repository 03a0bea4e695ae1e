"""All addresses of the console."""

from __future__ import annotations

from fastapi import APIRouter

from waymark.gateway.console import case_actions, case_page, gaps, live, login, queue, talk

router = APIRouter()
for _module in (login, live, queue, case_page, case_actions, talk, gaps):
    router.include_router(_module.router)
