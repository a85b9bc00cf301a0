"""A real SMTP server for tests: it keeps what it takes, and refuses whom it is told to."""

from __future__ import annotations

import email
import email.policy
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """The handler of an aiosmtpd server.

    Attributes:
        answers: what the server says to a recipient instead of taking the mail.
        message_answer: what it says to every message, after having read it.
        connections: how often somebody has said hello.
    """

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.message_answer = ""
        self.connections = 0
        self._lock = threading.Lock()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.message_answer:
            return self.message_answer
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self._lock:
            self.taken.extend((address, message) for address in envelope.rcpt_tos)
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for recipient, message in self.taken if recipient == address]

    @property
    def count(self) -> int:
        return len(self.taken)

    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        with self._lock:
            return Counter(message["Message-ID"] for _address, message in self.taken)


class _OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def running() -> Iterator[MailServer]:
    handler = MailServer()
    controller = _OnAnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    handler.port = controller.port
    handler.connections = 0
    try:
        yield handler
    finally:
        controller.stop()
