from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agreements.chips import agreement_chip
from agreements.choices import State
from agreements.documents import languages_of
from agreements.documents.printing import LANGUAGES, PAPER_LANGUAGES
from agreements.models import Agreement, Amendment
from agreements.portal.operations import comment, printed
from agreements.portal.reading import agreement_of, agreements_of, comments_on
from agreements.portal.requests import requests_about
from agreements.portal.signing import sealed_of, signing_of
from agreements.reading import read_agreement
from agreements.views.documents import pdf_response
from core.access import NotVisible
from core.attachments import serve
from core.comments import LONGEST_TEXT
from core.errors import Refused
from core.rendering import RenderError
from partnerships.portal.partner import PartnerRequest
from signing.views.ceremony import sealed_pdf


class MessageForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Write to the centre"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("A question or a remark. Whoever looks after it is told."),
    )


@require_safe
def agreement_list(request: PartnerRequest) -> HttpResponse:
    """Every agreement of the enterprise: those that run first, the ended ones behind."""
    today = timezone.localdate()
    rows = agreements_of(request.partner).order_by(F("last_day").desc(nulls_first=True), "-pk")
    lines = [{"agreement": row, "chip": agreement_chip(row, on=today)} for row in rows]
    return render(
        request,
        "portal/agreements.html",
        {"title": _("Agreements"), "subtitle": str(request.partner.enterprise), "lines": lines},
    )


@require_safe
def agreement_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    agreement = agreement_of(request.partner, pk)
    return render(request, "portal/agreement.html", _page(request, agreement) | {"form": MessageForm()})


def _page(request: PartnerRequest, agreement: Agreement) -> dict[str, Any]:
    today = timezone.localdate()
    terms, clauses = read_agreement(agreement, on=today)
    return {
        "title": agreement.title,
        "chip": agreement_chip(agreement, on=today),
        "subtitle": " · ".join(filter(None, (agreement.number, str(agreement.type)))),
        "breadcrumbs": [{"label": _("Agreements"), "url": reverse("portal:agreements")}],
        "agreement": agreement,
        "waits_for_signature": agreement.state == State.OUT_FOR_SIGNATURE,
        "signing": signing_of(request.partner, agreement),
        "sealed_url": reverse("portal:sealed", args=[agreement.pk])
        if (sealed := sealed_of(agreement)) and sealed.sealed_sha256
        else "",
        "terms": terms,
        "clauses": clauses,
        "papers": [
            {
                "label": language.label,
                "url": reverse("portal:document", args=[agreement.pk, PAPER_LANGUAGES[language]]),
            }
            for language in languages_of(agreement)
        ],
        "attachments": [
            {
                "name": kept.name,
                "url": reverse("portal:file", args=[agreement.pk, kept.pk]),
                "size": kept.size,
                "kind": kept.get_purpose_display(),
                "added_at": kept.added_at,
            }
            for kept in agreement.files.all()
        ],
        "amendments": [
            (amendment, sealed.sealed_sha256 if (sealed := sealed_of(amendment)) else "")
            for amendment in agreement.amendments.order_by("number")
        ],
        "comments": [
            {"author": said.author, "at": said.created_at, "text": said.text}
            for said in comments_on(agreement)
        ],
        "post_url": reverse("portal:comment", args=[agreement.pk]),
        **requests_about(request.partner, agreement, on=today),
    }


@require_safe
def document(request: PartnerRequest, pk: int, language: str) -> HttpResponse:
    agreement = agreement_of(request.partner, pk)
    if LANGUAGES.get(language) not in languages_of(agreement):
        raise Http404
    try:
        paper = printed(agreement=agreement, language=LANGUAGES[language], now=timezone.now())
    except (Refused, RenderError) as fault:
        messages.error(request, str(fault))
        return redirect("portal:agreement", pk=pk)
    return pdf_response(request, paper.content, paper.name)


@require_safe
def sealed(request: PartnerRequest, pk: int) -> HttpResponse:
    return _sealed(request, agreement_of(request.partner, pk))


@require_safe
def sealed_amendment(request: PartnerRequest, pk: int, amendment_id: int) -> HttpResponse:
    amendment = agreement_of(request.partner, pk).amendments.filter(pk=amendment_id).first()
    if amendment is None:
        raise NotVisible(f"agreements.Amendment {amendment_id}")
    return _sealed(request, amendment)


def _sealed(request: PartnerRequest, record: Agreement | Amendment) -> HttpResponse:
    envelope = sealed_of(record)
    if envelope is None:
        raise NotVisible(f"signing.Envelope of {record}")
    return sealed_pdf(request, envelope)


@require_safe
def file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    kept = agreement_of(request.partner, pk).files.filter(pk=file_id).first()
    if kept is None:
        raise NotVisible(f"agreements.AgreementFile {file_id}")
    return serve(request, kept)


@require_POST
def comment_new(request: PartnerRequest, pk: int) -> HttpResponse:
    agreement = agreement_of(request.partner, pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            comment(
                partner=request.partner,
                agreement=agreement,
                text=form.cleaned_data["text"],
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Sent. The answer will stand here."))
            return redirect("portal:agreement", pk=pk)
    return render(request, "portal/agreement.html", _page(request, agreement) | {"form": form}, status=422)
