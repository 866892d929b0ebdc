"""What follows from what happened: one page, in the order in which it is done, inside the transaction of the verb."""

from mediation.case import events as case
from mediation.infra.uow import Reactions
from mediation.journal import service as journal
<<<<<<< HEAD
from mediation.lawyer import events as lawyer
from mediation.lawyer import follow as lawyers
from mediation.status import events as status
from mediation.status import follow as links
=======
from mediation.referral import telling as referral
>>>>>>> e4e8aed (referral: offer, accept, decline, take back, close)

REACTIONS = Reactions(
    always=(journal.write,),
    of={
<<<<<<< HEAD
        case.CaseRegistered: (links.give_links,),
        lawyer.AssignmentOffered: (lawyers.tell_lawyer,),
        lawyer.AssignmentOverridden: (lawyers.tell_lawyer,),
        lawyer.AssignmentAccepted: (lawyers.tell_studio,),
        lawyer.AssignmentDeclined: (lawyers.tell_studio,),
        lawyer.AssignmentExpired: (lawyers.tell_studio,),
        lawyer.AssignmentHandedBack: (lawyers.tell_studio,),
        status.LinkIssued: (links.send_link,),
        status.LinkReissued: (links.send_link,),
        status.ReceiptReported: (links.hear_receipt,),
        status.RatingGiven: (links.hear_rating,),
=======
        **dict.fromkeys(referral.TOLD, (referral.tell,)),
>>>>>>> e4e8aed (referral: offer, accept, decline, take back, close)
    },
    refused=journal.note_refusal,
)
