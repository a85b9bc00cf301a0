"""What a guardian sees, without an account: where their child works, whom to call, what they have told.

Which placements and concerns these are, the database decides behind the walls of the link; the names and
numbers beside them are read past it, by the keys found there.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.access import THE_SYSTEM
from core.attachments import serve
from core.errors import Refused
from core.walls import outside
from internships.models import SchoolClass
from placements.concern_progress import own_concern, own_file, progress, progress_rows
from placements.conditions import conditions_agreed, hours_agreed
from placements.forms.concerns import ConcernForm, MoreForm
from placements.guardian_links import guardian_sections, own_concerns, page_of_request
from placements.models import GuardianPage, Placement, RaisedBy
from placements.operations import concerns as operations


def placements_of(page: GuardianPage) -> list[Placement]:
    """The child's placements, where they are now first, with the names and numbers of those around."""
    rows = Placement.objects.filter(student=page.guardian.student_id).values_list("pk", flat=True)
    keys = list(rows)
    with outside():
        found = list(
            Placement.objects.filter(pk__in=keys)
            .select_related(
                "student__school_class",
                "post__region__parent__parent",
                "post__occupation",
                "post__plan",
                "enterprise",
                "mentor",
                "instructor",
                "plan",
            )
            .order_by("-starts_on", "-pk")
        )
    return sorted(found, key=lambda one: (not one.is_under_way, not one.is_live))


def class_teacher_of(page: GuardianPage) -> Any:
    with outside():
        rows = SchoolClass.objects.select_related("class_teacher")
        return rows.get(pk=page.guardian.student.school_class_id).class_teacher


def places_of(page: GuardianPage) -> list[tuple[int, str]]:
    return [(one.pk, f"{one.enterprise} · {one.post}") for one in placements_of(page)]


@login_not_required
@require_safe
def guardian_page(request: HttpRequest, token: str) -> HttpResponse:
    page = page_of_request(request)
    placements = placements_of(page)
    sections = guardian_sections()
    shown = [
        {
            "placement": placement,
            "sections": [
                {"template": section.template, "shown": found}
                for section in sections
                if (found := section.context(request, page, placement)) is not None
            ],
        }
        for placement in placements
    ]
    with outside():  # words of region and occupation
        for line, placement in zip(shown, placements, strict=True):
            line["conditions"] = conditions_agreed(placement) if placement.is_live else []
            line["hours"] = hours_agreed(placement)
    context = {
        "title": str(page.guardian.student),
        "subtitle": _("The internship of your child"),
        "page": page,
        "placements": shown,
        "class_teacher": class_teacher_of(page),
        "concerns": progress_rows(own_concerns(page)),
        "token": token,
    }
    return render(request, "placements/guardian_page.html", context)


@csrf_exempt  # the address is the key; no cookie is
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def concern_new(request: HttpRequest, token: str) -> HttpResponse:
    page = page_of_request(request)
    form = ConcernForm(
        *([request.POST, request.FILES] if request.method == "POST" else []),
        user=THE_SYSTEM,
        places=places_of(page),
    )
    if request.method == "POST" and form.is_valid():
        try:
            with outside():
                concern = operations.raise_concern(
                    actor=THE_SYSTEM,
                    raised_by=RaisedBy.GUARDIAN,
                    guardian=page.guardian,
                    now=timezone.now(),
                    **form.as_operation(),
                )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("guardian:concern", token=token, pk=concern.pk)
    return _form(request, token, form, _("Tell what is wrong"), page)


@login_not_required
@require_safe
def concern_detail(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    page = page_of_request(request)
    concern = own_concern(own_concerns(page), pk)
    context = progress(
        concern, file_url=lambda one: reverse("guardian:concern_file", args=[token, concern.pk, one.pk])
    )
    context |= {
        "title": concern.get_kind_display(),
        "chip": concern.chip,
        "subtitle": str(page.guardian.student),
        "back_url": reverse("guardian:page", args=[token]),
        "more_url": reverse("guardian:concern_more", args=[token, concern.pk]) if concern.is_open else "",
    }
    return render(request, "placements/guardian_concern.html", context)


@csrf_exempt  # the address is the key; no cookie is
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def concern_more(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    page = page_of_request(request)
    concern = own_concern(own_concerns(page), pk)
    form = MoreForm(*([request.POST, request.FILES] if request.method == "POST" else []), user=THE_SYSTEM)
    if request.method == "POST" and form.is_valid():
        try:
            with outside():
                operations.say_more(
                    actor=THE_SYSTEM, concern=concern, now=timezone.now(), **form.as_operation()
                )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("guardian:concern", token=token, pk=concern.pk)
    return _form(request, token, form, _("Add something"), page)


@login_not_required
@require_safe
def concern_file(request: HttpRequest, token: str, pk: int, file_id: int) -> HttpResponseBase:
    return serve(request, own_file(own_concerns(page_of_request(request)), pk, file_id))


def _form(request: HttpRequest, token: str, form: Any, title: str, page: GuardianPage) -> HttpResponse:
    context = {
        "title": title,
        "subtitle": str(page.guardian.student),
        "form": form,
        "back_url": reverse("guardian:page", args=[token]),
    }
    return render(request, "placements/guardian_form.html", context, status=422 if form.is_bound else 200)
