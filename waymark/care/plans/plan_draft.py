"""Shows a kept plan: its headings with the person's own entries, and the country's line where the plan names lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waymark.answers.render import response_draft
from waymark.care.plans.progress import Entries, entries_of
from waymark.care.tools.tool import value
from waymark.content import Content
from waymark.content.index import UNKNOWN_COUNTRY
from waymark.content.plan_files import PlanHeading
from waymark.content.schema import Language
from waymark.messages import Block, Bullets, Button, Draft, Heading, Paragraph
from waymark.safety.lines import LineBook, Situation

KIND = "plan"  # of the record; its key is the plan's id
SAFETY_PLAN = "safety_plan"
Lines = Mapping[str, str]


def lines_of(content: Content, country: str | None) -> Lines:
    """Return what fills {line} and {emergency} for a country; where none is known, words that hold anywhere."""
    code = country if country and country in content.countries else UNKNOWN_COUNTRY
    book = LineBook(content)
    return {"line": book.line(Situation(code)), "emergency": book.emergency(code, "en")}


def plan_blocks(
    content: Content,
    plan_name: str,
    values: Mapping[str, Any] | None,
    lines: Lines | None = None,
    language: Language = "en",
) -> tuple[Block, ...]:
    """Return a heading and a list for each part of a plan that has something in it.

    Args:
        content: where the headings stand.
        plan_name: the plan's id, which is the record's key.
        values: those of the record; None where no plan is kept.
        lines: what fills {line} and {emergency}; without it, words that hold in every country.
        language: of the words around the line; headings are in that of the plan.

    Raises:
        KeyError: there is no such plan.
        ValueError: what is kept is no plan.
    """
    entries, lines = entries_of(values), lines or lines_of(content, None)
    shown = [
        (part, _items(content, part, entries, lines, language)) for part in content.plans.plans[plan_name].headings
    ]
    return tuple(block for part, items in shown if items for block in (Heading(text=part.title), Bullets(items=items)))


def plan_draft(content: Content, plan_name: str, values: Mapping[str, Any] | None, lines: Lines | None = None) -> Draft:
    """Return a kept plan with the parts that are still open and buttons to change it, or how to make one.

    Arguments and errors are those of `plan_blocks`.
    """
    plan, entries = content.plans.plans[plan_name], entries_of(values)
    if not has_entries(content, plan_name, entries):
        return no_plan_draft(content, plan_name)
    still_open = [part.title for part in plan.headings if not (part.lines or entries.get(part.id))]
    blocks = [*response_draft(content, "plans_shown", 0, {"name": plan.name}).blocks]
    blocks += plan_blocks(content, plan_name, values, lines)
    if still_open:
        blocks += response_draft(content, "plans_still_open", 0, {"titles": "; ".join(still_open)}).blocks
    blocks.append(Paragraph(text=plan.notice.strip().replace("\n", " ")))
    return Draft(blocks=tuple(blocks), buttons=edit_buttons(content, plan_name), sources=content.notes(plan.sources))


def no_plan_draft(content: Content, plan_name: str) -> Draft:
    """Return that there is no plan yet, and how to make one."""
    name = content.plans.plans[plan_name].name
    title = titled(content, "plans_begin_title", name=name)
    button = Button(title=title, value=value(plan_name))
    return response_draft(content, "plans_none", 0, {"name": name}).model_copy(update={"buttons": (button,)})


def crisis_draft(
    content: Content, values: Mapping[str, Any] | None, lines: Lines, language: Language = "en"
) -> Draft | None:
    """Return the kept safety plan as it stands beside crisis words: one line and the entries; None without any.

    Raises:
        ValueError: what is kept is no plan.
    """
    if not has_entries(content, SAFETY_PLAN, entries_of(values)):
        return None
    lead = response_draft(content, "plans_crisis_lead", 0, language=language)
    return Draft(blocks=(*lead.blocks, *plan_blocks(content, SAFETY_PLAN, values, lines, language)))


def has_entries(content: Content, plan_name: str, entries: Entries) -> bool:
    """Return whether anything would be shown of the person's own words."""
    return any(entries.get(part.id) for part in content.plans.plans[plan_name].headings)


def edit_buttons(content: Content, plan_name: str) -> tuple[Button, ...]:
    """Return one button for each part, which opens it."""
    return tuple(
        Button(title=titled(content, "plans_go_title", title=part.title), value=value(plan_name, f"go.{part.id}"))
        for part in content.plans.plans[plan_name].headings
    )


def titled(content: Content, response: str, **values: str) -> str:
    """Return the words of a button."""
    return response_draft(content, response, 0, values).text


def _items(content: Content, part: PlanHeading, entries: Entries, lines: Lines, language: Language) -> tuple[str, ...]:
    own = entries.get(part.id, ())
    if not part.lines:
        return own
    names = ("plans_line", "plans_emergency")
    return (*own, *(response_draft(content, name, 0, lines, language=language).text for name in names))
