"""Text messages to telephones: what sends them is a setting, since every country has other providers."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import sys
import time
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

SECONDS = 10
LATER = {408, 425, 429}


class NotTaken(Exception):
    """This message will never be sent: the number is none, or the provider refuses it."""


class NotNow(Exception):
    """The provider cannot be reached, or wants it another time."""


class Sender(Protocol):
    """One provider. ``SMS_BACKEND`` names the class; it is made anew for each message."""

    def send(self, *, phone: str, text: str, message_id: str) -> None:
        """Hand a message over. The same ``message_id`` again is the same message, tried once more.

        Raises:
            NotTaken, NotNow: see there.
        """


class Console:
    """Shows messages where the program runs: for development. Not in the log, which keeps no addresses."""

    def send(self, *, phone: str, text: str, message_id: str) -> None:
        sys.stdout.write(f"Text message to {phone}: {text}\n")
        sys.stdout.flush()


class Webhook:
    """Posts messages as JSON to a service of the centre, which knows the provider.

    ``{"id", "to", "text"}``; the header ``X-Signature`` is ``sha256=`` and the HMAC, with the shared
    secret, of the header ``X-Timestamp`` (seconds), a dot and the body. An answer of 2xx takes the message,
    408, 425, 429 and 5xx ask for another try, any other refuses it. Redirects are not followed.
    """

    def send(self, *, phone: str, text: str, message_id: str) -> None:
        body = json.dumps({"id": message_id, "to": phone, "text": text}, ensure_ascii=False).encode()
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Timestamp": timestamp,
            "X-Signature": signature(settings.SMS_WEBHOOK_SECRET, timestamp, body),
        }
        status = _post(settings.SMS_WEBHOOK_URL, body, headers)
        if status in LATER or status >= 500:
            raise NotNow(f"the webhook answered {status}")
        if not 200 <= status < 300:
            raise NotTaken(f"the webhook answered {status}")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    mac = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def is_available() -> bool:
    return bool(settings.SMS_BACKEND)


def send(*, phone: str, text: str, message_id: str) -> None:
    """
    Raises:
        NotTaken, NotNow: see there.
    """
    if not is_available():
        raise NotTaken("no provider of text messages is set up")
    sender: Sender = import_string(settings.SMS_BACKEND)()
    sender.send(phone=phone, text=text, message_id=message_id)


def _post(address: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as fault:
        raise NotNow(repr(fault)) from fault
    finally:
        connection.close()
