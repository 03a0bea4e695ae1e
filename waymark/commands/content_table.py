"""`waymark content table`: prints all topics in numbers; docs/answers/content.md holds what it prints."""

from __future__ import annotations

from waymark.content import load_content
from waymark.errors import WaymarkError
from waymark.settings import Settings


def print_content_table(settings: Settings) -> int:
    """Print the table as Markdown.

    Raises:
        ContentError: with every fault found.
        WaymarkError: the library that measures how hard a text reads is not installed.
    """
    try:
        from waymark.content.table import content_table
    except ModuleNotFoundError as error:
        raise WaymarkError(f"{error.name} is missing; install Waymark with its extra `dev`, as `make` does") from error
    print(content_table(load_content(settings.content_dir)))  # noqa: T201
    return 0
