"""Content files as data that still knows its lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from waymark.errors import ContentError, Fault

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
T = TypeVar("T")


@dataclass(frozen=True)
class YamlDocument:
    """Parsed YAML, and the node tree that tells where each value stands."""

    path: Path
    data: Any
    node: yaml.Node | None
    first_line: int

    def line_of(self, location: tuple[int | str, ...]) -> int:
        """Return the line of the value at a pydantic error location, or of its nearest parent."""
        node = self.node
        line = self.first_line if node is None else self.first_line + node.start_mark.line
        for step in location:
            if isinstance(node, yaml.MappingNode):
                found = next((pair for pair in node.value if pair[0].value == str(step)), None)
                if found is None:
                    continue
                node = found[1]
                line = self.first_line + found[0].start_mark.line
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = self.first_line + node.start_mark.line
        return line

    def validate(self, shape: type[T]) -> T:
        """Return the data in the given shape.

        Raises:
            ContentError: with one fault per value that does not fit.
        """
        try:
            return TypeAdapter(shape).validate_python(self.data)
        except ValidationError as error:
            raise ContentError(
                [
                    Fault(self.path, self.line_of(fault["loc"]), _problem(fault["loc"], fault["msg"]))
                    for fault in error.errors(include_url=False)
                ]
            ) from error


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        ContentError: the file is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError([Fault(path, 1, "file cannot be read")]) from error
    except UnicodeDecodeError as error:
        raise ContentError([Fault(path, 1, "file is not UTF-8")]) from error


def parse_yaml(path: Path, text: str, first_line: int = 1) -> YamlDocument:
    """Parse YAML that begins at `first_line` of its file.

    Raises:
        ContentError: it is no YAML, or a key stands twice.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node is not None else None
    except (yaml.YAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise ContentError(
            [Fault(path, line, f"not YAML: {getattr(error, 'problem', None) or type(error).__name__}")]
        ) from error
    doubles = _duplicate_keys(node)
    if doubles:
        raise ContentError(
            [Fault(path, first_line + key.start_mark.line, f"key `{key.value}` stands twice") for key in doubles]
        )
    return YamlDocument(path, data, node, first_line)


def read_yaml(path: Path) -> YamlDocument:
    """Read and parse one YAML file.

    Raises:
        ContentError: the file is missing, no YAML, or a key stands twice.
    """
    return parse_yaml(path, read_text(path))


def validated(path: Path, line: int, shape: type[BaseModel], **values: Any) -> Any:
    """Build a model from values whose place in the file is one line.

    Raises:
        ContentError: a value does not fit.
    """
    try:
        return shape(**values)
    except ValidationError as error:
        raise ContentError(
            [Fault(path, line, _problem(fault["loc"], fault["msg"])) for fault in error.errors(include_url=False)]
        ) from error


def _problem(location: tuple[int | str, ...], problem: str) -> str:
    where = ".".join(str(step) for step in location)
    what = problem.removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


def _duplicate_keys(node: yaml.Node | None) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        found = []
        for key, value in node.value:
            if key.value in seen:
                found.append(key)
            seen.add(key.value)
            found += _duplicate_keys(value)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [key for child in node.value for key in _duplicate_keys(child)]
    return []
