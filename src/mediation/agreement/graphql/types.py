"""Agreements as they are read. What the caller may not see is null and named in `access.denied`."""

from collections import Counter
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.agreement import codes, listing, rules, terms, wording
from mediation.agreement.graphql.inputs import AgreementTermInput
from mediation.agreement.graphql.parts import (
    AgreedSums,
    AgreementClause,
    AgreementDue,
    AgreementLine,
    AgreementSignature,
    AgreementTerm,
    MissingCondition,
    SigningCode,
    SigningCounts,
)
from mediation.agreement.hands import Mark, Signatory
from mediation.agreement.rules import AgreementState, Clause, Line, Sums
from mediation.case import queries as cases
from mediation.case.graphql.types import Case, Colleague, colleague
from mediation.case.models import CaseState
from mediation.gql.context import Context, Info
from mediation.gql.denied import DeniedField, denied
from mediation.gql.relay import Connection, Edge, Key, Node, gid, node_loader, page, page_size, read_cursor
from mediation.holiday import queries as holidays
from mediation.infra.clock import legal_day
from mediation.kit.machine import allowed
from mediation.kit.problems import Invalid
from mediation.law.documents import Missing

_LINE_KEYS: tuple[Key, ...] = ((None, int, str), (None, UUID, str))
_MARK_KEYS: tuple[Key, ...] = ((None, datetime.fromisoformat, datetime.isoformat), (None, UUID, str))


@strawberry.type(description="What the caller may do to an agreement now.")
class AgreementAccess:
    """Permission and state together."""

    can_revise: bool = strawberry.field(description="Change the text; signatures under it become void.")
    can_finalise: bool = strawberry.field(description="Declare the text final.")
    can_sign: bool = strawberry.field(description="Sign, or record a signature.")
    can_decline: bool = strawberry.field(description="Decline, or record that somebody does not sign.")
    can_seal: bool = strawberry.field(description="Put the studio's seal.")
    can_abandon: bool = strawberry.field(description="Give it up.")
    denied: list[DeniedField] = strawberry.field(
        description="Fields that are null because the caller may not see them."
    )


@strawberry.type(description="A mediation agreement (调解协议书).")
class Agreement(Node):
    """An agreement."""

    state: AgreementState = strawberry.field(description="Where it stands.")
    revision: int = strawberry.field(description="Of the text; a signature counts for one revision only.")
    version: int = strawberry.field(description="Send it with what you change.")
    text_hash: str = strawberry.field(
        description="SHA-256 of this revision with all amounts, in hex: what a signature covers. Send it when signing."
    )
    offer: strawberry.ID | None = strawberry.field(description="Global id of the accepted offer it was made from.")
    sums: AgreedSums = strawberry.field(description="What all lines sum to; equal to the offer.")
    term: AgreementTerm = strawberry.field(description="When it is to be performed.")
    signing: SigningCounts = strawberry.field(description="How far the workers' signing is.")
    signed_by_me: bool = strawberry.field(
        description="Whether the caller, as a party in the room, has put their own name under this revision."
    )
    drafted_at: datetime = strawberry.field(description="When it was drafted.")
    finalised_at: datetime | None = strawberry.field(description="When the text was declared final.")
    effective_at: datetime | None = strawberry.field(description="When it took effect.")
    row: strawberry.Private[Any]

    @strawberry.field(description="The case; null when the caller sees the agreement only.")
    async def case(self, info: Info) -> Case | None:
        """Loaded with the others of its level."""
        row = await info.context.load(cases.cases_by_id, self.row.case_id)
        return Case.of(row) if row else None

    @strawberry.field(description="Who drafted it.")
    async def drafted_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.row.drafted_by)

    @strawberry.field(description="How it is paid; null when not for the caller.")
    def manner(self) -> str | None:
        """As written."""
        return self.row.manner if self.reads_text else None

    @strawberry.field(description="Further clauses in order; null when not for the caller.")
    def clauses(self) -> list[AgreementClause] | None:
        """As written."""
        if not self.reads_text:
            return None
        return [AgreementClause(title=clause["title"], text=clause["text"]) for clause in self.row.clauses]

    @strawberry.field(
        description="The whole text in Chinese, without the amounts per worker (附表一 is `lines`); null when not for the caller."
    )
    async def text(self, info: Info) -> str | None:
        """Put together from the contents."""
        return wording.chinese(await _contents(info.context, self.row)) if self.reads_text else None

    @strawberry.field(description="A courtesy translation of the text; what is signed is Chinese.")
    async def text_in_english(self, info: Info) -> str | None:
        """Put together from the contents."""
        return wording.english(await _contents(info.context, self.row)) if self.reads_text else None

    @strawberry.field(
        description="The due moments: of an effective agreement as they are, before as they would be if it took effect "
        "now; null when they cannot be computed."
    )
    async def dues(self, info: Info) -> list[AgreementDue] | None:
        """By law, through the calendar."""
        found = await _dues(info.context, self.row)
        return (
            None if found is None else [AgreementDue(instalment=due.instalment, on=due.on, at=due.at) for due in found]
        )

    @strawberry.field(
        description="The due moments if it took effect now under another term; null when they cannot be computed."
    )
    async def dues_under(
        self,
        info: Info,
        term: Annotated[AgreementTermInput, strawberry.argument(description="The term to try.")],
    ) -> list[AgreementDue] | None:
        """By law, through the calendar. Raises Invalid (term.…) for figures that are no term."""
        calendar = await info.context.load(holidays.calendars, 0)
        plain = terms.check(term.plain(), today=legal_day(info.context.reader.now))
        try:
            found = terms.dues(plain, info.context.reader.now, calendar)
        except Invalid:
            return None
        return [AgreementDue(instalment=due.instalment, on=due.on, at=due.at) for due in found]

    @strawberry.field(
        description="Amounts per worker in the order of the roster, with their signatures: all, or those the caller may "
        "see; null when none."
    )
    async def lines(self, info: Info, first: int, after: str | None = None) -> Connection[AgreementLine] | None:
        """One query for all agreements of the answer."""
        if not self.reads_text:
            return None
        beyond = tuple(read_cursor(after, _LINE_KEYS)) if after else None
        rows = await info.context.load(listing.lines_of_agreements, self.row.id, first=page_size(first), after=beyond)
        edges = [Edge(place=[str(row.position), str(row.party_id)], node=AgreementLine.of(row)) for row in rows[:first]]

        async def count() -> int:
            return int(await info.context.load(listing.line_counts_of_agreements, self.row.id))

        return page(edges, has_next=len(rows) > first, after=after, count=count)

    @strawberry.field(
        description="Standing signatures, seals and refusals in the order they were given; null when not for the caller."
    )
    async def signatures(
        self, info: Info, first: int, after: str | None = None
    ) -> Connection[AgreementSignature] | None:
        """One query for all agreements of the answer."""
        if not self.reads_text:
            return None
        beyond = tuple(read_cursor(after, _MARK_KEYS)) if after else None
        rows = await info.context.load(
            listing.signatures_of_agreements, self.row.id, first=page_size(first), after=beyond
        )
        edges = [
            Edge(place=[row.signed_at.isoformat(), str(row.mark_id)], node=AgreementSignature.of(row))
            for row in rows[:first]
        ]

        async def count() -> int:
            return int(await info.context.load(listing.signature_counts_of_agreements, self.row.id))

        return page(edges, has_next=len(rows) > first, after=after, count=count)

    @strawberry.field(
        description="What the caller needs for signing, as a party in the room whose phone is registered; null for everybody "
        "else, who sign without it."
    )
    async def signing_code(self, info: Info) -> SigningCode | None:
        """One query for all agreements of the answer."""
        found = await info.context.load(codes.codes_of_agreements, self.row.id)
        return SigningCode(phone=found.phone, expires_at=found.expires_at, again_at=found.again_at) if found else None

    @strawberry.field(description="What keeps it from taking effect, in the order it is asked for; empty once it has.")
    async def missing(self, info: Info) -> list[MissingCondition]:
        """By the gate of the law."""
        if self.state in (AgreementState.EFFECTIVE, AgreementState.ABANDONED):
            return []
        workers = await info.context.load(listing.gaps_of_agreements, self.row.id)
        gaps = _gaps(self.row, workers)
        counts = Counter(gap.gap for gap in gaps)
        first = {gap.gap: gap for gap in reversed(gaps)}
        locale = info.context.locale
        return [
            MissingCondition(
                code=code,
                text=first[code].text.in_(locale),
                source=first[code].source.en if locale.startswith("en") else first[code].source.zh,
                count=counts[code],
            )
            for code in dict.fromkeys(gap.gap for gap in gaps)
        ]

    @strawberry.field(description="What the caller may do to it now, and which fields they may not see.")
    def access(self, info: Info) -> AgreementAccess:
        """From the row."""
        hidden = [] if self.reads_text else ["clauses", "lines", "manner", "signatures", "text", "textInEnglish"]
        can = _possible(self.row)
        return AgreementAccess(
            can_revise=Verb.AGREEMENT_REVISE in can,
            can_finalise=Verb.AGREEMENT_FINALISE in can,
            can_sign=Verb.AGREEMENT_SIGN in can,
            can_decline=Verb.AGREEMENT_DECLINE in can,
            can_seal=Verb.AGREEMENT_SEAL in can and "studio" not in self.row.signed_by,
            can_abandon=Verb.AGREEMENT_ABANDON in can,
            denied=denied(hidden, info.context.locale),
        )

    @property
    def reads_text(self) -> bool:
        """Whether the caller reads text and lines, not only state and figures."""
        return bool(getattr(self.row, listing.flag(Verb.AGREEMENT_LINE_VIEW)))

    @classmethod
    def of(cls, row: Any) -> "Agreement":
        """From a row of listing.agreements."""
        return cls(
            id=gid("Agreement", row.id),
            state=AgreementState(row.state),
            revision=row.revision,
            version=row.version,
            text_hash=row.text_hash.hex(),
            offer=gid("Offer", row.offer_id) if row.offer_id else None,
            sums=AgreedSums.of(int(row.wages_fen), int(row.social_insurance_fen)),
            term=AgreementTerm.of(row.term),
            signing=SigningCounts(
                workers=row.workers,
                signed=row.workers_signed,
                declined=row.workers_declined,
                waiting=row.workers - row.workers_signed - row.workers_declined,
            ),
            signed_by_me=bool(row.signed_by_reader),
            drafted_at=row.drafted_at,
            finalised_at=row.finalised_at,
            effective_at=row.effective_at,
            row=row,
        )


def _possible(row: Any) -> frozenset[Verb]:
    """What the caller may do that the states of agreement and case allow."""
    state, in_time = AgreementState(row.state), row.case_state == CaseState.MEDIATING
    return frozenset(
        verb
        for verb in listing.VERBS
        if verb.value in allowed(rules.MOVES, state)
        and (in_time or verb is Verb.AGREEMENT_ABANDON)
        and getattr(row, listing.flag(verb))
    )


async def _dues(context: Context, row: Any) -> tuple[terms.DuePart, ...] | None:
    calendar = await context.load(holidays.calendars, 0)
    try:
        return terms.dues(terms.from_json(row.term), row.effective_at or context.reader.now, calendar)
    except Invalid:
        return None


async def _contents(context: Context, row: Any) -> wording.Contents:
    return wording.Contents(
        number=row.case_number,
        studio_zh=row.studio_zh,
        studio_en=row.studio_en,
        employer=row.employer,
        credit_code=row.credit_code,
        workers=row.workers,
        claimed=Sums(row.wages_claimed_fen, row.social_insurance_claimed_fen),
        agreed=Sums(int(row.wages_fen), int(row.social_insurance_fen)),
        term=terms.from_json(row.term),
        dues=(await _dues(context, row) or ()) if row.effective_at else (),
        manner=row.manner,
        clauses=[Clause(clause["title"], clause["text"]) for clause in row.clauses],
    )


def _gaps(row: Any, workers: list[Any]) -> tuple[Missing, ...]:
    lines = [Line(one.party_id, int(one.wages_fen), int(one.social_insurance_fen)) for one in workers]
    marks = [
        Mark(Signatory.WORKER, one.party_id, one.declined, bool(one.represented))
        for one in workers
        if one.declined is not None
    ]
    others = [Mark(Signatory(signatory), None, declined=False) for signatory in row.signed_by]
    gone = frozenset(one.party_id for one in workers if one.gone)
    return rules.missing(lines, [*marks, *others], manner=row.manner, withdrawn=gone)


@node_loader("Agreement")
async def _agreement(context: Context, key: UUID) -> Agreement | None:
    row = await context.load(listing.agreements_by_id, key)
    return Agreement.of(row) if row else None
