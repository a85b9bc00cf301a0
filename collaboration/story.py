"""What exchanges, needs and changed courses tell of an enterprise (``core.story``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.models import AdjustmentState, CurriculumAdjustment, Exchange, ExchangeState, Need
from collaboration.portal.adjustments import own_adjustments
from collaboration.portal.exchanges import own_exchanges
from collaboration.portal.needs import own_needs
from core.dates import end_of
from core.story import Happening, StorySource
from partnerships.models import Enterprise
from partnerships.portal.partner import Partner

HAPPENED = (ExchangeState.HELD, ExchangeState.CLOSED)

type Address = Callable[[int], str]


def _page(name: str) -> Address:
    return lambda pk: reverse(name, args=[pk])


def _exchanges(actor: Any, enterprise: Enterprise, until: date, limit: int) -> Iterator[Happening]:
    rows = Exchange.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    return _exchange_lines(rows, until, limit, _page("collaboration:exchange_detail"))


def _exchanges_to_partner(partner: Partner, until: date, limit: int) -> Iterator[Happening]:
    return _exchange_lines(own_exchanges(partner), until, limit, _page("portal:exchange"))


def _exchange_lines(
    exchanges: QuerySet[Exchange], until: date, limit: int, address: Address
) -> Iterator[Happening]:
    rows = exchanges.filter(state__in=HAPPENED, starts_at__lt=end_of(until))
    for one in rows.only("pk", "title", "kind", "starts_at").order_by("-starts_at", "-pk")[:limit]:
        on = timezone.localtime(one.starts_at).date()
        yield Happening(on=on, title=one.title, text=one.get_kind_display(), url=address(one.pk))


def _needs(actor: Any, enterprise: Enterprise, until: date, limit: int) -> Iterator[Happening]:
    rows = Need.objects.visible_to(actor).filter(enterprise=enterprise.pk)
    return _need_lines(rows, until, limit, _page("collaboration:need_detail"))


def _needs_to_partner(partner: Partner, until: date, limit: int) -> Iterator[Happening]:
    return _need_lines(own_needs(partner), until, limit, _page("portal:enterprise_need"))


def _need_lines(needs: QuerySet[Need], until: date, limit: int, address: Address) -> Iterator[Happening]:
    rows = needs.filter(told_on__lte=until)
    for one in rows.only("pk", "title", "kind", "state", "told_on").order_by("-told_on", "-pk")[:limit]:
        text = _("%(kind)s: %(state)s") % {"kind": one.get_kind_display(), "state": one.get_state_display()}
        yield Happening(on=one.told_on, title=one.title, text=text, url=address(one.pk))  # type: ignore[arg-type]


def _adjustments(actor: Any, enterprise: Enterprise, until: date, limit: int) -> Iterator[Happening]:
    rows = CurriculumAdjustment.objects.visible_to(actor).filter(needs__enterprise=enterprise.pk).distinct()
    return _adjustment_lines(rows, until, limit, _page("collaboration:adjustment_detail"))


def _adjustments_to_partner(partner: Partner, until: date, limit: int) -> Iterator[Happening]:
    rows = own_adjustments(partner).prefetch_related(None)
    return _adjustment_lines(rows, until, limit, _page("portal:adjustment"))


def _adjustment_lines(
    adjustments: QuerySet[CurriculumAdjustment], until: date, limit: int, address: Address
) -> Iterator[Happening]:
    rows = adjustments.filter(state=AdjustmentState.ADOPTED, decided_on__lte=until)
    for one in rows.only("pk", "course", "decided_on").order_by("-decided_on", "-pk")[:limit]:
        text = _("Course changed by a need")
        yield Happening(on=one.decided_on, title=one.course, text=text, url=address(one.pk))  # type: ignore[arg-type]


STORIES = (
    StorySource(
        name="exchanges",
        label=gettext_lazy("Exchanges"),
        icon="arrows-exchange",
        told=_exchanges,
        told_to_partner=_exchanges_to_partner,
        order=40,
    ),
    StorySource(
        name="needs",
        label=gettext_lazy("Needs of enterprises"),
        icon="bulb",
        told=_needs,
        told_to_partner=_needs_to_partner,
        order=50,
    ),
    StorySource(
        name="courses",
        label=gettext_lazy("Adjustments of curricula"),
        icon="edit",
        told=_adjustments,
        told_to_partner=_adjustments_to_partner,
        order=55,
    ),
)
