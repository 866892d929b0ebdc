"""Tables of agencies and staff."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
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

    __table_args__ = (
        Index("ix_staff_agency", "agency_id", "name", "id"),
        CheckConstraint("text_size IN (14,16,18)", name="text_size"),
        CheckConstraint(
            "(quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23"
            " AND quiet_from <> quiet_to",
            name="quiet",
        ),
    )

    agency_id: UUID = Field(foreign_key="agency.id")
    login: str = Field(unique=True)
    """lower case ASCII"""
    name: str
    phone_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    email: str | None = None
    password_hash: str
    must_change_password: bool = False
    locale: str | None = None
    """zh-CN | en; none: as the browser asks"""
    text_size: int = Field(default=16, sa_column_kwargs={"server_default": "16"})
    """of pages: 14, 16 or 18"""
    shortcuts: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    """whether single keys do something on pages"""
    quiet_from: int | None = None
    quiet_to: int | None = None
    """hours in Shanghai between which texts and e-mails wait; both or neither"""
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


class FactorKind(StrEnum):
    """What somebody has besides the password."""

    SMS = "sms"
    """a phone that codes are sent to"""
    TOTP = "totp"
    """an authenticator app (RFC 6238)"""


class SecondFactor(Row, table=True):
    """What somebody has besides the password: at most one of a kind that counts, and one that is being set up."""

    __tablename__ = "second_factor"
    __table_args__ = (
        CheckConstraint("kind IN ('sms','totp')", name="kind"),
        Index(
            "ux_second_factor_counts",
            "staff_id",
            "kind",
            unique=True,
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
        Index("ux_second_factor_set_up", "staff_id", unique=True, postgresql_where=text("confirmed_at IS NULL")),
    )

    staff_id: UUID = Field(foreign_key="staff.id")
    kind: str
    value_cipher: bytes = Field(sa_type=LargeBinary)
    """the app's secret, or the phone number; context `second_factor.value:<id>`"""
    started_at: datetime = instant()
    confirmed_at: datetime | None = instant(default=None, nullable=True)
    """since when it counts; none while it is being set up"""
    tries: int = 0
    """codes tried while it was being set up"""
    last_step: int = Field(default=0, sa_type=BigInteger)
    """of an app: the number of the thirty seconds whose code was taken last; a code works once"""


class RecoveryCode(Row, table=True):
    """A code on paper that takes the place of the second factor, once: the row goes with its use."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_staff", "staff_id"),)

    staff_id: UUID = Field(foreign_key="staff.id")
    code_hash: bytes = Field(sa_type=LargeBinary, unique=True)


class SignInChallenge(Row, table=True):
    """Somebody has given the right password and still has to give a code. The row goes when they have."""

    __tablename__ = "sign_in_challenge"
    __table_args__ = (Index("ix_sign_in_challenge_staff", "staff_id"),)

    staff_id: UUID = Field(foreign_key="staff.id")
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    kind: str
    """cookie | bearer: what the session will be"""
    expires_at: datetime = instant()
    tries: int = 0


class SentCode(Row, table=True):
    """A code that went to a phone: for a sign-in, or (without a challenge) to set the phone up."""

    __tablename__ = "sent_code"
    __table_args__ = (Index("ix_sent_code_staff", "staff_id", "sent_at"),)

    staff_id: UUID = Field(foreign_key="staff.id")
    for_id: UUID
    """the challenge, or the second factor that is being set up"""
    code_hash: bytes = Field(sa_type=LargeBinary)
    sent_at: datetime = instant()
    expires_at: datetime = instant()
