"""What becomes of a graduate, as they tell the school themselves."""

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
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from placements.forms.destinations import OwnDestinationForm
from placements.me.vacancies import may_look
from placements.models import Destination
from placements.operations import destinations as operations

ASKED = ("kind", "where", "is_matched", "since_on", "proof")


def own_destination(pupil: Pupil) -> Destination | None:
    return Destination.objects.filter(student=pupil.student.pk).first()


@require_safe
def destination(request: PupilRequest) -> HttpResponse:
    known = own_destination(request.pupil)
    is_asked = may_look(request.pupil)
    context = {
        "title": _("After school"),
        "destination": known,
        "may_look": is_asked,
        "may_change": is_asked and (known is None or not known.is_confirmed),
    }
    return render(request, "me/destination.html", context)


class DestinationEdit(PupilFormView):
    form_class = OwnDestinationForm
    title = gettext_lazy("What becomes of me")
    success_message = gettext_lazy("Noted. The school confirms it.")

    def authorise(self, **kwargs: Any) -> None:
        if not may_look(self.request.pupil):
            raise NotVisible("not in the last year")

    def form_kwargs(self) -> dict[str, Any]:
        known = own_destination(self.request.pupil)
        return {"initial": {name: getattr(known, name) for name in ASKED}} if known else {}

    def perform(self, form: Any) -> str:
        pupil = self.request.pupil
        with outside():
            operations.report_own(
                actor=pupil, student_id=pupil.student.pk, now=timezone.now(), **form.cleaned_data
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("me:destination")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("After school"), "url": self.cancel_url()}]}
