"""Who is told of documents of the library: liaisons of partners, where somebody wants them told, and whoever
fetched what is withdrawn.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliances.models import Member
from core.notifications import Kind, NewNotification, Readers, notify_many
from information.models import LibraryDocument, LibraryDownload, LibraryState, Reach
from partnerships.models import Contact

SHARED = Kind(
    name="information.library_shared",
    label=_("Documents that the school shares with us"),
    icon="share",
    can_wait=True,
    readers=Readers.PARTNERS,
)
WITHDRAWN = Kind(
    name="information.library_withdrawn",
    label=_("Documents that I have fetched and that were withdrawn"),
    icon="archive",
    can_wait=True,
    readers=Readers.STAFF | Readers.PARTNERS,
)
KINDS = (SHARED, WITHDRAWN)


def enterprises_of(document: LibraryDocument, on: date) -> Q | None:
    """The enterprises that see it at the portal on a day, as a condition on contacts; ``None``: none does."""
    if document.state != LibraryState.SHARED or document.is_out_of_date(on):
        return None
    if document.partner_reach == Reach.ALL:
        return Q()
    if document.partner_reach == Reach.NONE:
        return None
    members = Member.objects.lasting(on).filter(alliance__in=document.alliances.order_by().values("pk"))
    return Q(enterprise__in=document.enterprises.order_by().values("pk")) | Q(
        enterprise__in=members.exclude(enterprise=None).order_by().values("enterprise")
    )


def liaisons(document: LibraryDocument, on: date) -> QuerySet[Contact]:
    """The liaisons with an account of the enterprises that see it on a day."""
    seen_by = enterprises_of(document, on)
    rows = Contact.objects.liaisons_with_account().filter(user__is_active=True)
    return rows.none() if seen_by is None else rows.filter(seen_by)


def tell_partners(document: LibraryDocument, *, changes: str, now: datetime) -> int:
    """Each of their liaisons, once for a version however often it is said. Answers how many were told."""
    people = liaisons(document, timezone.localdate(now)).order_by().values_list("user", flat=True).distinct()
    return notify_many(
        [
            NewNotification(
                key=f"{SHARED.name}:{document.pk}:{document.latest}:u{user}",
                kind=SHARED.name,
                recipient_id=user,
                subject=document,
                data={
                    "title": document.title,
                    "number": document.latest,
                    "changes": changes,
                    "url": reverse("portal:library_document", args=[document.pk]),
                },
            )
            for user in people
        ],
        now=now,
    )


def tell_of_withdrawal(document: LibraryDocument, *, now: datetime, by: int | None) -> None:
    """Whoever fetched it, why. One query and one more."""
    rows = LibraryDownload.objects.filter(version__parent=document.pk, user__is_active=True)
    people = rows.order_by().values_list("user", flat=True).distinct()
    notify_many(
        [
            NewNotification(
                key=f"{WITHDRAWN.name}:{document.pk}:u{user}",
                kind=WITHDRAWN.name,
                recipient_id=user,
                subject=document,
                data={"title": document.title, "reason": document.reason, "url": ""},
            )
            for user in people
            if user != by
        ],
        now=now,
    )
