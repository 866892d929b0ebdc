"""What is known of the world: ids by name, versions, and the callers."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mediation.gql.relay import gid
from mediation.kit.ids import token_160
from tests.access.cast import Caller

ROSTER = "姓名,手机,身份证,岗位,起止月份,拖欠工资,社保,备注\n赵六,13900139000,,,2026-08至2026-10,6480.00,,\n"
LINK_TOKEN = token_160(bytes(range(20)))
PHONE = "13812341402"


@dataclass
class World:
    """Ids by name (global ids; `versions` and `texts` by the same names), and the callers."""

    callers: dict[str, Caller] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    keys: dict[str, UUID] = field(default_factory=dict)
    """row ids, by the same names"""
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, type_name: str, row: Any) -> None:
        """Remember a row under a name."""
        self.ids[name], self.keys[name] = gid(type_name, row.id), row.id
