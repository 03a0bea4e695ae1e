"""The fonts of papers: DejaVu Sans, which shows accents, Greek, Cyrillic, Arabic and more. It comes with matplotlib."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from waymark.errors import PaperError


@cache
def font_file(style: str = "") -> Path:
    """Return the file of a style: empty, or `Bold`. The package that holds it is not imported.

    Raises:
        PaperError: it is not installed.
    """
    found = find_spec("matplotlib")
    name = f"DejaVuSans-{style}.ttf" if style else "DejaVuSans.ttf"
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder) / "mpl-data" / "fonts" / "ttf" / name
        if path.exists():
            return path
    raise PaperError(f"the font {name} is missing: install matplotlib as requirements.lock names it")
