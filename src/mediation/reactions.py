"""What follows from what happened: one page, in the order in which it is done, inside the transaction of the verb."""

from mediation.infra.uow import Reactions
from mediation.journal import service as journal

REACTIONS = Reactions(
    always=(journal.write,),
    of={},
    refused=journal.note_refusal,
)
