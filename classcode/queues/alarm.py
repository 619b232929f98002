"""RQ as the alarm clock: send a job's id to Redis, and be a worker there. Imported only where there is a Redis.

The two libraries take 15 MB of a process and a fifth of a second of its start; the embedded product needs neither.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer

log = logging.getLogger(__name__)


class Alarm:
    """One queue on one Redis; what works longer than `longest` is ended."""

    def __init__(self, redis_url: str, queue: str, longest: timedelta) -> None:
        self.redis = Redis.from_url(redis_url, socket_timeout=2, socket_connect_timeout=2)
        seconds = int(longest.total_seconds())
        self.queue = Queue(queue, connection=self.redis, serializer=JSONSerializer, default_timeout=seconds)

    def wake(self, run: Callable[[str], bool], job_id: str) -> bool:
        """Have a worker run this job; tell whether Redis took it."""
        try:
            self.queue.enqueue(run, job_id, result_ttl=0, failure_ttl=3600)
        except (RedisError, OSError) as error:
            log.warning("Redis did not take job %s: %s", job_id, error)
            return False
        return True

    def work(self, *, burst: bool) -> None:
        """Be a worker on the queue until told to stop (with `burst`, until the queue is empty)."""
        kind = SimpleWorker if burst else Worker
        worker = kind(
            [self.queue],
            connection=self.redis,
            serializer=JSONSerializer,
            worker_ttl=30,
            maintenance_interval=15,
        )
        worker.work(burst=burst, logging_level="WARNING")
