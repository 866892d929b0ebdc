"""Closed words of this feature as GraphQL enums."""

from mediation.deadline.extending import ConsentManner
from mediation.deadline.facts import WhyVoid
from mediation.deadline.rules import DutyOf, Standing
from mediation.gql.enums import described

DeadlineStanding = described(
    Standing,
    "Where a deadline stands.",
    {
        Standing.LAPSED: "A right that was not used in time.",
        Standing.MET: "Done in time.",
        Standing.MET_LATE: "Done, but after its last day; see `metOn` and `daysLate`.",
        Standing.OPEN: "Running.",
        Standing.OPENED: "It has passed, and what it held back may be done now (M-3: applying for arbitration).",
        Standing.OVERDUE: "A duty that has not been done in time.",
        Standing.PASSED: "The working time of a court or an authority has passed: it is shown, and nobody is late here.",
        Standing.UNCOMPUTED: "Its end cannot be computed yet; see `whyNot`.",
        Standing.VOID: "It runs no more though nothing was done; see `whyVoid`.",
    },
)
DeadlineDutyOf = described(
    DutyOf,
    "Who must act, or may.",
    {
        DutyOf.AUTHORITY: "An authority: labour inspection, justice, an appraisal committee.",
        DutyOf.BOTH: "Both sides together.",
        DutyOf.COMMISSION: "The arbitration commission.",
        DutyOf.COURT: "The court.",
        DutyOf.EITHER: "Each side for itself.",
        DutyOf.EMPLOYER: "The employer.",
        DutyOf.JUSTICE: "The legal aid body.",
        DutyOf.LAWYER: "The aid lawyer.",
        DutyOf.MEDIATOR: "The studio, by its mediator.",
        DutyOf.OUTSIDER: "Somebody outside the case whose right is touched.",
        DutyOf.UNION: "The trade union.",
        DutyOf.WORKERS: "The workers.",
    },
)
DeadlineWhyVoid = described(
    WhyVoid,
    "Why a deadline runs no more though nothing was done.",
    {
        WhyVoid.BARRED: "Something that was done excludes it, as judicial confirmation does arbitration review.",
        WhyVoid.CASE_ENDED: "The case ended before it did.",
        WhyVoid.EXCLUDED: "A circumstance of the case excludes it, as confirming a labour relation does arbitration review.",
        WhyVoid.LEFT: "The party it ran for has left the case.",
        WhyVoid.SETTLED: "Everything was paid after all.",
        WhyVoid.TAKEN_BACK: "The event that started it was recorded by mistake.",
    },
)
DeadlineConsentManner = described(
    ConsentManner,
    "How a party consented to more time.",
    {
        ConsentManner.IN_PERSON: "In person, before the mediator.",
        ConsentManner.MESSAGE: "By text or chat message.",
        ConsentManner.ONLINE: "In the room, online.",
        ConsentManner.PHONE: "By phone.",
        ConsentManner.WRITTEN: "In writing.",
    },
)
