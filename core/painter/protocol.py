"""How the site and the painter talk over their socket: one line of JSON, then the bytes it announces.

Nothing is pickled: what comes back was made by a process that read a document we do not trust.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO


def pack(header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    line = json.dumps({**header, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"\n".join((line, b"".join(blobs)))


def unpack(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message, or None where the other side has closed, even amid a message."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    header = json.loads(line)
    blobs = []
    for size in header["sizes"]:
        blob = stream.read(size)
        if len(blob) < size:
            return None
        blobs.append(blob)
    return header, blobs
