"""Asking people of an enterprise into the partner portal, and their coming."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import Actor
from core.errors import Refused
from core.notifications import cancel, notify
from partnerships.models import Contact, Invitation
from partnerships.models.invitation import SALT
from partnerships.notices import INVITATION
from partnerships.operations.contacts import record_act
from partnerships.policies import contact_for_write
from partnerships.querysets import PORTAL_ROLES

OPEN_FOR = timedelta(days=14)


class UnableToInvite(Refused):
    """The person cannot come into the portal; the message says what to do first."""


class UnusableInvitation(Refused):
    """The link is damaged, used, outdated or taken back; the message says so."""


@transaction.atomic
def invite_contact(*, actor: Actor, pk: Any, now: datetime) -> Invitation:
    """Invite a contact by e-mail, or send an open invitation again: only the last link opens.

    Raises NotVisible, PermissionDenied, UnableToInvite.
    """
    contact = contact_for_write(actor, pk)
    _check(contact)
    invitation = contact.invitations.open().select_for_update(of=("self",)).first()
    if invitation is None:
        invitation = Invitation(contact=contact, times_sent=0)
    invitation.email = contact.email.lower()
    invitation.invited_by_id = actor.pk
    invitation.sent_at, invitation.expires_at = now, now + OPEN_FOR
    invitation.times_sent += 1
    invitation.save()
    cancel(subject=invitation)
    notify(
        key=f"{INVITATION.name}:{invitation.pk}:{invitation.times_sent}",
        kind=INVITATION.name,
        email=invitation.email,
        name=contact.name,
        language=contact.language,
        subject=invitation,
        data={
            "enterprise": contact.enterprise.name,
            "invited_by": {
                "en": invitation.invited_by.name_latin or invitation.invited_by.name,
                "zh": invitation.invited_by.name,
            },
            "expires_on": timezone.localdate(invitation.expires_at),
        },
        now=now,
    )
    record_act(actor, contact, "contact.invited", now, email=invitation.email, times=invitation.times_sent)
    return invitation


@transaction.atomic
def revoke_invitation(*, actor: Actor, pk: Any, now: datetime) -> Contact:
    """Take back a contact's open invitation. Raises NotVisible, PermissionDenied, UnableToInvite."""
    contact = contact_for_write(actor, pk)
    invitation = contact.invitations.open().select_for_update(of=("self",)).first()
    if invitation is None:
        raise UnableToInvite(_("No invitation is open."))
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    cancel(subject=invitation)
    record_act(actor, contact, "contact.invitation_revoked", now, email=invitation.email)
    return contact


def _check(contact: Contact) -> None:
    if contact.left_on is not None:
        raise UnableToInvite(_("This person has left the enterprise."))
    if not contact.email:
        raise UnableToInvite(_("Enter the person's e-mail address first: the invitation goes there."))
    if not set(contact.roles) & set(PORTAL_ROLES):
        raise UnableToInvite(
            _("Give the person a role first: liaison, signatory or mentor. It decides what they see.")
        )
    if contact.user_id is not None:
        raise UnableToInvite(_("This person is in the portal already."))
    holder = User.objects.known_by(contact.email)
    if holder is not None and not holder.is_partner:
        raise UnableToInvite(_("This address belongs to somebody of the centre, who works on these pages."))


def invitation_for(token: str, *, now: datetime, lock: bool = False) -> Invitation:
    """The open invitation a link stands for.

    Raises:
        UnusableInvitation: see there.
    """
    try:
        pk, times_sent = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        raise UnusableInvitation(
            _("This link is not complete. Copy the whole of it from the mail into the address line.")
        ) from None
    rows = Invitation.objects.select_related("contact__enterprise", "invited_by")
    if lock:
        rows = rows.select_for_update(of=("self", "contact"))
    invitation = rows.filter(pk=pk).first()
    if invitation is None or invitation.revoked_at is not None:
        raise UnusableInvitation(_("This invitation was taken back."))
    if invitation.accepted_at is not None:
        raise UnusableInvitation(
            _("This invitation was used already. Sign in with your e-mail and password.")
        )
    if invitation.times_sent != times_sent:
        raise UnusableInvitation(_("A newer invitation was sent to you: use the link in the last mail."))
    if invitation.is_expired(now):
        raise UnusableInvitation(_("This invitation has expired. Ask for a new one."))
    if not Contact.objects.in_portal().filter(pk=invitation.contact_id).exists():
        raise UnusableInvitation(_("This invitation does not hold any more."))
    return invitation


@transaction.atomic
def accept_invitation(
    *, token: str, user: User | None, password: str | None, now: datetime, new_id: int | None = None
) -> User:
    """Come in: as oneself where one has an account (``user``), otherwise with a new one.

    Whoever joins with a passkey has no password, and the key ``new_id`` that the passkey carries.

    Raises:
        UnusableInvitation: the link, or somebody else is signed in, or the address has an account.
    """
    invitation = invitation_for(token, now=now, lock=True)
    contact = invitation.contact
    holder = User.objects.known_by(invitation.email)
    if holder is not None and holder != user:
        raise UnusableInvitation(
            _("%(email)s has an account here. Sign in with it, and open the link again.")
            % {"email": invitation.email}
        )
    if holder is None:
        holder = User.objects.create_user(
            invitation.email,
            password,
            name=contact.name,
            name_latin=contact.name_latin,
            phone=contact.phone,
            language=contact.language,
            is_partner=True,
            pk=new_id,
        )
    elif not holder.is_partner:
        raise UnusableInvitation(_("This address belongs to somebody of the centre."))
    contact.user = holder
    contact.save(update_fields=["user"])
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    record_act(holder, contact, "contact.joined", now)
    return holder
