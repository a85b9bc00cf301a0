"""What people do for themselves: lend their powers to a colleague, publish their deadlines to a calendar.

And what is done for them: forget where they were signed in.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CalendarFeed, Delegation, User
from core import audit
from core.access import NotVisible
from core.errors import Refused


class UnableToDelegate(Refused):
    """The powers cannot be lent like this."""


def delegate_powers(
    *, actor: User, delegate: User, starts_on: date, ends_on: date, reason: str, now: datetime
) -> Delegation:
    """Lend all of one's own powers to a colleague from one day to another, both included.

    Raises:
        UnableToDelegate: to oneself, to somebody who may not sign in, for days in the past or in the
            wrong order, without powers to lend, or twice for the same days.
    """
    if delegate.pk == actor.pk:
        raise UnableToDelegate(_("Choose a colleague: you already have your own powers."))
    if not delegate.is_active:
        raise UnableToDelegate(
            _("%(name)s cannot sign in and so could not act for you.") % {"name": delegate}
        )
    if ends_on < starts_on:
        raise UnableToDelegate(_("The last day is before the first."))
    if ends_on < timezone.localdate(now):
        raise UnableToDelegate(_("These days are over."))
    if not any(power.lender is None for power in actor.powers):
        raise UnableToDelegate(_("You hold no powers of your own today that could be lent."))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)  # one delegation of mine at a time
        overlapping = Delegation.objects.filter(
            delegator=actor,
            delegate=delegate,
            revoked_at=None,
            starts_on__lte=ends_on,
            ends_on__gte=starts_on,
        )
        if overlapping.exists():
            raise UnableToDelegate(
                _("%(name)s already acts for you on some of these days.") % {"name": delegate}
            )
        delegation = Delegation.objects.create(
            delegator=actor, delegate=delegate, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()
        )
        audit.record(actor=actor, subject=delegation, verb="delegation.give", reason=reason, now=now)
    return delegation


def revoke_delegation(*, actor: User, pk: int, now: datetime) -> Delegation:
    """Take one's powers back before the last day.

    Raises:
        NotVisible: it is somebody else's.
        UnableToDelegate: it is already taken back or over.
    """
    with transaction.atomic():
        delegation = Delegation.objects.select_for_update().filter(pk=pk, delegator=actor).first()
        if delegation is None:
            raise NotVisible(f"delegation {pk}")
        if delegation.revoked_at is not None or delegation.ends_on < timezone.localdate(now):
            raise UnableToDelegate(_("This has already ended."))
        delegation.revoked_at = now
        delegation.save(update_fields=["revoked_at"])
        audit.record(actor=actor, subject=delegation, verb="delegation.revoke", now=now)
    return delegation


# --- The calendar feed ------------------------------------------------------------------------


@transaction.atomic
def open_calendar_feed(*, actor: User, now: datetime) -> tuple[CalendarFeed, str]:
    """Give the actor's deadlines a new secret address; an earlier one ends.

    Answers the feed and its secret, which can never be read again.
    """
    User.objects.select_for_update().get(pk=actor.pk)  # one new address of mine at a time
    CalendarFeed.objects.filter(user=actor, revoked_at=None).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=actor, digest=_digest(secret), created_at=now)
    audit.record(actor=actor, subject=feed, verb="calendar_feed.open", now=now)
    return feed, secret


@transaction.atomic
def revoke_calendar_feed(*, actor: User, pk: int, now: datetime) -> CalendarFeed:
    """Close the address: whoever knows it learns nothing any more.

    Raises:
        NotVisible: it is somebody else's, or revoked already.
    """
    feed = CalendarFeed.objects.select_for_update().filter(pk=pk, user=actor, revoked_at=None).first()
    if feed is None:
        raise NotVisible(f"calendar feed {pk}")
    feed.revoked_at = now
    feed.save(update_fields=["revoked_at"])
    audit.record(actor=actor, subject=feed, verb="calendar_feed.revoke", now=now)
    return feed


def read_calendar_feed(*, secret: str, now: datetime) -> CalendarFeed:
    """The open feed with this secret.

    It is found by the secret's digest, so the time the search takes says nothing about the secret.

    Raises:
        NotVisible: there is none, it was revoked, or the person may not sign in any more.
    """
    feeds = CalendarFeed.objects.filter(digest=_digest(secret), revoked_at=None, user__is_active=True)
    feed = feeds.select_related("user").first()
    if feed is None:
        raise NotVisible("calendar feed")
    feed.last_read_at = now
    feed.save(update_fields=["last_read_at"])
    return feed


def forget_ended_sessions(*, now: datetime) -> None:
    """Delete the sessions that have run out, and the browsers and addresses noted of those that are gone."""
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _digest(secret: str) -> str:
    # 256 random bits need no salt and no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()
