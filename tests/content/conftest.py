from pathlib import Path

import pytest

from waymark.content import load_content

CONTENT_DIR = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def content():
    return load_content(CONTENT_DIR)
