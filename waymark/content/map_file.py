"""The map of all topics: `content/map.yml` puts each of them into one group."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import Field

from waymark.content.schema import Identifier, Text
from waymark.content.source_file import read_yaml
from waymark.errors import ContentError, Fault
from waymark.messages import Frozen


class MapGroup(Frozen):
    """Topics that belong together, in the order in which they are shown."""

    title: Text
    summary: Text
    topics: tuple[Identifier, ...] = Field(min_length=1)


class Map(Frozen):
    """All groups by id, in the order in which they are shown; every topic stands in exactly one."""

    groups: dict[Identifier, MapGroup]

    def group_of(self, topic: str) -> str:
        """Return the id of the group in which a topic stands.

        Raises:
            KeyError: there is no such topic.
        """
        for name, group in self.groups.items():
            if topic in group.topics:
                return name
        raise KeyError(topic)


def read_map(path: Path, topics: Collection[str]) -> Map:
    """Return the map of the topics with these ids.

    Raises:
        ContentError: the file breaks its format, or a topic is unknown, missing or stands twice; with every fault.
    """
    document = read_yaml(path)
    groups = document.validate(dict[Identifier, MapGroup])
    faults: list[Fault] = []
    owners: dict[str, str] = {}
    for name, group in groups.items():
        for index, topic in enumerate(group.topics):
            line = document.line_of((name, "topics", index))
            if topic not in topics:
                faults.append(Fault(path, line, f"there is no topic `{topic}`"))
            elif topic in owners:
                faults.append(Fault(path, line, f"`{topic}` stands in `{owners[topic]}` already"))
            else:
                owners[topic] = name
    faults += [Fault(path, 1, f"topic `{topic}` stands in no group") for topic in sorted(set(topics) - set(owners))]
    if faults:
        raise ContentError(faults)
    return Map(groups=groups)
