"""One forked, limited child for each document.

The painter has one thread and everything loaded, so that a fork is safe and takes milliseconds; the
child has the kernel's limits on it (CPU seconds, memory, no file may be written), the parent watches
the clock. A document that breaks a limit takes its own child with it and nothing else.
"""

import gc
import io
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
from datetime import datetime
from typing import Any, NoReturn

from core.painter.glyphs import missing
from core.painter.paint import EmbeddedFile, Painter, Rejected
from core.painter.protocol import pack, unpack

IDLE_SECONDS = 900
BROKEN = 70  # EX_SOFTWARE: the child could not even report

Request = tuple[dict[str, Any], list[bytes]]


def serve(connection: socket.socket) -> None:
    """Answer requests until the site closes its end, or nothing was asked for a quarter of an hour."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the group; the site decides when we end
    painter = Painter()
    gc.collect()
    gc.freeze()  # what is loaded stays shared with the children instead of being copied by a collection
    with connection, connection.makefile("rb") as requests:
        while select.select([connection], [], [], IDLE_SECONDS)[0]:
            request = unpack(requests)
            if request is None:
                return
            connection.sendall(answer(painter, request))


def answer(painter: Painter, request: Request) -> bytes:
    limits = request[0]["limits"]
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _paint_and_exit(painter, request, writer)
    os.close(writer)
    try:
        reply, cut_short = _collect(reader, limits)
    finally:
        os.close(reader)
    if cut_short:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    spent = {"cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3), "peak_kib": usage.ru_maxrss}
    if cut_short:
        return pack({**cut_short, **spent})
    message = unpack(io.BytesIO(reply))
    if message is None:
        return pack({**_cause_of_death(os.waitstatus_to_exitcode(status), limits), **spent})
    header, blobs = message
    if trace := header.pop("traceback", ""):
        sys.stderr.write(trace)
    return pack({**header, **spent}, blobs)


def _collect(reader: int, limits: dict[str, Any]) -> tuple[bytes, dict[str, Any] | None]:
    """Everything the child wrote, or why it was cut short."""
    deadline = time.monotonic() + limits["wall_seconds"]
    reply = bytearray()
    while select.select([reader], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(reader, 1 << 20)
        if not chunk:
            return bytes(reply), None
        reply += chunk
        if len(reply) > limits["output_bytes"]:
            return b"", {"cause": "size", "detail": limits["output_bytes"] >> 20}
    return b"", {"cause": "clock", "detail": limits["wall_seconds"]}


def _cause_of_death(exit_code: int, limits: dict[str, Any]) -> dict[str, Any]:
    if exit_code == -signal.SIGXCPU:
        return {"cause": "cpu", "detail": limits["cpu_seconds"]}
    if exit_code == -signal.SIGTRAP:  # how GLib, below Pango, ends a process that gets no memory
        return {"cause": "memory", "detail": limits["memory_bytes"] >> 20}
    name = signal.Signals(-exit_code).name if exit_code < 0 else f"exit {exit_code}"
    return {"cause": "crash", "detail": name}


def _paint_and_exit(painter: Painter, request: Request, writer: int) -> NoReturn:
    exit_code = BROKEN
    try:
        header, blobs = request
        _limit(header["limits"])
        gc.disable()  # this process ends with its document: collecting would cost a tenth and free little
        with os.fdopen(writer, "wb") as out:
            out.write(_carry_out(painter, header, blobs))
        exit_code = 0
    finally:
        os._exit(exit_code)  # never back into the parent's loop, whatever happened


def _limit(limits: dict[str, Any]) -> None:
    cpu_seconds, memory_bytes = limits["cpu_seconds"], limits["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    if sys.platform == "linux":  # macOS has the constant and refuses the call
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # stderr included, where it is a file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _carry_out(painter: Painter, header: dict[str, Any], blobs: list[bytes]) -> bytes:
    if header["kind"] == "missing":
        return pack({"missing": missing(painter.fonts, blobs[0].decode())})
    html, *contents = blobs
    files = [
        EmbeddedFile(
            name=about["name"],
            content=content,
            description=about["description"],
            relationship=about["relationship"],
            modified_at=datetime.fromisoformat(about["modified_at"]),
        )
        for about, content in zip(header["files"], contents, strict=True)
    ]
    try:
        content, pages = painter.paint(
            html=html.decode(), title=header["title"], language=header["language"], files=files
        )
    except Rejected as error:
        return pack({"cause": error.cause, "detail": error.detail})
    except MemoryError:
        return pack({"cause": "memory", "detail": header["limits"]["memory_bytes"] >> 20})
    except Exception as error:  # the boundary of the process: reported to the caller, traced by the parent
        detail = f"{type(error).__name__}: {error}"[:1000]
        return pack({"cause": "crash", "detail": detail, "traceback": traceback.format_exc()})
    return pack({"pages": pages}, [content])
