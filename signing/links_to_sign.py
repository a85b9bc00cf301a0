"""The task of signing one document, by link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.dates import end_of
from signing.links import LinkTask, Shown, links_about
from signing.models import Signatory, TaskLink

NAME = "sign"
Channel = TaskLink.Channel


def link_to(signatory: Signatory, *, now: datetime) -> TaskLink:
    """The link of a signatory without an account; made with the first message to them. Reads the envelope."""
    link, _made = TaskLink.objects.get_or_create(
        task=NAME,
        subject_id=signatory.pk,
        defaults={
            "name": signatory.name,
            "name_latin": signatory.name_latin,
            "email": signatory.email,
            "phone": signatory.phone,
            "language": signatory.language,
            "channel": Channel.EMAIL if signatory.email else Channel.SMS,
            "created_at": now,
            "sent_at": now,
            "expires_at": end_of(signatory.envelope.deadline_on),
        },
    )
    return link


def links_to(signatory_ids: Iterable[int]) -> QuerySet[TaskLink]:
    return links_about(NAME, signatory_ids)


def links_taken_back() -> QuerySet[TaskLink]:
    """Their signatories hear nothing until a new one is sent."""
    return TaskLink.objects.filter(task=NAME, revoked_at__isnull=False)


def signatory_of(link: TaskLink) -> Signatory | None:
    return Signatory.objects.with_envelope().filter(pk=link.subject_id).first()


def _shown(signatory: Signatory) -> Shown:
    envelope = signatory.envelope
    facts = [
        (_("Document"), f"{envelope.title} ({envelope.reference})"),
        (pgettext("a party", "For"), signatory.party),
    ]
    outcome = ""
    if not signatory.is_pending:
        outcome = {
            Signatory.Status.SIGNED: _("You have signed."),
            Signatory.Status.DECLINED: _("You have declined to sign."),
        }[Signatory.Status(signatory.status)]
    elif not envelope.is_out:
        outcome = _("It cannot be signed any more: it is “%(state)s”.") % {
            "state": envelope.get_state_display()
        }
    return Shown(
        title=envelope.title,
        asked_by=envelope.created_by,
        facts=facts,
        due_on=envelope.deadline_on,
        outcome=outcome,
    )


SIGN = LinkTask(
    name=NAME,
    label=gettext_lazy("Sign a document"),
    subject=signatory_of,
    shown=_shown,
    page=lambda link, signatory: reverse("link:sign:ceremony", args=[link.token, signatory.pk]),
    ask=lambda signatory: signatory.envelope.created_by,
)
