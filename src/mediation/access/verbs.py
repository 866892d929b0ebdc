"""The vocabulary: every verb of the product, `feature:verb`, alphabetical.

One verb, many readers: it is the action in the policy, the entry in the journal, the move of a state machine and (in
camelCase, feature last) the mutation. Verbs that only look (`…:view`) have no mutation and no journal entry.
"""

from enum import StrEnum


class Verb(StrEnum):
    """Everything anyone can do."""

    ACCESS_LOG_VIEW = "access_log:view"
    ADVANCE_BOOK = "advance:book"
    AGENCY_ESTABLISH = "agency:establish"
    AGENCY_VIEW = "agency:view"
    AGREEMENT_ABANDON = "agreement:abandon"
    AGREEMENT_DECLINE = "agreement:decline"
    AGREEMENT_DRAFT = "agreement:draft"
    AGREEMENT_FINALISE = "agreement:finalise"
    AGREEMENT_REVISE = "agreement:revise"
    AGREEMENT_SEAL = "agreement:seal"
    AGREEMENT_SEND_CODE = "agreement:send_code"
    AGREEMENT_SIGN = "agreement:sign"
    AGREEMENT_TAKE_EFFECT = "agreement:take_effect"
    AGREEMENT_VIEW = "agreement:view"
    AGREEMENT_LINE_VIEW = "agreement_line:view"
    AMOUNT_VIEW = "amount:view"
    ASSIGNMENT_ACCEPT = "assignment:accept"
    ASSIGNMENT_DECLINE = "assignment:decline"
    ASSIGNMENT_END = "assignment:end"
    ASSIGNMENT_EXPIRE = "assignment:expire"
    ASSIGNMENT_HAND_BACK = "assignment:hand_back"
    ASSIGNMENT_OFFER = "assignment:offer"
    ASSIGNMENT_OVERRIDE = "assignment:override"
    ASSIGNMENT_REPLACE = "assignment:replace"
    ASSIGNMENT_RESUME = "assignment:resume"
    ASSIGNMENT_VIEW = "assignment:view"
    CALENDAR_LOAD = "calendar:load"
    CALENDAR_VIEW = "calendar:view"
    CASE_ACCEPT = "case:accept"
    CASE_ALLOCATE = "case:allocate"
    CASE_BREAK_GLASS = "case:break_glass"
    CASE_CLOSE = "case:close"
    CASE_EDIT = "case:edit"
    CASE_MARK_COLLECTIVE = "case:mark_collective"
    CASE_RECUSE = "case:recuse"
    CASE_REFUSE = "case:refuse"
    CASE_REGISTER = "case:register"
    CASE_REOPEN = "case:reopen"
    CASE_TRANSFER = "case:transfer"
    CASE_VIEW = "case:view"
    CASE_WARN = "case:warn"
    CASE_WITHDRAW = "case:withdraw"
    CASE_SEEN_MARK = "case_seen:mark"
    CAUCUS_CLOSE = "caucus:close"
    CAUCUS_OPEN = "caucus:open"
    CAUCUS_SPEAK = "caucus:speak"
    CAUCUS_VIEW = "caucus:view"
    CIRCUMSTANCES_RECORD = "circumstances:record"
    CLAIM_AMEND = "claim:amend"
    CLAIM_STATE = "claim:state"
    CLAIM_VIEW = "claim:view"
    COMMITMENT_CONTACT = "commitment:contact"
    COMMITMENT_DEFAULT = "commitment:default"
    COMMITMENT_MOVE = "commitment:move"
    COMMITMENT_VIEW = "commitment:view"
    DEADLINE_EXTEND = "deadline:extend"
    DEADLINE_MEET = "deadline:meet"
    DEADLINE_MOVE = "deadline:move"
    DEADLINE_SET = "deadline:set"
    DEADLINE_VIEW = "deadline:view"
    DOCUMENT_GENERATE = "document:generate"
    DOCUMENT_VIEW = "document:view"
    DOCUMENT_CONTENT_VIEW = "document_content:view"
    DOOR_VIEW = "door:view"
    DRAFT_DISCARD = "draft:discard"
    DRAFT_SAVE = "draft:save"
    DRAFT_VIEW = "draft:view"
    EVIDENCE_ACCEPT = "evidence:accept"
    EVIDENCE_ATTACH = "evidence:attach"
    EVIDENCE_DISCARD = "evidence:discard"
    EVIDENCE_UPLOAD = "evidence:upload"
    EVIDENCE_VIEW = "evidence:view"
    EVIDENCE_WITHDRAW = "evidence:withdraw"
    EVIDENCE_CONTENT_VIEW = "evidence_content:view"
    FACTOR_CONFIRM = "factor:confirm"
    FACTOR_ENROLL = "factor:enroll"
    FACTOR_REMOVE = "factor:remove"
    FILTER_DELETE = "filter:delete"
    FILTER_RESTORE = "filter:restore"
    FILTER_SAVE = "filter:save"
    FILTER_VIEW = "filter:view"
    FINDING_RECORD = "finding:record"
    FINDING_VIEW = "finding:view"
    JOURNAL_VIEW = "journal:view"
    LAW_VIEW = "law:view"
    LAWYER_ENROLL = "lawyer:enroll"
    LAWYER_REVISE = "lawyer:revise"
    LAWYER_VIEW = "lawyer:view"
    LEDGER_VIEW = "ledger:view"
    LINK_ISSUE = "link:issue"
    LINK_OPEN = "link:open"
    LINK_PROVE = "link:prove"
    LINK_REISSUE = "link:reissue"
    LINK_REVOKE = "link:revoke"
    LINK_VIEW = "link:view"
    NOTICE_HANDLE = "notice:handle"
    NOTICE_READ = "notice:read"
    NOTICE_VIEW = "notice:view"
    OFFER_ACCEPT = "offer:accept"
    OFFER_MAKE = "offer:make"
    OFFER_REJECT = "offer:reject"
    OFFER_RELEASE = "offer:release"
    OFFER_VIEW = "offer:view"
    OFFER_WITHDRAW = "offer:withdraw"
    ORDER_CLOSE = "order:close"
    ORDER_DISPATCH = "order:dispatch"
    ORDER_ESCALATE = "order:escalate"
    ORDER_HANDLE = "order:handle"
    ORDER_RATE = "order:rate"
    ORDER_REGISTER = "order:register"
    ORDER_REVEAL = "order:reveal"
    ORDER_TAKE = "order:take"
    ORDER_VIEW = "order:view"
    PARTY_ADD = "party:add"
    PARTY_ELECT = "party:elect"
    PARTY_REVISE = "party:revise"
    PARTY_VIEW = "party:view"
    PARTY_WITHDRAW = "party:withdraw"
    PASSWORD_CHANGE = "password:change"  # noqa: S105 - a verb, not a password
    PAYMENT_CONFIRM = "payment:confirm"
    PAYMENT_RECORD = "payment:record"
    PAYMENT_REVERSE = "payment:reverse"
    PERSON_REVEAL = "person:reveal"
    POLICY_VIEW = "policy:view"
    PROCEDURE_CORRECT = "procedure:correct"
    PROCEDURE_RECORD = "procedure:record"
    PROFILE_REVISE = "profile:revise"
    RATING_GIVE = "rating:give"
    RECEIPT_REPORT = "receipt:report"
    REFERRAL_ACCEPT = "referral:accept"
    REFERRAL_CLOSE = "referral:close"
    REFERRAL_DECLINE = "referral:decline"
    REFERRAL_OFFER = "referral:offer"
    REFERRAL_TAKE_BACK = "referral:take_back"
    REFERRAL_VIEW = "referral:view"
    ROOM_CLOSE = "room:close"
    ROOM_ENTER = "room:enter"
    ROOM_INVITE = "room:invite"
    ROOM_OPEN = "room:open"
    ROOM_RECORD = "room:record"
    ROOM_REMOVE = "room:remove"
    ROOM_SPEAK = "room:speak"
    ROOM_VIEW = "room:view"
    ROSTER_CONFIRM = "roster:confirm"
    ROSTER_PREVIEW = "roster:preview"
    ROSTER_REVISE = "roster:revise"
    ROSTER_UNDO = "roster:undo"
    ROTA_SET = "rota:set"
    SESSION_CHALLENGE = "session:challenge"
    SESSION_CLOSE = "session:close"
    SESSION_CLOSE_ALL = "session:close_all"
    SESSION_COMPLETE = "session:complete"
    SESSION_EXTEND = "session:extend"
    SESSION_OPEN = "session:open"
    SESSION_SEND_CODE = "session:send_code"
    STAFF_CREATE = "staff:create"
    STAFF_DISABLE = "staff:disable"
    STAFF_ENABLE = "staff:enable"
    STAFF_GRANT = "staff:grant"
    STAFF_RESET = "staff:reset"
    STAFF_RESET_FACTOR = "staff:reset_factor"
    STAFF_VIEW = "staff:view"
    TEMPLATE_VIEW = "template:view"


_VIEW_PREFIX = {
    "advance": Verb.COMMITMENT_VIEW,
    "case_seen": Verb.CASE_VIEW,
    "caucus": Verb.CAUCUS_VIEW,
    "circumstances": Verb.CASE_VIEW,
    "factor": Verb.STAFF_VIEW,
    "finding": Verb.CASE_VIEW,
    "claim": Verb.CASE_VIEW,
    "party": Verb.CASE_VIEW,
    "password": Verb.STAFF_VIEW,
    "payment": Verb.COMMITMENT_VIEW,
    "person": Verb.PARTY_VIEW,
    "procedure": Verb.DEADLINE_VIEW,
    "profile": Verb.STAFF_VIEW,
    "rating": Verb.LINK_OPEN,
    "receipt": Verb.LINK_OPEN,
    "rota": Verb.LAWYER_VIEW,
    "roster": Verb.CASE_VIEW,
    "session": Verb.STAFF_VIEW,
}


def view_of(verb: Verb) -> Verb:
    """The verb that decides whether the object of `verb` can be seen at all: unseen is "not found", seen is "forbidden"."""
    if verb in (
        Verb.ASSIGNMENT_OFFER,
        Verb.ASSIGNMENT_OVERRIDE,
        Verb.DOCUMENT_GENERATE,
        Verb.EVIDENCE_UPLOAD,
        Verb.ROOM_OPEN,
    ):  # done to a case: the rest comes of it
        return Verb.CASE_VIEW
    feature = verb.value.partition(":")[0]
    return _VIEW_PREFIX.get(feature) or Verb(f"{feature}:view")


_SPOKEN = {
    Verb.AGREEMENT_SEND_CODE: "send_signing_code",
    Verb.CAUCUS_SPEAK: "speak_in_caucus",
    Verb.COMMITMENT_CONTACT: "contact_debtor",
    Verb.COMMITMENT_DEFAULT: "default_commitments",
    Verb.ROOM_INVITE: "invite_to_room",
    Verb.ROOM_RECORD: "record_minutes",
    Verb.ROOM_REMOVE: "remove_from_room",
    Verb.ROOM_SPEAK: "speak_in_room",
    Verb.SESSION_CLOSE: "sign_out",
    Verb.SESSION_CLOSE_ALL: "sign_out_everywhere",
    Verb.SESSION_COMPLETE: "complete_sign_in",
    Verb.SESSION_OPEN: "sign_in",
    Verb.SESSION_SEND_CODE: "send_sign_in_code",
    Verb.STAFF_GRANT: "grant_roles",
    Verb.STAFF_RESET_FACTOR: "reset_second_factor",
}
"""Mutations with the name that everybody uses instead of the one that follows from the verb."""


def mutation_of(verb: Verb) -> str:
    """The name of the resolver that applies `verb`: action, then feature (`agreement:sign` -> `sign_agreement`)."""
    feature, _, action = verb.value.partition(":")
    return _SPOKEN.get(verb) or f"{action}_{feature}"


def verb_of(mutation: str) -> Verb | None:
    """The verb that the resolver named `mutation` applies, or None."""
    return _BY_MUTATION.get(mutation)


_BY_MUTATION = {mutation_of(verb): verb for verb in Verb}
