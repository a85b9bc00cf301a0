"""The pages of guardians: given out, sent again, shown to be handed over, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, sms
from core.access import NotVisible
from core.errors import Refused
from core.notifications import cancel, notify
from internships.models import Guardian
from internships.policies import student_cared_for
from placements.guardian_links import NAME, expiry, links_to
from placements.guardian_notices import PAGE
from placements.models import GuardianPage
from signing.models import TaskLink

if TYPE_CHECKING:
    from accounts.models import User

Channel = TaskLink.Channel


class UnableToGive(Refused):
    """The page cannot be given out so; the message says why."""


@transaction.atomic
def give_page(
    *, actor: User, guardian_pk: int, channel: str, email: str, phone: str, now: datetime
) -> TaskLink:
    """Give a guardian their page, or give it out anew, to a corrected address if need be: an earlier link
    opens no more.

    Raises:
        NotVisible, PermissionDenied: the student is not the actor's to look after.
        UnableToGive: the way has no address.
    """
    guardian = _guardian(actor, guardian_pk)
    email, phone = email.strip(), phone.strip()
    if (channel == Channel.EMAIL and not email) or (
        channel == Channel.SMS and not (phone and sms.is_available())
    ):
        raise UnableToGive(_("There is no address for this way of sending."))
    page, _made = GuardianPage.objects.get_or_create(
        guardian=guardian, defaults={"given_by_id": actor.pk, "given_at": now}
    )
    page.given_by_id, page.given_at = actor.pk, now
    page.save(update_fields=["given_by", "given_at"])
    link = links_to([page.pk]).select_for_update().first()
    if link is None:
        link = TaskLink(task=NAME, subject_id=page.pk, version=0, created_at=now)
    else:
        cancel(subject=link)
    link.name, link.language = guardian.name, guardian.language
    link.email, link.phone, link.channel = email, phone, channel
    link.version += 1
    link.sent_at, link.opened_at, link.revoked_at = now, None, None
    link.expires_at = expiry(page, now=now)
    link.save()
    if channel != Channel.BY_HAND:
        _send(page, link, actor, now)
    audit.record(
        actor=actor,
        subject=guardian.student,
        verb="student.guardian_page_given",
        now=now,
        details={"guardian": guardian.name, "channel": channel, "version": link.version},
    )
    return link


@transaction.atomic
def hand_over_page(*, actor: User, guardian_pk: int, now: datetime) -> TaskLink:
    """The address is shown to somebody who hands it over; the history says so.

    Raises NotVisible, PermissionDenied, UnableToGive.
    """
    guardian = _guardian(actor, guardian_pk)
    link = _open_link(guardian)
    audit.record(
        actor=actor,
        subject=guardian.student,
        verb="student.guardian_page_shown",
        now=now,
        details={"guardian": guardian.name, "version": link.version},
    )
    return link


@transaction.atomic
def revoke_page(*, actor: User, guardian_pk: int, now: datetime) -> TaskLink:
    """The page opens no more until it is given out anew.

    Raises NotVisible, PermissionDenied, UnableToGive.
    """
    guardian = _guardian(actor, guardian_pk)
    link = _open_link(guardian)
    link.revoked_at = now
    link.save(update_fields=["revoked_at"])
    cancel(subject=link)
    audit.record(
        actor=actor,
        subject=guardian.student,
        verb="student.guardian_page_revoked",
        now=now,
        details={"guardian": guardian.name, "version": link.version},
    )
    return link


def _guardian(actor: User, pk: int) -> Guardian:
    """The guardian, behind the lock of the student."""
    student_id = Guardian.objects.filter(pk=pk).values_list("student", flat=True).first()
    student = student_cared_for(actor, student_id)
    guardian = student.guardians.filter(pk=pk).first()
    if guardian is None:
        raise NotVisible(f"internships.Guardian {pk}")
    guardian.student = student
    return guardian


def _open_link(guardian: Guardian) -> TaskLink:
    page = GuardianPage.objects.filter(guardian=guardian).first()
    link = links_to([page.pk]).select_for_update().first() if page else None
    if link is None or link.revoked_at is not None:
        raise UnableToGive(_("No link is open. Give the page out first."))
    return link


def _send(page: GuardianPage, link: TaskLink, actor: User, now: datetime) -> None:
    is_text_message = link.channel == Channel.SMS
    student = page.guardian.student
    notify(
        key=f"{PAGE.name}:{page.pk}:{link.version}",
        kind=PAGE.name,
        email="" if is_text_message else link.email,
        phone=link.phone if is_text_message else "",
        name=link.name,
        language=link.language,
        subject=link,
        data={
            "sender": {"zh": actor.name, "en": actor.name_latin or actor.name},
            "student": {"zh": student.name, "en": student.name_latin or student.name},
        },
        now=now,
    )
