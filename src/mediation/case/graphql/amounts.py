"""Amounts by the law in the API: what each head asks for, what it comes to, and how a claim was computed."""

from datetime import date, datetime
from typing import Annotated, Any, cast

import strawberry

from mediation import regions
from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case.computing import Books, Computed, answer_to
from mediation.case.graphql.inputs import AmountInput
from mediation.gql.context import Info
from mediation.gql.enums import described
from mediation.gql.problems import Invalid, as_type
from mediation.gql.scalars import Fen
from mediation.holiday import current as holiday
from mediation.infra.clock import legal_day
from mediation.kit import problems
from mediation.kit.checks import Checks
from mediation.law.amounts import HEADS, Needed
from mediation.law.amounts.result import MissingKind
from mediation.law.amounts.written import inputs_written, written

described(
    MissingKind,
    "What kind of thing is asked for.",
    {
        MissingKind.HOLIDAY_NOTICE: "The State Council's holiday notice of a year.",
        MissingKind.REGIONAL_VALUE: "A local figure: minimum wage, average pay, an injury grant.",
    },
)


@strawberry.type(description="One line of a computation.")
class AmountStep:
    """In the reader's language."""

    text: str = strawberry.field(description="The line, in words and numbers, in the reader's language.")
    figure: str | None = strawberry.field(description="What it arrives at, in digits; cut off with … where it goes on.")
    unit: str = strawberry.field(description="What the figure counts: yuan, months, days, percent, … or none.")


@strawberry.type(description="A clause that a computation rests on.")
class AmountSource:
    """As in law/sources."""

    citation: str = strawberry.field(description="Instrument and article, in the reader's language.")
    quote: str = strawberry.field(description="The words of the law, in Chinese as promulgated.")
    in_force_from: date = strawberry.field(description="The day the quoted wording took effect.")

    @classmethod
    def of(cls, plain: Any, locale: str) -> "AmountSource":
        """From law/amounts/written.py."""
        taken = date.fromisoformat(plain["in_force_from"])
        return cls(citation=_in(plain, locale), quote=plain["quote"], in_force_from=taken)


@strawberry.type(description="What a reader must know beside the figure.")
class AmountNote:
    """A remark."""

    text: str = strawberry.field(description="In the reader's language.")
    source: AmountSource | None = strawberry.field(description="The clause it comes from.")
    open_question: bool = strawberry.field(description="Whether a lawyer still has to confirm it.")


@strawberry.type(description="Another sum that belongs to the answer.")
class AmountFigure:
    """Beside the sum itself."""

    key: str = strawberry.field(description="A stable name: most, least, out_of_time, whole, …")
    title: str = strawberry.field(description="What it is, in the reader's language.")
    fen: Fen = strawberry.field(description="The sum.")


@strawberry.type(description="A local figure that went into the answer.")
class AmountLocal:
    """With who published it."""

    title: str = strawberry.field(description="What it is, in the reader's language.")
    value: str = strawberry.field(description="The figure, in digits.")
    region: str | None = strawberry.field(description="The region it was looked up in; null when the caller gave it.")
    on: date = strawberry.field(description="The day for which it counts.")
    source: str = strawberry.field(description="Who published it.")


@strawberry.type(description="What a head of a claim comes to by the law, exact to the fen, with every step.")
class Amount:
    """From law/amounts/written.py, in the reader's language."""

    head: str = strawberry.field(description="The head, as `amountHeads` lists it.")
    title: str = strawberry.field(description="Its name, in the reader's language.")
    fen: Fen | None = strawberry.field(
        description="The sum, half a fen rounded up once at the end; null where there is none."
    )
    whole_yuan: int | None = strawberry.field(
        description="The sum in yuan with the rest cut off, as awards are published."
    )
    steps: list[AmountStep] = strawberry.field(description="How it comes about, line by line.")
    sources: list[AmountSource] = strawberry.field(description="The clauses it rests on.")
    notes: list[AmountNote] = strawberry.field(description="What the figure alone does not say.")
    also: list[AmountFigure] = strawberry.field(description="Other sums that belong to it.")
    used: list[AmountLocal] = strawberry.field(description="The local figures that went into it.")

    @classmethod
    def of(cls, plain: Any, locale: str) -> "Amount":
        """From the answer as plain values."""
        return cls(
            head=plain["head"],
            title=_in(plain["title"], locale),
            fen=plain["fen"],
            whole_yuan=plain["whole_yuan"],
            steps=[
                AmountStep(text=_in(one["text"], locale), figure=one["figure"], unit=one["unit"])
                for one in plain["steps"]
            ],
            sources=[AmountSource.of(one, locale) for one in plain["sources"]],
            notes=[_note(one, locale) for one in plain["notes"]],
            also=[
                AmountFigure(key=one["id"], title=_in(one["title"], locale), fen=one["fen"]) for one in plain["also"]
            ],
            used=[_local(one, locale) for one in plain["used"]],
        )


@strawberry.type(description="One thing without which there is no answer.")
class AmountMissing:
    """Asked for, never assumed."""

    kind: MissingKind = strawberry.field(description="What kind of thing it is.")
    key: str = strawberry.field(description="Its stable name, or the year of the notice.")
    text: str = strawberry.field(description="What is missing, for which region and day, in the reader's language.")
    input: str | None = strawberry.field(description="The input by which the caller can give it, as VALUE@SOURCE.")
    region: str | None = strawberry.field(description="The region it is missing for.")
    on: date = strawberry.field(description="The day it is missing for.")


@strawberry.type(description="The answer “not yet”: what is missing. Nothing was assumed in its place.")
class AmountNeeded:
    """Typed, because it is no mistake of the caller's."""

    head: str = strawberry.field(description="The head that was asked for.")
    missing: list[AmountMissing] = strawberry.field(description="Everything that is missing, at once.")

    @classmethod
    def of(cls, answer: Needed, locale: str) -> "AmountNeeded":
        """From the answer of law/amounts."""
        missing = [
            AmountMissing(
                kind=one.kind, key=one.id, text=one.text.in_(locale), input=one.input, region=one.region, on=one.on
            )
            for one in answer.missing
        ]
        return cls(head=answer.head, missing=missing)


AmountPreview = Annotated[
    Amount | AmountNeeded | Invalid,
    strawberry.union(
        "AmountPreview",
        description="What `amountPreview` answers: the amount, what is missing for it, or what is wrong.",
    ),
]


@strawberry.type(description="One input of a head.")
class AmountHeadInput:
    """As it is to be written."""

    name: str = strawberry.field(description="Its name: `_fen` is money in fen (or 6480元), `_on` a day.")
    type: str = strawberry.field(description="How it is written: fen, number, date, flag, choice(a|b), rows(a b; …).")
    unit: str = strawberry.field(description="What it counts.")
    required: bool = strawberry.field(description="Whether it must be given.")
    about: str = strawberry.field(description="What it is, in the reader's language.")


@strawberry.type(description="A head of a claim that can be computed.")
class AmountHead:
    """From the register of law/amounts."""

    head: str = strawberry.field(description="Its stable name.")
    title: str = strawberry.field(description="What it is, in the reader's language.")
    inputs: list[AmountHeadInput] = strawberry.field(description="What it asks for.")


@strawberry.type(description="An input as it was written.")
class AmountGiven:
    """Kept with the claim."""

    name: str = strawberry.field(description="Its name.")
    value: str = strawberry.field(description="As written.")


@strawberry.type(description="What the amount of a claim was computed from, and how.")
class ClaimComputation:
    """As it was then: a later law or figure changes nothing here before the claim is computed anew."""

    inputs: list[AmountGiven] = strawberry.field(description="What it was computed from.")
    region: str | None = strawberry.field(description="Where the work was done.")
    on: date = strawberry.field(description="The day whose law and figures count.")
    computed_at: datetime = strawberry.field(description="When it was computed.")
    amount: Amount = strawberry.field(description="The amount, step by step.")

    @classmethod
    def of(cls, row: Any, locale: str) -> "ClaimComputation":
        """From a row of parts.computations_of_claims."""
        return cls(
            inputs=[AmountGiven(name=name, value=value) for name, value in sorted(row.inputs.items())],
            region=row.region,
            on=row.counted_on,
            computed_at=row.computed_at,
            amount=Amount.of(row.answer, locale),
        )


@strawberry.type
class Query:
    """Root fields about amounts: no case is looked at, and nothing is kept."""

    @strawberry.field(description="The heads of claims that can be computed, each with its inputs.")
    def amount_heads(self, info: Info) -> list[AmountHead]:
        """In the order of the register."""
        guard.require_somewhere(info.context.actor, Verb.AMOUNT_VIEW)
        locale = info.context.locale
        return [
            AmountHead(
                head=head.id,
                title=head.title.in_(locale),
                inputs=[
                    AmountHeadInput(**one | {"about": _in(one["about"], locale)}) for one in inputs_written(head.id)
                ],
            )
            for head in HEADS.values()
        ]

    @strawberry.field(description="What a head comes to by the law, step by step; nothing is kept.")
    async def amount_preview(
        self,
        info: Info,
        head: Annotated[str, strawberry.argument(description="As `amountHeads` lists it.")],
        inputs: Annotated[list[AmountInput], strawberry.argument(description="What it is computed from; at most 40.")],
        region: Annotated[
            str | None, strawberry.argument(description="Where the work was done: a name, or a GB/T 2260 code.")
        ] = None,
        on: Annotated[
            date | None, strawberry.argument(description="The day whose law and figures count; today unless given.")
        ] = None,
    ) -> AmountPreview:
        """A wrong input is answered with its path, as a mutation would."""
        context = info.context
        guard.require_somewhere(context.actor, Verb.AMOUNT_VIEW)
        books = Books(
            regions=regions.known(context.runtime.settings.policies_dir),
            calendar=await holiday.seen(context.runtime),
            today=legal_day(context.reader.now),
            place=None,
        )
        given = tuple((one.name, one.value) for one in inputs)
        checks = Checks()
        answer = answer_to(checks, "", Computed(head=head, inputs=given, region=region, on=on), books)
        if answer is None:
            return cast("Invalid", as_type(problems.Invalid(*checks.problems), context.locale))
        if isinstance(answer, Needed):
            return AmountNeeded.of(answer, context.locale)
        return Amount.of(written(answer), context.locale)


def _in(plain: dict[str, str], locale: str) -> str:
    return plain["en"] if locale.startswith("en") else plain["zh"]


def _note(plain: Any, locale: str) -> AmountNote:
    source = AmountSource.of(plain["source"], locale) if plain["source"] else None
    return AmountNote(text=_in(plain["text"], locale), source=source, open_question=plain["open_question"])


def _local(plain: Any, locale: str) -> AmountLocal:
    return AmountLocal(
        title=_in(plain["title"], locale),
        value=plain["value"],
        region=plain["region"],
        on=date.fromisoformat(plain["on"]),
        source=plain["source"],
    )
