"""The clocks of a case as its journal makes them: a fold over facts, the same rows however often it is done.

Holds how a fact becomes an event of the law and what an event does to clocks; which rows there are, what starts them and
what answers them is data (`law/`). Pure. Refuses to hold what is stored (clocks.py) and what is said (reminders.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from mediation.deadline import rules
from mediation.deadline.facts import AgreedDate, Clock, Fact, Happening, Subject, WhyVoid
from mediation.deadline.rules import End
from mediation.kit.workdays import Calendar
from mediation.law.answers import CHOICES, EFFECTS, EXCLUDED, INTERRUPTIONS, LIMITATIONS, OF_ONE_SIDE
from mediation.law.deadlines import AGREED, Trigger
from mediation.law.deadlines.rulebook import Rulebook
from mediation.law.limitation import Interruption, Suspension
from mediation.law.periods import day_of


def clocks_of(
    subject: Subject,
    facts: Sequence[Fact],
    dates: Sequence[AgreedDate],
    *,
    book: Rulebook,
    calendar: Calendar,
    now: datetime,
) -> list[Clock]:
    """Every clock of a case, running or not. `facts` stand in the order of the journal."""
    fold = _Fold(subject, book, calendar, frozenset(_taken_back(facts)))
    passing = sorted(_passing(dates, now), key=lambda one: one[0])
    for fact in facts:
        while passing and passing[0][0] <= fact.at:
            _, step, date_of_payment = passing.pop(0)
            step(fold, date_of_payment)
        apply = _BY_VERB.get(fact.verb)
        if apply is not None:
            apply(fold, fact)
    for _, step, date_of_payment in passing:
        step(fold, date_of_payment)
    fold.exclude()
    fold.settle(dates, now)
    return list(fold.clocks.values())


def subject_of(one: AgreedDate) -> UUID:
    """What the clocks of a date of payment hang on."""
    return uuid5(one.agreement_id, one.due_at.isoformat())


def _passing(
    dates: Iterable[AgreedDate], now: datetime
) -> Iterator[tuple[datetime, Callable[["_Fold", AgreedDate], None], AgreedDate]]:
    """The moments at which a date of payment passed with money open, and at which it was paid after all."""
    for one in dates:
        if one.due_at <= now and (one.settled_at is None or one.settled_at >= one.due_at):
            yield one.due_at, _Fold.performance_due, one
            if one.settled_at is not None:
                yield one.settled_at, _Fold.paid_after_all, one


def _taken_back(facts: Iterable[Fact]) -> Iterable[UUID]:
    return (UUID(str(fact.particulars["taken_back_id"])) for fact in facts if fact.verb == "procedure:correct")


_Key = tuple[str, UUID]


class _Fold:
    """What is known so far."""

    def __init__(self, subject: Subject, book: Rulebook, calendar: Calendar, taken_back: frozenset[UUID]) -> None:
        self.subject = subject
        self.book = book
        self.rows = rules.rows_in(book, subject.region)
        self.calendar = calendar
        self.taken_back = taken_back
        self.clocks: dict[_Key, Clock] = {}
        self.outside: list[Happening] = []
        """what was recorded, perhaps before what it answers was"""
        self.of_limitation: list[Happening] = []
        self.holding: dict[str, datetime] = {}
        """circumstances, and since when they are known to hold"""
        self.accepted_on = subject.accepted_on

    # what becomes of clocks

    def happens(self, what: Happening) -> None:
        """Answer and end what the event answers and ends, and start what it starts."""
        effect = EFFECTS.get(what.trigger)
        if effect is not None:
            if what.trigger not in rules.BY_THE_HOUSE:
                self.outside.append(what)
            for clock in self.clocks.values():
                self._feel(clock, what)
        for rule in self._started_by(what):
            self.start(rule, what)
        self._touch_limitation(what)

    def _started(self, trigger: Trigger) -> tuple[str, ...]:
        return rules.started_by(self.book, self.subject.region, trigger, self.subject.kind)

    def _end(self, rule: str, on: date, extra_days: int = 0) -> End:
        return rules.end_of(self.rows[rule], on, self.calendar, extra_days=extra_days)

    def _started_by(self, what: Happening) -> Iterator[str]:
        for rule in self._started(what.trigger):
            if what.side is None or OF_ONE_SIDE.get(rule, what.side) == what.side:
                yield rule
        if what.chosen in CHOICES.get(what.trigger, ()):
            yield str(what.chosen)

    def start(self, rule: str, what: Happening) -> None:
        """Run a rule from the day of its event. The same day again changes nothing; another day starts it anew."""
        key = (rule, what.subject_id)
        had = self.clocks.get(key)
        if had is not None and had.is_open and had.starts_on == what.on:
            return
        end = self._end(rule, what.on)
        region = self.rows[rule].region
        clock = self.clocks[key] = Clock(rule, what.subject_id, what.party_id, what.on, end, region)
        self._run_year(clock)
        for earlier in self.outside:
            if earlier.on >= clock.starts_on and earlier is not what:
                self._feel(clock, earlier)

    def _feel(self, clock: Clock, what: Happening) -> None:
        effect = EFFECTS[what.trigger]
        concerns = what.party_id is None or clock.party_id is None or what.party_id == clock.party_id
        if not clock.is_open or not concerns or what.on < clock.starts_on:
            return
        if clock.rule in effect.answers:
            clock.met_at, clock.met_on = what.at, what.on
        elif clock.rule in effect.bars and not self._has_passed(clock, what.at):
            clock.void_at, clock.void_why = what.at, WhyVoid.BARRED

    def _touch_limitation(self, what: Happening) -> None:
        if what.trigger in INTERRUPTIONS or what.trigger is Trigger.LIMITATION_OBSTACLE:
            self.of_limitation.append(what)
            for clock in self.clocks.values():
                self._run_year(clock)

    def _run_year(self, clock: Clock) -> None:
        """Interruption and suspension of a year of limitation, by all that is known so far."""
        if clock.rule not in LIMITATIONS or not clock.is_open:
            return
        touching = [
            one for one in self.of_limitation if one.party_id in (None, clock.party_id) or clock.party_id is None
        ]
        interrupted = [
            Interruption(INTERRUPTIONS[one.trigger], one.on) for one in touching if one.trigger in INTERRUPTIONS
        ]
        suspended = [Suspension(one.on, one.until_on) for one in touching if one.trigger is Trigger.LIMITATION_OBSTACLE]
        ran = rules.year_of(clock.rule, clock.starts_on, self.calendar, interrupted, suspended)
        clock.end, clock.steps = ran.end, ran.steps

    def void(self, clock: Clock, at: datetime, why: WhyVoid) -> None:
        """End a clock, unless the right that it gives had passed before."""
        if clock.is_open and not self._has_passed(clock, at):
            clock.void_at, clock.void_why = at, why

    def _has_passed(self, clock: Clock, at: datetime) -> bool:
        return rules.is_right(clock.rule) and clock.end.at is not None and clock.end.at <= at

    def performance_due(self, one: AgreedDate) -> None:
        """A date of payment passed and money was open."""
        day = one.due_on or day_of(one.due_at)
        self.happens(Happening(Trigger.PERFORMANCE_DUE, day, one.due_at, subject_of(one)))

    def paid_after_all(self, one: AgreedDate) -> None:
        """What the default had opened is of no use any more."""
        assert one.settled_at is not None
        for clock in self._hanging_on(subject_of(one)):
            self.void(clock, one.settled_at, WhyVoid.SETTLED)

    def _hanging_on(self, subject_id: UUID) -> list[Clock]:
        return [clock for (_, of), clock in self.clocks.items() if of == subject_id]

    def found(self, fact: Fact) -> None:
        """Circumstances that somebody looked into: what they exclude does not run as long as they hold."""
        for name in (*fact.particulars.get("holds_not", ()), *fact.particulars.get("unknown", ())):
            self.holding.pop(name, None)
        self.holding |= dict.fromkeys(fact.particulars.get("holds", ()), fact.at)

    def exclude(self) -> None:
        """End what the circumstances that hold exclude."""
        for which, effect in EXCLUDED.items():
            at = self.holding.get(which.value)
            for clock in self.clocks.values() if at is not None else ():
                if clock.is_open and clock.rule in effect.bars:
                    clock.void_at, clock.void_why = at, WhyVoid.EXCLUDED

    def settle(self, dates: Iterable[AgreedDate], now: datetime) -> None:
        """Add the dates of payment as the books have them, and say which rights have passed by now."""
        closed = self.subject.closed_at
        for one in dates:
            clock = Clock(AGREED.id, subject_of(one), None, one.effective_on, End(one.due_on, one.due_at, one.due_on))
            if one.settled_at is not None:
                clock.met_at, clock.met_on = one.settled_at, day_of(one.settled_at)
            elif closed is not None:
                clock.void_at, clock.void_why = closed, WhyVoid.CASE_ENDED
            self.clocks[AGREED.id, clock.subject_id] = clock
        for clock in self.clocks.values():
            clock.lapsed_at = clock.end.at if clock.is_open and self._has_passed(clock, now) else None

    # what the verbs of the house mean to the law

    def _at_case(self, trigger: Trigger, on: date, fact: Fact) -> None:
        self.happens(Happening(trigger, on, fact.at, self.subject.case_id))

    def registered(self, fact: Fact) -> None:
        """The application was received."""
        received = _day(fact, "received_on") or self.subject.received_on
        self._at_case(Trigger.APPLICATION_RECEIVED, received, fact)
        self._at_case(Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT, received, fact)

    def edited(self, fact: Fact) -> None:
        """A corrected day of receipt moves what runs from it."""
        if "received_on" not in fact.particulars.get("changed", ()):
            return
        received = _day(fact, "received_on") or self.subject.received_on
        for rule in (rule for trigger in _OF_RECEIPT for rule in self._started(trigger)):
            clock = self.clocks.get((rule, self.subject.case_id))
            if clock is not None and clock.is_open:
                clock.starts_on, clock.end = received, self._end(rule, received)

    def accepted(self, fact: Fact) -> None:
        """The application was accepted."""
        self.accepted_on = _day(fact, "accepted_on") or day_of(fact.at)
        self._at_case(Trigger.APPLICATION_ACCEPTED, self.accepted_on, fact)

    def ended(self, fact: Fact) -> None:
        """Refused, withdrawn, transferred or closed: no clock runs any more."""
        for clock in self.clocks.values():
            self.void(clock, fact.at, WhyVoid.CASE_ENDED)

    def reopened(self, fact: Fact) -> None:
        """What runs outside runs on from where it began; the studio's own clock starts again from today.

        While an agreement is performed nobody mediates: then what runs from its effect runs on.
        """
        performing = fact.particulars.get("state") in ("performing", "defaulted")
        for clock in self.clocks.values():
            if clock.void_why is WhyVoid.CASE_ENDED and _runs_on(clock.rule, performing=performing):
                clock.void_at = clock.void_why = None
        if not performing:
            on = day_of(fact.at)
            own = Trigger.APPLICATION_ACCEPTED if self.accepted_on else Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT
            for rule in self._started(own):
                self.clocks.pop((rule, self.subject.case_id), None)
                self.start(rule, Happening(own, on, fact.at, self.subject.case_id))

    def took_effect(self, fact: Fact) -> None:
        """The agreement binds (law.md G-1); the joint applications run from the day of effect."""
        on = day_of(datetime.fromisoformat(str(fact.particulars["effective_at"])))
        self.happens(Happening(Trigger.AGREEMENT_EFFECTIVE, on, fact.at, fact.subject_id))

    def lawyer_asked(self, fact: Fact) -> None:
        """Aid is granted with the first request; asking the next lawyer does not start it again."""
        running = [self.clocks.get((rule, self.subject.case_id)) for rule in self._started(Trigger.AID_GRANTED)]
        if not any(clock is not None and clock.is_open for clock in running):
            self._at_case(Trigger.AID_GRANTED, day_of(fact.at), fact)

    def lawyer_found(self, fact: Fact) -> None:
        """Somebody took the case."""
        self._at_case(Trigger.AID_ASSIGNMENT_RECEIVED, day_of(fact.at), fact)

    def lawyer_lost(self, fact: Fact) -> None:
        """A case handed back needs a lawyer again, counted from that day."""
        on = day_of(fact.at)
        for rule in self._started(Trigger.AID_GRANTED):
            self.start(rule, Happening(Trigger.AID_GRANTED, on, fact.at, self.subject.case_id))

    def lawyer_ended(self, fact: Fact) -> None:
        """As when a case is handed back, where the assignment ended by the lawyer's recusal and not with the case."""
        if fact.particulars.get("recused") and fact.particulars.get("was_accepted"):
            self.lawyer_lost(fact)

    def recorded(self, fact: Fact) -> None:
        """Something happened outside. A mistaken entry shows what it had started, ended."""
        party = fact.particulars.get("party_id")
        what = Happening(
            Trigger(fact.particulars["trigger"]),
            date.fromisoformat(fact.particulars["happened_on"]),
            fact.at,
            fact.subject_id,
            UUID(party) if party else None,
            fact.particulars.get("side"),
            fact.particulars.get("rule"),
            _day(fact, "until_on"),
        )
        if fact.subject_id not in self.taken_back:
            self.happens(what)
            return
        for rule in self._started_by(what):
            self.start(rule, what)

    def corrected(self, fact: Fact) -> None:
        """What a mistaken entry started runs no more."""
        for clock in self._hanging_on(UUID(str(fact.particulars["taken_back_id"]))):
            clock.void_at, clock.void_why = fact.at, WhyVoid.TAKEN_BACK
            clock.met_at = clock.met_on = None

    def met(self, fact: Fact) -> None:
        """Somebody said that it is done."""
        clock = self._named(fact)
        if clock is not None and clock.is_open:
            clock.met_at, clock.met_on = fact.at, _day(fact, "met_on") or day_of(fact.at)

    def extended(self, fact: Fact) -> None:
        """Both sides agreed to more time."""
        clock = self._named(fact)
        if clock is not None and clock.is_open:
            clock.extended_days += int(fact.particulars["days"])
            clock.end = self._end(clock.rule, clock.starts_on, clock.extended_days)

    def party_left(self, fact: Fact) -> None:
        """What ran for somebody who left runs no more."""
        for clock in self.clocks.values():
            if clock.party_id == fact.subject_id:
                self.void(clock, fact.at, WhyVoid.LEFT)

    def _named(self, fact: Fact) -> Clock | None:
        rule, of = str(fact.particulars.get("rule")), fact.particulars.get("of")
        return self.clocks.get((rule, UUID(of))) if of else None


def _day(fact: Fact, name: str) -> date | None:
    given = fact.particulars.get(name)
    return date.fromisoformat(given) if given else None


def _runs_on(rule: str, *, performing: bool) -> bool:
    law = rules.law_of(rule)
    if law is None or law.trigger in _OF_THE_STUDIO:
        return False
    if law.trigger is Trigger.APPLICATION_RECEIVED:
        return not performing
    return performing or law.trigger not in _OF_THE_AGREEMENT


_OF_THE_STUDIO: Final = frozenset(
    {Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT, Trigger.APPLICATION_ACCEPTED, Trigger.AID_GRANTED}
)
"""What the studio starts anew itself when it takes a case up again."""
_OF_THE_AGREEMENT: Final = frozenset({Trigger.AGREEMENT_EFFECTIVE, Trigger.PERFORMANCE_DUE})
_OF_RECEIPT: Final = (Trigger.APPLICATION_RECEIVED, Trigger.APPLICATION_IN_SCOPE_AND_BOTH_CONSENT)

_BY_VERB: Final[Mapping[str, Callable[[_Fold, Fact], None]]] = {
    "agreement:take_effect": _Fold.took_effect,
    "assignment:accept": _Fold.lawyer_found,
    "assignment:end": _Fold.lawyer_ended,
    "assignment:hand_back": _Fold.lawyer_lost,
    "assignment:offer": _Fold.lawyer_asked,
    "assignment:override": _Fold.lawyer_asked,
    "case:accept": _Fold.accepted,
    "case:close": _Fold.ended,
    "case:edit": _Fold.edited,
    "case:refuse": _Fold.ended,
    "case:register": _Fold.registered,
    "case:reopen": _Fold.reopened,
    "case:transfer": _Fold.ended,
    "case:withdraw": _Fold.ended,
    "circumstances:record": _Fold.found,
    "deadline:extend": _Fold.extended,
    "deadline:meet": _Fold.met,
    "party:withdraw": _Fold.party_left,
    "procedure:correct": _Fold.corrected,
    "procedure:record": _Fold.recorded,
}
