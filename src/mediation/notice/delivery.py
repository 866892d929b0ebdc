"""Delivery: claim under a lease, commit, send, and mark only what is still mine.

No transaction is open while a provider is called. A worker that dies leaves its claims to expire; whoever takes them up
asks the provider first, so that nothing is lost and, where the provider can be asked, nothing is sent twice. Leases are
measured on the database's clock, which all workers share; everything else on the product's.
"""

import asyncio
import contextlib
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, assert_never
from uuid import UUID

import orjson
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mediation.infra.runtime import Runtime
from mediation.kit.actor import system
from mediation.notice import rules
from mediation.notice.addresses import Address, AddressBook, Ask, Recipient
from mediation.notice.drafts import NoticeState, RecipientKind
from mediation.notice.gateways import Accepted, Failed, Gateway, Message, Outcome, Refused, Unclear
from mediation.notice.service import open_secrets
from mediation.notice.templates import Templates

log = structlog.get_logger(__name__)

WIDTH: Final[Mapping[str, int]] = {"chat": 4, "email": 8, "sms": 32}
"""messages in flight per channel and worker; a slow channel does not hold up another"""
_INBOX_CHUNK: Final = 5_000
_SETTLE_TRIES: Final = 20

_DELIVER_INBOX = text(
    """
    UPDATE notice SET state = 'delivered', sent_at = :now, delivered_at = :now
    WHERE id IN (SELECT id FROM notice WHERE channel = 'inbox' AND state IN ('queued', 'sending') AND next_try_at <= :now
                 ORDER BY next_try_at, id LIMIT :chunk FOR UPDATE SKIP LOCKED)
    """
)
_UNTIL_MORNING = text(
    """
    UPDATE notice SET next_try_at = :morning
    WHERE channel = :channel AND state = 'queued' AND next_try_at <= :now
      AND NOT urgent AND recipient_kind = ANY(:outsiders)
    """
)
_CLAIM = text(
    """
    WITH due AS (
      SELECT id, state FROM notice
      WHERE channel = :channel AND state IN ('queued', 'sending') AND next_try_at <= :now
        AND (state = 'queued' OR lease_until < clock_timestamp())
      ORDER BY next_try_at, id LIMIT :free FOR UPDATE SKIP LOCKED)
    UPDATE notice SET state = 'sending', worker = :worker, lease_until = clock_timestamp() + :lease * interval '1 second'
    FROM due WHERE notice.id = due.id
    RETURNING notice.id, notice.case_id, notice.recipient_kind, notice.recipient_id, notice.channel, notice.template,
      notice.parameters, notice.secrets, notice.urgent, notice.attempts, notice.not_after, due.state = 'sending' AS interrupted
    """
)
_SETTLE = text(
    """
    UPDATE notice SET state = r.state, attempts = r.attempts, next_try_at = coalesce(r.next_try_at, notice.next_try_at),
      sent_at = CASE WHEN r.state = 'sent' THEN CAST(:now AS timestamptz) END, provider_ref = r.provider_ref,
      last_error = r.last_error, lease_until = NULL,
      secrets = CASE WHEN r.state = 'queued' THEN notice.secrets END
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, worker text, state text, attempts int,
      next_try_at timestamptz, provider_ref text, last_error text)
    WHERE notice.id = r.id AND notice.state = 'sending' AND notice.worker = r.worker
    RETURNING notice.state, notice.private, notice.case_id
    """
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of one claim."""

    id: UUID
    worker: str
    state: NoticeState
    attempts: int
    next_try_at: datetime | None = None
    provider_ref: str | None = None
    last_error: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One notice that is ours until the lease ends."""

    row: Any
    worker: str
    address: Address | None

    def settled(self, state: NoticeState, why: str | None = None, *, reference: str | None = None) -> Settlement:
        """The claim is done with."""
        return Settlement(self.row.id, self.worker, state, self.row.attempts, None, reference or None, why)

    def put_off(self, until: datetime) -> Settlement:
        """Not now: the recipient's own quiet hours. No try is counted."""
        return Settlement(self.row.id, self.worker, NoticeState.QUEUED, self.row.attempts, until)

    def failed(self, now: datetime, why: str) -> Settlement:
        """Once more later, or given up loudly."""
        attempts = self.row.attempts + 1
        again = rules.next_try(now, attempts)
        if again is None:
            return Settlement(self.row.id, self.worker, NoticeState.UNDELIVERABLE, attempts, None, None, why)
        at = rules.sends_at(
            again, recipient_kind=self.row.recipient_kind, channel=self.row.channel, urgent=self.row.urgent
        )
        return Settlement(self.row.id, self.worker, NoticeState.QUEUED, attempts, at, None, why)


class Delivery:
    """The delivery of one worker process."""

    def __init__(
        self, runtime: Runtime, gateways: Mapping[str, Gateway], book: AddressBook, words: Templates, *, name: str
    ) -> None:
        self._runtime = runtime
        self._gateways = gateways
        self._book = book
        self._words = words
        self._name = name
        self._lease = runtime.settings.delivery_lease_seconds
        self._serial = itertools.count(1)
        self.stopping = False

    async def drain(self) -> Counter[str]:
        """Deliver everything that is due now; returns how many notices reached which state."""
        counts = Counter(delivered=await self._deliver_inboxes())
        async with asyncio.TaskGroup() as lanes:
            tasks = [lanes.create_task(self._lane(channel, width)) for channel, width in WIDTH.items()]
        for task in tasks:
            counts += task.result()
        return counts

    async def _deliver_inboxes(self) -> int:
        total = 0
        while not self.stopping:
            now = self._runtime.clock.now()
            async with self._runtime.uow(system(now)) as tx:
                done: Any = await tx.session.execute(_DELIVER_INBOX, {"now": tx.now, "chunk": _INBOX_CHUNK})
            count = int(done.rowcount)
            total += count
            if count < _INBOX_CHUNK:
                break
        return total

    async def _lane(self, channel: str, width: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        running: set[asyncio.Task[Settlement]] = set()
        try:
            while True:
                free = width - len(running)
                claims = await self._claim(channel, free) if not self.stopping and free * 4 >= width else []
                running |= {asyncio.create_task(self._deliver(claim)) for claim in claims}
                if not running:
                    return counts
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                counts += await self._settle([task.result() for task in done])
        finally:
            if running:  # the database went away: what is on the wire is let finish, the leases tell the rest
                await asyncio.wait(running)

    async def _claim(self, channel: str, free: int) -> list[Claim]:
        now = self._runtime.clock.now()
        worker = f"{self._name}/{next(self._serial)}"
        if rules.is_quiet(now):
            await self._put_off_until_morning(channel, now)
        async with self._runtime.uow(system(now)) as tx:
            values = {"channel": channel, "now": now, "free": free, "worker": worker, "lease": self._lease}
            rows = (await tx.session.execute(_CLAIM, values)).all()
        if not rows:
            return []
        async with self._runtime.read() as connection:
            ask = Ask(connection, self._runtime.vault, now)
            addresses = await self._book.resolve(ask, {_recipient(row) for row in rows})
        return [Claim(row, worker, addresses.get(_recipient(row))) for row in rows]

    async def _put_off_until_morning(self, channel: str, now: datetime) -> None:
        values = {
            "channel": channel,
            "now": now,
            "morning": rules.not_at_night(now),
            "outsiders": list(rules.OUTSIDERS),
        }
        async with self._runtime.uow(system(now)) as tx:
            await tx.session.execute(_UNTIL_MORNING, values)

    async def _deliver(self, claim: Claim) -> Settlement:
        """Never raises: whatever goes wrong with one notice is that notice's failure and nobody else's."""
        try:
            async with asyncio.timeout(self._lease * 0.8):
                return await self._try(claim)
        except TimeoutError:
            gateway = self._gateways.get(claim.row.channel)
            if gateway is not None and not gateway.can_be_asked:
                return claim.settled(NoticeState.UNKNOWN, "interrupted")
        except Exception:  # a fault in one message must not stop the others
            log.exception("notice.fault", notice=str(claim.row.id), template=claim.row.template)
        return claim.failed(self._runtime.clock.now(), "unreachable")

    async def _try(self, claim: Claim) -> Settlement:
        row, now = claim.row, self._runtime.clock.now()
        gateway = self._gateways.get(row.channel)
        if gateway is None:
            return claim.settled(NoticeState.UNDELIVERABLE, "no_channel")
        if row.interrupted and not gateway.can_be_asked:
            return claim.settled(NoticeState.UNKNOWN, "interrupted")
        if (row.interrupted or row.attempts) and gateway.can_be_asked:
            answer = await gateway.ask(row.id)
            if answer is not None:
                return self._judge(claim, answer)
        if row.not_after is not None and row.not_after < now:
            return claim.settled(NoticeState.EXPIRED, "too_late")
        if claim.address is None:
            return claim.settled(NoticeState.EXPIRED, "recipient_gone")
        quiet = None if row.urgent else rules.quiet_until(now, claim.address.quiet)
        if quiet is not None:
            return claim.put_off(quiet)
        to = claim.address.on(row.channel)
        if to is None:
            return claim.settled(NoticeState.UNDELIVERABLE, "no_address")
        return self._judge(claim, await gateway.send(self._message(claim, claim.address.locale, to, now)))

    def _message(self, claim: Claim, locale: str, to: str, now: datetime) -> Message:
        row = claim.row
        said = self._words.render(
            row.template,
            row.channel,
            values=row.parameters,
            locale=locale,
            secrets=open_secrets(self._runtime.vault, row.id, row.secrets),
        )
        return Message(row.id, row.channel, to, said.subject, said.body, locale, now)

    def _judge(self, claim: Claim, outcome: Outcome) -> Settlement:
        match outcome:
            case Accepted(reference):
                return claim.settled(NoticeState.SENT, reference=reference)
            case Refused():
                return claim.settled(NoticeState.UNDELIVERABLE, "refused")
            case Unclear():
                return claim.settled(NoticeState.UNKNOWN, "interrupted")
            case Failed(detail):
                log.info("notice.failed", notice=str(claim.row.id), channel=claim.row.channel, detail=detail)
                return claim.failed(self._runtime.clock.now(), "unreachable")
            case _:
                assert_never(outcome)

    async def _settle(self, settlements: Iterable[Settlement]) -> Counter[str]:
        rows = orjson.dumps([asdict(one) for one in settlements], default=str).decode()
        for wait in itertools.repeat(0.5, _SETTLE_TRIES):
            with contextlib.suppress(SQLAlchemyError, OSError):
                return await self._write(rows)
            await asyncio.sleep(wait)  # what was sent is worth some patience: forgotten, it has to be asked for
        return await self._write(rows)

    async def _write(self, rows: str) -> Counter[str]:
        async with self._runtime.uow(system(self._runtime.clock.now())) as tx:
            written = (await tx.session.execute(_SETTLE, {"rows": rows, "now": tx.now})).all()
            for row in written:
                if row.case_id and not row.private and row.state in (NoticeState.UNDELIVERABLE, NoticeState.UNKNOWN):
                    tx.ping(f"case:{row.case_id}")
        return Counter(row.state for row in written)


def _recipient(row: Any) -> tuple[RecipientKind, Recipient]:
    return RecipientKind(row.recipient_kind), Recipient(row.recipient_id, row.case_id)
