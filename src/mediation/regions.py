"""The local figures of this process: one folder per region in `policies/region`, read once."""

import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mediation.kit.own_yaml import read_yaml
from mediation.law.amounts import Regions, parse_region

_ID = re.compile(r"[a-z][a-z0-9-]{1,40}")
_NAME = ("name_zh", "name_en", "code")


@lru_cache(maxsize=8)
def known(policies_dir: Path) -> Regions:
    """The regions with their figures; one that only has deadlines is known too, and has none.

    Raises:
        ValueError: a file that does not parse, or two files of a folder that name it differently. It stops the start.
    """
    found = {}
    for folder in sorted((policies_dir / "region").glob("*/")):
        if not _ID.fullmatch(folder.name):
            raise ValueError(f"{folder.name}: the folder of a region is named in small letters, digits and hyphens")
        figures, deadlines = _read(folder / "values.yaml"), _read(folder / "deadlines.yaml")
        names = [{key: one.get(key) for key in _NAME} for one in (figures, deadlines) if one is not None]
        if len(names) == 2 and names[0] != names[1]:
            raise ValueError(f"{folder.name}: values.yaml and deadlines.yaml name it differently")
        if names:
            found[folder.name] = parse_region(folder.name, figures or names[0])
    return Regions(MappingProxyType(found))


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    content = read_yaml(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{path}: not a mapping")  # noqa: TRY004 - wrong content, not a wrong call
    return content
