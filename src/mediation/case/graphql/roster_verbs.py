"""Rosters in the API as they are changed: pasted, corrected, confirmed, taken back."""

import strawberry

from mediation.case import roster, roster_review, roster_undo
from mediation.case.graphql.roster import RosterImport
from mediation.case.roster_file import RosterColumn
from mediation.case.roster_rows import Decision
from mediation.gql.context import Info
from mediation.gql.mutation import mutation
from mediation.gql.relay import row_id
from mediation.infra.uow import Tx


@strawberry.input(description="Which column of the source stands for what.")
class RosterColumnInput:
    """One column."""

    column: RosterColumn = strawberry.field(description="What it stands for.")
    place: int = strawberry.field(description="Its place in the source, from 1.")


@strawberry.input(description="What is to stand in one cell of a roster under review.")
class RosterCellInput:
    """One correction."""

    line: int = strawberry.field(description="Line number in the source, from 1.")
    column: RosterColumn = strawberry.field(description="Which cell of it.")
    text: str = strawberry.field(description="As typed, up to 1,000 characters; empty clears the cell.")


@strawberry.input(description="What becomes of a line that repeats somebody.")
class RosterDuplicateInput:
    """One decision."""

    line: int = strawberry.field(description="Line number in the source, from 1.")
    decision: Decision | None = strawberry.field(default=None, description="Null takes back what was said.")


@strawberry.input(description="A roster as it was copied from a table.")
class PreviewRosterInput:
    """Input of previewRoster."""

    case: strawberry.ID = strawberry.field(description="The case's id.")
    text: str = strawberry.field(
        description="Rows with tabs between the cells, as WPS and Excel put them on the clipboard, or CSV; up to 500 rows."
    )
    columns: list[RosterColumnInput] | None = strawberry.field(
        default=None, description="Which column is which, where no heading says it."
    )


@strawberry.input(description="Corrections of a roster under review.")
class ReviseRosterInput:
    """Input of reviseRoster."""

    roster: strawberry.ID = strawberry.field(description="The import's id.")
    version: int = strawberry.field(description="The version that was seen.")
    sheet: int | None = strawberry.field(
        default=None,
        description="The sheet that is meant, its place from 1; another than before forgets what was said of the lines of that "
        "one. What else is in this input is said of it. Null leaves it as it is.",
    )
    columns: list[RosterColumnInput] | None = strawberry.field(
        default=None, description="Which column is which, whole; null leaves it as it is."
    )
    cells: list[RosterCellInput] = strawberry.field(default_factory=list, description="Cells to correct; at most 500.")
    duplicates: list[RosterDuplicateInput] = strawberry.field(
        default_factory=list, description="What becomes of lines that repeat somebody; at most 500."
    )


@strawberry.input(description="Which rows of a reviewed roster become workers of the case.")
class ConfirmRosterInput:
    """Input of confirmRoster."""

    roster: strawberry.ID = strawberry.field(description="The import's id.")
    version: int | None = strawberry.field(
        default=None, description="The version of the review that was seen; null takes it as it stands."
    )
    leave_out: list[int] = strawberry.field(
        default_factory=list, description="Line numbers not to be taken although they are good."
    )
    keep: list[int] = strawberry.field(
        default_factory=list, description="Line numbers to be taken although their phone is somebody else's too."
    )


@strawberry.input(description="An import to be taken back as a whole.")
class UndoRosterInput:
    """Input of undoRoster."""

    roster: strawberry.ID = strawberry.field(description="The import's id.")
    reason: str = strawberry.field(description="Why, 2 to 500 characters.")


def _places(given: list[RosterColumnInput] | None) -> list[tuple[str, int]] | None:
    return None if given is None else [(one.column.value, one.place - 1) for one in given]


@strawberry.type
class Mutation:
    """Verbs of rosters. A file is uploaded by plain HTTP instead of `previewRoster`."""

    @mutation("Read a roster that was copied from a table, for review. Nothing of it is a party yet.")
    async def preview_roster(self, info: Info, tx: Tx, input: PreviewRosterInput) -> RosterImport:
        """roster:preview"""
        key, places = row_id("Case", input.case, "case"), _places(input.columns)
        return RosterImport.of(await roster.preview(tx, key, "粘贴", input.text, places=places))

    @mutation(
        "Correct a roster under review: its columns, cells, and lines that repeat somebody. All rows are judged anew."
    )
    async def revise_roster(self, info: Info, tx: Tx, input: ReviseRosterInput) -> RosterImport:
        """roster:revise"""
        made = await roster_review.revise(
            tx,
            row_id("RosterImport", input.roster, "roster"),
            version=input.version,
            places=_places(input.columns),
            cells=[roster_review.Cell(line=one.line, column=one.column.value, text=one.text) for one in input.cells],
            said=[roster_review.Said(line=one.line, decision=one.decision) for one in input.duplicates],
            sheet=None if input.sheet is None else input.sheet - 1,
        )
        return RosterImport.of(made)

    @mutation("Take the good rows of a reviewed roster into the case, with their claims.")
    async def confirm_roster(self, info: Info, tx: Tx, input: ConfirmRosterInput) -> RosterImport:
        """roster:confirm"""
        key = row_id("RosterImport", input.roster, "roster")
        made = await roster.confirm(tx, key, leave_out=input.leave_out, keep=input.keep, version=input.version)
        return RosterImport.of(made)

    @mutation("Take an import back as a whole, within 24 hours and before anybody has signed.")
    async def undo_roster(self, info: Info, tx: Tx, input: UndoRosterInput) -> RosterImport:
        """roster:undo"""
        key = row_id("RosterImport", input.roster, "roster")
        return RosterImport.of(await roster_undo.undo(tx, key, reason=input.reason))
