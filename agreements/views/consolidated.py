"""The text of an agreement as its amendments made it on a day, to read and to print."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.chips import agreement_chip
from agreements.documents import amendments_on, consolidated_text_of, has_consolidated_text, languages_of
from agreements.documents.printing import LANGUAGES, PAPER_LANGUAGES
from agreements.models import Agreement
from agreements.policies import READ
from agreements.reading import read_agreement
from agreements.views.documents import pdf_response, sorry
from agreements.views.pages import agreement_for, trail
from core.errors import Refused
from core.forms import DateInput
from core.http import PersonRequest
from core.rendering import RenderError


class DayForm(forms.Form):
    """As of which day; today where nobody chose one."""

    on = forms.DateField(label=gettext_lazy("As of"), required=False, widget=DateInput)


@require_safe
def consolidated_text(request: PersonRequest, pk: int) -> HttpResponse:
    """Each term and clause with where it comes from. A day that is none is said, and today shown."""
    agreement = _concluded(request, pk)
    form = DayForm(request.GET or None)
    today = timezone.localdate()
    on = (form.cleaned_data["on"] if form.is_valid() else None) or today
    terms, clauses = read_agreement(agreement, on=on)
    context: dict[str, Any] = {
        "title": _("Consolidated text"),
        "subtitle": f"{agreement.number} · {agreement.title}",
        "chip": agreement_chip(agreement, on=today),
        "breadcrumbs": trail(agreement),
        "agreement": agreement,
        "form": form,
        "on": on,
        "terms": terms,
        "clauses": clauses,
        "amendments": amendments_on(agreement, on),
        "links": [
            {"label": language.label, "url": _address(agreement, PAPER_LANGUAGES[language], on)}
            for language in languages_of(agreement)
        ],
    }
    return render(request, "agreements/consolidated.html", context)


@require_safe
def consolidated_document(request: PersonRequest, pk: int, language: str) -> HttpResponse:
    agreement = _concluded(request, pk)
    form = DayForm(request.GET)
    if LANGUAGES.get(language) not in languages_of(agreement) or not form.is_valid():
        raise Http404
    on = form.cleaned_data["on"] or timezone.localdate()
    try:
        printed = consolidated_text_of(
            actor=request.user, agreement=agreement, language=LANGUAGES[language], on=on
        )
    except (Refused, RenderError) as fault:
        return sorry(request, fault)
    return pdf_response(request, printed.content, printed.name)


def _concluded(request: PersonRequest, pk: int) -> Agreement:
    agreement = agreement_for(request.user, pk, READ)
    if not has_consolidated_text(agreement):
        raise Http404
    return agreement


def _address(agreement: Agreement, language: str, on: date) -> str:
    address = reverse("agreements:consolidated_document", args=[agreement.pk, language])
    return f"{address}?on={on.isoformat()}"
