"""Students who allow enterprises to find them, at the partner portal, behind its walls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalogue.models import Major
from core.access import NotVisible
from core.attachments import serve
from core.models import AccessLog
from core.personal import note_reading
from core.walls import outside
from internships.me.walls import CLASS_COLUMNS, STUDENT_COLUMNS
from internships.models import (
    Part,
    ProfileConsent,
    ProfileEntry,
    ProfileFile,
    SchoolClass,
    Skill,
    Student,
    StudentProfile,
)
from partnerships.portal.partner import PartnerRequest

SHOWN = 50


def consents(part: str) -> QuerySet[ProfileConsent]:
    """Those that hold, of the student of the outer query."""
    return ProfileConsent.objects.filter(student=OuterRef("pk"), part=part, withdrawn_at=None)


def found_students() -> QuerySet[Student]:
    """Whoever allows to be found, with no more than they allow."""
    classes = SchoolClass.objects.only(*CLASS_COLUMNS).select_related("major")
    profiles = StudentProfile.objects.prefetch_related("skills")
    return (
        Student.objects.filter(Exists(consents(Part.FOUND)))
        .only(*STUDENT_COLUMNS)
        .prefetch_related(Prefetch("school_class", classes), Prefetch("profile", profiles))
        .order_by("pinyin_key", "pk")
    )


class SearchForm(forms.Form):
    skill = forms.ModelChoiceField(
        label=gettext_lazy("Skill"),
        required=False,
        queryset=Skill.objects.all(),
        empty_label=gettext_lazy("any"),
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    major = forms.ModelChoiceField(
        label=gettext_lazy("Major"),
        required=False,
        queryset=Major.objects.none(),
        empty_label=gettext_lazy("any"),
        widget=forms.Select(attrs={"data-enhance": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        majors: Any = self.fields["major"]
        majors.queryset = Major.objects.filter(pk__in=SchoolClass.objects.values("major"))
        skills: Any = self.fields["skill"]
        skills.queryset = Skill.objects.filter(Exists(StudentProfile.objects.filter(skills=OuterRef("pk"))))


@require_safe
def students(request: PartnerRequest) -> HttpResponse:
    """Look for students by what they can do and what they learn."""
    form = SearchForm(request.GET or None)
    rows = found_students()
    if form.is_valid():
        if form.cleaned_data["skill"]:
            rows = rows.filter(profile__skills=form.cleaned_data["skill"])
        if form.cleaned_data["major"]:
            rows = rows.filter(school_class__major=form.cleaned_data["major"])
    shown = list(rows[: SHOWN + 1])
    _note(request, shown[:SHOWN])
    context = {
        "title": _("Students"),
        "subtitle": _("Those who allow enterprises to find them, with what they show."),
        "form": form,
        "students": shown[:SHOWN],
        "has_more": len(shown) > SHOWN,
        "today": timezone.localdate(),
    }
    return render(request, "portal/students.html", context)


@require_safe
def student(request: PartnerRequest, pk: int) -> HttpResponse:
    found = found_students().filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"internships.Student {pk}")
    _note(request, [found])
    held = ProfileConsent.objects.filter(student=pk, withdrawn_at=None)
    contact = held.filter(part=Part.CONTACT).first()
    context = {
        "title": str(found),
        "subtitle": f"{found.school_class} · {found.school_class.major}",
        "breadcrumbs": [{"label": _("Students"), "url": reverse("portal:students")}],
        "student": found,
        "profile": getattr(found, "profile", None),
        "entries": shown_entries(pk).prefetch_related("files"),
        "contact": contact.shown if contact else "",
        "study_year": found.school_class.study_year(timezone.localdate()),
    }
    return render(request, "portal/student.html", context)


def shown_entries(student_pk: int) -> QuerySet[ProfileEntry]:
    """What a student allows to be seen of certificates, works and awards."""
    held = ProfileConsent.objects.filter(student=student_pk, withdrawn_at=None)
    return ProfileEntry.objects.filter(student=student_pk, kind__in=held.values("part"))


@require_safe
def file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    if not found_students().filter(pk=pk).exists():
        raise NotVisible(f"internships.Student {pk}")
    kept = ProfileFile.objects.filter(parent__in=shown_entries(pk), pk=file_id).first()
    if kept is None:
        raise NotVisible(f"internships.ProfileFile {file_id}")
    return serve(request, kept)


def _note(request: PartnerRequest, found: list[Student]) -> None:
    with outside():
        note_reading(request, found, data=AccessLog.Data.RECORD)  # type: ignore[arg-type]


urlpatterns: list[URLPattern | URLResolver] = [
    path("students/", students, name="students"),
    path("students/<int:pk>/", student, name="student"),
    path("students/<int:pk>/files/<int:file_id>/", file, name="student_file"),
]
