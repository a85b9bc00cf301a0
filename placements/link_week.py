"""The week of a mentor without an account: one page behind a link, for all of their students."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.access import THE_SYSTEM, NotVisible
from core.attachments import serve
from core.errors import Refused
from core.walls import outside
from internships.models import Student
from placements.day_walls import LINKED_STUDENT_COLUMNS, PLACEMENT_COLUMNS
from placements.instructing import Witness
from placements.models import LogFile, MentorWeek, Placement
from placements.operations.weeks import TASK, answer_week, report_problem
from placements.waiting import Waiting, waiting_of
from placements.week_page import answer_from, in_words, problem_from, week_context
from placements.weeks import name_of_week
from signing.links import LinkTask, Shown
from signing.models import TaskLink


def week_of(link: TaskLink) -> MentorWeek | None:
    """The people's names only as far as the walls let them through."""
    return MentorWeek.objects.with_asker().filter(pk=link.subject_id).first()


def linked_placements() -> list[Placement]:
    """Those of the link's week; the walls show no others. Two queries."""
    rows = Placement.objects.only(*PLACEMENT_COLUMNS).order_by("pk")
    found = list(rows)
    students = Student.objects.only(*LINKED_STUDENT_COLUMNS).order_by()
    by_key = students.in_bulk([row.student_id for row in found])
    for row in found:
        row.student = by_key[row.student_id]
    return found


def _shown(week: MentorWeek) -> Shown:
    return Shown(
        title=name_of_week(week.monday),
        asked_by=week.asked_by,
        facts=[
            (_("Week"), f"{_day(week.monday)} – {_day(week.sunday)}"),
        ],
        outcome=_("You have confirmed this week.") if week.answered_at else "",
    )


def _day(day: Any) -> str:
    return formats.date_format(day, "MONTH_DAY_FORMAT")


WEEK = LinkTask(
    name=TASK,
    label=gettext_lazy("Confirm the week of your interns"),
    subject=week_of,
    shown=_shown,
    page=lambda link, _week: reverse("week:answer", args=[link.token]),
    ask=lambda week: week.asked_by,
)


def _linked_week(request: HttpRequest) -> tuple[TaskLink, MentorWeek]:
    """Raises NotVisible: the link leads to another kind of task."""
    link: TaskLink | None = getattr(request, "link", None)
    week = week_of(link) if link is not None and link.task == TASK else None
    if link is None or week is None:
        raise NotVisible("placements.MentorWeek")
    return link, week


@csrf_exempt  # the address is the key; no cookie is
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def answer(request: HttpRequest, token: str) -> HttpResponse:
    link, week = _linked_week(request)
    waiting = waiting_of(linked_placements(), until=week.sunday)
    refusal = ""
    if request.method == "POST":
        try:
            messages.success(request, _answered(request, week, waiting))
            return redirect("week:answer", token=token)
        except Refused as refused:
            refusal = str(refused)
    context = week_context(
        week,
        waiting,
        file_address=partial(_file_address, link.token),
        now=timezone.now(),
        given=request.POST if refusal else None,
    )
    context |= {
        "title": _("The week of your interns"),
        "subtitle": f"{_day(week.monday)} – {_day(week.sunday)}",
        "refusal": refusal,
        "may_report": True,
    }
    return render(request, "placements/week_link.html", context, status=422 if refusal else 200)


def _answered(request: HttpRequest, week: MentorWeek, waiting: list[Waiting]) -> str:
    said, problem = answer_from(request.POST, waiting), problem_from(request.POST, waiting)
    with outside():
        mentor = MentorWeek.objects.select_related("contact").get(pk=week.pk).contact
        witness = Witness(actor=THE_SYSTEM, contact=mentor)
        came = answer_week(witness=witness, pk=week.pk, answer=said, now=timezone.now())
        if problem is not None:
            report_problem(
                witness=witness,
                placement_pk=problem.placement_id,
                text=problem.text,
                now=timezone.now(),
            )
    return in_words(came)


def _file_address(token: str, pk: int) -> str:
    return reverse("week:file", args=[token, pk])


@require_safe
@login_not_required
def log_file(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    _linked_week(request)
    kept = LogFile.objects.filter(pk=pk).first()
    if kept is None:
        raise NotVisible(f"placements.LogFile {pk}")
    return serve(request, kept)
