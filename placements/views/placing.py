"""Placing students: all confirmed places of a round at once, or one student directly."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.forms import RecordForm
from core.registry import Tab
from core.views import FormView
from internships.models import Plan, SelectionRound
from internships.models.rounds import ANSWERED_STATES
from partnerships.policies import seen
from placements.forms.placing import PlaceForm
from placements.models import Placement
from placements.operations import placing
from placements.transitions.placements import EDIT
from placements.views.placements import crumbs


class Place(FormView):
    """One student of a plan into one of its posts."""

    form_class = PlaceForm
    title = gettext_lazy("Place a student")
    submit_label = pgettext_lazy("a student", "Place")
    success_message = gettext_lazy("The student has a place; it was checked against the rules.")
    plan: Plan

    def authorise(self, **kwargs: Any) -> None:
        self.plan = seen(Plan.objects.all(), self.request.user, kwargs["plan_id"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        student = self.request.GET.get("student", "")
        return {"plan": self.plan, "initial": {"student": student} if student.isdecimal() else {}}

    def perform(self, form: Any) -> Placement:
        return placing.place_student(
            actor=self.request.user, plan=self.plan, now=timezone.now(), **form.as_operation()
        )

    def cancel_url(self) -> str:
        return reverse("placements:board", args=[self.plan.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.plan),
            "breadcrumbs": [*crumbs(), {"label": str(self.plan), "url": self.cancel_url()}],
        }


class PlaceRound(FormView):
    """Asks with the exact number before the placements of a round are made."""

    form_class = RecordForm
    template_name = "components/confirm.html"
    title = submit_label = gettext_lazy("Make the placements")
    success_message = ""
    round: SelectionRound

    def authorise(self, **kwargs: Any) -> None:
        self.round = seen(rounds(), self.request.user, kwargs["pk"], EDIT)

    def perform(self, form: Any) -> str:
        expected = self.request.POST.get("expected", "")
        made = placing.place_from_round(
            actor=self.request.user,
            round_id=self.round.pk,
            now=timezone.now(),
            expected=int(expected) if expected.isdecimal() and len(expected) < 9 else None,
        )
        messages.success(
            self.request,
            ngettext("%(count)d placement was made.", "%(count)d placements were made.", made)
            % {"count": made},
        )
        return f"{reverse('placements:placement_list')}?plan={self.round.plan_id}"

    def cancel_url(self) -> str:
        return f"{self.round.get_absolute_url()}?tab=placements"

    def extra_context(self, form: Any) -> dict[str, Any]:
        found = placing.placeable_in(self.round)
        consequences = [_("Each is checked against the rules before the start.")]
        if found.made:
            consequences.append(_("%(count)d were made before, and stay.") % {"count": found.made})
        return {
            "subtitle": f"{self.round} · {self.round.plan}",
            "question": ngettext(
                "Make %(count)d placement of the confirmed places?",
                "Make %(count)d placements of the confirmed places?",
                found.count,
            )
            % {"count": found.count},
            "consequences": consequences,
            "hidden": [("expected", found.count)],
        }


def rounds() -> QuerySet[SelectionRound]:
    return SelectionRound.objects.select_related("plan")


def placements_of_round(request: HttpRequest, round: SelectionRound) -> dict[str, Any]:
    """Three queries."""
    may_place = round.permits(request.user, EDIT) and round.state in ANSWERED_STATES  # type: ignore[arg-type]
    found = placing.placeable_in(round)
    return {
        "round": round,
        "found": found,
        "place_url": reverse("placements:round_place", args=[round.pk]) if may_place and found.count else "",
        "list_url": f"{reverse('placements:placement_list')}?plan={round.plan_id}",
    }


PLACEMENTS_OF_ROUND = Tab(
    name="placements",
    label=gettext_lazy("Placements"),
    template="placements/of_round.html",
    context=placements_of_round,
    order=60,
    capability="placement.read",
)
