"""A host that a student found: applied for, withdrawn, and what the school said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.registry import StudentCard, StudentTask
from core.views import act
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from internships.models import Plan, PlanKind
from placements.forms.applications import OwnPlaceForm
from placements.models import ApplicationState, PlaceApplication
from placements.operations import self_arranged

SHOWN = 20


def own_applications(pupil: Pupil) -> QuerySet[PlaceApplication]:
    return PlaceApplication.objects.filter(student=pupil.student.pk)


def open_plans() -> QuerySet[Plan]:
    """The plans behind the wall that take interns: those of the student's class."""
    return Plan.objects.open_to_posts().filter(kind=PlanKind.POST)


def plan_of(pk: int) -> Plan:
    plan = open_plans().filter(pk=pk).first()
    if plan is None:
        raise NotVisible(f"internships.Plan {pk}")
    return plan


@require_safe
def own_places(request: PupilRequest) -> HttpResponse:
    mine = list(own_applications(request.pupil)[:SHOWN])
    waiting = {one.plan_id for one in mine if one.state == ApplicationState.OPEN}
    context = {
        "title": _("A host of my own"),
        "subtitle": _("You found an enterprise yourself? Apply here; the school looks at it first."),
        "applications": mine,
        "plans": [plan for plan in open_plans().order_by("starts_on") if plan.pk not in waiting],
    }
    return render(request, "me/own_places.html", context)


class OwnPlaceNew(PupilFormView):
    form_class = OwnPlaceForm
    title = gettext_lazy("Apply for a host that I found")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Sent. The school looks at the host and answers here.")
    plan: Plan

    def authorise(self, **kwargs: Any) -> None:
        self.plan = plan_of(kwargs["plan_id"])

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"starts_on": self.plan.starts_on, "ends_on": self.plan.ends_on}}

    def perform(self, form: Any) -> str:
        with outside():
            self_arranged.apply_for_own_place(
                actor=self.request.user, plan_id=self.plan.pk, now=timezone.now(), **form.cleaned_data
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("me:own_places")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("A host of my own"), "url": self.cancel_url()}]}


@act
def withdraw(request: PupilRequest, pk: int) -> str:
    if not own_applications(request.pupil).filter(pk=pk).exists():
        raise NotVisible(f"placements.PlaceApplication {pk}")
    with outside():
        self_arranged.withdraw_application(actor=request.user, pk=pk, now=timezone.now())
    return reverse("me:own_places")


def cards_of_own_places() -> Iterator[StudentCard]:
    """The way to apply, for whoever has no place and could go somewhere. One query."""
    if open_plans().exists():
        yield StudentCard(heading=_("A host of my own"), template="me/own_places_card.html", context={})


def tasks_of_applications(pupil: Pupil, on: date) -> Iterator[StudentTask]:
    """What the school refused lately: the student looks for something else. One query."""
    refused = own_applications(pupil).filter(state=ApplicationState.REFUSED, placement=None, ends_on__gte=on)
    later = set(
        own_applications(pupil)
        .filter(state__in=[ApplicationState.OPEN, ApplicationState.APPROVED])
        .values_list("plan", flat=True)
    )
    for application in refused:
        if application.plan_id not in later:
            yield StudentTask(
                title=_("The school cannot approve %(enterprise)s")
                % {"enterprise": application.enterprise_name},
                text=application.answer,
                url=reverse("me:own_places"),
                icon="user-question",
            )


urlpatterns: list[URLPattern] = [
    path("own-places/", own_places, name="own_places"),
    path("own-places/new/<int:plan_id>/", OwnPlaceNew.as_view(), name="own_place_new"),
    path("own-places/<int:pk>/withdraw/", withdraw, name="own_place_withdraw"),
]
