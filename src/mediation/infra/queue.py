"""The bell that wakes the workers. Nothing that matters is in it: a lost ring only means that the next sweep does the work."""

import asyncio
from typing import Any

import orjson
import structlog
from arq.connections import ArqRedis, RedisSettings, create_pool

log = structlog.get_logger(__name__)


def dumps(value: dict[str, Any]) -> bytes:
    """Job serializer: JSON, because a pickle in Redis is code for whoever can write there."""
    return orjson.dumps(value, default=str)


def loads(data: bytes) -> dict[str, Any]:
    """The opposite of `dumps`."""
    value: dict[str, Any] = orjson.loads(data)
    return value


def redis_settings(url: str) -> RedisSettings:
    """arq's settings for `url` (`redis://…` or `unix://…`), failing fast: the caller has a sweep to fall back on."""
    settings = RedisSettings.from_dsn(url)
    settings.conn_timeout = 1
    settings.conn_retries = 0
    return settings


class Bell:
    """Rings jobs by name. When Redis is away, says so in the log once per outage and goes on."""

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._pool: ArqRedis | None = None
        self._quiet = False
        self._lock = asyncio.Lock()

    async def ring(self, job: str) -> None:
        """Ask a worker to run `job` now. Never raises for an unreachable Redis."""
        if self._url is None:
            return
        try:
            async with asyncio.timeout(1.0):
                pool = await self._connect()
                await pool.enqueue_job(job)
            self._quiet = False
        except (OSError, TimeoutError, ConnectionError, _redis_error()) as error:
            self._pool = None
            if not self._quiet:
                log.warning("queue.unreachable", job=job, error=type(error).__name__)
            self._quiet = True

    async def _connect(self) -> ArqRedis:
        async with self._lock:
            if self._pool is None:
                assert self._url is not None
                self._pool = await create_pool(redis_settings(self._url), job_serializer=dumps, job_deserializer=loads)
            return self._pool

    async def close(self) -> None:
        """Close the connection."""
        if self._pool is not None:
            await self._pool.aclose(close_connection_pool=True)  # arq hands the pool over as somebody else's
            self._pool = None


def _redis_error() -> type[Exception]:
    from redis.exceptions import RedisError

    return RedisError
