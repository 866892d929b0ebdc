"""What a mediation agreement must contain and carry before it takes effect, and what is still missing.

Holds the gate and the words for each gap. Refuses to hold how a signature is made, who may make it, and the state of
the agreement (`agreement/`): it is given facts and answers with the gaps, none meaning that the agreement is effective.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mediation.kit.problems import Text
from mediation.law import sources
from mediation.law.sources import Source


class Gap(StrEnum):
    """The kinds of things that can be missing."""

    WORKER = "worker"
    WORKER_SIGNATURE = "worker_signature"
    WORKER_SPECIAL_AUTHORITY = "worker_special_authority"
    WORKER_AMOUNT = "worker_amount"
    EMPLOYER_SIGNATURE = "employer_signature"
    MEDIATOR_SIGNATURE = "mediator_signature"
    BODY_SEAL = "body_seal"
    PERFORMANCE_TERM = "performance_term"
    PERFORMANCE_MANNER = "performance_manner"


class WorkerSignature(StrEnum):
    """How a worker stands to the agreement."""

    NONE = "none"
    OWN = "own"
    REPRESENTATIVE_WITH_SPECIAL_AUTHORITY = "representative_with_special_authority"
    REPRESENTATIVE_WITHOUT_SPECIAL_AUTHORITY = "representative_without_special_authority"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerFacts:
    """One worker of the agreement. `subject` is how the caller finds the worker again; it appears in no text.

    `amounts_fen` are the amounts the agreement states for this worker, one per head; none stated is an empty tuple.
    """

    subject: str
    signature: WorkerSignature
    amounts_fen: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectFacts:
    """What is known of an agreement.

    `performance_term_set`: each payment has a day, or a term that gives one. `performance_manner`: how it is paid, in
    words, empty when not stated.
    """

    workers: tuple[WorkerFacts, ...]
    employer_signed: bool
    mediator_signed: bool
    body_sealed: bool
    performance_term_set: bool
    performance_manner: str


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps the agreement from taking effect; `subject` names the worker it is about, if any."""

    gap: Gap
    text: Text
    source: Source
    subject: str | None = None


_TEXTS = {
    Gap.WORKER: (
        Text("没有劳动者签署本协议。", "No worker is bound by the agreement."),
        sources.MEDIATION_AND_ARBITRATION_14_EFFECT,
    ),
    Gap.WORKER_SIGNATURE: (
        Text("劳动者尚未签名。", "A worker has not signed."),
        sources.MEDIATION_AND_ARBITRATION_14_EFFECT,
    ),
    Gap.WORKER_SPECIAL_AUTHORITY: (
        Text(
            "代表人代签，但没有该劳动者的特别授权。",
            "A representative signed for a worker without that worker's special authority.",
        ),
        sources.CIVIL_PROCEDURE_56,
    ),
    Gap.WORKER_AMOUNT: (
        Text("没有写明该劳动者的金额。", "The amount for a worker is not stated."),
        sources.CIVIL_PROCEDURE_INTERPRETATION_358,
    ),
    Gap.EMPLOYER_SIGNATURE: (
        Text("用人单位尚未签名或者盖章。", "The employer has not signed or sealed."),
        sources.MEDIATION_AND_ARBITRATION_14_EFFECT,
    ),
    Gap.MEDIATOR_SIGNATURE: (
        Text("调解员尚未签名。", "The mediator has not signed."),
        sources.MEDIATION_AND_ARBITRATION_14_EFFECT,
    ),
    Gap.BODY_SEAL: (
        Text("尚未加盖调解组织印章。", "The mediation body has not sealed."),
        sources.MEDIATION_AND_ARBITRATION_14_EFFECT,
    ),
    Gap.PERFORMANCE_TERM: (
        Text("没有写明履行期限。", "The term of performance is not stated."),
        sources.ENTERPRISE_MEDIATION_26,
    ),
    Gap.PERFORMANCE_MANNER: (
        Text("没有写明履行方式。", "The manner of performance is not stated."),
        sources.ENTERPRISE_MEDIATION_26,
    ),
}


def missing_for_effect(facts: EffectFacts) -> tuple[Missing, ...]:
    """Return what keeps the agreement from taking effect, in the order it is asked for; nothing means: effective now.

    A worker who declined is not bound and not waited for. An amount of nothing is no amount.

    Source: 劳动争议调解仲裁法 14 (signatures and seal); 企业劳动争议协商调解规定 26 and 人民调解法 29 (term and
    manner); 民事诉讼法 56 (consent of the represented); 民诉法解释 358(5) (an agreement that is not definite cannot be confirmed).
    """
    return tuple(_missing(facts))


def _missing(facts: EffectFacts) -> Iterator[Missing]:
    bound = [worker for worker in facts.workers if worker.signature is not WorkerSignature.DECLINED]
    if not bound:
        yield _gap(Gap.WORKER)
    for worker in bound:
        if worker.signature is WorkerSignature.NONE:
            yield _gap(Gap.WORKER_SIGNATURE, worker.subject)
        elif worker.signature is WorkerSignature.REPRESENTATIVE_WITHOUT_SPECIAL_AUTHORITY:
            yield _gap(Gap.WORKER_SPECIAL_AUTHORITY, worker.subject)
        if sum(worker.amounts_fen) <= 0:
            yield _gap(Gap.WORKER_AMOUNT, worker.subject)
    for present, gap in (
        (facts.employer_signed, Gap.EMPLOYER_SIGNATURE),
        (facts.mediator_signed, Gap.MEDIATOR_SIGNATURE),
        (facts.body_sealed, Gap.BODY_SEAL),
        (facts.performance_term_set, Gap.PERFORMANCE_TERM),
        (bool(facts.performance_manner.strip()), Gap.PERFORMANCE_MANNER),
    ):
        if not present:
            yield _gap(gap)


def _gap(gap: Gap, subject: str | None = None) -> Missing:
    text, source = _TEXTS[gap]
    return Missing(gap, text, source, subject)
