"""Rosters in the API: the review of an uploaded file, and its confirmation. The file itself comes by plain HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries, roster, roster_rows
from mediation.case.models import Case as CaseRow
from mediation.case.models import RosterImport as Row
from mediation.gql.context import Context, Info
from mediation.gql.mutation import mutation
from mediation.gql.relay import Node, gid, node_loader, row_id
from mediation.gql.scalars import Fen
from mediation.infra.uow import Tx
from mediation.kit.names import mask_id, mask_phone
from mediation.kit.problems import NotFound


@strawberry.type(description="What is wrong in one cell of a roster, or with the row.")
class RosterProblem:
    """A problem of a row."""

    column: str = strawberry.field(description="name, phone, id_number, job, period, wages, social_insurance or note.")
    code: str = strawberry.field(description="Stable machine-readable reason, e.g. damaged_by_spreadsheet.")
    message: str = strawberry.field(description="In the reader's language.")


@strawberry.type(description="One row of an uploaded roster, as it was understood.")
class RosterLine:
    """A row under review."""

    number: int = strawberry.field(description="Line number in the file, from 1.")
    name: str = strawberry.field(description="Name.")
    phone: str | None = strawberry.field(description="Mobile number, masked.")
    id_number: str | None = strawberry.field(description="Identity number, masked.")
    job: str = strawberry.field(description="Job.")
    wages_fen: Fen = strawberry.field(description="Wage arrears.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance.")
    importable: bool = strawberry.field(description="Whether nothing is wrong with it.")
    duplicate: bool = strawberry.field(description="Whether it only repeats somebody.")
    keepable: bool = strawberry.field(description="Whether it repeats nothing but a phone, and can be kept.")
    problems: list[RosterProblem] = strawberry.field(description="What is wrong with it.")

    @classmethod
    def of(cls, row: roster_rows.RosterRow, locale: str) -> "RosterLine":
        """From a row."""
        english = locale.startswith("en")
        return cls(
            number=row.number,
            name=row.name,
            phone=mask_phone(row.phone) if row.phone else None,
            id_number=mask_id(row.id_number) if row.id_number else None,
            job=row.job,
            wages_fen=Fen(row.wages_fen),
            social_insurance_fen=Fen(row.social_insurance_fen),
            importable=row.is_importable,
            duplicate=row.is_duplicate_only,
            keepable=row.is_keepable,
            problems=[
                RosterProblem(column=p.column, code=p.code, message=p.en if english else p.zh) for p in row.problems
            ],
        )


@strawberry.type(name="RosterImport", description="An uploaded roster (名册): under review, or imported.")
class RosterImport(Node):
    """A roster import."""

    file_name: str = strawberry.field(description="Name of the file.")
    uploaded_at: datetime = strawberry.field(description="When it was uploaded; the review is kept for 24 hours.")
    confirmed_at: datetime | None = strawberry.field(description="When it was imported.")
    rows: int = strawberry.field(description="Rows read.")
    importable: int = strawberry.field(description="Rows without a problem.")
    duplicates: int = strawberry.field(description="Rows that only repeat somebody.")
    to_correct: int = strawberry.field(description="Rows to be corrected in the file.")
    imported: int | None = strawberry.field(description="Workers taken into the case, once confirmed.")
    row: strawberry.Private[Any]
    opened: strawberry.Private[tuple[roster_rows.RosterRow, ...] | None] = None
    """the rows, once they have been opened: three fields read them"""

    @strawberry.field(description="Every row with its problems; empty once imported or expired.")
    def lines(self, info: Info) -> list[RosterLine]:
        """Opened and masked on the way out."""
        return [RosterLine.of(row, info.context.locale) for row in self._under_review(info)]

    @strawberry.field(description="Sum of the wages of the importable rows.")
    def wages_fen(self, info: Info) -> Fen:
        """To be compared with the foreman's own sum."""
        return Fen(sum(row.wages_fen for row in self._under_review(info) if row.is_importable))

    @strawberry.field(description="Sum of the social insurance of the importable rows.")
    def social_insurance_fen(self, info: Info) -> Fen:
        """To be compared with the foreman's own sum."""
        return Fen(sum(row.social_insurance_fen for row in self._under_review(info) if row.is_importable))

    def _under_review(self, info: Info) -> tuple[roster_rows.RosterRow, ...]:
        if self.opened is None:
            self.opened = roster.under_review(info.context.runtime.vault, self.row, now=info.context.actor.at)
        return self.opened

    @classmethod
    def of(cls, row: Any) -> "RosterImport":
        """From a row or an entity."""
        return cls(
            id=gid("RosterImport", row.id),
            file_name=row.file_name,
            uploaded_at=row.uploaded_at,
            confirmed_at=row.confirmed_at,
            rows=row.report["rows"],
            importable=row.report["importable"],
            duplicates=row.report["duplicates"],
            to_correct=row.report["to_correct"],
            imported=row.report.get("imported"),
            row=row,
        )


@node_loader("RosterImport")
async def _roster(context: Context, key: UUID) -> RosterImport | None:
    columns = Row.__table__.columns  # type: ignore[attr-defined]
    row = await context.reader.first(
        select(columns)
        .join(CaseRow, col(CaseRow.id) == col(Row.case_id))
        .where(col(Row.id) == key, guard.visible(context.actor, Verb.ROSTER_PREVIEW, queries.COLUMNS))
    )
    return RosterImport.of(row) if row else None


@strawberry.input(description="Which rows of a reviewed roster become workers of the case.")
class ConfirmRosterInput:
    """Input of confirmRoster."""

    roster: strawberry.ID = strawberry.field(description="The import's id.")
    leave_out: list[int] = strawberry.field(
        default_factory=list, description="Line numbers not to be taken although they are good."
    )
    keep: list[int] = strawberry.field(
        default_factory=list, description="Line numbers to be taken although their phone is somebody else's too."
    )


@strawberry.type
class Query:
    """Root fields of rosters."""

    @strawberry.field(description="An uploaded roster under review, or imported.")
    async def roster_import(self, info: Info, id: strawberry.ID) -> RosterImport:
        """Not found for who may not preview rosters of the case."""
        found: RosterImport | None = await _roster(info.context, row_id("RosterImport", id))
        if found is None:
            raise NotFound
        return found


@strawberry.type
class Mutation:
    """Verbs of rosters; `roster:preview` is the upload, by plain HTTP."""

    @mutation("Take the good rows of a reviewed roster into the case, with their claims.")
    async def confirm_roster(self, info: Info, tx: Tx, input: ConfirmRosterInput) -> RosterImport:
        """roster:confirm"""
        key = row_id("RosterImport", input.roster, "roster")
        return RosterImport.of(await roster.confirm(tx, key, leave_out=input.leave_out, keep=input.keep))
