"""What follows when an agreement ends: the page that every reminder leads to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.chips import agreement_chip
from agreements.choices import RenewalRule, State
from agreements.models import Agreement
from agreements.notices import KINDS, PARTNER_DEADLINE, UNANSWERED
from agreements.operations.renewal import SNOOZE_DAYS, usual_snooze
from agreements.policies import EDIT, END, READ
from agreements.views.detail import renewal_rule
from agreements.views.pages import agreement_for, trail
from core.emails import address_of
from core.http import PersonRequest
from core.look import Chip, Meaning
from core.models import Notification

SHOWN = 30

STATES = {
    Notification.State.WAITING: (Meaning.WAITING, "send"),
    Notification.State.SENT: (Meaning.GOOD, "mail"),
    Notification.State.KEPT: (Meaning.INACTIVE, "inbox"),
    Notification.State.REFUSED: (Meaning.STOPPED, "alert-circle"),
    Notification.State.FAILED: (Meaning.STOPPED, "alert-circle"),
    Notification.State.CANCELLED: (Meaning.INACTIVE, "ban"),
}


@require_safe
def renewal(request: PersonRequest, pk: int) -> HttpResponse:
    """One task: read what ends when and who was told, and give one of four answers."""
    agreement = agreement_for(request.user, pk, READ)
    today = timezone.localdate()
    return render(
        request,
        "agreements/renewal.html",
        {
            "title": _("What follows?"),
            "subtitle": str(agreement),
            "chip": agreement_chip(agreement, on=today),
            "breadcrumbs": trail(agreement),
            "agreement": agreement,
            "is_open": agreement.state == State.SIGNED and not agreement.renewal_decision,
            "successor": agreement.successors.exclude(state=State.WITHDRAWN).first(),
            "is_automatic": renewal_rule(agreement) == RenewalRule.AUTOMATIC,
            "stage": _stage(agreement, today),
            "notice_on": agreement.notice_on,
            "last_on": agreement.last_day,
            "remind_on": (remind_on := usual_snooze(agreement, on=today)),
            "is_sooner": remind_on < today + timedelta(days=SNOOZE_DAYS),
            "may_edit": agreement.permits(request.user, EDIT),
            "may_end": agreement.permits(request.user, END),
            "told": _told(agreement),
        },
    )


def _stage(agreement: Agreement, on: date) -> str:
    """As the mails call it, see ``agreements.reminders``."""
    if agreement.last_day is None or agreement.notice_on is None:
        return ""
    if agreement.last_day < on:
        return "ended"
    return "ending" if agreement.notice_on < on else "notice"


def _told(agreement: Agreement) -> list[dict[str, Any]]:
    """The newest reminders, in one query."""
    rows = Notification.objects.filter(
        subject_type=ContentType.objects.get_for_model(Agreement),
        subject_id=agreement.pk,
        kind__in=[kind.name for kind in KINDS],
    ).select_related("recipient")
    roles = {UNANSWERED.name: _("head of department"), PARTNER_DEADLINE.name: _("enterprise")}
    return [
        {
            "at": row.sent_at or row.due_at,
            "name": row.recipient or row.name,
            "address": address_of(row),
            "role": roles.get(row.kind, _("owner")),
            "chip": Chip(row.get_state_display(), *STATES[Notification.State(row.state)]),
        }
        for row in rows[:SHOWN]
    ]
