import copy
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import Settings

from accounts.models import User
from core import notifications
from core.models import Notification
from core.notifications import Kind, NewNotification, notify, notify_many, register_kind
from tests import mailserver
from tests.mailserver import MailServer

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DATA = {"title": "Suzhou Precision <& Co>", "ends_on": date(2026, 8, 2)}


def tell(person=None, key="a deadline", **changes) -> Notification:
    notify(**{"key": key, "kind": "tests.deadline", "recipient": person, "data": DATA, "now": NOW} | changes)
    return Notification.objects.get(key=key)


def tell_many(number: int) -> None:
    notify_many(
        [
            NewNotification(
                key=f"k{n}", kind="tests.deadline", email=f"p{n}@partner.example", data=DATA, language="en"
            )
            for n in range(number)
        ],
        now=NOW,
    )


@pytest.fixture
def kind(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A kind of notification that no app knows, with a template of its own."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent.parent / "templates")
    settings.TEMPLATES = templates
    monkeypatch.setattr(notifications, "_kinds", dict(notifications._kinds))
    monkeypatch.setattr(notifications, "_on_refused", {})
    kind = Kind(name="tests.deadline", label="Deadlines")
    register_kind(kind)
    return kind


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    with mailserver.running() as server:
        settings.MAILERS = smtp_on(server.port)
        yield server


def smtp_on(port: int) -> dict:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5}}}


@pytest.fixture
def officer() -> User:
    return User.objects.create_user(
        "li.na@centre.example", name="李娜", name_latin="Li Na", language="zh-hans"
    )


@pytest.fixture
def director() -> User:
    return User.objects.create_user("grace@centre.example", name="Grace Hall", language="en")
