"""Concerns, as a mentor raises them. Colleagues of the mentor see nothing of it, nor of anybody else's."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.attachments import serve
from core.walls import outside
from partnerships.models import ContactRole
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from placements.concern_progress import own_concern, own_file, progress, progress_rows
from placements.forms.concerns import ConcernForm, MoreForm
from placements.models import Concern, Placement, RaisedBy
from placements.operations import concerns as operations


def require_mentor(partner: Partner) -> None:
    """Raises PermissionDenied."""
    if ContactRole.MENTOR not in partner.contact.roles:
        raise PermissionDenied(_("A mentor of your enterprise does this."))


def own_concerns(partner: Partner) -> Any:
    return Concern.objects.raised_by_user(partner.pk)


def own_places(partner: Partner) -> list[tuple[int, str]]:
    """The students somebody mentors now. One query, past the wall."""
    with outside():
        rows = Placement.objects.filter(mentor=partner.contact).live().with_names().order_by("pk")
        return [(one.pk, f"{one.student} · {one.post}") for one in rows]


@require_safe
def concern_list(request: PartnerRequest) -> HttpResponse:
    require_mentor(request.partner)
    context = {
        "title": _("Problems I reported"),
        "subtitle": _(
            "About a student whom you mentor, to the school alone. Your colleagues do not see this."
        ),
        "concerns": progress_rows(own_concerns(request.partner)),
        "may_raise": bool(own_places(request.partner)),
    }
    return render(request, "portal/concerns.html", context)


@require_safe
def concern_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    concern = own_concern(own_concerns(request.partner), pk)
    context = progress(
        concern, file_url=lambda one: reverse("portal:concern_file", args=[concern.pk, one.pk])
    )
    context |= {
        "title": concern.get_kind_display(),
        "chip": concern.chip,
        "breadcrumbs": crumbs(),
        "more_url": reverse("portal:concern_more", args=[concern.pk]) if concern.is_open else "",
    }
    return render(request, "portal/concern.html", context)


@require_safe
def concern_file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    return serve(request, own_file(own_concerns(request.partner), pk, file_id))


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Problems I reported"), "url": reverse("portal:concerns")}]


class ConcernNew(PortalFormView):
    form_class = ConcernForm
    title = gettext_lazy("Report a problem")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Sent. You see here what becomes of it.")

    def authorise(self, **kwargs: Any) -> None:
        require_mentor(self.partner)
        self.places = own_places(self.partner)

    def build(self, *args: Any) -> ConcernForm:
        form = ConcernForm(*args, user=self.partner, places=self.places)
        form.fields["is_anonymous"].initial = False
        return form

    def perform(self, form: Any) -> str:
        with outside():
            concern = operations.raise_concern(
                actor=self.partner,
                raised_by=RaisedBy.MENTOR,
                contact=self.partner.contact,
                now=timezone.now(),
                **form.as_operation(),
            )
        return reverse("portal:concern", args=[concern.pk])

    def cancel_url(self) -> str:
        return reverse("portal:concerns")

    def extra_context(self, form: Any) -> dict[str, Any]:
        told = _("The school reads it, and nobody at your enterprise.")
        return {
            "breadcrumbs": crumbs(),
            "form_help": told if self.places else _("You mentor nobody at present."),
        }


class ConcernMore(PortalFormView):
    form_class = MoreForm
    title = gettext_lazy("Add something")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Added. Those who handle it are told.")
    concern: Concern

    def authorise(self, **kwargs: Any) -> None:
        self.concern = own_concern(own_concerns(self.partner), kwargs["pk"])

    def build(self, *args: Any) -> MoreForm:
        return MoreForm(*args, user=self.partner)

    def perform(self, form: Any) -> str:
        with outside():
            operations.say_more(
                actor=self.partner, concern=self.concern, now=timezone.now(), **form.as_operation()
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:concern", args=[self.concern.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}
