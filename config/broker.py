"""The message queue in our own database."""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES, pgmq
from pgmq import PGMQueue
from psycopg_pool import ConnectionPool


class Transport(pgmq.Transport):
    """Connects as ``conn_string`` says, to the letter.

    kombu and pgmq keep of it only host, port, database, name and password, and lose the role to
    enter, which owns the queue's schema, and the demand for TLS.
    """

    def _create_pgmq_client(self) -> PGMQueue:
        assert self.client is not None  # noqa: S101 — a transport always has the connection it was made for
        options = self.client.transport_options
        pool = ConnectionPool(
            options["conn_string"],
            min_size=0,
            max_size=options["pool_size"],
            timeout=options["pool_timeout"],
            # A database that was restarted costs the next message nothing.
            check=ConnectionPool.check_connection,
            open=True,
        )
        return PGMQueue(pool=pool, vt=options["visibility_timeout"], init_extension=False)

    def close_connection(self, connection: Any) -> None:
        pool = self._pgmq_client.pool if self._pgmq_client else None
        super().close_connection(connection)
        if pool is not None:
            pool.close()


def use_our_transport() -> None:
    TRANSPORT_ALIASES["pgmq"] = "config.broker:Transport"
