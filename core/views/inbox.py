"""What a person has been told: their own notifications, and which of them also come by e-mail."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import NotVisible, Text
from core.emails import headline, path_of
from core.http import PersonRequest
from core.look import Chip, Meaning
from core.models import Notification
from core.notifications import Importance, Kind, inbox_of, kind_named

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One notification as the inbox shows it."""

    notification: Notification
    kind: Kind
    headline: str
    leads_somewhere: bool

    @property
    def chips(self) -> list[Chip]:
        chips = []
        if self.kind.importance == Importance.HIGH:
            chips.append(Chip(_("Important"), Meaning.SOON))
        if self.notification.state in Notification.UNDELIVERED:
            chips.append(Chip(_("The mail did not arrive"), Meaning.STOPPED, "alert-circle"))
        return chips


@require_safe
def inbox(request: PersonRequest) -> HttpResponse:
    rows = inbox_of(request.user, now=timezone.now()).prefetch_related("subject")
    unread_first = rows.order_by(models.F("read_at").desc(nulls_first=True), "-due_at", "-pk")
    page = Paginator(unread_first, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.recipient = request.user
    lines = [Line(row, kind_named(row.kind), headline(row), bool(path_of(row))) for row in page]
    actions: list[dict[str, Text]] = [
        {
            "label": _("Choose what comes by e-mail, and when"),
            "url": reverse("core:mail_choices"),
            "icon": "mail",
        }
    ]
    context: dict[str, Any] = {
        "title": _("Inbox"),
        "subtitle": _("What you have been told, unread first."),
        "page": page,
        "lines": lines,
        "actions": actions,
    }
    if any(line.notification.read_at is None for line in lines):
        context["primary_action"] = {
            "label": _("Mark all as read"),
            "url": reverse("core:read_all_notifications"),
            "icon": "checks",
            "post": True,
        }
    return render(request, "core/inbox.html", context)


@require_safe
def open_notification(request: PersonRequest, pk: int) -> HttpResponse:
    """Go to what it is about, and count it as read."""
    notification = _own(request, pk)
    _mark_read(Notification.objects.filter(pk=pk))
    path = path_of(notification)
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = reverse("core:inbox")
    return redirect(path)


@require_POST
def read_notification(request: PersonRequest, pk: int) -> HttpResponse:
    _own(request, pk)
    _mark_read(Notification.objects.filter(pk=pk))
    return redirect("core:inbox")


@require_POST
def read_all_notifications(request: PersonRequest) -> HttpResponse:
    marked = _mark_read(inbox_of(request.user, now=timezone.now()))
    messages.success(
        request,
        ngettext("%(count)d notification marked as read.", "%(count)d notifications marked as read.", marked)
        % {"count": marked},
    )
    return redirect("core:inbox")


def _own(request: PersonRequest, pk: int) -> Notification:
    try:
        return inbox_of(request.user, now=timezone.now()).get(pk=pk)
    except Notification.DoesNotExist:
        raise NotVisible(f"notification {pk}") from None


def _mark_read(rows: models.QuerySet[Notification]) -> int:
    return rows.filter(read_at=None).update(read_at=timezone.now())
