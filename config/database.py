"""Which database to connect to, and as whom.

Four roles stand behind one database. The *owner* migrates. The *application* connects and owns
nothing. The *portal*, *link* and *broker* roles are never logged in as: the application enters the
first two for one transaction, and the broker's connections start in theirs.
"""

import sys
from typing import Any
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from core.roles import BROKER_ROLE

# Commands that change the schema, or make up years of data with their history, and so connect as its owner.
OWNER_COMMANDS = frozenset(
    {"migrate", "pgtrigger", "sqlmigrate", "flush", "dbshell", "load_demonstration", "generate"}
)

type Conninfo = dict[str, Any]


def connection_parameters(url: str) -> Conninfo:
    """The parts of a PostgreSQL address. Raises ``psycopg.ProgrammingError`` for a malformed one."""
    return conninfo_to_dict(url)


def acts_as_owner(argv: list[str] | None = None) -> bool:
    """Whether this process was started to change the schema."""
    argv = sys.argv if argv is None else argv
    return len(argv) > 1 and argv[1] in OWNER_COMMANDS


def django_database(conninfo: Conninfo, *, pooled: bool) -> dict[str, Any]:
    """One entry of ``DATABASES``.

    Connections are pooled per process and checked before use, so that a database that was
    restarted fails no request.
    """
    options: dict[str, Any] = {
        key: value
        for key, value in conninfo.items()
        if key not in {"dbname", "user", "password", "host", "port"}
    }
    if pooled:
        options["pool"] = {"min_size": 0, "max_size": 8, "timeout": 10, "max_idle": 60}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": conninfo.get("dbname", ""),
        "USER": conninfo.get("user", ""),
        "PASSWORD": conninfo.get("password", ""),
        "HOST": conninfo.get("host", ""),
        "PORT": conninfo.get("port", ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def broker_conninfo(conninfo: Conninfo) -> str:
    """Where the PostgreSQL message queue is, entered as the role that owns its schema and nothing else."""
    return make_conninfo(**{**conninfo, "options": f"-c role={BROKER_ROLE}"})


def broker_url(conninfo: Conninfo) -> str:
    """The queue's address as logs show it; the connection itself is made from :func:`broker_conninfo`."""
    host = quote(str(conninfo.get("host", "localhost")), safe="")
    return f"pgmq://{host}:{conninfo.get('port', 5432)}/{conninfo.get('dbname', '')}"
