"""Reads many files and goes on after a fault, so that all faults are told together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from waymark.content.source_file import read_yaml
from waymark.errors import ContentError, Fault

T = TypeVar("T")
U = TypeVar("U")


class FaultList(list[Fault]):
    """The faults found so far; whoever collected them raises them, once."""

    def attempt(self, read: Callable[[], T], fallback: U) -> T | U:
        """Return what is read; where that fails, keep its faults and return the fallback."""
        try:
            return read()
        except ContentError as error:
            self.extend(error.faults)
            return fallback

    def read(self, path: Path, shape: type[T]) -> T | None:
        """Return a YAML file in the given shape; where it has faults, keep them and return None."""
        return self.attempt(lambda: read_yaml(path).validate(shape), None)
