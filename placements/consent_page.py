"""The page on which somebody gives consent or objects: by link, on a guardian's page, on their own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from core.walls import outside
from placements.consents_by_link import conditions_shown, outcome, placement_shown
from placements.forms.papers import AnswerConsentForm
from placements.models import Consent


def answer_page(
    request: HttpRequest,
    consent: Consent,
    *,
    template: str,
    answer: Callable[..., Consent],
    done: str,
    **more: Any,
) -> HttpResponse:
    """What the internship is, and two buttons. The caller has made sure that it is theirs to answer.

    Args:
        answer: called past the walls with ``now`` and what the form gives, ``move`` and ``reason``.
        done: where it leads once it was answered.
        more: what the template shows beside it.
    """
    form = AnswerConsentForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with outside():
                answer(now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(done)
    placement = placement_shown(consent)
    context = {
        "title": _("Consent to an internship"),
        "consent": consent,
        "placement": placement,
        "conditions": conditions_shown(placement),
        "outcome": outcome(consent),
        "form": form,
        "refusal": refusal,
        **more,
    }
    return render(request, template, context)
