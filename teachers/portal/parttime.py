"""Part-time teachers at the portal: the enterprise's own people who teach, and needs that it can propose
somebody for. Rows are fetched behind the wall, and written outside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.registry import Direction, PartnerFigure
from core.walls import outside
from partnerships.models import Contact
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from partnerships.portal.walls import CONTACT_COLUMNS
from teachers.forms.parttime_portal import OwnProposalForm
from teachers.models import Appointment, Engagement, PartTimeNeed
from teachers.operations.own_proposals import propose_own
from teachers.parttime_walls import (
    APPOINTMENT_COLUMNS,
    ENGAGEMENT_COLUMNS,
    NEED_COLUMNS,
)


def own_appointments(partner: Partner) -> QuerySet[Appointment]:
    """Of the people of this enterprise, as they worked for it, with what they teach. Four queries."""
    contacts = Contact.objects.filter(enterprise=partner.enterprise).only(*CONTACT_COLUMNS)
    rows = Appointment.objects.filter(contact__enterprise=partner.enterprise)
    return (
        rows.only(*APPOINTMENT_COLUMNS)
        .prefetch_related(
            Prefetch("contact", contacts),
            Prefetch("need", PartTimeNeed.objects.only(*NEED_COLUMNS)),
            Prefetch("engagements", Engagement.objects.only(*ENGAGEMENT_COLUMNS)),
        )
        .order_by("-begins_on", "-pk")
    )


def open_need(pk: int) -> PartTimeNeed:
    """Raises NotVisible."""
    need = PartTimeNeed.objects.open().only(*NEED_COLUMNS).filter(pk=pk).first()
    if need is None:
        raise NotVisible(f"teachers.PartTimeNeed {pk}")
    found: PartTimeNeed = need
    return found


def proposes(partner: Partner) -> bool:
    return partner.is_liaison


@require_safe
def our_teachers(request: PartnerRequest) -> HttpResponse:
    today = timezone.localdate()
    appointments = list(own_appointments(request.partner))
    context = {
        "title": _("Our technicians who teach"),
        "subtitle": _("Your people who teach part-time at the school, and whom it looks for."),
        "rows": [(one, one.chip_on(today), list(one.engagements.all())) for one in appointments],
        "needs": list(PartTimeNeed.objects.open().only(*NEED_COLUMNS).filter(ends_on__gte=today)),
        "may_propose": proposes(request.partner),
    }
    return render(request, "portal/part_timers.html", context)


@require_safe
def need_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    need = open_need(pk)
    context = {
        "title": str(need),
        "chip": need.chip,
        "breadcrumbs": crumbs(),
        "need": need,
        "may_propose": proposes(request.partner),
    }
    return render(request, "portal/part_time_need.html", context)


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Our technicians who teach"), "url": reverse("portal:part_timers")}]


class ProposeOurs(PortalFormView):
    """A liaison proposes somebody of the enterprise for a published need."""

    form_class = OwnProposalForm
    title = gettext_lazy("Propose one of our technicians")
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy("Proposed: the school vets it next.")
    record: PartTimeNeed

    def authorise(self, **kwargs: Any) -> None:
        self.record = open_need(kwargs["pk"])
        if not proposes(self.partner):
            raise PermissionDenied(_("A liaison of your enterprise proposes people."))

    def build(self, *args: Any) -> OwnProposalForm:
        begins_on = max(self.record.starts_on, timezone.localdate())
        initial = {"begins_on": begins_on, "ends_on": self.record.ends_on}
        return OwnProposalForm(*args, user=self.partner, enterprise=self.partner.enterprise, initial=initial)

    def perform(self, form: Any) -> str:
        fields = dict(form.cleaned_data)
        contact = fields.pop("contact")
        with outside():
            propose_own(
                actor=self.partner,
                enterprise_id=self.partner.enterprise.pk,
                contact_id=contact.pk,
                need_id=self.record.pk,
                now=timezone.now(),
                **fields,
            )
        return reverse("portal:part_timers")

    def cancel_url(self) -> str:
        return reverse("portal:need", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        need = {"label": str(self.record), "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), need], "subtitle": str(self.record)}


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """How many of the enterprise's people teach on the day. One query."""
    rows = Appointment.objects.filter(contact__enterprise=partner.enterprise).serving_on(on)
    people = rows.order_by().values_list("person", flat=True).distinct().count()
    if people:
        yield PartnerFigure(
            label=_("Your technicians who teach"),
            value=str(people),
            direction=Direction.GIVEN,
            url=reverse("portal:part_timers"),
        )
