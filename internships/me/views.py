"""The pages of students: what waits, what the school knows, what they show of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.registry import StudentTask, student_cards, student_tasks
from core.views import FormView, act
from core.walls import outside
from internships.me.forms import AboutForm, CorrectionForm, EntryForm
from internships.me.pupil import Pupil, PupilRequest
from internships.models import (
    DetailsRequest,
    Guardian,
    Part,
    ProfileConsent,
    ProfileEntry,
    ProfileFile,
    StudentProfile,
)
from internships.operations import student_profiles as operations

SHOWN = 10


def own_guardians(pupil: Pupil) -> Any:
    return Guardian.objects.filter(student=pupil.student.pk)


def own_entries(pupil: Pupil) -> Any:
    return ProfileEntry.objects.filter(student=pupil.student.pk)


def own_consents(pupil: Pupil) -> Any:
    return ProfileConsent.objects.filter(student=pupil.student.pk)


def own_profile(pupil: Pupil) -> StudentProfile | None:
    return StudentProfile.objects.filter(student=pupil.student.pk).first()


def own_requests(pupil: Pupil) -> Any:
    return DetailsRequest.objects.filter(student=pupil.student.pk)


def tasks_of_the_record(pupil: Any, on: date) -> Iterator[StudentTask]:
    """What the record itself lacks. Two queries."""
    if not own_guardians(pupil).exists():
        yield StudentTask(
            title=_("Tell the school who your guardian is"),
            text=_("Without a guardian nobody under age can start an internship."),
            url=reverse("me:correct"),
            icon="users",
        )
    if own_profile(pupil) is None:
        yield StudentTask(
            title=_("Begin your profile"),
            text=_("Say what you can do: enterprises see it only where you allow it."),
            url=reverse("me:profile"),
            icon="id-badge-2",
        )


@require_safe
def today(request: PupilRequest) -> HttpResponse:
    student = request.pupil.student
    day = timezone.localdate()
    context = {
        "title": _("Good day, %(name)s") % {"name": student},
        "subtitle": f"{student.school_class} · {student.school_class.major}",
        "student": student,
        "study_year": student.school_class.study_year(day),
        "teacher": student.school_class.class_teacher,
        "tasks": student_tasks(request.pupil, day),
        "cards": student_cards(request.pupil, day),
    }
    return render(request, "me/today.html", context)


@require_safe
def details(request: PupilRequest) -> HttpResponse:
    context = {
        "title": _("My details"),
        "student": request.pupil.student,
        "guardians": own_guardians(request.pupil),
        "requests": own_requests(request.pupil)[:SHOWN],
    }
    return render(request, "me/details.html", context)


@require_safe
def profile(request: PupilRequest) -> HttpResponse:
    found = own_profile(request.pupil)
    consents = {one.part: one for one in own_consents(request.pupil).filter(withdrawn_at=None)}
    context = {
        "title": pgettext("of a student", "My profile"),
        "subtitle": _(
            "Yours all year. The school sees it; enterprises see what you allow, and nothing else."
        ),
        "profile": found,
        "skills": found.skills.all() if found else [],
        "entries": own_entries(request.pupil).prefetch_related("files"),
        "parts": [(part, consents.get(part)) for part in Part],
        "is_found": Part.FOUND in consents,
    }
    return render(request, "me/profile.html", context)


class PupilFormView(FormView):
    """A form of the students' pages: the page of the staff in the students' frame."""

    template_name = "me/form.html"
    request: PupilRequest  # type: ignore[assignment]

    def authorise(self, **kwargs: Any) -> None:
        """Everybody writes about themselves."""

    def cancel_url(self) -> str:
        return reverse("me:profile")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [{"label": pgettext("of a student", "My profile"), "url": reverse("me:profile")}]
        }


class AboutEdit(PupilFormView):
    form_class = AboutForm
    title = gettext_lazy("About me")

    def form_kwargs(self) -> dict[str, Any]:
        found = own_profile(self.request.pupil)
        if found is None:
            return {}
        return {"initial": {"about": found.about, "skills": ", ".join(map(str, found.skills.all()))}}

    def perform(self, form: Any) -> str:
        with outside():
            operations.save_profile(pupil=self.request.pupil, now=timezone.now(), **form.cleaned_data)
        return reverse("me:profile")


class EntryNew(PupilFormView):
    form_class = EntryForm
    title = gettext_lazy("Add to my profile")

    def perform(self, form: Any) -> str:
        with outside():
            operations.add_entry(
                pupil=self.request.pupil,
                upload=form.cleaned_data["file"],
                now=timezone.now(),
                **form.entered(),
            )
        return reverse("me:profile")


class Correct(PupilFormView):
    form_class = CorrectionForm
    title = gettext_lazy("Ask the school to correct my details")
    submit_label = gettext_lazy("Send to the school")
    success_message = gettext_lazy("Sent. The answer will stand under your details.")

    def perform(self, form: Any) -> str:
        with outside():
            operations.ask_for_correction(
                pupil=self.request.pupil, text=form.cleaned_data["text"], now=timezone.now()
            )
        return reverse("me:details")

    def cancel_url(self) -> str:
        return reverse("me:details")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("My details"), "url": reverse("me:details")}]}


@act
def entry_remove(request: PupilRequest, pk: int) -> str:
    if not own_entries(request.pupil).filter(pk=pk).exists():
        raise NotVisible(f"internships.ProfileEntry {pk}")
    with outside():
        operations.remove_entry(pupil=request.pupil, pk=pk, now=timezone.now())
    return reverse("me:profile")


@require_safe
def entry_file(request: PupilRequest, pk: int) -> HttpResponseBase:
    kept = ProfileFile.objects.filter(parent__in=own_entries(request.pupil), pk=pk).first()
    if kept is None:
        raise NotVisible(f"internships.ProfileFile {pk}")
    return serve(request, kept)


@act
def consent(request: PupilRequest, part: str) -> str:
    """Allow a part to be seen, or show it to nobody any more."""
    if part not in Part:
        raise NotVisible(f"internships.ProfileConsent {part}")
    with outside():
        if "give" in request.POST:
            operations.give_consent(pupil=request.pupil, part=part, now=timezone.now())
            messages.success(request, _("Enterprises see it from now on. You can take it back at any time."))
        else:
            operations.withdraw_consent(pupil=request.pupil, part=part, now=timezone.now())
            messages.success(request, _("No enterprise sees it any more."))
    return reverse("me:profile") + "#consents"
