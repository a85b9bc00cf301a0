"""Pages on which an enterprise proposes corrections of what the centre has on record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.views import act
from partnerships.corrections import read
from partnerships.models import Contact, Correction, CorrectionFile
from partnerships.portal.forms import CorrectContactForm, CorrectEnterpriseForm, NewContactForm
from partnerships.portal.operations import propose_corrections, withdraw_correction
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest
from partnerships.portal.walls import CONTACT_COLUMNS
from partnerships.querysets import CorrectionQuerySet

SHOWN = 30


def own_corrections(partner: Partner) -> CorrectionQuerySet:
    return Correction.objects.filter(enterprise=partner.enterprise)


def own_contacts(partner: Partner) -> Any:
    return Contact.objects.filter(enterprise=partner.enterprise).only(*CONTACT_COLUMNS)


def proposals_of(partner: Partner) -> dict[str, Any]:
    """What the enterprise proposed, what waits first; with who it was. Four queries."""
    rows = (
        own_corrections(partner)
        .prefetch_related("files", Prefetch("contact", Contact.objects.only(*CONTACT_COLUMNS)))
        .order_by("-proposed_at", "pk")[:SHOWN]
    )
    people = {contact.user_id: contact for contact in own_contacts(partner).exclude(user_id=None)}
    found: list[dict[str, Any]] = []
    for row in rows:
        row.enterprise = partner.enterprise
        found.append(
            {
                "line": read(row),
                "by": people.get(row.proposed_by_id, ""),
                "may_withdraw": row.state == Correction.State.WAITING and row.proposed_by_id == partner.pk,
            }
        )
    found.sort(key=lambda one: one["line"].correction.state != Correction.State.WAITING)
    return {"proposals": found}


class Propose(PortalFormView):
    submit_label = gettext_lazy("Send to the centre")
    success_message = gettext_lazy("Sent. What becomes of it stands on this page, and you are told.")

    def authorise(self, **kwargs: Any) -> None:
        """Everybody of the enterprise may say what is different."""

    def cancel_url(self) -> str:
        return reverse("portal:enterprise")

    def perform(self, form: Any) -> str:
        propose_corrections(
            partner=self.partner,
            proposed=form.proposed(),
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
        return reverse("portal:enterprise") + "#corrections"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [{"label": _("Our enterprise"), "url": reverse("portal:enterprise")}],
            "form_help": _("Overwrite what is different. The centre looks at each line and tells you."),
        }

    def waiting(self, contact: Contact | None) -> dict[str, Correction]:
        rows = own_corrections(self.partner).waiting().filter(contact=contact)
        return {row.field: row for row in rows}


class CorrectEnterprise(Propose):
    form_class = CorrectEnterpriseForm
    title = gettext_lazy("Propose corrections")

    def form_kwargs(self) -> dict[str, Any]:
        return {"record": self.partner.enterprise, "waiting": self.waiting(None)}


class CorrectContact(Propose):
    form_class = CorrectContactForm

    def authorise(self, **kwargs: Any) -> None:
        contact = own_contacts(self.partner).current().filter(pk=kwargs["pk"]).first()
        if contact is None:
            raise NotVisible(f"partnerships.Contact {kwargs['pk']}")
        self.contact: Contact = contact

    def get_title(self) -> str:
        return _("Correct %(name)s") % {"name": self.contact}

    def form_kwargs(self) -> dict[str, Any]:
        return {"record": self.contact, "waiting": self.waiting(self.contact)}


class ProposeContact(Propose):
    form_class = NewContactForm
    title = gettext_lazy("Somebody new at your enterprise")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "form_help": _("The centre adds them to its records, and can then invite them to this portal.")
        }


@act
def withdraw(request: PartnerRequest, pk: int) -> str:
    withdraw_correction(partner=request.partner, pk=pk, now=timezone.now())
    messages.success(request, _("Taken back."))
    return reverse("portal:enterprise") + "#corrections"


@require_safe
def file(request: PartnerRequest, pk: int) -> HttpResponseBase:
    kept = CorrectionFile.objects.filter(parent__in=own_corrections(request.partner).filter(pk=pk)).first()
    if kept is None:
        raise NotVisible(f"the file of partnerships.Correction {pk}")
    return serve(request, kept)
