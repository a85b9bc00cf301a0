"""Concerns, as a student raises them and follows what becomes of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.attachments import serve
from core.registry import StudentCard
from core.walls import outside
from internships.me.pupil import Pupil, PupilRequest
from internships.me.views import PupilFormView
from placements.concern_progress import own_concern, own_file, progress, progress_rows
from placements.forms.concerns import ConcernForm, MoreForm
from placements.models import Concern, Placement, PlacementState, RaisedBy
from placements.operations import concerns as operations


def own_concerns(pupil: Pupil) -> Any:
    return Concern.objects.raised_by_user(pupil.pk)


def own_places(pupil: Pupil) -> list[tuple[int, str]]:
    """The student's own placements, where they are now before where they were. One query, past the wall."""
    with outside():
        rows = (
            Placement.objects.of_student(pupil.student.pk)
            .exclude(state=PlacementState.CANCELLED)
            .select_related("post", "enterprise")
            .order_by("-starts_on", "-pk")
        )
        found = sorted(rows, key=lambda one: not one.is_under_way)
        return [(one.pk, f"{one.enterprise} · {one.post}") for one in found]


def card_of_concerns() -> StudentCard:
    """A way to say that something is wrong."""
    return StudentCard(heading=_("Is something wrong?"), template="me/concern_card.html", context={})


@require_safe
def concern_list(request: PupilRequest) -> HttpResponse:
    context = {
        "title": _("Concerns"),
        "subtitle": _(
            "Tell the school in confidence what is wrong. The enterprise and your class see nothing of it."
        ),
        "concerns": progress_rows(own_concerns(request.pupil)),
        "may_raise": bool(own_places(request.pupil)),
    }
    return render(request, "me/concerns.html", context)


@require_safe
def concern_detail(request: PupilRequest, pk: int) -> HttpResponse:
    concern = own_concern(own_concerns(request.pupil), pk)
    context = progress(concern, file_url=lambda one: reverse("me:concern_file", args=[concern.pk, one.pk]))
    context |= {
        "title": concern.get_kind_display(),
        "chip": concern.chip,
        "breadcrumbs": crumbs(),
        "more_url": reverse("me:concern_more", args=[concern.pk]) if concern.is_open else "",
    }
    return render(request, "me/concern.html", context)


@require_safe
def concern_file(request: PupilRequest, pk: int, file_id: int) -> HttpResponseBase:
    return serve(request, own_file(own_concerns(request.pupil), pk, file_id))


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Concerns"), "url": reverse("me:concerns")}]


class ConcernNew(PupilFormView):
    form_class = ConcernForm
    title = gettext_lazy("Tell what is wrong")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Sent. Somebody looks into it; you see here what becomes of it.")

    def authorise(self, **kwargs: Any) -> None:
        self.places = own_places(self.request.pupil)

    def form_kwargs(self) -> dict[str, Any]:
        return {"places": self.places}

    def perform(self, form: Any) -> str:
        with outside():
            concern = operations.raise_concern(
                actor=self.request.pupil,
                raised_by=RaisedBy.STUDENT,
                now=timezone.now(),
                **form.as_operation(),
            )
        return reverse("me:concern", args=[concern.pk])

    def cancel_url(self) -> str:
        return reverse("me:concerns")

    def extra_context(self, form: Any) -> dict[str, Any]:
        told = _(
            "Those who handle concerns at the school read it, and whom they name. Nobody at the enterprise."
        )
        no_place = _("You have no place yet. Talk to your class teacher.")
        return {"breadcrumbs": crumbs(), "form_help": told if self.places else no_place}


class ConcernMore(PupilFormView):
    form_class = MoreForm
    title = gettext_lazy("Add something")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Added. Those who handle it are told.")
    concern: Concern

    def authorise(self, **kwargs: Any) -> None:
        self.concern = own_concern(own_concerns(self.request.pupil), kwargs["pk"])

    def perform(self, form: Any) -> str:
        with outside():
            operations.say_more(
                actor=self.request.pupil, concern=self.concern, now=timezone.now(), **form.as_operation()
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("me:concern", args=[self.concern.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}
