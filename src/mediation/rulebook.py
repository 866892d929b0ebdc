"""The table of deadlines of this process: the law's rows, and what the regions of `policies/region` add to them."""

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mediation.kit.own_yaml import read_yaml
from mediation.law.deadlines import ROWS
from mediation.law.deadlines.rulebook import Region, Rulebook, parse_region


@lru_cache(maxsize=8)
def load(policies_dir: Path) -> Rulebook:
    """The table, read once. A file that does not parse raises ValueError and stops the start."""
    found: dict[str, Region] = {}
    for path in sorted((policies_dir / "region").glob("*/deadlines.yaml")):
        region = path.parent.name
        found[region] = parse_region(region, read_yaml(path.read_text(encoding="utf-8")), ROWS)
        if sum(one.code == found[region].code for one in found.values()) > 1:
            raise ValueError(f"{region}: another region has its code")
    return Rulebook(ROWS, MappingProxyType(found))
