"""Web, worker and beat under one command that Ctrl-C stops cleanly."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
GRACE_SECONDS = 30
PR_SET_PDEATHSIG = 1
WARNING_OF_ROOT = "You're running the worker with superuser privileges"


def commands(port: str) -> dict[str, list[str]]:
    celery = [str(BIN / "celery"), "--quiet", "-A", "config"]
    return {
        "web": [
            str(BIN / "gunicorn"),
            "config.wsgi",
            *("-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "4", "-k", "gthread"),
            *("--graceful-timeout", "10", "--no-control-socket", "--log-level", "warning"),
        ],
        "worker": [
            *celery,
            "worker",
            *("-l", "WARNING", "-c", "2", "--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        "beat": [*celery, "beat", "-l", "WARNING", "--pidfile="],
    }


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


def prepare() -> None:
    """Everything a start needs, each step quick when there is nothing to do."""
    manage("migrate", "--no-input", "-v0")
    manage("compile_translations")
    if in_production():
        manage("collectstatic", "--no-input", "-v0")
    else:
        manage("load_demonstration", "--if-empty")


def in_production() -> bool:
    return os.environ.get("ENVIRONMENT") == "production"


def environment() -> dict[str, str]:
    """In development one is often root, in a container: Celery need not warn of it at every start."""
    if in_production():
        return dict(os.environ)
    filters = [os.environ.get("PYTHONWARNINGS", ""), f"ignore:{WARNING_OF_ROOT}"]
    return os.environ | {"PYTHONWARNINGS": ",".join(filter(None, filters))}


def _before_exec() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":  # a killed supervisor leaves no orphans
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(port: str) -> dict[str, subprocess.Popen[bytes]]:
    # Each leader has a session of its own: a signal to the whole group would reach Celery's
    # children amid a task, and the leader could not let them finish.
    return {
        name: subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            preexec_fn=_before_exec,  # noqa: PLW1509 — this process has no threads
        )
        for name, command in commands(port).items()
    }


def stop(processes: dict[str, subprocess.Popen[bytes]], impatient: list[int]) -> None:
    """End each leader, then, after the grace or a second Ctrl-C, whatever is left of its group."""
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    while any(process.poll() is None for process in processes.values()):
        if time.monotonic() > deadline or len(impatient) > 1:
            break
        time.sleep(0.05)
    for process in processes.values():
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 — our own http address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def main() -> int:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    port = os.environ.get("PORT", "8000")
    private_database = not os.environ.get("DATABASE_URL")
    if private_database:
        from config import embedded

        embedded.ensure_running()
    prepare()
    signals: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: signals.append(received))
    processes = start(port)
    address = f"http://127.0.0.1:{port}/"
    while not signals and not answers(address + "health/live/"):
        if any(process.poll() is not None for process in processes.values()):
            break
        time.sleep(0.05)
    if not signals and not in_production():
        manage("demonstration_sign_ins")
    if not signals:
        print(f"\nReady at {address} — Ctrl-C stops everything.", flush=True)
    ended = None
    while not signals and ended is None:
        ended = next((name for name, process in processes.items() if process.poll() is not None), None)
        if private_database:
            embedded.revive()
        time.sleep(0.2)
    if ended:
        print(f"{ended} ended by itself with {processes[ended].returncode}; stopping the rest.", flush=True)
    stop(processes, signals)
    if private_database:
        embedded.stop_if_last()
    print("Stopped.", flush=True)
    return 1 if ended else 0


if __name__ == "__main__":
    sys.exit(main())
