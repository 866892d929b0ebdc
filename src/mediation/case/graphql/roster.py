"""Rosters in the API as they are read: the review of a file or of what was pasted, and what was imported.

Their verbs are in roster_verbs.py. A file comes by plain HTTP.
"""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlmodel import col

from mediation.case import queries, roster_columns, roster_rows, roster_taking
from mediation.case import roster_review as review
from mediation.case.models import RosterImport as Row
from mediation.case.roster_file import RosterColumn, Source
from mediation.case.roster_rows import Decision
from mediation.case.roster_undo import UNDONE_WITHIN
from mediation.gql.context import Context, Info
from mediation.gql.enums import described
from mediation.gql.relay import After, Connection, First, Key, Node, connect, gid, node_loader, row_id
from mediation.gql.scalars import Fen
from mediation.kit.names import mask_id, mask_phone
from mediation.kit.problems import NotFound

described(
    RosterColumn,
    "What a column of a roster stands for.",
    {
        RosterColumn.NAME: "姓名: the worker's name.",
        RosterColumn.PHONE: "手机: mobile number.",
        RosterColumn.ID_NUMBER: "身份证: identity number.",
        RosterColumn.JOB: "岗位: job at the employer.",
        RosterColumn.PERIOD: "起止月份: first and last month owed.",
        RosterColumn.WAGES: "拖欠工资: wage arrears in yuan.",
        RosterColumn.SOCIAL_INSURANCE: "社保: social insurance in yuan.",
        RosterColumn.NOTE: "备注: remark.",
    },
)
described(
    Decision,
    "What becomes of a row that repeats somebody.",
    {
        Decision.KEEP: "保留两条: another person with the same phone.",
        Decision.MERGE: "合并: the same person; what the row adds goes to the line it repeats.",
    },
    name="RosterDecision",
)


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
    mergeable: bool = strawberry.field(description="Whether it repeats another line, and can be merged into it.")
    repeats: int | None = strawberry.field(description="The line that has the same identity number or phone.")
    decision: Decision | None = strawberry.field(description="What was said becomes of it.")
    period_from: date | None = strawberry.field(description="First day of the months it is for.")
    period_to: date | None = strawberry.field(description="Last day of the months it is for.")
    note: str = strawberry.field(description="Remark.")
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
            mergeable=row.is_mergeable,
            repeats=row.repeats,
            decision=Decision(row.decision) if row.decision else None,
            period_from=date.fromisoformat(row.period_from) if row.period_from else None,
            period_to=date.fromisoformat(row.period_to) if row.period_to else None,
            note=row.note,
            problems=[
                RosterProblem(column=p.column, code=p.code, message=p.en if english else p.zh) for p in row.problems
            ],
        )


@strawberry.type(description="One column of a roster as it came.")
class RosterSourceColumn:
    """A column under review, also one that stands for nothing."""

    place: int = strawberry.field(description="Its place, from 1.")
    letter: str = strawberry.field(description="Its place as a spreadsheet names it: A, B, C.")
    heading: str = strawberry.field(description="What stands above it; empty when nothing does.")
    column: RosterColumn | None = strawberry.field(description="What it stands for; null when for nothing.")
    looks_like: RosterColumn | None = strawberry.field(
        description="What its cells look like; a suggestion where nobody has said yet which column is which."
    )
    sample: list[str] = strawberry.field(description="Its first cells, long numbers masked.")

    @classmethod
    def all_of(cls, source: Source) -> "list[RosterSourceColumn]":
        """In the order of the source."""
        from openpyxl.utils import get_column_letter

        meant = {place: RosterColumn(name) for name, place in source.places.items()}
        likely = {} if meant else roster_columns.likely(source)
        return [
            cls(
                place=at + 1,
                letter=get_column_letter(at + 1),
                heading=source.headings[at] if at < len(source.headings) else "",
                column=meant.get(at),
                looks_like=RosterColumn(likely[at]) if at in likely else None,
                sample=roster_columns.sample(source, at),
            )
            for at in range(source.width)
        ]


@strawberry.type(description="One sheet of a workbook that came.")
class RosterSheet:
    """A sheet that holds anything."""

    place: int = strawberry.field(description="Its place among them, from 1.")
    name: str = strawberry.field(description="Its name; empty for what was pasted, and for CSV.")
    rows: int = strawberry.field(description="Rows below its heading.")
    chosen: bool = strawberry.field(description="Whether it is the one that is meant.")
    readable: bool = strawberry.field(description="Whether it can be chosen: it has not too many rows.")

    @classmethod
    def all_of(cls, source: Source) -> "list[RosterSheet]":
        """In the order of the workbook."""
        return [
            cls(place=at + 1, name=one.name, rows=len(one.lines), chosen=at == source.at, readable=not one.problem)
            for at, one in enumerate(source.leaves)
        ]


@strawberry.type(name="RosterImport", description="An uploaded roster (名册): under review, or imported.")
class RosterImport(Node):
    """A roster import."""

    file_name: str = strawberry.field(description="Name of the file.")
    uploaded_at: datetime = strawberry.field(description="When it was uploaded; the review is kept for 24 hours.")
    confirmed_at: datetime | None = strawberry.field(description="When it was imported.")
    rows: int = strawberry.field(description="Rows read.")
    importable: int = strawberry.field(description="Rows without a problem.")
    duplicates: int = strawberry.field(description="Rows that only repeat somebody.")
    merged: int = strawberry.field(description="Rows whose person stands in another row.")
    to_correct: int = strawberry.field(description="Rows to be corrected, here or in the file.")
    imported: int | None = strawberry.field(description="Workers taken into the case, once confirmed.")
    undone_at: datetime | None = strawberry.field(description="When the import was taken back.")
    undo_until: datetime | None = strawberry.field(
        description="Until when the import can be taken back, unless a signature, a payment or a worker who has opened "
        "their page stands against it; null when there is nothing to take back."
    )
    version: int = strawberry.field(description="Of the review; send it with what you correct or confirm.")
    row: strawberry.Private[Any]
    opened: strawberry.Private[tuple[roster_rows.RosterRow, ...] | None] = None
    """the rows, once they have been opened: three fields read them"""
    unsealed: strawberry.Private[Source | None] = None
    """the cells, once they have been opened: two fields read them"""

    @strawberry.field(description="Every row with its problems; empty once imported or expired.")
    def lines(self, info: Info) -> list[RosterLine]:
        """Opened and masked on the way out."""
        return [RosterLine.of(row, info.context.locale) for row in self._under_review(info)]

    @strawberry.field(description="Every column as it came, and what it stands for; empty once imported or expired.")
    def columns(self, info: Info) -> list[RosterSourceColumn]:
        """Every cell that is shown is masked as the rows are."""
        source = self._source(info)
        return RosterSourceColumn.all_of(source) if source else []

    @strawberry.field(
        description="The sheets of the workbook, one for what was pasted; empty once imported or expired."
    )
    def sheets(self, info: Info) -> list[RosterSheet]:
        """Which one is meant can be changed with `reviseRoster`."""
        source = self._source(info)
        return RosterSheet.all_of(source) if source else []

    @strawberry.field(
        description="Whether it is on its way into the case at this moment. When it is no longer, `confirmedAt` tells: either "
        "everybody came in or nobody."
    )
    async def taking(self, info: Info) -> bool:
        """False for one that is imported: it need not be asked."""
        if self.confirmed_at is not None:
            return False
        found: bool = await info.context.load(roster_taking.are_taken, self.row.id)
        return found

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
            self.opened = review.under_review(info.context.runtime.vault, self.row, now=info.context.actor.at)
        return self.opened

    def _source(self, info: Info) -> Source | None:
        if self.unsealed is None:
            self.unsealed = review.source_under_review(info.context.runtime.vault, self.row, now=info.context.actor.at)
        return self.unsealed

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
            merged=row.report.get("merged", 0),
            to_correct=row.report["to_correct"],
            imported=row.report.get("imported"),
            undone_at=row.undone_at,
            undo_until=row.confirmed_at + UNDONE_WITHIN if row.confirmed_at and not row.undone_at else None,
            version=row.version,
            row=row,
        )


@node_loader("RosterImport")
async def _roster(context: Context, key: UUID) -> RosterImport | None:
    row = await context.reader.first(queries.rosters(context.actor).where(col(Row.id) == key))
    return RosterImport.of(row) if row else None


_NEWEST_FIRST: tuple[Key, ...] = (
    (col(Row.uploaded_at), datetime.fromisoformat, datetime.isoformat),
    (col(Row.id), UUID, str),
)


@strawberry.type
class Query:
    """Root fields of rosters."""

    @strawberry.field(description="A roster under review, or imported.")
    async def roster_import(self, info: Info, id: strawberry.ID) -> RosterImport:
        """Not found for who may not preview rosters of the case."""
        found: RosterImport | None = await _roster(info.context, row_id("RosterImport", id))
        if found is None:
            raise NotFound
        return found

    @strawberry.field(description="The rosters of a case, newest first; empty for who may not preview rosters of it.")
    async def roster_imports(
        self,
        info: Info,
        case: Annotated[strawberry.ID, strawberry.argument(description="Global id of the case.")],
        first: First,
        after: After = None,
    ) -> Connection[RosterImport]:
        """Also those that were taken back, or never confirmed."""
        statement = queries.rosters(info.context.actor).where(col(Row.case_id) == row_id("Case", case, "case"))
        return await connect(
            info.context.reader,
            statement,
            keys=_NEWEST_FIRST,
            first=first,
            after=after,
            node=RosterImport.of,
            descending=True,
        )
