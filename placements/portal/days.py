"""Interns at the portal: who they are, what they write, and the weeks that a mentor is asked to confirm."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import NotVisible
from core.attachments import serve
from core.errors import Refused
from core.registry import PartnerDeadline
from core.walls import outside
from internships.me.walls import STUDENT_COLUMNS
from internships.models import Post, Student
from partnerships.models import Contact
from partnerships.portal.partner import Partner, PartnerRequest
from partnerships.portal.walls import CONTACT_COLUMNS
from placements.day_walls import PLACEMENT_COLUMNS
from placements.instructing import Witness
from placements.models import (
    OPEN_STATES,
    Leave,
    LeaveState,
    LogEntry,
    LogFile,
    MentorWeek,
    Placement,
    WorkDay,
)
from placements.operations.weeks import answer_week, report_problem
from placements.querysets import PlacementQuerySet
from placements.waiting import Waiting, waiting_of
from placements.week_page import answer_from, in_words, problem_from, week_context

SHOWN = 40


def own_interns(partner: Partner) -> PlacementQuerySet:
    """Those at this enterprise that the walls show: a mentor's own, all of them to a liaison."""
    rows: PlacementQuerySet = Placement.objects.filter(enterprise=partner.enterprise).only(*PLACEMENT_COLUMNS)
    return rows


def with_names(placements: list[Placement]) -> list[Placement]:
    """Student, post and mentor, of each no more than is open here. Three queries."""
    students = Student.objects.only(*STUDENT_COLUMNS).in_bulk([row.student_id for row in placements])
    posts = Post.objects.in_bulk([row.post_id for row in placements])
    mentors = Contact.objects.only(*CONTACT_COLUMNS).in_bulk(
        [row.mentor_id for row in placements if row.mentor_id is not None]
    )
    for row in placements:
        row.student, row.post = students[row.student_id], posts[row.post_id]
        row.mentor = mentors.get(row.mentor_id) if row.mentor_id else None
    return placements


def own_weeks(partner: Partner) -> Any:
    """The weeks that this person is asked about, for the enterprise they are here for."""
    return MentorWeek.objects.filter(contact=partner.contact).with_asker()


@require_safe
def interns(request: PartnerRequest) -> HttpResponse:
    placements = with_names(
        list(own_interns(request.partner).filter(state__in=OPEN_STATES).order_by("starts_on", "pk"))
    )
    keys = [row.pk for row in placements]
    on_leave = set(
        Leave.objects.filter(
            placement__in=keys,
            state=LeaveState.GRANTED,
            first_on__lte=timezone.localdate(),
            last_on__gte=timezone.localdate(),
        ).values_list("placement", flat=True)
    )
    context = {
        "title": _("Interns"),
        "weeks": list(own_weeks(request.partner).waiting()),
        "lines": [
            {
                "waiting": one,
                "is_on_leave": one.placement.pk in on_leave,
            }
            for one in waiting_of(placements, until=timezone.localdate())
        ],
    }
    return render(request, "portal/interns.html", context)


@require_safe
def intern(request: PartnerRequest, pk: int) -> HttpResponse:
    found = list(own_interns(request.partner).filter(pk=pk))
    if not found:
        raise NotVisible(f"placements.Placement {pk}")
    (placement,) = with_names(found)
    entries = LogEntry.objects.filter(placement=pk).prefetch_related("tasks", "files")
    context = {
        "title": str(placement.student),
        "subtitle": str(placement.post),
        "chip": placement.chip,
        "breadcrumbs": [{"label": _("Interns"), "url": reverse("portal:interns")}],
        "placement": placement,
        "entries": list(entries[:SHOWN]),
        "days": list(WorkDay.objects.filter(placement=pk)[:SHOWN]),
        "leaves": list(Leave.objects.filter(placement=pk, state=LeaveState.GRANTED)[:SHOWN]),
    }
    return render(request, "portal/intern.html", context)


@require_safe
def intern_file(request: PartnerRequest, pk: int) -> HttpResponseBase:
    own = own_interns(request.partner).order_by().values("pk")
    kept = LogFile.objects.filter(parent__placement__in=own, pk=pk).first()
    if kept is None:
        raise NotVisible(f"placements.LogFile {pk}")
    return serve(request, kept)


@require_http_methods(["GET", "HEAD", "POST"])
def week(request: PartnerRequest, pk: int) -> HttpResponse:
    asked = own_weeks(request.partner).filter(pk=pk).first()
    if asked is None:
        raise NotVisible(f"placements.MentorWeek {pk}")
    mine = own_interns(request.partner).filter(mentor=request.partner.contact)
    waiting = waiting_of(
        with_names(list(mine.filter(started_on__lte=asked.sunday).order_by("pk"))), until=asked.sunday
    )
    refusal = ""
    if request.method == "POST":
        try:
            messages.success(request, _answered(request, asked, waiting))
            return redirect("portal:week", asked.pk)
        except Refused as refused:
            refusal = str(refused)
    context = week_context(
        asked,
        waiting,
        file_address=lambda key: reverse("portal:intern_file", args=[key]),
        now=timezone.now(),
        given=request.POST if refusal else None,
    )
    context |= {
        "title": _("The week of your interns"),
        "subtitle": _from_to(asked),
        "breadcrumbs": [{"label": _("Interns"), "url": reverse("portal:interns")}],
        "refusal": refusal,
        "may_report": True,
    }
    return render(request, "portal/week.html", context, status=422 if refusal else 200)


def _from_to(asked: MentorWeek) -> str:
    return " – ".join(date_format(day, "MONTH_DAY_FORMAT") for day in (asked.monday, asked.sunday))


def _answered(request: PartnerRequest, asked: MentorWeek, waiting: list[Waiting]) -> str:
    said, problem = answer_from(request.POST, waiting), problem_from(request.POST, waiting)
    witness = Witness(actor=request.partner, contact=request.partner.contact)
    with outside():
        came = answer_week(witness=witness, pk=asked.pk, answer=said, now=timezone.now())
        if problem is not None:
            report_problem(
                witness=witness,
                placement_pk=problem.placement_id,
                text=problem.text,
                now=timezone.now(),
            )
    return in_words(came)


def deadlines(partner: Partner, first: date, last: date) -> Any:
    """The weeks that wait for this mentor, on the portal's first page. Two queries."""
    today = timezone.localdate()
    for asked in own_weeks(partner).waiting()[:5]:
        if first <= today <= last:
            yield PartnerDeadline(
                on=today,
                title=_("Confirm the week of your interns"),
                text=_from_to(asked),
                url=reverse("portal:week", args=[asked.pk]),
            )
