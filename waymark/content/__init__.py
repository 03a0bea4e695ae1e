"""What people read and what is matched: formats, loading, look-up."""

from waymark.content.index import Content
from waymark.content.load import load_content

__all__ = ["Content", "load_content"]
