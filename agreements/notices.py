"""What people are told about the end of an agreement, and when it is taken back."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from core.emails import headline
from core.models import Notification
from core.notifications import Importance, Kind, Readers, cancel, forget_cancelled, report_refusal

DEADLINE = Kind(
    name="agreements.deadline",
    label=_("Ends of agreements that I look after"),
    icon="calendar-due",
    can_be_off=False,
    can_wait=True,
)
UNANSWERED = Kind(
    name="agreements.deadline_unanswered",
    label=_("Ends of agreements that nobody answers for"),
    icon="alarm",
    importance=Importance.HIGH,
    can_be_off=False,
)
# To the enterprise's contact.
PARTNER_DEADLINE = Kind(
    name="agreements.partner_deadline",
    label=_("Ends of agreements, to the enterprise"),
    icon="mail",
    can_be_off=False,
    readers=Readers.PARTNERS,
)

# To the owner, from the portal.
PARTNER_COMMENT = Kind(
    name="agreements.partner_comment",
    label=_("What enterprises write about my agreements"),
    icon="message",
)

REQUEST = Kind(
    name="agreements.partner_request",
    label=_("What enterprises ask for about my agreements"),
    icon="message-circle",
    importance=Importance.HIGH,
)
# To whoever asked, at the portal.
REQUEST_ANSWERED = Kind(
    name="agreements.request_answered",
    label=_("What the centre answers to what I asked for"),
    icon="checks",
    readers=Readers.PARTNERS,
)

# To the owner.
PROMISE_BEHIND = Kind(
    name="agreements.promise_behind",
    label=_("Promises that are behind schedule"),
    icon="alarm",
    importance=Importance.HIGH,
    can_wait=True,
)
# To the owner, and to the enterprise's liaisons.
PROMISE_DUE = Kind(
    name="agreements.promise_due",
    label=_("Promises whose number is to be confirmed"),
    icon="checkbox",
    can_wait=True,
    readers=Readers.STAFF | Readers.PARTNERS,
)
PROMISE_ANSWERED = Kind(
    name="agreements.promise_answered",
    label=_("What the other side says of the number of a promise"),
    icon="checks",
    readers=Readers.STAFF | Readers.PARTNERS,
)
PROMISES_ENTERED = Kind(
    name="agreements.promises_entered",
    label=_("Promises that the centre has entered from a signed paper"),
    icon="file-text",
    readers=Readers.PARTNERS,
)
PROMISES_CHECKED = Kind(
    name="agreements.promises_checked",
    label=_("Whether promises that I entered are what the paper says"),
    icon="file-check",
)
PROMISE_KINDS = (PROMISE_BEHIND, PROMISE_DUE, PROMISE_ANSWERED, PROMISES_ENTERED, PROMISES_CHECKED)

KINDS = (DEADLINE, UNANSWERED, PARTNER_DEADLINE)


def stop_reminding(agreement: Agreement) -> None:
    """What waits to be sent does not hold any more. The caller holds the agreement's lock."""
    cancel(subject=agreement, kinds=[kind.name for kind in KINDS])


def stop_asking_the_owner(agreement: Agreement) -> None:
    """The owner has answered: what waits for them or their head is out of date. The enterprise's stays."""
    cancel(subject=agreement, kinds=[DEADLINE.name, UNANSWERED.name])


def remind_anew(agreement: Agreement) -> None:
    """What was taken back before anybody was told may be said after all. The caller holds the lock."""
    forget_cancelled(subject=agreement, kinds=[kind.name for kind in KINDS])


def tell_of_refusal(refused: Notification, now: datetime) -> None:
    """A reminder came back: whoever owns the agreement finds out the right address."""
    agreement = refused.subject
    if not isinstance(agreement, Agreement):
        return  # a draft that was deleted leaves its notifications behind
    with translation.override(agreement.owner.language):
        report_refusal(refused, about=headline(refused), owner=agreement.owner, now=now)
