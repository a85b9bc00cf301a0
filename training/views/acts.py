"""What is done to a course, its people and its fees on the pages of the staff."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import confine
from core.forms import ReasonForm
from core.http import PersonRequest
from core.kept import DocumentDamaged, content_of
from core.models import AccessLog
from core.personal import note_reading
from core.views import act
from partnerships.policies import seen
from partnerships.views.record_pages import RecordAct, RecordFormView
from training.forms import CloseForm, EnrolForm, PaymentForm, SessionForm
from training.models import Course, CourseCertificate, CourseState, Enrolment, Fee, Result
from training.operations import closing, courses, enrolments, fees
from training.operations.enrolments import Enrolled
from training.transitions import CLOSE, EDIT, READ
from training.views.courses import OfCourse, crumbs
from training.views.tabs import sheet as sheet_of


class CourseAct(OfCourse, RecordAct):
    """A move of a course, asked before it is made."""


class Offer(CourseAct):
    title = gettext_lazy("Offer the course")
    submit_label = pgettext_lazy("course for employees", "Offer")
    question = gettext_lazy(
        "Offer it? The liaisons of the enterprises it is for are told and enrol their people."
    )
    success_message = gettext_lazy("Offered: enterprises can enrol their people.")
    operation = staticmethod(courses.offer)


class Record(CourseAct):
    title = gettext_lazy("Record that the course was held")
    submit_label = pgettext_lazy("course for employees", "Record that it was held")
    question = gettext_lazy(
        "Record it as held, without an offer? Enrol who came next, fill in the sheet, then close it."
    )
    success_message = gettext_lazy("Recorded. Enrol who came, then fill in the sheet.")
    operation = staticmethod(courses.record)


class Begin(CourseAct):
    title = gettext_lazy("Begin the course")
    submit_label = pgettext_lazy("course for employees", "Begin")
    question = gettext_lazy(
        "Begin it? From then on its fees are owed, and enterprises withdraw nobody by themselves."
    )
    success_message = gettext_lazy("It has begun. Mark who was at each session.")
    operation = staticmethod(courses.begin)


class Cancel(CourseAct):
    form_class = ReasonForm
    title = gettext_lazy("Cancel the course")
    submit_label = gettext_lazy("Cancel the course")
    question = gettext_lazy(
        "Cancel it? Enterprises with people in it read the reason and owe nothing for it."
    )
    danger = True
    success_message = gettext_lazy("Cancelled. Everybody concerned is told why.")
    operation = staticmethod(courses.cancel)


class Close(CourseAct):
    capability = CLOSE
    form_class = CloseForm
    title = gettext_lazy("Close the course")
    submit_label = pgettext_lazy("course for employees", "Close")
    question = gettext_lazy(
        "Close it? Results and hours stay as they are from then on; who passed gets a certificate."
    )
    success_message = gettext_lazy("Closed: it counts, and certificates are being made.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"trainers": self.record.trainers.select_related("teacher"), "most": self.record.hours}

    def perform(self, form: Any) -> Course:
        return closing.close(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered())


class SessionNew(OfCourse):
    form_class = SessionForm
    title = gettext_lazy("Add sessions")

    def perform(self, form: Any) -> Course:
        courses.add_sessions(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.record


@act
def session_remove(request: PersonRequest, pk: int, session_id: int) -> Course:
    return courses.remove_session(actor=request.user, pk=pk, session_id=session_id, now=timezone.now())


# --- People -------------------------------------------------------------------------------------


def say_enrolled(request: HttpRequest, found: Enrolled) -> None:
    """What came of a list, in words."""
    if not found.made:
        messages.warning(request, _("Everybody on the list is enrolled already."))
        return
    number = len(found.made)
    messages.success(
        request,
        ngettext("%(count)d person is enrolled.", "%(count)d people are enrolled.", number)
        % {"count": number},
    )
    if found.waiting:
        messages.warning(
            request, _("All places are taken: %(count)d wait for one.") % {"count": found.waiting}
        )
    if found.known:
        messages.info(request, _("%(count)d were enrolled already.") % {"count": len(found.known)})


class Enrol(OfCourse):
    form_class = EnrolForm
    title = gettext_lazy("Enrol employees")
    submit_label = pgettext_lazy("course for employees", "Enrol")
    success_message = ""

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        found = enrolments.enrol(
            actor=self.request.user,
            pk=self.record.pk,
            enterprise_id=given["enterprise"].pk,
            people=given["people"],
            now=timezone.now(),
        )
        say_enrolled(self.request, found)
        return f"{self.record.get_absolute_url()}?tab=people"


class Withdraw(RecordFormView):
    """Somebody is taken out, for a reason that the enterprise reads."""

    template_name = "components/confirm.html"
    capability = EDIT
    form_class = ReasonForm
    title = gettext_lazy("Take somebody out of the course")
    submit_label = gettext_lazy("Take out")
    success_message = gettext_lazy("Taken out. The enterprise is told why.")
    record: Enrolment

    def records(self) -> QuerySet:
        return Enrolment.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def perform(self, form: Any) -> str:
        enrolments.withdraw(
            actor=self.request.user,
            pk=self.record.course_id,
            enrolment_id=self.record.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return f"{self.record.get_absolute_url()}?tab=people"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "subtitle": str(self.record.course),
            "question": _("Take %(name)s out? The enterprise reads the reason.") % {"name": self.record},
            "danger": True,
        }


def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """The attendance sheet of a course: shown, and filled in as long as it runs."""
    course: Course = seen(Course.objects.with_names(), request.user, pk, READ)
    if course.state not in {CourseState.RUNNING, CourseState.CLOSED}:
        messages.warning(request, _("There is a sheet once the course has begun."))
        return HttpResponseRedirect(course.get_absolute_url())
    if request.method == "POST":
        return fill(request, pk=pk)
    context = sheet_of(course)
    note_reading(request, [row for row, _cells in context["lines"]], data=AccessLog.Data.CONTACT)
    here = {"label": str(course), "url": course.get_absolute_url()}
    return render(
        request,
        "training/sheet.html",
        {
            "title": _("Attendance sheet"),
            "subtitle": course.title,
            "chip": course.chip,
            "breadcrumbs": [*crumbs(), here],
            "course": course,
            "results": [("", "—"), *Result.choices],
            "may_fill": course.state == CourseState.RUNNING and course.permits(request.user, EDIT),
            **context,
        },
    )


@act
def fill(request: PersonRequest, pk: int) -> str:
    """A ticked box of the sheet was there, an empty one of a shown line was not."""
    if not request.user.can(EDIT):
        raise PermissionDenied
    shown = [key for key in request.POST.getlist("person") if key.isdecimal()]
    begun = [key for key in request.POST.getlist("session") if key.isdecimal()]
    there = set(request.POST.getlist("there"))
    present = {
        (int(session), int(person)): f"{session}-{person}" in there for session in begun for person in shown
    }
    results = {int(key): request.POST.get(f"result-{key}", "") for key in shown}
    closing.fill_sheet(actor=request.user, pk=pk, present=present, results=results, now=timezone.now())
    messages.success(request, _("The sheet is kept."))
    return reverse("training:course_sheet", args=[pk])


@require_safe
def certificate(request: PersonRequest, pk: int) -> HttpResponse:
    rows = CourseCertificate.objects.visible_to(request.user).select_related("enrolment__course")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"training.CourseCertificate {pk}")
    note_reading(request, [found.enrolment], data=AccessLog.Data.FILE, act=AccessLog.Act.EXPORTED)
    return certificate_response(request, found, back=f"{found.get_absolute_url()}?tab=people")


def certificate_response(request: HttpRequest, found: CourseCertificate, *, back: str) -> HttpResponse:
    """The kept file; where it was damaged, that is said on the page one came from."""
    try:
        content = content_of(found)
    except DocumentDamaged as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(back)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return confine(response, is_shown_pdf=True)


# --- Fees ---------------------------------------------------------------------------------------


class FeeAct(RecordFormView):
    template_name = "components/confirm.html"
    capability = CLOSE
    record: Fee
    danger = False

    def records(self) -> QuerySet:
        return Fee.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def operation(self, **given: Any) -> Fee:
        raise NotImplementedError

    def perform(self, form: Any) -> str:
        self.operation(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return f"{self.record.get_absolute_url()}?tab=fees"

    def extra_context(self, form: Any) -> dict[str, Any]:
        fee = self.record
        return super().extra_context(form) | {
            "subtitle": str(fee),
            "question": _("%(enterprise)s owes %(amount)s yuan for %(count)d.")
            % {"enterprise": fee.enterprise, "amount": fee.amount, "count": fee.heads},
            "danger": self.danger,
        }


class Pay(FeeAct):
    capability = EDIT
    form_class = PaymentForm
    title = gettext_lazy("Record the payment")
    success_message = gettext_lazy("The payment is kept.")

    def operation(self, **given: Any) -> Fee:
        return fees.pay(**given)


class Waive(FeeAct):
    form_class = ReasonForm
    title = gettext_lazy("Waive the fee")
    submit_label = pgettext_lazy("fee for a course", "Waive")
    success_message = gettext_lazy("Waived. The enterprise is told why.")
    danger = True

    def operation(self, **given: Any) -> Fee:
        return fees.waive(**given)


class Reopen(FeeAct):
    form_class = ReasonForm
    title = gettext_lazy("Take the payment or waiver back")
    submit_label = gettext_lazy("Take it back")
    success_message = gettext_lazy("It is owed again. The enterprise is told why.")
    danger = True

    def operation(self, **given: Any) -> Fee:
        return fees.reopen(**given)
