"""How people name time zones: `care/time_zones.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import available_timezones

from waymark.content.schema import Text
from waymark.content.source_file import read_yaml
from waymark.errors import ContentError, Fault


def read_time_zones(path: Path) -> Mapping[str, str]:
    """Return the zone of each name.

    Raises:
        ContentError: a zone is none of the tz database, or a name stands for two.
    """
    document = read_yaml(path)
    named: dict[str, tuple[Text, ...]] = document.validate(dict[str, tuple[Text, ...]])
    known, found, faults = available_timezones(), dict[str, str](), []
    for zone, names in named.items():
        if zone not in known:
            faults.append(Fault(path, document.line_of((zone,)), f"`{zone}` is no zone of the tz database"))
        for name in names:
            if found.setdefault(name, zone) != zone:
                faults.append(Fault(path, document.line_of((zone,)), f"`{name}` is also a name of {found[name]}"))
    if faults:
        raise ContentError(faults)
    return found
