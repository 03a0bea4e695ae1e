"""PostgreSQL as Waymark uses it: no call waits much longer than the deadline, whatever has happened to the server.

Three things can go wrong, and each needs its own limit. A slow statement is cancelled by the server
(`statement_timeout`). A network that swallows packets is noticed by the kernel (`tcp_user_timeout`). A server that
holds the connection open and says nothing is noticed only here, by `PatientConnection`.
"""

from __future__ import annotations

import math
import select
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

T = TypeVar("T")
_LEAST_CONNECT_SECONDS = 2  # libpq's own minimum
_MOST_CONNECT_SECONDS = 10
_GRACE_SECONDS = 0.25  # lets the server be the first to give up, which keeps the connection


class PatientConnection(psycopg.Connection[Any]):
    """A connection that closes itself when the server stays silent for longer than `patience` seconds."""

    patience: float | None = None

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for the server's answer.

        Raises:
            psycopg.OperationalError: there was none in time; the connection is closed then.
        """
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def make_engine(url: sa.URL, deadline_seconds: float) -> sa.Engine:
    """Return an engine whose connections keep to the deadline."""
    milliseconds = max(1, round(deadline_seconds * 1000))
    options = (*url.normalized_query.get("options", ()), f"-c statement_timeout={milliseconds}")
    engine = sa.create_engine(
        url,
        connect_args={
            "connect_timeout": max(_LEAST_CONNECT_SECONDS, min(_MOST_CONNECT_SECONDS, math.ceil(deadline_seconds))),
            "tcp_user_timeout": milliseconds,
            "options": " ".join(options),
        },
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=deadline_seconds,
    )

    @sa.event.listens_for(engine, "do_connect")
    def connect(_dialect: sa.Dialect, _record: Any, arguments: Any, named: Any) -> PatientConnection:
        connection = PatientConnection.connect(*arguments, **named)
        connection.patience = deadline_seconds + _GRACE_SECONDS
        return connection

    @sa.event.listens_for(engine, "checkout")
    def refuse_ended(connection: psycopg.Connection[Any], _record: Any, _proxy: Any) -> None:
        """Have the pool replace a connection that the server has ended, without a round trip that might hang."""
        waiting = select.poll()
        waiting.register(connection.fileno(), select.POLLIN)
        if waiting.poll(0):  # an idle server has nothing to say but goodbye
            raise sa.exc.DisconnectionError

    return engine
