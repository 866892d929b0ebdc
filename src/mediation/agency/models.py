"""Tables of agencies and staff."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from mediation.infra.db import Row, instant


class AgencyKind(StrEnum):
    """The four member agencies of a studio, and the law firms' panel that justice bureaus keep is not one of them."""

    COURT = "court"
    HUMAN_RESOURCES = "human_resources"
    JUSTICE = "justice"
    UNION = "union"


class City(Row, table=True):
    """A city; holiday and regional values are looked up by `code` (GB/T 2260)."""

    code: str = Field(unique=True)
    name_zh: str
    name_en: str


class District(Row, table=True):
    """A district of a city."""

    city_id: UUID = Field(foreign_key="city.id", index=True)
    code: str = Field(unique=True)
    name_zh: str
    name_en: str


class Agency(Row, table=True):
    """A member agency. A union agency may run a studio: then `studio_name_zh`, its legal basis and its number prefix are set."""

    __table_args__ = (
        UniqueConstraint("district_id", "kind", "name_zh"),
        CheckConstraint("kind IN ('court','human_resources','justice','union')", name="kind"),
    )

    district_id: UUID = Field(foreign_key="district.id")
    kind: str
    name_zh: str
    name_en: str
    phone: str = ""
    """the public line, as printed for workers"""
    studio_name_zh: str | None = None
    studio_name_en: str | None = None
    legal_basis: str | None = None
    """why the studio is a mediation body: statute and article, or the founding document"""
    number_prefix: str | None = Field(default=None, unique=True)
    """the characters before the year in case numbers, e.g. 闵工调"""


class Staff(Row, table=True):
    """A person with an account in one agency."""

    __table_args__ = (Index("ix_staff_agency", "agency_id", "name", "id"),)

    agency_id: UUID = Field(foreign_key="agency.id")
    login: str = Field(unique=True)
    """lower case ASCII"""
    name: str
    phone_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    email: str | None = None
    password_hash: str
    must_change_password: bool = False
    locale: str = "zh-CN"
    disabled_at: datetime | None = instant(default=None, nullable=True)
    version: int = 1


class StaffRole(Row, table=True):
    """A role granted to a member of staff."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("staff_id", "role"),)

    staff_id: UUID = Field(foreign_key="staff.id")
    role: str


class Session(Row, table=True):
    """A signed-in session of a member of staff. The token itself is not stored, only its keyed hash."""

    __tablename__ = "staff_session"
    __table_args__ = (Index("ix_staff_session_staff", "staff_id"),)

    staff_id: UUID = Field(foreign_key="staff.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    kind: str
    """cookie | bearer"""
    address: str = ""
    """where it was opened from: an address that is known has its own allowance of failed sign-ins"""
    opened_at: datetime = instant()
    seen_at: datetime = instant()
    expires_at: datetime = instant()
    closed_at: datetime | None = instant(default=None, nullable=True)


class SignInTry(Row, table=True):
    """A failed sign-in, for the limits per account and per address."""

    __tablename__ = "sign_in_try"
    __table_args__ = (
        Index("ix_sign_in_try_login", "login_hash", "at"),
        Index("ix_sign_in_try_address", "address", "at"),
    )

    at: datetime = instant()
    login_hash: bytes = Field(sa_type=LargeBinary)
    """keyed: people type passwords and phone numbers into the wrong field"""
    address: str
