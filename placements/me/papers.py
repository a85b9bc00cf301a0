"""The papers of a student's own internship: what waits to be signed or answered, and what is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.views.documents import pdf_response, sorry
from core.access import NotVisible
from core.errors import Refused
from core.kept import content_of
from core.registry import StudentTask
from core.walls import outside
from internships.me.pupil import PupilRequest
from placements.consent_page import answer_page
from placements.models import (
    Consent,
    ConsentParty,
    ConsentState,
    Insured,
    SafetyTraining,
    Tripartite,
    TripartiteState,
)
from placements.operations import consents
from signing.desk import for_me_to_sign
from signing.models import Envelope, Signatory
from signing.views.audiences import Audience

SHOWN = ("id", "placement_id", "party", "name", "state", "due_on", "decided_on")

ME = Audience(
    namespace="me:signing",
    base_template="base_me.html",
    home=lambda _request: reverse("me:papers"),
    acting=outside,
)


def entrance(signatory: Signatory) -> str:
    """Where a student signs who has an account."""
    user = signatory.user
    return reverse("me:signing:ceremony", args=[signatory.pk]) if user and user.is_student else ""


def own_consents() -> Any:
    """Behind the wall: those of the student's own placements, in the columns that are open."""
    return Consent.objects.only(*SHOWN).order_by("-pk")


def tasks(pupil: Any, on: date) -> Iterator[StudentTask]:
    """What waits to be signed, and the consent that is asked for. Two queries."""
    for signatory in for_me_to_sign(pupil.user):
        yield StudentTask(
            title=_("Read and sign your internship agreement"),
            text=signatory.envelope.reference,
            url=reverse("me:signing:ceremony", args=[signatory.pk]),
            icon="writing-sign",
            due_on=signatory.envelope.deadline_on,
        )
    for consent in own_consents().filter(party=ConsentParty.STUDENT, state=ConsentState.ASKED):
        yield StudentTask(
            title=_("Give your consent to the internship, or object"),
            url=reverse("me:consent", args=[consent.pk]),
            icon="heart-handshake",
            due_on=consent.due_on,
        )


@require_safe
def papers(request: PupilRequest) -> HttpResponse:
    """About eight queries."""
    agreements = list(
        Tripartite.objects.prefetch_related("signatures").order_by("-created_at", "amendment_no")
    )
    with outside():
        sealed = set(
            Envelope.objects.filter(
                state=Envelope.State.COMPLETED,
                document_sha256__in=[paper.sha256 for paper in agreements],
            )
            .exclude(sealed_sha256="")
            .values_list("document_sha256", flat=True)
        )
    context = {
        "title": _("My papers"),
        "to_sign": [
            (row, reverse("me:signing:ceremony", args=[row.pk])) for row in for_me_to_sign(request.user)
        ],
        "agreements": [(paper, paper.sha256 in sealed) for paper in agreements],
        "consents": own_consents(),
        "insured": Insured.objects.only(
            "id", "covers_from", "covers_until", "policy__insurer", "policy__number", "policy__paid_by"
        ).select_related("policy"),
        "trainings": SafetyTraining.objects.all(),
    }
    return render(request, "me/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: PupilRequest, pk: int) -> HttpResponse:
    """What the internship is, and two buttons."""
    asked = own_consents().filter(pk=pk, party=ConsentParty.STUDENT).first()
    if asked is None:
        raise NotVisible(f"placements.Consent {pk}")
    return answer_page(
        request,
        asked,
        template="me/consent.html",
        answer=partial(consents.answer_own, pupil=request.pupil, pk=pk),
        done=reverse("me:papers"),
        breadcrumbs=[{"label": _("My papers"), "url": reverse("me:papers")}],
        needs_token=True,
    )


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of one's own agreement: sealed once everybody has signed."""
    paper = Tripartite.objects.filter(pk=pk).first()
    if paper is None:
        raise NotVisible(f"placements.Tripartite {pk}")
    name = f"{paper.reference.replace('/', '-')}.pdf"
    with outside():
        sealed = (
            Envelope.objects.about(paper)
            .filter(state=Envelope.State.COMPLETED)
            .exclude(sealed_sha256="")
            .first()
            if paper.state == TripartiteState.SIGNED
            else None
        )
    try:
        if sealed is not None:
            with sealed.sealed_file.open("rb") as file:
                return pdf_response(request, file.read(), name)
        return pdf_response(request, content_of(paper), name)
    except Refused as refusal:
        return sorry(request, refusal)
