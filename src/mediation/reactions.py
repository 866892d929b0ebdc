"""What follows from what happened: one page, in the order in which it is done, inside the transaction of the verb."""

from mediation.agency import events as agency
from mediation.agreement import events as agreement
from mediation.agreement import follow as agreements
from mediation.agreement import recount as payment_dates
from mediation.case import events as case
from mediation.case import follow as cases
from mediation.case import warnings
from mediation.deadline import events as deadline
from mediation.deadline import follow as deadlines
from mediation.deadline import recount as deadline_dates
from mediation.desk import follow as desks
from mediation.holiday import current as turning
from mediation.holiday import events as holiday
from mediation.infra.uow import Reactions
from mediation.journal import service as journal
from mediation.lawyer import events as lawyer
from mediation.lawyer import follow as lawyers
from mediation.order import events as order
from mediation.order import follow as orders
from mediation.referral import events as referral
from mediation.referral import follow as referrals
from mediation.room import follow as rooms
from mediation.status import events as status
from mediation.status import follow as links

REACTIONS = Reactions(
    always=(journal.write,),
    of={
        agency.StaffDisabled: (desks.staff_disabled,),
        case.CaseRegistered: (deadlines.happened, warnings.watch, links.give_links),
        case.CaseAccepted: (deadlines.happened,),
        case.CaseRefused: (deadlines.happened, lawyers.case_ended, cases.tell_parties_of_end),
        case.CaseWithdrawn: (deadlines.happened, rooms.case_ended, lawyers.case_ended, cases.tell_parties_of_end),
        case.CaseTransferred: (deadlines.happened, rooms.case_ended, lawyers.case_ended, cases.tell_parties_of_end),
        case.CaseClosed: (deadlines.happened, rooms.case_ended, lawyers.case_ended, cases.tell_parties_of_end),
        case.CaseReopened: (deadlines.happened, lawyers.case_reopened, cases.tell_parties_of_end),
        case.PartyAdded: (warnings.watch, links.give_links),
        case.RosterConfirmed: (warnings.watch, links.give_links),
        case.RosterUndone: (
            agreements.roster_undone,
            deadlines.roster_undone,
            links.roster_undone,
            rooms.roster_undone,
        ),
        case.CaseEdited: (deadlines.happened, warnings.watch),
        case.CircumstancesRecorded: (deadlines.happened,),
        case.EmployerWarningRaised: (cases.tell_studio_of_warning,),
        case.CaseAllocated: (cases.tell_mediator,),
        case.CaseRecused: (cases.tell_studio_of_vacancy, rooms.staff_recused, lawyers.staff_recused),
        case.PartyWithdrawn: (deadlines.happened, rooms.party_left, agreements.party_left),
        case.PartyRevised: (agreements.party_left, links.follow_phone),
        case.RepresentativeElected: (rooms.representatives_changed,),
        case.GlassBroken: (cases.tell_owner_of_glass,),
        lawyer.AssignmentOffered: (deadlines.happened, lawyers.tell_lawyer),
        lawyer.AssignmentOverridden: (deadlines.happened, lawyers.tell_lawyer),
        lawyer.AssignmentAccepted: (deadlines.happened, lawyers.tell_studio),
        lawyer.AssignmentDeclined: (lawyers.tell_studio,),
        lawyer.AssignmentExpired: (lawyers.tell_studio,),
        lawyer.AssignmentHandedBack: (deadlines.happened, rooms.lawyer_left, lawyers.tell_studio),
        lawyer.AssignmentReplaced: (rooms.lawyer_left, lawyers.tell_replaced),
        lawyer.AssignmentEnded: (deadlines.happened, lawyers.tell_ended),
        lawyer.AssignmentResumed: (lawyers.tell_resumed,),
        holiday.CalendarLoaded: (
            deadline_dates.recount,
            payment_dates.recount,
            turning.turn,
            deadline_dates.recount_late,
            payment_dates.recount_late,
        ),
        deadline.DeadlineExtended: (deadlines.happened,),
        deadline.DeadlineMet: (deadlines.happened,),
        deadline.ProcedureRecorded: (deadlines.happened,),
        deadline.ProcedureCorrected: (deadlines.happened,),
        order.OrderDispatched: (orders.tell_handler,),
        referral.ReferralOffered: (referrals.tell_other,),
        referral.ReferralAccepted: (referrals.tell_other,),
        referral.ReferralDeclined: (referrals.tell_other,),
        referral.ReferralTakenBack: (referrals.tell_other,),
        referral.ReferralClosed: (referrals.tell_other,),
        agreement.AgreementDeclined: (agreements.tell_refusal,),
        agreement.AgreementTookEffect: (deadlines.happened, agreements.tell_effect),
        agreement.PaymentRecorded: (deadlines.happened, agreements.tell_payment),
        agreement.PaymentReversed: (deadlines.happened, agreements.tell_reversal),
        agreement.AdvanceBooked: (deadlines.happened, agreements.tell_advance),
        agreement.CommitmentMoved: (deadlines.happened, agreements.tell_moved),
        agreement.CommitmentDefaulted: (agreements.tell_default,),
        status.LinkIssued: (links.send_link,),
        status.LinkReissued: (links.send_link,),
        status.ReceiptReported: (links.hear_receipt,),
        status.RatingGiven: (links.hear_rating,),
    },
    refused=journal.note_refusal,
)
