"""Tables of people and organisations. Phones and ID numbers are sealed; equality goes through blind indexes."""

from uuid import UUID

from sqlalchemy import ARRAY, Index, LargeBinary, String, UniqueConstraint, text
from sqlmodel import Field

from mediation.infra.db import Row


class Person(Row, table=True):
    """A natural person: a claimant, a respondent who is a person, a contact."""

    __table_args__ = (
        Index("ix_person_phone_index", "phone_index"),
        Index("ix_person_id_index", "id_index"),
        Index("ix_person_name", "name"),
    )

    district_id: UUID
    name: str
    sort_key: str = ""
    """pinyin of the name, for sorting"""
    phone_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    phone_index: bytes | None = Field(default=None, sa_type=LargeBinary)
    id_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    id_index: bytes | None = Field(default=None, sa_type=LargeBinary)
    version: int = 1


class Organisation(Row, table=True):
    """A company, firm or other body. Unified social credit codes are public and stored in the open."""

    __table_args__ = (
        Index("ix_organisation_bigrams", "bigrams", postgresql_using="gin"),
        Index("ix_organisation_name_key", "name_key"),
        Index("ix_organisation_credit_code", "credit_code", postgresql_where=text("credit_code IS NOT NULL")),
        UniqueConstraint("district_id", "credit_code"),
    )

    district_id: UUID
    name: str
    name_key: str
    """normalised for equality"""
    bigrams: list[str] = Field(sa_type=ARRAY(String))
    credit_code: str | None = None
    contact_name: str | None = None
    contact_phone_cipher: bytes | None = Field(default=None, sa_type=LargeBinary)
    address: str | None = None
    version: int = 1
