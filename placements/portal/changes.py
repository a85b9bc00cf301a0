"""Changes that an enterprise asks for: post, mentor, place, hours, dates, or the end of an internship."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.views import act
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from placements.forms.host_changes import HostAskForm
from placements.models import LIVE_STATES, AskedBy, Placement, PlacementChange
from placements.operations import changes as operations
from placements.portal.days import own_interns, with_names
from placements.views.changes import TARGET_ROWS

SHOWN = 100


def own_changes(partner: Partner) -> Any:
    """What this enterprise asked for, of the placements that the walls show to this person."""
    return PlacementChange.objects.filter(
        asked_by=AskedBy.ENTERPRISE, placement__enterprise=partner.enterprise
    )


@require_safe
def change_list(request: PartnerRequest) -> HttpResponse:
    keys = list(own_changes(request.partner).values_list("pk", flat=True)[:SHOWN])
    with outside():  # the names of posts and people beside what was asked for
        changes = list(
            PlacementChange.objects.filter(pk__in=keys).select_related(
                "placement__student", "placement__post", "asker", *TARGET_ROWS
            )
        )
    context = {
        "title": _("Changes we asked for"),
        "subtitle": _("The school decides on each, and says why."),
        "breadcrumbs": crumbs(),
        "changes": changes,
        "person": request.partner.pk,
    }
    return render(request, "portal/changes.html", context)


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Interns"), "url": reverse("portal:interns")}]


class ChangeAsk(PortalFormView):
    form_class = HostAskForm
    title = gettext_lazy("Ask for a change")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Sent. The school decides, and you are told.")
    placement: Placement

    def authorise(self, **kwargs: Any) -> None:
        found = list(own_interns(self.partner).filter(pk=kwargs["pk"], state__in=sorted(LIVE_STATES)))
        if not found:
            raise NotVisible(f"placements.Placement {kwargs['pk']}")
        (self.placement,) = with_names(found)

    def build(self, *args: Any) -> HostAskForm:
        return HostAskForm(*args, user=self.partner, placement=self.placement)

    def perform(self, form: Any) -> str:
        asked = form.as_operation()
        with outside():
            operations.ask_change(
                actor=self.partner,
                placement_id=self.placement.pk,
                asked_by=AskedBy.ENTERPRISE,
                now=timezone.now(),
                **asked,
            )
        return reverse("portal:changes")

    def cancel_url(self) -> str:
        return reverse("portal:intern", args=[self.placement.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.placement.student} · {self.placement.post}",
            "breadcrumbs": [*crumbs(), {"label": str(self.placement.student), "url": self.cancel_url()}],
        }


@act
def change_withdraw(request: PartnerRequest, pk: int) -> str:
    """Whoever asked takes it back."""
    change = own_changes(request.partner).filter(pk=pk, asker=request.partner.pk).first()
    if change is None:
        raise NotVisible(f"placements.PlacementChange {pk}")
    with outside():
        operations.withdraw_change(actor=request.partner, change=change, now=timezone.now())
    return reverse("portal:changes")
