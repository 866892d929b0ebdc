"""What a paper is: its kind, who issues it, for whom, when, and what it must say."""

from dataclasses import dataclass, field
from enum import StrEnum

from mediation.kit.problems import Text
from mediation.law.papers.fields import PaperField
from mediation.law.sources.source import Source


class PaperKind(StrEnum):
    """Every paper that can be made from a case."""

    ACCEPTANCE_NOTICE = "acceptance_notice"
    ACCEPTANCE_REGISTER = "acceptance_register"
    AGREEMENT_COPY = "agreement_copy"
    AID_AGREEMENT = "aid_agreement"
    AID_APPLICATION = "aid_application"
    AID_ASSIGNMENT = "aid_assignment"
    AID_CHANGE = "aid_change"
    AID_CORRECTION = "aid_correction"
    AID_GRANT = "aid_grant"
    AID_PLEDGE = "aid_pledge"
    AID_REFUSAL = "aid_refusal"
    AID_REPORT = "aid_report"
    AID_TERMINATION = "aid_termination"
    ARBITRATION_APPLICATION = "arbitration_application"
    ARBITRATION_REVIEW = "arbitration_review"
    CONDUCT_CERTIFICATE = "conduct_certificate"
    CONFIRMATION_APPLICATION = "confirmation_application"
    EVIDENCE_LIST = "evidence_list"
    FAILURE_NOTICE = "failure_notice"
    FILE_COVER = "file_cover"
    INVESTIGATION_RECORD = "investigation_record"
    MEDIATION_AGREEMENT = "mediation_agreement"
    MEDIATION_APPLICATION = "mediation_application"
    MEDIATION_RECORD = "mediation_record"
    ORAL_AGREEMENT = "oral_agreement"
    PAYMENT_ORDER = "payment_order"
    PAYMENT_RECEIPT = "payment_receipt"
    POWER_OF_ATTORNEY = "power_of_attorney"
    REFUSAL_NOTICE = "refusal_notice"
    REPRESENTATIVES = "representatives"
    RETURN_VISIT = "return_visit"
    RIGHTS_NOTICE = "rights_notice"
    SERVICE_ADDRESS = "service_address"
    SUPERVISION_ADVICE = "supervision_advice"
    SUPERVISION_OPINION = "supervision_opinion"
    SUPERVISION_REMINDER = "supervision_reminder"


class PaperGroup(StrEnum):
    """What a paper belongs to."""

    ARBITRATION = "arbitration"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    LEGAL_AID = "legal_aid"
    MEDIATION = "mediation"
    PAYMENT_ORDER = "payment_order"
    SUPERVISION = "supervision"


class Issuer(StrEnum):
    """Who signs or seals it."""

    BOTH_PARTIES = "both_parties"
    LAWYER = "lawyer"
    LEGAL_AID_BODY = "legal_aid_body"
    MEDIATION_BODY = "mediation_body"
    UNION = "union"
    WORKER = "worker"
    WORKERS = "workers"


class PaperFor(StrEnum):
    """One for the whole case, or one for each worker."""

    CASE = "case"
    WORKER = "worker"


class Stage(StrEnum):
    """When the paper has its place."""

    ACCEPTED = "accepted"
    """from acceptance on"""
    AGREED = "agreed"
    """an agreement is being signed or in effect"""
    ANY = "any"
    DEFAULTED = "defaulted"
    """a due moment of an agreement in effect has passed and money is unpaid"""
    EFFECTIVE = "effective"
    """an agreement is in effect"""
    FAILED = "failed"
    """mediation ended without an agreement"""
    LAWYER = "lawyer"
    """an aid lawyer has accepted the case"""
    REFUSED = "refused"
    """the application was refused"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. `sources` says why it exists; `fields` what it must say; `optional` what its form leaves room for.

    `own` names the clause that asks for one field where the paper's first source does not.
    """

    kind: PaperKind
    title: Text
    group: PaperGroup
    issuer: Issuer
    of: PaperFor
    stage: Stage
    sources: tuple[Source, ...]
    fields: tuple[PaperField, ...]
    optional: tuple[PaperField, ...] = ()
    own: dict[PaperField, Source] = field(default_factory=dict)

    def source_of(self, wanted: PaperField) -> Source:
        """The clause that asks for this field."""
        return self.own.get(wanted, self.sources[0])
