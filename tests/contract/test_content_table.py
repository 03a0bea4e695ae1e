"""The published table of the content is that of the content."""

from pathlib import Path

from waymark.content import load_content
from waymark.content.table import content_table

ROOT = Path(__file__).parents[2]
COMMAND = "uv run waymark content table > docs/answers/content.md"


def test_content_table_is_up_to_date():
    written = (ROOT / "docs/answers/content.md").read_text()
    assert written == content_table(load_content(ROOT / "content")) + "\n", f"stale; run: {COMMAND}"


def test_content_table_tells_how_it_is_written():
    assert COMMAND in (ROOT / "docs/answers/content.md").read_text()
