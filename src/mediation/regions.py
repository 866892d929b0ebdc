"""The local figures of this process: one folder per region in `policies/region`, read once."""

import re
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from mediation.law.amounts import Regions, parse_region

_ID = re.compile(r"[a-z][a-z0-9-]{1,40}")


@lru_cache(maxsize=8)
def known(policies_dir: Path) -> Regions:
    """The regions with their figures; a folder without a `values.yaml` is no region here.

    Raises:
        ValueError: a file that does not parse, or a region within one that is not there. It stops the start.
    """
    found = {}
    for path in sorted((policies_dir / "region").glob("*/values.yaml")):
        name = path.parent.name
        if not _ID.fullmatch(name):
            raise ValueError(f"{name}: the folder of a region is named in small letters, digits and hyphens")
        found[name] = parse_region(name, yaml.safe_load(path.read_text(encoding="utf-8")))
    lost = [region.id for region in found.values() if region.within is not None and region.within not in found]
    if lost:
        raise ValueError(f"{', '.join(lost)}: within a region that is not there")
    return Regions(MappingProxyType(found))
