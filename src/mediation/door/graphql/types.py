"""The doors of a case as they are read: each with its reasons, needs, sums and effects, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import strawberry

from mediation.case.models import ClaimGroup, ClaimHead
from mediation.gql.context import Info
from mediation.gql.scalars import Fen
from mediation.kit.problems import Text
from mediation.law import routing as law
from mediation.law.routing import DoorId, EffectKind, FlagId, How, NeedKind, Standing, Who
from mediation.law.routing.facts import CaseFacts, Circumstance, Group
from mediation.law.sources.source import Source


def _said(text: Text, info: Info) -> str:
    return text.in_(info.context.locale)


@strawberry.type(description="Where a rule comes from.")
class DoorSource:
    """A clause of an instrument."""

    citation: str = strawberry.field(description="Instrument and article, in the reader's language.")
    article: str = strawberry.field(description="The number of the article; empty for a notice without articles.")
    quote: str = strawberry.field(description="The clause, in the words of the law.")
    grade: str = strawberry.field(description="How well the words were read: A, B, C or UNVERIFIED.")

    @classmethod
    def of(cls, source: Source, info: Info) -> "DoorSource":
        """From a source of the law."""
        citation = source.en if info.context.locale.startswith("en") else source.zh
        return cls(citation=citation, article=source.article, quote=source.quote, grade=source.grade.value)


@strawberry.type(description="Why a door is not open, or what to beware of.")
class DoorReason:
    """A sentence with its article."""

    text: str = strawberry.field(description="In the reader's language.")
    source: DoorSource = strawberry.field(description="The article.")

    @classmethod
    def of(cls, reason: law.Reason, info: Info) -> "DoorReason":
        """From a reason of the law."""
        return cls(text=_said(reason.text, info), source=DoorSource.of(reason.source, info))


@strawberry.type(description="One thing needed to go through.")
class DoorNeed:
    """A fact, or a document."""

    kind: NeedKind = strawberry.field(description="Whether it has to be so, or to be brought.")
    text: str = strawberry.field(description="What, in the reader's language.")
    present: bool | None = strawberry.field(description="Whether it is there; null where the system does not know.")
    source: DoorSource = strawberry.field(description="The article that asks for it.")

    @classmethod
    def of(cls, need: law.Need, info: Info) -> "DoorNeed":
        """From a need of the law."""
        source = DoorSource.of(need.source, info)
        return cls(kind=need.kind, text=_said(need.text, info), present=need.present, source=source)


@strawberry.type(description="A part of what is owed, and what the door does for it.")
class DoorShare:
    """Together the shares of a door are everything owed."""

    group: ClaimGroup = strawberry.field(description="Wages or social insurance.")
    heads: list[ClaimHead] = strawberry.field(description="What it is owed for; several where the sum was not divided.")
    amount_fen: Fen = strawberry.field(description="How much.")
    how: How = strawberry.field(description="What the door does for it.")

    @classmethod
    def of(cls, share: law.Share) -> "DoorShare":
        """From a share of the law."""
        heads = [ClaimHead(head.value) for head in sorted(share.heads)]
        return cls(group=ClaimGroup(share.group.value), heads=heads, amount_fen=Fen(share.fen), how=share.how)


@strawberry.type(description="What going through this door does to another.")
class DoorEffect:
    """Data of the law, the same in every case."""

    on: DoorId = strawberry.field(description="The other door.")
    kind: EffectKind = strawberry.field(description="What happens to it.")
    text: str = strawberry.field(description="In words, in the reader's language.")
    source: DoorSource = strawberry.field(description="The article.")

    @classmethod
    def of(cls, effect: law.Effect, info: Info) -> "DoorEffect":
        """From an effect of the law."""
        source = DoorSource.of(effect.source, info)
        return cls(on=effect.on, kind=effect.kind, text=_said(effect.text, info), source=source)


@strawberry.type(description="The last day of a door.")
class DoorEnd:
    """Computed, or the reason why it cannot be."""

    on: date | None = strawberry.field(description="The last day; null while it cannot be computed.")
    natural_on: date | None = strawberry.field(description="The end before rest days moved it.")
    missing: str | None = strawberry.field(description="The holiday notice without which it cannot be computed.")
    source: DoorSource = strawberry.field(description="The rule that sets the period.")


@strawberry.type(
    description="A way that the law leaves in a case: open or not, since when, until when, and what it needs."
)
class Door:
    """For a lawyer to decide upon; nothing here is taken by the system."""

    which: DoorId = strawberry.field(description="Which way.")
    standing: Standing = strawberry.field(description="Whether one may go through.")
    since_on: date | None = strawberry.field(description="From which day it is open, or will be; null: not known.")
    used_on: date | None = strawberry.field(description="The day somebody went through.")
    for_good: bool = strawberry.field(description="Closed, and nothing that can still happen opens it again.")
    who: list[Who] = strawberry.field(description="Who may go through.")
    shares: list[DoorShare] = strawberry.field(description="Everything owed, and what the door does for each part.")
    door: strawberry.Private[law.Door]

    @classmethod
    def of(cls, door: law.Door) -> "Door":
        """From a door of the law."""
        return cls(
            which=door.id,
            standing=door.standing,
            since_on=door.since_on,
            used_on=door.used_on,
            for_good=door.for_good,
            who=list(door.who),
            shares=[DoorShare.of(share) for share in door.shares],
            door=door,
        )

    @strawberry.field(description="What it is called, in the reader's language.")
    def title(self, info: Info) -> str:
        """A few words."""
        return _said(self.door.title, info)

    @strawberry.field(description="Its last day; null where the law sets none, or it has not begun to run.")
    def until(self, info: Info) -> DoorEnd | None:
        """From the table of deadlines."""
        end = self.door.until
        if end is None:
            return None
        source = DoorSource.of(end.source, info)
        return DoorEnd(on=end.on, natural_on=end.natural_on, missing=end.missing, source=source)

    @strawberry.field(description="Why it is not open; empty when it is.")
    def why(self, info: Info) -> list[DoorReason]:
        """Every condition that decides it."""
        return [DoorReason.of(reason, info) for reason in self.door.why]

    @strawberry.field(description="What to beware of, though it is open.")
    def warnings(self, info: Info) -> list[DoorReason]:
        """Each with its article."""
        return [DoorReason.of(reason, info) for reason in self.door.warnings]

    @strawberry.field(description="What it needs: facts and documents, with whether they are there.")
    def needs(self, info: Info) -> list[DoorNeed]:
        """Facts first."""
        return [DoorNeed.of(need, info) for need in self.door.needs]

    @strawberry.field(description="Of what it needs, what is not there or not known to be.")
    def missing(self, info: Info) -> list[DoorNeed]:
        """Facts first."""
        return [DoorNeed.of(need, info) for need in self.door.missing]

    @strawberry.field(description="What going through it does to other doors.")
    def effects(self, info: Info) -> list[DoorEffect]:
        """Data of the law."""
        return [DoorEffect.of(effect, info) for effect in self.door.effects]

    @strawberry.field(description="The articles it rests on.")
    def sources(self, info: Info) -> list[DoorSource]:
        """The main one first."""
        return [DoorSource.of(source, info) for source in self.door.sources]

    @strawberry.field(description="What a lawyer of the union still has to confirm about it.")
    def open_questions(self, info: Info) -> list[str]:
        """In the reader's language."""
        return [_said(question, info) for question in self.door.open_questions]


@strawberry.type(description="Something to mind in the case beyond its doors.")
class DoorFlag:
    """With its article."""

    which: FlagId = strawberry.field(description="What.")
    text: str = strawberry.field(description="In words, in the reader's language.")
    source: DoorSource = strawberry.field(description="The article.")


@strawberry.type(description="A circumstance that somebody recorded.")
class RecordedCircumstance:
    """What is not recorded is not in the list."""

    which: Circumstance = strawberry.field(description="What was looked into.")
    holds: bool = strawberry.field(description="Yes or no.")
    basis: str = strawberry.field(description="Where it is known from.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")


@strawberry.type(description="The ways that the law leaves in a case, closed ones too. For a lawyer to decide upon.")
class CaseDoors:
    """Wages and social insurance are never one sum."""

    wages_owed_fen: Fen = strawberry.field(
        description="Wages still owed: what is promised and unpaid, and what is claimed."
    )
    social_insurance_owed_fen: Fen = strawberry.field(description="Social insurance still owed.")
    doors: list[Door] = strawberry.field(description="Every door, in the order in which they are shown.")
    circumstances: list[RecordedCircumstance] = strawberry.field(
        description="What was looked into; see `recordCircumstances`."
    )
    routing: strawberry.Private[law.Routing]

    @classmethod
    def of(cls, facts: CaseFacts, routing: law.Routing, known: Mapping[str, Any]) -> "CaseDoors":
        """From the facts of a case and what follows from them."""
        return cls(
            wages_owed_fen=Fen(facts.owed_fen(Group.WAGES)),
            social_insurance_owed_fen=Fen(facts.owed_fen(Group.SOCIAL_INSURANCE)),
            doors=[Door.of(door) for door in routing.doors],
            circumstances=[
                RecordedCircumstance(
                    which=Circumstance(name),
                    holds=value["holds"],
                    basis=value["basis"],
                    recorded_at=datetime.fromisoformat(value["at"]),
                )
                for name, value in known.items()
            ],
            routing=routing,
        )

    @strawberry.field(
        description="What to mind: collective disputes, missing consent, a limitation that is about to end."
    )
    def flags(self, info: Info) -> list[DoorFlag]:
        """The weightiest first."""
        return [
            DoorFlag(which=flag.id, text=_said(flag.text, info), source=DoorSource.of(flag.source, info))
            for flag in self.routing.flags
        ]
