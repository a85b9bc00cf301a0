"""Courses at the portal: what is on offer, who of us comes, certificates, what we owe.

Rows are fetched behind the wall; what the wall does not open is read outside it, in numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.registry import Direction, PartnerDeadline, PartnerFigure
from core.views import act
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest, require_liaison
from training.forms import PeopleForm
from training.models import (
    Course,
    CourseCertificate,
    CourseState,
    Enrolment,
    EnrolmentState,
    Fee,
    FeeState,
    Session,
)
from training.operations import enrolments
from training.views.acts import certificate_response, say_enrolled
from training.walls import CERTIFICATE_COLUMNS, COURSE_COLUMNS, ENROLMENT_COLUMNS, FEE_COLUMNS

S, E = CourseState, EnrolmentState
SHOWN = 200
MOST_PEOPLE = 1000


def our_courses() -> QuerySet[Course]:
    return Course.objects.only(*COURSE_COLUMNS)


def our_course(pk: int) -> Course:
    """Raises NotVisible."""
    course = our_courses().filter(pk=pk).first()
    if course is None:
        raise NotVisible(f"training.Course {pk}")
    return course


def our_people(partner: Partner) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(enterprise=partner.enterprise.pk).exclude(state=E.WITHDRAWN)
    return rows.only(*ENROLMENT_COLUMNS)


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Training of our employees"), "url": reverse("portal:courses")}]


@require_safe
def course_list(request: PartnerRequest) -> HttpResponse:
    """On offer, with our people in it, past. Two queries behind the wall."""
    today = timezone.localdate()
    rows = list(our_courses().order_by("first_at", "pk")[:SHOWN])
    ours = our_people(request.partner).order_by().values_list("course").annotate(number=Count("pk"))
    numbers = dict(ours.values_list("course", "number"))
    for row in rows:
        row.ours = numbers.get(row.pk, 0)  # type: ignore[attr-defined]
    on_offer = [one for one in rows if one.state == S.OFFERED and one.enrol_until >= today]
    running = [one for one in rows if one not in on_offer and one.state in {S.OFFERED, S.RUNNING}]
    past = [one for one in rows if one.state in {S.CLOSED, S.CANCELLED}][::-1]
    return render(
        request,
        "portal/courses.html",
        {
            "title": _("Training of our employees"),
            "subtitle": _("Courses that the school gives to employees of enterprises."),
            "groups": [
                (_("On offer"), on_offer),
                (_("Planned and running"), running),
                (pgettext_lazy("courses", "Past"), past),
            ],
            "is_empty": not rows,
        },
    )


@require_safe
def course_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    partner, now = request.partner, timezone.now()
    course = our_course(pk)
    rows = list(our_people(partner).filter(course=course).order_by("enrolled_at", "pk"))
    found = CourseCertificate.objects.filter(enrolment__in=rows).only(*CERTIFICATE_COLUMNS)
    papers = {one.enrolment_id: one for one in found}
    with outside():
        trainers = [str(one.teacher) for one in course.trainers.select_related("teacher")]
        majors = [one.title for one in course.majors.all()]
        taken = course.enrolments.enrolled().count()
    liaison = partner.is_liaison
    is_open = course.state == S.OFFERED
    return render(
        request,
        "portal/course.html",
        {
            "title": course.title,
            "chip": course.chip,
            "breadcrumbs": crumbs(),
            "course": course,
            "sessions": list(Session.objects.filter(course=course)),
            "trainers": trainers,
            "majors": majors,
            "free": max(course.capacity - taken, 0),
            "people": [(row, papers.get(row.pk)) for row in rows],
            "may_enrol": liaison and is_open and timezone.localdate(now) <= course.enrol_until,
            "may_withdraw": liaison and is_open,
        },
    )


@require_safe
def people_list(request: PartnerRequest) -> HttpResponse:
    """Everybody of ours in any course, with result, hours and certificate. Two queries."""
    rows = list(our_people(request.partner).order_by("-enrolled_at", "-pk")[:MOST_PEOPLE])
    courses = {one.pk: one for one in our_courses().filter(pk__in={row.course_id for row in rows})}
    found = CourseCertificate.objects.filter(enrolment__in=rows).only(*CERTIFICATE_COLUMNS)
    papers = {one.enrolment_id: one for one in found}
    return render(
        request,
        "portal/course_people.html",
        {
            "title": _("Our people in courses"),
            "breadcrumbs": crumbs(),
            "lines": [(row, courses.get(row.course_id), papers.get(row.pk)) for row in rows],
        },
    )


@require_safe
def fee_list(request: PartnerRequest) -> HttpResponse:
    """What we owe, have paid, and were let off. Two queries."""
    rows = list(Fee.objects.filter(enterprise=request.partner.enterprise.pk).only(*FEE_COLUMNS)[:SHOWN])
    courses = {one.pk: one for one in our_courses().filter(pk__in={row.course_id for row in rows})}
    owed = sum((row.amount for row in rows if row.state == FeeState.DUE), Decimal(0))
    return render(
        request,
        "portal/course_fees.html",
        {
            "title": _("What we owe for courses"),
            "breadcrumbs": crumbs(),
            "lines": [(row, courses.get(row.course_id)) for row in rows],
            "owed": owed,
        },
    )


@require_safe
def certificate(request: PartnerRequest, pk: int) -> HttpResponse:
    rows = CourseCertificate.objects.only(*CERTIFICATE_COLUMNS)
    found = rows.filter(pk=pk, enrolment__in=our_people(request.partner).order_by().values("pk")).first()
    if found is None:
        raise NotVisible(f"training.CourseCertificate {pk}")
    return certificate_response(request, found, back=reverse("portal:course_people"))


class Enrol(PortalFormView):
    """A liaison enrols employees, written down or from a list."""

    form_class = PeopleForm
    title = gettext_lazy("Enrol employees")
    submit_label = pgettext_lazy("course for employees", "Enrol")
    success_message = ""
    record: Course

    def authorise(self, **kwargs: Any) -> None:
        self.record = our_course(kwargs["pk"])
        require_liaison(self.partner)

    def build(self, *args: Any) -> PeopleForm:
        return PeopleForm(*args, user=self.partner)

    def perform(self, form: Any) -> str:
        with outside():
            found = enrolments.enrol_at_portal(
                partner=self.partner,
                pk=self.record.pk,
                people=form.cleaned_data["people"],
                now=timezone.now(),
            )
        say_enrolled(self.request, found)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:course", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": str(self.record), "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": str(self.record)}


@act
def withdraw(request: PartnerRequest, pk: int, enrolment_id: int) -> str:
    our_course(pk)
    require_liaison(request.partner)
    with outside():
        enrolments.withdraw_at_portal(
            partner=request.partner, pk=pk, enrolment_id=enrolment_id, now=timezone.now()
        )
    return reverse("portal:course", args=[pk])


# --- Home ---------------------------------------------------------------------------------------


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """Who was trained in the twelve months up to a day, and what is owed. Two queries."""
    end = timezone.make_aware(datetime.combine(on, time.max))
    rows = our_people(partner).filter(
        course__state=S.CLOSED,
        hours__gt=0,
        course__last_at__range=(end.replace(year=on.year - 1, day=1), end),
    )
    trained = rows.order_by().aggregate(count=Count("pk"), total=Sum("hours"))
    if trained["count"]:
        hours = number_format(Decimal(trained["total"]), decimal_pos=1)
        yield PartnerFigure(
            label=_("Employees trained by the school"),
            value=str(trained["count"]),
            direction=Direction.RECEIVED,
            text=_("%(hours)s hours in twelve months") % {"hours": hours},
            url=reverse("portal:course_people"),
        )
    owed = Fee.objects.filter(enterprise=partner.enterprise.pk, state=FeeState.DUE)
    if due := owed.order_by().aggregate(total=Sum("amount"))["total"]:
        yield PartnerFigure(
            label=_("Owed for courses"),
            value=number_format(due, 2, force_grouping=True),
            direction=Direction.TOGETHER,
            text=_("in yuan"),
            url=reverse("portal:course_fees"),
        )


def deadlines(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Until when one enrols, and when courses with people of ours begin. Two queries."""
    for course in our_courses().filter(state=S.OFFERED, enrol_until__range=(first, last))[:SHOWN]:
        yield PartnerDeadline(
            on=course.enrol_until,
            title=course.title,
            text=_("enrolment ends"),
            url=reverse("portal:course", args=[course.pk]),
        )
    ours = our_people(partner).order_by().values("course")
    coming = our_courses().filter(
        Q(pk__in=ours), state__in=[S.OFFERED, S.RUNNING], first_at__date__range=(first, last)
    )
    for course in coming[:SHOWN]:
        yield PartnerDeadline(
            on=timezone.localdate(course.first_at),
            title=course.title,
            text=_("first session"),
            url=reverse("portal:course", args=[course.pk]),
        )
