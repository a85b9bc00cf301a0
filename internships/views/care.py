"""What class teachers and departments do for students: invite, talk with parents, watch, answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import confine, serve
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import FormView, act
from internships.class_watch import watches
from internships.code_sheet import code_sheet
from internships.forms.care import AnswerForm, InviteForm, TalkForm
from internships.models import (
    DetailsRequest,
    GuardianTalk,
    Part,
    ProfileFile,
    SchoolClass,
    Student,
    StudentState,
)
from internships.operations import student_accounts, talks
from internships.operations.student_accounts import Invited
from internships.policies import CARE, EDIT, cares_for_class, may_care_for, seen
from internships.views import classes, students

SHOWN_TALKS = 50


# --- Letting students in ----------------------------------------------------------------------


def sheet_response(invited: Invited) -> HttpResponse:
    """The codes, to be printed: shown now, and never again."""
    response = HttpResponse(code_sheet(invited), content_type="application/pdf")
    response["Content-Disposition"] = str(
        content_disposition_header(True, _("codes") + f"-{invited.school_class}.pdf")
    )
    response["Cache-Control"] = "no-store"
    return confine(response)


class ClassInvite(FormView):
    form_class = InviteForm
    submit_label = gettext_lazy("Invite them")

    def authorise(self, **kwargs: Any) -> None:
        rows = SchoolClass.objects.visible_to(self.request.user).select_related("class_teacher")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"internships.SchoolClass {kwargs['pk']}")
        if not cares_for_class(self.request.user, found):
            raise PermissionDenied
        self.school_class: SchoolClass = found

    def get_title(self) -> str:
        return _("Invite %(name)s") % {"name": self.school_class}

    def perform(self, form: Any) -> Any:
        invited = student_accounts.invite_class(
            actor=self.request.user,
            pk=self.kwargs["pk"],
            on_paper=form.cleaned_data["on_paper"],
            now=timezone.now(),
        )
        if invited.by_mail:
            messages.success(
                self.request,
                _("%(count)s students get a link by e-mail.") % {"count": len(invited.by_mail)},
            )
        return sheet_response(invited) if invited.codes else self.school_class

    success_message = ""

    def cancel_url(self) -> str:
        return self.school_class.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        waiting = self.school_class.students.filter(user=None, state=StudentState.ENROLLED)
        return {
            "breadcrumbs": classes.crumbs(self.school_class),
            "form_help": _(
                "%(count)s students have no account yet. Codes work once and for thirty days; a new sheet "
                "ends the codes of the one before."
            )
            % {"count": waiting.count()},
        }


@act
@transaction.atomic
def student_code(request: PersonRequest, pk: int) -> HttpResponse:
    """A new code for one student, on paper: for the first time, or because the password is forgotten."""
    return sheet_response(student_accounts.give_new_code(actor=request.user, pk=pk, now=timezone.now()))


# --- Talks with parents -----------------------------------------------------------------------


def _talks(request: HttpRequest, student: Any) -> dict[str, Any]:
    user: Any = request.user
    return {
        "student": student,
        "talks": student.talks.select_related("guardian", "recorded_by")[:SHOWN_TALKS],
        "may_record": may_care_for(user, student),
        "today": timezone.localdate(),
    }


TALKS = Tab(
    name="talks",
    label=gettext_lazy("Talks"),
    template="internships/student_talks.html",
    context=_talks,
    order=40,
    count=lambda _request, student: student.talks.count(),
)


class TalkNew(FormView):
    form_class = TalkForm
    title = gettext_lazy("Record a talk")
    success_message = gettext_lazy("The talk is recorded.")

    def authorise(self, **kwargs: Any) -> None:
        rows = students.of_students(Student.objects.visible_to(self.request.user))
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"internships.Student {kwargs['pk']}")
        if not may_care_for(self.request.user, found):
            raise PermissionDenied
        self.student: Student = found
        note_reading(self.request, [found], data=AccessLog.Data.RECORD)

    def form_kwargs(self) -> dict[str, Any]:
        return {"student": self.student}

    def perform(self, form: Any) -> GuardianTalk:
        return talks.record_talk(
            actor=self.request.user,
            student_pk=self.kwargs["pk"],
            now=timezone.now(),
            **form.cleaned_data,
        )

    def cancel_url(self) -> str:
        return f"{self.student.get_absolute_url()}?tab=talks"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": students.crumbs(self.student)}


@act
def talk_done(request: PersonRequest, pk: int) -> GuardianTalk:
    return talks.finish_next_step(actor=request.user, pk=pk, now=timezone.now())


# --- What students say ------------------------------------------------------------------------


def _profile(request: HttpRequest, student: Any) -> dict[str, Any]:
    consents = {one.part: one for one in student.profile_consents.filter(withdrawn_at=None)}
    profile = getattr(student, "profile", None)
    return {
        "student": student,
        "profile": profile,
        "skills": profile.skills.all() if profile else [],
        "entries": student.profile_entries.prefetch_related("files"),
        "parts": [(part, consents.get(part)) for part in Part],
        "requests": student.details_requests.select_related("answered_by")[:20],
        "may_edit": student.permits(request.user, EDIT),
    }


PROFILE = Tab(
    name="profile",
    label=gettext_lazy("Profile"),
    template="internships/student_profile.html",
    context=_profile,
    order=30,
)


@require_safe
def profile_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    seen_students = Student.objects.visible_to(request.user)
    kept = ProfileFile.objects.filter(pk=pk, parent__student__in=seen_students).first()
    if kept is None:
        raise NotVisible(f"internships.ProfileFile {pk}")
    note_reading(request, [kept.parent.student], data=AccessLog.Data.FILE)
    return serve(request, kept)


class DetailsAnswer(FormView):
    form_class = AnswerForm
    title = gettext_lazy("Answer the student")
    success_message = gettext_lazy("The student reads your answer.")

    def authorise(self, **kwargs: Any) -> None:
        asked = DetailsRequest.objects.filter(pk=kwargs["pk"]).first()
        rows = students.of_students(Student.objects.all())
        self.student: Student = seen(rows, self.request.user, asked and asked.student_id, EDIT)
        assert asked is not None  # noqa: S101 - nobody sees the student of no request
        self.asked = asked

    def perform(self, form: Any) -> str:
        talks.answer_request(
            actor=self.request.user,
            pk=self.kwargs["pk"],
            answer=form.cleaned_data["answer"],
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.student.get_absolute_url()}?tab=profile"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": students.crumbs(self.student), "form_help": self.asked.text}


# --- The page of a class teacher --------------------------------------------------------------


@require_safe
def my_class(request: PersonRequest) -> HttpResponse:
    """One's own classes: whom to ask after, and what was agreed with parents. Constant queries."""
    if not request.user.can(CARE):
        raise PermissionDenied
    today = timezone.localdate()
    own = list(classes.with_counts(SchoolClass.objects.filter(class_teacher__user=request.user.pk).current()))
    enrolled = Student.objects.filter(school_class__in=own, state=StudentState.ENROLLED).select_related(
        "school_class"
    )
    lists = [(watch, list(watch.students(enrolled.defer("identity"), today))) for watch in watches()]
    due = (
        GuardianTalk.objects.filter(student__school_class__in=own, done_at=None)
        .exclude(next_step="")
        .select_related("student__school_class", "guardian")
        .order_by("next_on", "pk")[:SHOWN_TALKS]
    )
    shown = {student.pk: student for _watch, found in lists for student in found}
    note_reading(request, shown.values(), data=AccessLog.Data.RECORD)
    context = {
        "title": _("My class"),
        "classes": own,
        "lists": lists,
        "due": due,
        "actions": [
            {
                "label": _("Invite %(name)s") % {"name": one},
                "url": reverse("internships:class_invite", args=[one.pk]),
                "icon": "send",
            }
            for one in own
        ],
    }
    return render(request, "internships/my_class.html", context)
