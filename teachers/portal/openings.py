"""Posts for teachers at the portal: what the enterprise offers. Rows are fetched behind the wall, and written
outside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
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
from core.views import act
from core.walls import outside
from partnerships.models import Contact
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from partnerships.portal.walls import CONTACT_COLUMNS
from teachers.forms.openings import OwnOpeningForm
from teachers.models import Opening
from teachers.operations import openings as operations
from teachers.portal.reading import own_practices
from teachers.practice_walls import OPENING_COLUMNS


def offers(partner: Partner) -> bool:
    return partner.is_liaison


def require_liaison(partner: Partner) -> None:
    """Raises PermissionDenied."""
    if not offers(partner):
        raise PermissionDenied(_("A liaison of your enterprise offers posts."))


def own_openings(partner: Partner) -> QuerySet[Opening]:
    """Three queries."""
    rows = Opening.objects.filter(enterprise=partner.enterprise).only(*OPENING_COLUMNS)
    contacts = Prefetch("contact", Contact.objects.only(*CONTACT_COLUMNS))
    return rows.prefetch_related("majors", contacts)


def own_opening(partner: Partner, pk: int) -> Opening:
    """Raises NotVisible."""
    opening = own_openings(partner).prefetch_related("region").filter(pk=pk).first()
    if opening is None:
        raise NotVisible(f"teachers.Opening {pk}")
    opening.enterprise = partner.enterprise
    return opening


@require_safe
def opening_list(request: PartnerRequest) -> HttpResponse:
    openings = list(own_openings(request.partner).order_by("state", "-starts_on", "-pk"))
    coming = own_practices(request.partner).exclude(opening=None).values_list("opening", flat=True)
    taken = list(coming)
    context = {
        "title": _("Posts for teachers"),
        "subtitle": _("Teachers learn in your enterprise what they teach."),
        "openings": [{"opening": one, "coming": taken.count(one.pk)} for one in openings],
        "may_offer": offers(request.partner),
    }
    return render(request, "portal/openings.html", context)


@require_safe
def opening_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    opening = own_opening(request.partner, pk)
    context = {
        "title": str(opening),
        "chip": opening.chip,
        "breadcrumbs": crumbs(),
        "opening": opening,
        "practices": list(own_practices(request.partner).filter(opening=pk)),
        "may_offer": offers(request.partner),
    }
    return render(request, "portal/opening.html", context)


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Posts for teachers"), "url": reverse("portal:openings")}]


class OfOpening(PortalFormView):
    form_class = OwnOpeningForm

    def build(self, *args: Any) -> OwnOpeningForm:
        return OwnOpeningForm(*args, user=self.partner, **self.form_kwargs())

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OpeningNew(OfOpening):
    title = gettext_lazy("Offer a post for teachers")
    submit_label = gettext_lazy("Offer")
    success_message = gettext_lazy("Offered: the centre’s teachers can ask for it.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def form_kwargs(self) -> dict[str, Any]:
        enterprise = self.partner.enterprise
        return {
            "enterprise": enterprise,
            "initial": {"region": enterprise.region_id, "contact": self.partner.contact.pk},
        }

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            opening = operations.offer_own_opening(
                actor=self.partner, enterprise=self.partner.enterprise, now=timezone.now(), **fields
            )
        return reverse("portal:opening", args=[opening.pk])

    def cancel_url(self) -> str:
        return reverse("portal:openings")


class OpeningEdit(OfOpening):
    title = gettext_lazy("Change the post")
    submit_label = gettext_lazy("Save")
    record: Opening

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_opening(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "enterprise": self.partner.enterprise}

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            operations.change_own_opening(
                actor=self.partner,
                enterprise_id=self.partner.enterprise.pk,
                pk=self.record.pk,
                now=timezone.now(),
                **fields,
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:opening", args=[self.record.pk])


def _move(partner: Partner, pk: int, name: str) -> str:
    own_opening(partner, pk)
    require_liaison(partner)
    with outside():
        operations.move_own_opening(
            actor=partner, enterprise_id=partner.enterprise.pk, pk=pk, name=name, now=timezone.now()
        )
    return reverse("portal:opening", args=[pk])


@act
def close(request: PartnerRequest, pk: int) -> str:
    address = _move(request.partner, pk, "close")
    messages.success(request, _("Closed: nobody can ask for it any more."))
    return address


@act
def reopen(request: PartnerRequest, pk: int) -> str:
    address = _move(request.partner, pk, "reopen")
    messages.success(request, _("Open again."))
    return address
