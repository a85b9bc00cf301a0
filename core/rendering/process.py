"""The painter of this process: started on first use, shared by its threads, one document at a time."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from core.painter.protocol import unpack
from core.rendering.errors import render_error

ROOT = Path(__file__).resolve().parents[2]
FONT_CONFIGURATION = ROOT / "core" / "painter" / "fonts.conf"
GRACE_SECONDS = 10  # over the document's own time; starting the painter included
PASSED_ON = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "DYLD_FALLBACK_LIBRARY_PATH")

Answer = tuple[dict[str, Any], list[bytes]]


class PainterGoneError(Exception):
    """The painter ended before it answered."""


class PainterProcess:
    """The one way to the painter."""

    _lock: threading.Lock
    _connection: socket.socket | None
    _process: subprocess.Popen[bytes] | None

    def __init__(self) -> None:
        self._forget()

    def ask(self, message: bytes, *, wall_seconds: float) -> Answer:
        """Raises RenderError and its kinds."""
        if not self._lock.acquire(timeout=wall_seconds):
            raise render_error("busy")
        try:
            header, blobs = self._ask_twice(message, wall_seconds)
        finally:
            self._lock.release()
        if "cause" in header:
            raise render_error(header["cause"], header["detail"])
        return header, blobs

    def stop(self) -> None:
        with self._lock:
            self._discard()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _ask_twice(self, message: bytes, wall_seconds: float) -> Answer:
        """The painter leaves when idle and may be killed when memory is short: start afresh, once."""
        try:
            return self._exchange(message, wall_seconds)
        except PainterGoneError:
            pass
        try:
            return self._exchange(message, wall_seconds)
        except PainterGoneError as error:
            raise render_error("gone") from error

    def _exchange(self, message: bytes, wall_seconds: float) -> Answer:
        connection = self._connection or self._start()
        connection.settimeout(wall_seconds + GRACE_SECONDS)
        try:
            connection.sendall(message)
            with connection.makefile("rb") as answers:
                answer = unpack(answers)
        except TimeoutError as error:
            self._discard()
            raise render_error("clock", wall_seconds + GRACE_SECONDS) from error
        except ConnectionError as error:
            self._discard()
            raise PainterGoneError from error
        if answer is None:
            self._discard()
            raise PainterGoneError
        return answer

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {
            "LANG": "C.UTF-8",
            "FONTCONFIG_FILE": str(FONT_CONFIGURATION),
            "PYTHONHASHSEED": "0",  # the same HTML, the same bytes: also where something walks a set
        }
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 — our own module, nothing of the document
                [sys.executable, "-m", "core.painter", str(theirs.fileno())],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._connection = ours
        return ours

    def _discard(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._connection = None
        self._process = None

    def leave_to_parent(self) -> None:
        """After a fork: that painter is the parent's, and its conversation must not be disturbed."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.returncode = 0  # no child of ours: nothing to wait for
        self._forget()


painter = PainterProcess()
os.register_at_fork(after_in_child=painter.leave_to_parent)
