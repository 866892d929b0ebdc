"""The parts that an agreement is read in: sums, term, due moments, clauses, lines, signatures, gaps."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.agreement.hands import Method, Signatory
from mediation.agreement.terms import TermKind
from mediation.case import parts
from mediation.case.graphql.colleagues import Colleague, colleague
from mediation.case.graphql.parties import Party
from mediation.gql.context import Info
from mediation.gql.relay import gid
from mediation.gql.scalars import Fen
from mediation.kit import money
from mediation.law.documents import Gap


@strawberry.type(description="Wages and social insurance, never one sum without its parts.")
class AgreedSums:
    """Sums in fen."""

    wages_fen: Fen = strawberry.field(description="Wages and what is owed in their place.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance.")
    total_fen: Fen = strawberry.field(description="Both together.")
    total_in_words: str = strawberry.field(description="Both together in the characters used on agreements (大写).")

    @classmethod
    def of(cls, wages_fen: int, social_insurance_fen: int) -> "AgreedSums":
        """From two sums."""
        total = wages_fen + social_insurance_fen
        return cls(
            wages_fen=Fen(wages_fen),
            social_insurance_fen=Fen(social_insurance_fen),
            total_fen=Fen(total),
            total_in_words=money.uppercase(money.Fen(total)),
        )


@strawberry.type(description="One instalment of a term.")
class TermPart:
    """See agreement.terms.Part."""

    on: date = strawberry.field(description="The day; 24:00 is the last moment.")
    share: int = strawberry.field(description="Its weight among the others.")


@strawberry.type(description="When an agreement is to be performed; only the figures of its kind are given.")
class AgreementTerm:
    """See agreement.terms."""

    kind: TermKind = strawberry.field(description="How the time is given.")
    days: int | None = strawberry.field(description="Calendar days after the day of effect.")
    hours: int | None = strawberry.field(description="Hours after the moment of effect.")
    on: date | None = strawberry.field(description="The named day.")
    rolls: bool | None = strawberry.field(description="Whether it was agreed that a rest day moves a named day.")
    parts: list[TermPart] | None = strawberry.field(description="The instalments in order.")

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "AgreementTerm":
        """From a term as it is stored."""
        parts = stored.get("parts")
        return cls(
            kind=TermKind(stored["kind"]),
            days=stored.get("days"),
            hours=stored.get("hours"),
            on=date.fromisoformat(stored["on"]) if "on" in stored else None,
            rolls=stored.get("rolls"),
            parts=[TermPart(on=date.fromisoformat(one["on"]), share=one["share"]) for one in parts] if parts else None,
        )


@strawberry.type(description="A due moment of an agreement.")
class AgreementDue:
    """See agreement.terms.DuePart."""

    instalment: int = strawberry.field(description="Its number, from 1.")
    on: date | None = strawberry.field(description="The last day; none for a term in hours.")
    at: datetime = strawberry.field(description="24:00 of that day, or the hour: the first moment that is too late.")


@strawberry.type(description="A further clause of an agreement.")
class AgreementClause:
    """See agreement.rules.Clause."""

    title: str = strawberry.field(description="Heading.")
    text: str = strawberry.field(description="Text.")


@strawberry.type(description="A standing signature, seal or refusal.")
class AgreementSignature:
    """A mark under the current revision."""

    id: strawberry.ID = strawberry.field(description="For `about` of evidence; not a node.")
    signatory: Signatory = strawberry.field(description="In which capacity.")
    party: strawberry.ID | None = strawberry.field(description="Of a worker: global id of the party.")
    name: str | None = strawberry.field(description="Of a worker: name.")
    declined: bool = strawberry.field(description="True when they said that they do not sign.")
    reason: str | None = strawberry.field(description="Why not.")
    method: Method = strawberry.field(description="How it was given.")
    represented: bool = strawberry.field(
        description="Whether an elected representative with special authority signed for them."
    )
    signed_at: datetime = strawberry.field(description="When.")
    recorder_key: strawberry.Private[UUID | None]

    @strawberry.field(description="The member of staff who signed or took the signature; none for a party in the room.")
    async def recorded_by(self, info: Info) -> Colleague | None:
        """Loaded with the others of its level."""
        return await colleague(info.context, self.recorder_key)

    @classmethod
    def of(cls, row: Any) -> "AgreementSignature":
        """From the columns of a mark in a row of agreement.listing."""
        return cls(
            id=gid("Signature", row.mark_id),
            signatory=Signatory(row.signatory),
            party=gid("Party", row.mark_party_id) if row.mark_party_id else None,
            name=row.name or None,
            declined=row.declined,
            reason=row.reason,
            method=Method(row.method),
            represented=row.represented_by is not None,
            signed_at=row.signed_at,
            recorder_key=row.recorded_by,
        )


@strawberry.type(description="The code that a party in the room needs for signing.")
class SigningCode:
    """Six digits, for ten minutes."""

    phone: str = strawberry.field(description="Where it goes, the middle hidden.")
    expires_at: datetime | None = strawberry.field(
        description="Until when the one that was sent for this text can be used; null when another has to be sent."
    )
    again_at: datetime | None = strawberry.field(
        description="From when another can be asked for, if none was asked for in between; null when at once."
    )


@strawberry.type(description="What one worker gets, and whether they signed.")
class AgreementLine:
    """A line of the annex (附表一)."""

    party: strawberry.ID = strawberry.field(description="Global id of the worker's party.")
    name: str = strawberry.field(description="The worker's name.")
    wages_fen: Fen = strawberry.field(description="Wages and what is owed in their place.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance.")
    total_fen: Fen = strawberry.field(description="Both together.")
    signature: AgreementSignature | None = strawberry.field(description="The worker's signature or refusal, if any.")
    party_key: strawberry.Private[UUID]

    @strawberry.field(description="The worker as a party of the case; null when the caller may not see parties.")
    async def worker(self, info: Info) -> Party | None:
        """Loaded with the others of its level."""
        row = await info.context.load(parts.parties_by_id, self.party_key)
        return Party.of(row) if row else None

    @classmethod
    def of(cls, row: Any) -> "AgreementLine":
        """From a row of listing.lines_of_agreements."""
        return cls(
            party=gid("Party", row.party_id),
            name=row.name,
            wages_fen=row.wages_fen,
            social_insurance_fen=row.social_insurance_fen,
            total_fen=Fen(row.wages_fen + row.social_insurance_fen),
            signature=AgreementSignature.of(row) if row.mark_id else None,
            party_key=row.party_id,
        )


@strawberry.type(description="One kind of thing that keeps an agreement from taking effect.")
class MissingCondition:
    """See law.documents.Missing."""

    code: Gap = strawberry.field(description="What is missing.")
    text: str = strawberry.field(description="In the reader's language.")
    source: str = strawberry.field(description="The article that asks for it.")
    count: int = strawberry.field(description="How many of it: workers who have not answered, or one.")


@strawberry.type(description="How far the signing is.")
class SigningCounts:
    """Workers with a line."""

    workers: int = strawberry.field(description="Workers with a line.")
    signed: int = strawberry.field(description="Who signed.")
    declined: int = strawberry.field(description="Who said that they do not sign; they are not bound.")
    waiting: int = strawberry.field(description="Who has not answered.")
