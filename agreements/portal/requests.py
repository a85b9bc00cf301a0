"""Pages on which an enterprise asks for a change or a renewal of an agreement, or gives notice."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.models import Agreement, AgreementRequest, AgreementRequestFile, Amendment
from agreements.portal.forms import FORMS, AskForm
from agreements.portal.operations import ask, why_not_asked, withdraw_request
from agreements.portal.reading import agreement_of, own_requests
from agreements.requests import targets
from agreements.terms import effective_terms
from core.access import NotVisible
from core.attachments import serve
from core.views import act
from partnerships.models import Contact
from partnerships.portal.corrections import own_contacts
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest

Kind = AgreementRequest.Kind
TITLES = {
    Kind.CHANGE: gettext_lazy("Ask for a change"),
    Kind.RENEWAL: gettext_lazy("Propose a renewal"),
    Kind.NOTICE: gettext_lazy("Give notice"),
}
ICONS = {Kind.CHANGE: "file-diff", Kind.RENEWAL: "refresh", Kind.NOTICE: "calendar-off"}


def requests_about(partner: Partner, agreement: Agreement, *, on: date) -> dict[str, Any]:
    """What can be asked for, or why not, and what was, with what became of it."""
    asked = list(own_requests(partner).filter(agreement=agreement).prefetch_related("files"))
    people: dict[int | None, Contact] = {
        contact.user_id: contact for contact in own_contacts(partner).exclude(user_id=None)
    }
    labels = targets(effective_terms(agreement, on=on)) if any(one.target for one in asked) else {}
    shown = {one.amendment_id for one in asked if one.amendment_id}
    amendments = Amendment.objects.in_bulk(shown) if shown else {}
    for one in asked:
        one.agreement = agreement
    return {
        "may_ask": [
            {
                "label": TITLES[kind],
                "url": reverse("portal:ask", args=[agreement.pk, kind]),
                "icon": ICONS[kind],
                "why_not": why_not_asked(partner, agreement, kind, on=on),
            }
            for kind in Kind
        ],
        "asked": [
            {
                "request": one,
                "by": people.get(one.asked_by_id, ""),
                "about": labels.get(one.target, ""),
                "amendment": amendments.get(one.amendment_id or 0),
                "files": [
                    {
                        "name": kept.name,
                        "url": reverse("portal:request_file", args=[agreement.pk, one.pk, kept.pk]),
                    }
                    for kept in one.files.all()
                ],
                "withdraw_url": reverse("portal:request_withdraw", args=[agreement.pk, one.pk])
                if one.is_open
                else "",
            }
            for one in asked
        ],
    }


class Ask(PortalFormView):
    template_name = "portal/ask.html"
    submit_label = gettext_lazy("Send to the centre")
    success_message = gettext_lazy("Sent. The centre answers here, and you are told.")
    agreement: Agreement
    kind: str

    def authorise(self, **kwargs: Any) -> None:
        if kwargs["kind"] not in Kind:
            raise Http404
        self.kind = kwargs["kind"]
        self.agreement = agreement_of(self.partner, kwargs["pk"])
        self.refusal = why_not_asked(self.partner, self.agreement, self.kind, on=timezone.localdate())

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        return self.show(self.build()) if self.refusal is None else self.refuse(status=200)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        return super().post(request, **kwargs) if self.refusal is None else self.refuse(status=422)

    def refuse(self, *, status: int) -> HttpResponse:
        """Says why it cannot be asked for, in the place of the form."""
        context = {
            "title": self.get_title(),
            "refusal": self.refusal,
            "cancel_url": self.cancel_url(),
            **self.extra_context(None),
        }
        return render(self.request, self.template_name, context, status=status)

    def get_title(self) -> Any:
        return TITLES[Kind(self.kind)]

    def build(self, *args: Any) -> AskForm:
        return FORMS[self.kind](*args, user=self.request.user, agreement=self.agreement)

    def perform(self, form: Any) -> str:
        ask(
            partner=self.partner,
            agreement=self.agreement,
            kind=self.kind,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return self.cancel_url() + "#requests"

    def cancel_url(self) -> str:
        return reverse("portal:agreement", args=[self.agreement.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.agreement),
            "breadcrumbs": [
                {"label": _("Agreements"), "url": reverse("portal:agreements")},
                {"label": self.agreement.title, "url": self.cancel_url()},
            ],
        }


@act
def withdraw(request: PartnerRequest, pk: int, request_id: int) -> str:
    agreement = agreement_of(request.partner, pk)
    withdraw_request(partner=request.partner, agreement=agreement, request_id=request_id, now=timezone.now())
    messages.success(request, _("Taken back."))
    return reverse("portal:agreement", args=[pk]) + "#requests"


@require_safe
def file(request: PartnerRequest, pk: int, request_id: int, file_id: int) -> HttpResponseBase:
    about = own_requests(request.partner).filter(agreement=agreement_of(request.partner, pk), pk=request_id)
    kept = AgreementRequestFile.objects.filter(parent__in=about, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"agreements.AgreementRequestFile {file_id}")
    return serve(request, kept)
