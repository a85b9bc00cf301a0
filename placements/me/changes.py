"""Changes that a student asks for: another post or mentor, other dates, an early end."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
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
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from placements.forms.changes import AskForm
from placements.models import AskedBy, Placement, PlacementChange
from placements.operations import changes as operations
from placements.views.changes import TARGET_ROWS


def own_changes(pupil: Pupil) -> Any:
    return PlacementChange.objects.filter(asker=pupil.pk)


def changes_to_read(pupil: Pupil) -> Any:
    """What the student asked for, and what the school has changed: the wall shows no other changes of it."""
    by_school = Q(asked_by=AskedBy.STAFF, placement__student=pupil.student.pk)
    return PlacementChange.objects.filter(Q(asker=pupil.pk) | by_school)


def own_places(pupil: Pupil) -> list[tuple[int, str]]:
    """The student's placements that can still be changed. One query, past the wall."""
    with outside():
        rows = Placement.objects.of_student(pupil.student.pk).live().select_related("post", "enterprise")
        return [(one.pk, f"{one.enterprise} · {one.post}") for one in rows.order_by("-starts_on", "-pk")]


@require_safe
def change_list(request: PupilRequest) -> HttpResponse:
    keys = list(changes_to_read(request.pupil).values_list("pk", flat=True))
    with outside():  # the names of posts and people beside the student's own changes
        changes = list(PlacementChange.objects.filter(pk__in=keys).select_related(*TARGET_ROWS))
    context = {
        "title": _("Changes of my internship"),
        "changes": changes,
        "may_ask": bool(own_places(request.pupil)),
    }
    return render(request, "me/changes.html", context)


class ChangeAsk(PupilFormView):
    form_class = AskForm
    title = gettext_lazy("Ask for a change, or to end early")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Sent. The school decides, and you are told.")

    def authorise(self, **kwargs: Any) -> None:
        self.places = own_places(self.request.pupil)

    def form_kwargs(self) -> dict[str, Any]:
        return {"places": self.places}

    def perform(self, form: Any) -> str:
        with outside():
            operations.ask_change(
                actor=self.request.pupil,
                asked_by=AskedBy.STUDENT,
                now=timezone.now(),
                **form.as_operation(),
            )
        return reverse("me:changes")

    def cancel_url(self) -> str:
        return reverse("me:changes")

    def extra_context(self, form: Any) -> dict[str, Any]:
        danger = _(
            "The school reads the reason, and decides. Where your internship ends early, the enterprise is "
            "told the day and not the reason; under age, your guardian is told too."
        )
        none = _("You have no place yet. Talk to your class teacher.")
        return {
            "breadcrumbs": [{"label": _("Changes of my internship"), "url": reverse("me:changes")}],
            "form_help": danger if self.places else none,
        }


@act
def change_withdraw(request: PupilRequest, pk: int) -> str:
    change = own_changes(request.pupil).filter(pk=pk).first()
    if change is None:
        raise NotVisible(f"placements.PlacementChange {pk}")
    with outside():
        operations.withdraw_change(actor=request.pupil, change=change, now=timezone.now())
    return reverse("me:changes")
