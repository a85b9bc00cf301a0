"""What a guardian decides on their page: consent to an internship, leave of a child under age.

Opening a page shows; only the button on it decides.
"""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import NotVisible
from core.errors import Refused
from core.walls import outside
from placements.consent_page import answer_page
from placements.forms.guardians import AnswerLeaveForm
from placements.guardian_links import page_of_request
from placements.guardian_sections import consents_of, leaves_of_ward
from placements.models import LeaveState
from placements.operations import consents, leave


@csrf_exempt  # the address is the key; no cookie is
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_consent(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    page = page_of_request(request)
    consent = consents_of(page).filter(pk=pk).first()
    if consent is None:
        raise NotVisible(f"placements.Consent {pk}")
    back = reverse("guardian:page", args=[token])
    return answer_page(
        request,
        consent,
        template="placements/guardian_consent.html",
        answer=partial(consents.answer_as_guardian, guardian=page.guardian, pk=pk),
        done=back,
        back_url=back,
    )


@csrf_exempt  # the address is the key; no cookie is
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_leave(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    page = page_of_request(request)
    asked = leaves_of_ward().filter(pk=pk).first()
    if asked is None:
        raise NotVisible(f"placements.Leave {pk}")
    form = AnswerLeaveForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            with outside():
                leave.answer_as_guardian(
                    guardian=page.guardian, pk=pk, now=timezone.now(), **form.cleaned_data
                )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("guardian:page", token=token)
    context = {
        "title": _("Leave of your child"),
        "subtitle": str(page.guardian.student),
        "leave": asked,
        "is_open": asked.state == LeaveState.ASKED,
        "form": form,
        "refusal": refusal,
        "back_url": reverse("guardian:page", args=[token]),
    }
    return render(request, "placements/guardian_leave.html", context, status=422 if refusal else 200)
