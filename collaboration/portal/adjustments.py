"""Adjustments of curricula at the portal: those that came from the enterprise's own needs, and those on which
one of its people advises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from collaboration.adjustment_walls import ADJUSTMENT_COLUMNS, MEMBER_COLUMNS
from collaboration.forms.adjustments import OwnOpinionForm
from collaboration.models import AdjustmentState, CurriculumAdjustment, Need, PanelMember
from collaboration.need_walls import NEED_COLUMNS
from collaboration.operations import adjustments as operations
from core.access import NotVisible
from core.registry import PartnerDeadline
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest


def own_adjustments(partner: Partner) -> QuerySet[CurriculumAdjustment]:
    """With the needs of this enterprise that are behind each; also those on whose panel the person sits.
    Three queries."""
    needs = Need.objects.filter(enterprise=partner.enterprise).only(*NEED_COLUMNS)
    ours = Q(needs__enterprise=partner.enterprise) | Q(members__contact=partner.contact.pk)
    rows = CurriculumAdjustment.objects.filter(ours).distinct()
    return rows.only(*ADJUSTMENT_COLUMNS).prefetch_related("major", Prefetch("needs", needs))


def own_adjustment(partner: Partner, pk: int) -> CurriculumAdjustment:
    """Raises NotVisible."""
    one = own_adjustments(partner).filter(pk=pk).first()
    if one is None:
        raise NotVisible(f"collaboration.CurriculumAdjustment {pk}")
    return one


def own_seat(partner: Partner, adjustment: CurriculumAdjustment) -> PanelMember | None:
    """On the panel, of the person who is here. One query."""
    rows = PanelMember.objects.filter(adjustment=adjustment.pk, contact=partner.contact.pk)
    return rows.only(*MEMBER_COLUMNS).first()


def crumbs() -> list[dict[str, Any]]:
    needs = {"label": _("Our needs"), "url": reverse("portal:enterprise_needs")}
    return [needs, {"label": _("Courses changed by our needs"), "url": reverse("portal:adjustments")}]


@require_safe
def adjustment_list(request: PartnerRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = own_adjustments(request.partner).order_by("-proposed_on", "-pk")
    context = {
        "title": _("Courses changed by our needs"),
        "subtitle": _(
            "What the school changes, or wants to change, in its courses because of what you told it."
        ),
        "breadcrumbs": crumbs()[:1],
        "rows": [(one, one.chip_on(today)) for one in rows],
    }
    return render(request, "portal/adjustments.html", context)


@require_safe
def adjustment_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    one = own_adjustment(request.partner, pk)
    seat = own_seat(request.partner, one)
    context = {
        "title": one.course,
        "chip": one.chip_on(timezone.localdate()),
        "subtitle": f"{one.get_kind_display()} · {one.major.title}",
        "breadcrumbs": crumbs(),
        "adjustment": one,
        "needs": list(one.needs.all()),
        "seat": seat,
        "may_say": seat is not None and one.state == AdjustmentState.BEFORE_PANEL,
    }
    return render(request, "portal/adjustment.html", context)


class GiveOpinion(PortalFormView):
    """Who sits on the panel for the enterprise says what they think of the proposal."""

    form_class = OwnOpinionForm
    title = gettext_lazy("Your opinion")
    submit_label = gettext_lazy("Sign off with this opinion")
    success_message = gettext_lazy("Kept with your name. You may change it until the decision.")
    record: CurriculumAdjustment
    seat: PanelMember

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_adjustment(self.partner, kwargs["pk"])
        seat = own_seat(self.partner, self.record)
        if seat is None:
            raise PermissionDenied(_("Each member gives their own opinion."))
        self.seat = seat

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"opinion": self.seat.opinion, "words": self.seat.words}}

    def perform(self, form: Any) -> str:
        with outside():
            operations.say_opinion(
                partner=self.partner, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:adjustment", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": self.record.course, "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": str(self.record)}


def deadlines(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Panels that wait for the person's opinion. One query."""
    rows = PanelMember.objects.filter(
        contact=partner.contact.pk,
        opinion="",
        adjustment__state=AdjustmentState.BEFORE_PANEL,
        adjustment__panel_on__range=(first, last),
    )
    for key, course, on in rows.values_list("adjustment", "adjustment__course", "adjustment__panel_on"):
        if on is not None:
            yield PartnerDeadline(
                on=on,
                title=course,
                text=_("change of a course: your opinion is asked"),
                url=reverse("portal:adjustment", args=[key]),
            )
