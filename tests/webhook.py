"""A real HTTP server for tests, which takes text messages as a centre's own service would."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Webhook:
    """
    Attributes:
        answer: the status it answers; 0 means that it takes too long to.
    """

    url: str = ""
    answer: int = 202
    taken: list[dict[str, Any]] = field(default_factory=list)

    def texts_to(self, phone: str) -> list[str]:
        return [message["to_send"]["text"] for message in self.taken if message["to_send"]["to"] == phone]


@contextmanager
def webhook() -> Iterator[Webhook]:
    service = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append(
                {"to_send": json.loads(body), "body": body, "headers": dict(self.headers.items())}
            )
            if not service.answer:
                time.sleep(0.6)
                return
            self.send_response(service.answer)
            if service.answer == 302:
                self.send_header("Location", service.url)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Nothing on the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_address[1]}/sms?centre=1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
