"""Exchanges at the portal: what the enterprise and the school do for each other, and who of it takes part.

Rows are fetched behind the wall; what the wall does not open is read outside it, in numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaboration.exchange_versions import as_shown
from collaboration.exchange_walls import EXCHANGE_COLUMNS, REGISTRATION_COLUMNS
from collaboration.models import (
    Audience,
    Direction,
    Exchange,
    ExchangeFile,
    ExchangeState,
    Registration,
    RegistrationState,
    Speaker,
)
from collaboration.operations.exchanges import CHANGEABLE
from collaboration.operations.registrations import employees_to_answer, is_hour_of_code
from collaboration.transitions.exchanges import has_not_begun
from collaboration.views.exchange_acts import code_context
from collaboration.views.exchanges import span
from core.access import NotVisible
from core.attachments import serve
from core.registry import Direction as Side
from core.registry import PartnerDeadline, PartnerFigure
from core.walls import outside
from partnerships.portal.partner import Partner, PartnerRequest

S, R = ExchangeState, RegistrationState
SHOWN = 200
GIVEN_UP = (S.DECLINED, S.CANCELLED)


def own_exchanges(partner: Partner) -> QuerySet[Exchange]:
    return Exchange.objects.filter(enterprise=partner.enterprise.pk).only(*EXCHANGE_COLUMNS)


def own_exchange(partner: Partner, pk: int) -> Exchange:
    """Raises NotVisible."""
    exchange = own_exchanges(partner).filter(pk=pk).first()
    if exchange is None:
        raise NotVisible(f"collaboration.Exchange {pk}")
    exchange.enterprise = partner.enterprise
    return exchange


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Exchanges"), "url": reverse("portal:exchanges")}]


@require_safe
def exchange_list(request: PartnerRequest) -> HttpResponse:
    """What waits for an answer, what is to come, what was."""
    now = timezone.now()
    rows = list(own_exchanges(request.partner).order_by("-starts_at", "-pk")[:SHOWN])
    waiting = [one for one in rows if one.state == S.PROPOSED and not one.by_enterprise]
    coming = [one for one in rows if one not in waiting and one.ends_at > now and not one.is_over]
    context = {
        "title": _("Exchanges"),
        "subtitle": _("What your enterprise and the school do for each other: lectures, visits, training."),
        "groups": [
            (_("Waiting for your answer"), waiting),
            (_("To come"), coming[::-1]),
            (_("Past"), [one for one in rows if one not in waiting and one not in coming]),
        ],
        "is_empty": not rows,
        "may_propose": request.partner.is_liaison,
    }
    return render(request, "portal/exchanges.html", context)


@require_safe
def exchange_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    partner, now = request.partner, timezone.now()
    exchange = own_exchange(partner, pk)
    employees = Registration.objects.filter(exchange=exchange).exclude(employee="")
    with outside():
        speakers = list(Speaker.objects.filter(exchange=exchange).select_related("contact", "teacher"))
        numbers = Registration.objects.filter(exchange=exchange).aggregate(
            registered=Count("pk", filter=Q(state=R.REGISTERED)),
            waiting=Count("pk", filter=Q(state=R.WAITING)),
            attended=Count("pk", filter=Q(attended=True)),
        )
        may_give_feedback = bool(employees_to_answer(partner, exchange, now))
    liaison = partner.is_liaison
    is_open = exchange.state in {S.ANNOUNCED, S.HELD} and exchange.ends_at > now
    context = {
        "title": exchange.title,
        "chip": exchange.chip,
        "breadcrumbs": crumbs(),
        "exchange": exchange,
        "when": span(exchange.starts_at, exchange.ends_at),
        "speakers": speakers,
        "numbers": numbers,
        "employees": list(employees.exclude(state=R.WITHDRAWN).only(*REGISTRATION_COLUMNS)),
        "files": list(ExchangeFile.objects.filter(parent=exchange)),
        "may_answer": liaison and exchange.state == S.PROPOSED and not exchange.by_enterprise,
        "seen": as_shown(exchange, speakers),
        "may_give_feedback": may_give_feedback,
        "may_edit": liaison and exchange.waits_for_centre(),
        "may_change": liaison and exchange.state in CHANGEABLE,
        "may_cancel": liaison and exchange.state in CHANGEABLE and not has_not_begun(exchange, now),
        "may_add_files": liaison and exchange.state not in GIVEN_UP,
        "may_register": liaison and is_open and Audience.EMPLOYEES in exchange.audience,
        "shows_code": is_hour_of_code(exchange, now) and shows_code(partner, exchange),
    }
    return render(request, "portal/exchange.html", context)


def shows_code(partner: Partner, exchange: Exchange) -> bool:
    """Liaisons, and the people of the enterprise who hold it. A query."""
    return partner.is_liaison or exchange.speakers.filter(contact=partner.contact.pk).exists()


@require_safe
def code(request: PartnerRequest, pk: int) -> HttpResponse:
    exchange = own_exchange(request.partner, pk)
    if not shows_code(request.partner, exchange):
        raise PermissionDenied(_("Whoever holds or keeps it shows the code."))
    with outside():
        found = code_context(Exchange.objects.get(pk=exchange.pk))
    here = {"label": str(exchange), "url": reverse("portal:exchange", args=[exchange.pk])}
    context = {
        "title": str(exchange),
        "subtitle": span(exchange.starts_at, exchange.ends_at),
        "breadcrumbs": [*crumbs(), here],
        **found,
    }
    return render(request, "portal/exchange_code.html", context)


@require_safe
def material_file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    exchange = own_exchange(request.partner, pk)
    kept = ExchangeFile.objects.filter(parent=exchange, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"collaboration.ExchangeFile {file_id}")
    return serve(request, kept)


# --- Home ---------------------------------------------------------------------------------------


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """What was held in the twelve months up to a day, and its hours, by who gave it. One query."""
    end = timezone.make_aware(datetime.combine(on, time.max))
    rows = own_exchanges(partner).filter(
        state=S.CLOSED, starts_at__range=(end.replace(year=on.year - 1, day=1), end)
    )
    sums = rows.order_by().values("direction").annotate(count=Count("pk"), total=Sum("hours"))
    for row in sums:
        received = row["direction"] == Direction.TO_ENTERPRISE
        hours = number_format(Decimal(row["total"] or 0), decimal_pos=1)
        yield PartnerFigure(
            label=_("Exchanges for your enterprise") if received else _("Exchanges for the school"),
            value=str(row["count"]),
            direction=Side.RECEIVED if received else Side.GIVEN,
            text=_("%(hours)s hours in twelve months") % {"hours": hours},
            url=reverse("portal:exchanges"),
        )


def deadlines(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Exchanges that begin between two days, and those that wait for an answer. One query."""
    rows = own_exchanges(partner).filter(
        starts_at__date__range=(first, last), state__in=[S.PROPOSED, S.AGREED, S.ANNOUNCED]
    )
    for exchange in rows.order_by("starts_at", "pk")[:SHOWN]:
        waits = exchange.state == S.PROPOSED and not exchange.by_enterprise
        yield PartnerDeadline(
            on=timezone.localdate(exchange.starts_at),
            title=exchange.title,
            text=_("waits for your answer") if waits else str(exchange.get_kind_display()),
            url=reverse("portal:exchange", args=[exchange.pk]),
        )
