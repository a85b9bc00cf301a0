"""Envelopes about something plain and quick: a department with a one-page PDF. Signing does not care."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import Department, User
from signing import signables
from signing.models import Envelope, Means, Signatory
from signing.operations import DocumentToSign, NewSignatory, send_envelope
from signing.signables import Signable, register_signable
from tests.signing.envelopes import DEADLINE

NOW = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
PDF = b"%PDF-1.7\n% one page of something\n"
_numbers = count(1)


class Heard(list[str]):
    """What the record's app was told, in order."""


@contextmanager
def departments_can_be_signed() -> Iterator[Heard]:
    heard = Heard()
    register_signable(
        Department,
        Signable(
            objection=lambda _record, _signatory, _on: "",
            capability="agreement.edit",
            lock=lambda pk: Department.objects.select_for_update().get(pk=pk),
            owner=lambda record: User.objects.get(email="sender@centre.test"),
            party_signed=lambda record, envelope, people, now: heard.append(f"{people[0].party_key} signed"),
            all_signed=lambda record, envelope, now: heard.append("all signed"),
            ended=lambda record, envelope, now: heard.append(f"ended: {envelope.state}"),
        ),
    )
    try:
        yield heard
    finally:
        signables._signables.pop(Department)


def sender() -> User:
    found, _made = User.objects.get_or_create(email="sender@centre.test", defaults={"name": "Sender"})
    return found


def plain_record() -> Department:
    number = next(_numbers)
    return Department.objects.create(code=f"P{number:04}", name_en=f"Paper {number}", name_zh=f"文件{number}")


def plain_document(record: Department, **more: Any) -> DocumentToSign:
    content = PDF + record.code.encode()
    name = default_storage.save(f"plain/{record.code}.pdf", ContentFile(content))
    given: dict[str, Any] = {
        "title_en": record.name_en,
        "title_zh": record.name_zh,
        "reference": record.code,
        "storage_name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "pages": 2,
        "language": "en",
    }
    return DocumentToSign(**(given | more))


def plain_signatory(number: int, **more: Any) -> NewSignatory:
    given: dict[str, Any] = {
        "party_key": str(number),
        "party_en": f"Party {number}",
        "party_zh": f"第{number}方",
        "name": f"Person {number}",
        "email": f"person{number}@party.example",
        "means_allowed": [Means.EMAIL],
    }
    return NewSignatory(**(given | more))


def plain_envelope(parties: int = 3, record: Department | None = None, **more: Any) -> Envelope:
    record = record or plain_record()
    people = more.pop("signatories", None) or [plain_signatory(n + 1) for n in range(parties)]
    return send_envelope(
        actor=sender(),
        record=record,
        document=more.pop("document", None) or plain_document(record),
        signatories=people,
        deadline_on=more.pop("deadline_on", DEADLINE),
        now=NOW,
        **more,
    )


def ready(signatory: Signatory) -> None:
    """As if every step up to the signature had been taken, without taking them."""
    Signatory.objects.filter(pk=signatory.pk).update(
        status="opened",
        pages_seen=[1, 2],
        consented_at=NOW,
        statement="2026-1",
        identified_at=NOW,
        identified_by="email",
        identified_with=signatory.email,
    )
