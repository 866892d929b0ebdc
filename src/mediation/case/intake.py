"""What is taken down when a case, a party or a claim comes in, and the checking of it: whole, before anything is saved.

Pure. One shape serves twice: as typed, and after `check_…` in its one form. Paths are those of the GraphQL inputs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mediation.case.computing import Books, Computed, Reckoned, reckon
from mediation.case.models import CaseKind, Channel, ClaimHead, Relation
from mediation.kit.checks import Checks
from mediation.kit.money import MAX_FEN
from mediation.kit.problems import Invalid
from mediation.person.rules import OrganisationDraft, PersonDraft, check_organisation, check_person

CLAIMANTS_MAX: Final = 100
"""in one form; more come by roster"""
OTHERS_MAX: Final = 20
SUMMARY_CHARS: Final = 2_000
JOB_CHARS: Final = 50
NOTE_CHARS: Final = 500
_OLDEST: Final = date(2008, 1, 1)
"""The day the Labour Contract Law came into force: an older date is a slip of the keyboard."""


@dataclass(frozen=True, kw_only=True)
class ClaimDraft:
    """One head claimed: an amount, or what it is computed from."""

    head: ClaimHead
    amount_fen: int | None = None
    """None until it is computed"""
    computed: Computed | None = None
    reckoned: Reckoned | None = None
    """after the check, of one that is computed"""
    period_from: date | None = None
    period_to: date | None = None
    note: str = ""

    @property
    def fen(self) -> int:
        """The amount of a checked claim."""
        assert self.amount_fen is not None, "checked before it is counted"
        return self.amount_fen


@dataclass(frozen=True, kw_only=True)
class ClaimantDraft:
    """One worker with what they claim."""

    person: PersonDraft
    job: str = ""
    taking_part: bool = True
    claims: tuple[ClaimDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OtherDraft:
    """A third party: a person or an organisation, exactly one."""

    relation: Relation
    person: PersonDraft | None = None
    organisation: OrganisationDraft | None = None


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A case as it comes in."""

    channel: Channel
    employer: OrganisationDraft
    claimants: tuple[ClaimantDraft, ...]
    received_on: date
    kind: CaseKind = CaseKind.SINGLE
    others: tuple[OtherDraft, ...] = ()
    urgent: bool = False
    summary: str = ""


def check_registration(typed: Registration, books: Books) -> Registration:
    """Return `typed` in its one form. Raises Invalid with every wrong field."""
    checks, today = Checks(), books.today
    received(checks, "receivedOn", typed.received_on, today=today)
    _how_many(checks, "claimants", typed.claimants, least=1, most=CLAIMANTS_MAX)
    _how_many(checks, "otherParties", typed.others, least=0, most=OTHERS_MAX)
    checks.settle()
    made = replace(
        typed,
        employer=check_organisation(checks, "employer", typed.employer),
        claimants=tuple(check_claimant(checks, f"claimants.{i}", one, books) for i, one in enumerate(typed.claimants)),
        others=tuple(check_other(checks, f"otherParties.{i}", one, today=today) for i, one in enumerate(typed.others)),
        summary=checks.prose("summary", typed.summary, max_chars=SUMMARY_CHARS),
    )
    _each_once(checks, made.claimants)
    checks.settle()
    within_total(0, (claim for one in made.claimants for claim in one.claims), "claimants")
    return made


def check_claimant(checks: Checks, path: str, typed: ClaimantDraft, books: Books) -> ClaimantDraft:
    """Return one claimant in its one form; what is wrong is noted under `path`."""
    heads = [claim.head for claim in typed.claims]
    for i, head in enumerate(heads):
        if head in heads[:i]:
            checks.wrong(
                f"{path}.claims.{i}.head", "duplicate", "同一请求项只能填一次", "This head is claimed already."
            )
    return replace(
        typed,
        person=check_person(checks, path, typed.person, today=books.today),
        job=checks.line(f"{path}.job", typed.job, max_chars=JOB_CHARS) or "",
        claims=tuple(check_claim(checks, f"{path}.claims.{i}.", claim, books) for i, claim in enumerate(typed.claims)),
    )


def check_other(checks: Checks, path: str, typed: OtherDraft, *, today: date) -> OtherDraft:
    """Return a third party in its one form; what is wrong is noted under `path`."""
    if (typed.person is None) == (typed.organisation is None):
        checks.wrong(path, "one_of", "请填写个人或单位其中之一", "Give either a person or an organisation.")
        return typed
    if typed.person:
        return replace(typed, person=check_person(checks, f"{path}.person", typed.person, today=today))
    assert typed.organisation is not None
    return replace(typed, organisation=check_organisation(checks, f"{path}.organisation", typed.organisation))


def check_claim(checks: Checks, path: str, typed: ClaimDraft, books: Books, *, least: int = 1) -> ClaimDraft:
    """Return one claim in its one form; what is wrong is noted under `path`, a prefix that ends in a dot or is empty."""
    fen, reckoned = typed.amount_fen, None
    if (fen is None) == (typed.computed is None):
        zh, en = "请填写金额，或者计算依据，二者选一", "Give the amount, or what it is computed from, one of them."
        checks.wrong(f"{path}amountFen", "one_of", zh, en)
    elif typed.computed is not None:
        made = f"{path}computed"
        reckoned = reckon(checks, made, typed.head, typed.computed, books)
        fen = reckoned.fen if reckoned else None
        if fen is not None:
            amount(checks, made, fen, least=least)
    elif fen is not None:
        amount(checks, f"{path}amountFen", fen, least=least)
    period(checks, path, typed.period_from, typed.period_to, today=books.today)
    note = checks.prose(f"{path}note", typed.note, max_chars=NOTE_CHARS)
    return replace(typed, amount_fen=fen, reckoned=reckoned, note=note)


def amount(checks: Checks, path: str, fen: int, *, least: int = 1) -> None:
    """Note when `fen` is not an amount that can be claimed."""
    if fen < 0:
        checks.wrong(path, "negative", "金额不能为负数", "The amount must not be negative.")
    elif fen < least:
        checks.wrong(path, "zero", "金额须大于零", "The amount must be more than zero.")
    elif fen > MAX_FEN:
        checks.wrong(path, "too_large", "金额过大", "The amount is too large.")


def period(checks: Checks, path: str, start: date | None, end: date | None, *, today: date) -> None:
    """Note when the time a claim is for runs backwards or lies in the future."""
    if start and end and start > end:
        checks.wrong(f"{path}periodTo", "before_start", "结束日期早于开始日期", "The end lies before the start.")
    if start and start > today:
        checks.wrong(f"{path}periodFrom", "in_future", "开始日期不能晚于今天", "The start cannot be after today.")


def received(checks: Checks, path: str, day: date, *, today: date) -> None:
    """Note when a case cannot have been received on `day`."""
    if day > today:
        checks.wrong(path, "in_future", "日期不能晚于今天", "The date cannot be after today.")
    elif day < _OLDEST:
        checks.wrong(path, "too_early", "日期过早，请核对", "The date is too long ago: check the year.")


def _how_many(checks: Checks, path: str, given: Sequence[object], *, least: int, most: int) -> None:
    if len(given) < least:
        checks.wrong(path, "empty", "请至少填写一名申请人", "Give at least one claimant.")
    elif len(given) > most:
        checks.wrong(
            path, "too_many", f"一次最多填写{most}名，其余请用名册导入", f"At most {most} here; use a roster for more."
        )


def _each_once(checks: Checks, claimants: Sequence[ClaimantDraft]) -> None:
    first: dict[str, int] = {}
    for i, claimant in enumerate(claimants):
        number = claimant.person.id_number
        if number is not None and first.setdefault(number, i) != i:
            zh = f"与第{first[number] + 1}名申请人的身份证号相同"
            en = f"The ID number is that of claimant {first[number] + 1}."
            checks.wrong(f"claimants.{i}.idNumber", "duplicate", zh, en)


def within_total(claimed_fen: int, claims: Iterable[ClaimDraft], path: str) -> None:
    """Raises Invalid at `path` when `claims` on top of what is claimed in the case are more than can be counted."""
    if claimed_fen + sum(claim.fen for claim in claims) > MAX_FEN:
        raise Invalid.field(path, "too_large", "请求金额合计过大", "The claims are too large together.")
