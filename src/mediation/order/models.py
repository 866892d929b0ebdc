"""Tables of service orders."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from mediation.infra.db import Row, instant


class OrderStep(StrEnum):
    """What an order waits for."""

    CLOSED = "closed"
    """已销号"""
    DISPATCHING = "dispatching"
    """派单"""
    HANDLING = "handling"
    """办单"""
    RATING = "rating"
    """评单"""
    REQUESTED = "requested"
    """点单"""


class OrderLevel(StrEnum):
    """Who settles it."""

    AT_ONCE = "at_once"
    """即接即办"""
    DISTRICT = "district"
    """区联合会协调"""
    STREET = "street"
    """街道派单到科室、社区"""


class OrderChannel(StrEnum):
    """How the need became known."""

    EMAIL = "email"
    HOTLINE = "hotline"
    MAILBOX = "mailbox"
    VISIT = "visit"
    WECHAT = "wechat"


class OrderMark(StrEnum):
    """满意度评价."""

    DISSATISFIED = "dissatisfied"
    FAIRLY = "fairly"
    SATISFIED = "satisfied"


class OrderCounter(Row, table=True):
    """The last number given in a district in a year: numbers without gaps."""

    __tablename__ = "order_counter"
    __table_args__ = (UniqueConstraint("district_id", "year"),)

    district_id: UUID = Field(foreign_key="district.id")
    year: int
    last: int


class ServiceOrder(Row, table=True):
    """A need, from its order to its end. The applicant may stay anonymous."""

    __tablename__ = "service_order"
    __table_args__ = (
        UniqueConstraint("district_id", "year", "serial"),
        Index("ix_service_order_agency", "agency_id", "registered_at", "id"),
        Index("ix_service_order_handler", "handler_agency_id", "registered_at", "id"),
        Index("ix_service_order_due", "due_on", postgresql_where=text("step <> 'closed'")),
        CheckConstraint("step IN ('closed','dispatching','handling','rating','requested')", name="step"),
        CheckConstraint("level IN ('at_once','district','street')", name="level"),
        CheckConstraint("(step = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(step = 'requested') OR (opinion <> '' AND level IS NOT NULL)", name="taken"),
        CheckConstraint("(step = 'handling') <= (handler_agency_id IS NOT NULL)", name="handled"),
    )

    city_id: UUID
    district_id: UUID = Field(foreign_key="district.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    """which took it down, and answers for it"""
    year: int
    serial: int
    channel: str
    requester_name: str = ""
    phone_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    content: str
    """订单内容"""
    opinion: str = ""
    """接单人受理意见"""
    result: str = ""
    """办理结果"""
    mark: str | None = None
    """申请人满意度评价"""
    comment: str = ""
    level: str | None = None
    step: str
    handler_agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    """where it was dispatched to"""
    owner_id: UUID | None = Field(default=None, foreign_key="staff.id")
    """who sees to the present step; none: whoever of the agency comes first"""
    taken_by: UUID | None = Field(default=None, foreign_key="staff.id")
    registered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    registered_at: datetime = instant()
    due_on: date | None = None
    """last day of the present step; none once closed"""
    call_back: bool = False
    """reopened because the applicant was not satisfied: to be called back by `due_on`"""
    reminded_on: date | None = None
    """the `due_on` whose passing was told"""
    closed_at: datetime | None = instant(default=None, nullable=True)
    version: int = 1


class OrderStepTaken(Row, table=True):
    """One step of an order: whose, since when, until when, and when it was done. A step that comes again is a new row."""

    __tablename__ = "order_step"
    __table_args__ = (Index("ix_order_step_order", "order_id", "began_at", "id"),)

    order_id: UUID = Field(foreign_key="service_order.id")
    district_id: UUID
    step: str
    level: str | None = None
    agency_id: UUID = Field(foreign_key="agency.id")
    owner_id: UUID | None = Field(default=None, foreign_key="staff.id")
    began_at: datetime = instant()
    due_on: date | None = None
    done_at: datetime | None = instant(default=None, nullable=True)
    done_by: UUID | None = Field(default=None, foreign_key="staff.id")
    note: str = ""
    """why it was sent back or up, where it was"""
