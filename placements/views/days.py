"""Log, hours and pay on the page of a placement, and what an instructor does there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from compliance.checklist import Group, Line, lines_of
from compliance.choices import Outcome, Stage
from compliance.models import Evaluation
from compliance.operations import decisions_on
from core.access import NotVisible
from core.attachments import serve
from core.errors import Refused
from core.forms import DateInput, RecordForm
from core.http import PersonRequest
from core.registry import Tab
from core.views import FormView, act
from internships.models import Guardian
from placements.instructing import Witness, may_instruct
from placements.models import (
    Leave,
    LeaveState,
    LogEntry,
    LogFile,
    LogState,
    MentorWeek,
    Placement,
    Presence,
)
from placements.operations import leave as leaves
from placements.operations import log as logs
from placements.operations.vouching import Answer, vouch
from placements.operations.weeks import answer_week, week_placements
from placements.pay import agreed_for
from placements.waiting import waiting_of
from placements.week_page import answer_from, in_words, shown_at_from, week_context

SHOWN = 60
CHECKS_SHOWN = 12
BREACHES = (Outcome.FAIL, Outcome.NEEDS_PERSON)
PRESSING = (Group.IN_THE_WAY, Group.QUESTION)


def evaluations_of(placement: Placement, stage: Stage) -> list[dict[str, Any]]:
    """The latest checks of the weeks or months of a placement that found something, with their articles.

    Two queries, however many.
    """
    rows = (
        Evaluation.objects.current()
        .about(placement)
        .filter(Q(failed__len__gt=0) | Q(asking__len__gt=0) | Q(blocking__len__gt=0), stage=stage)
        .select_related("version")
    )
    checks = list(rows.order_by("-occasion")[:CHECKS_SHOWN])
    taken = decisions_on(checks[0]) if checks else {}
    found = []
    for row in checks:
        lines = [line for _group, lines in lines_of(row, taken) for line in lines if _is_breach(line)]
        if lines:
            found.append({"occasion": row.occasion, "lines": lines, "check": row})
    return found


def _is_breach(line: Line) -> bool:
    """What a person should look at: not what is only unknown, unless that is in the way."""
    return line.group in PRESSING or (line.group is Group.ADVICE and line.judged.outcome in BREACHES)


# --- Log --------------------------------------------------------------------------------------


def log_tab(request: Any, placement: Any) -> dict[str, Any]:
    rows = placement.log.select_related("vouched_by", "commented_by").prefetch_related("tasks", "files")
    return {
        "entries": rows[:SHOWN],
        "count": placement.log.count(),
        "may_instruct": may_instruct(request.user, placement),
    }


def _waiting_entries(_request: Any, placement: Any) -> int | None:
    return placement.log.filter(state=LogState.SUBMITTED).count() or None


LOG = Tab(
    name="log",
    label=gettext_lazy("Log"),
    template="placements/log_tab.html",
    context=log_tab,
    order=40,
    count=_waiting_entries,
)


@require_safe
def log_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    visible = LogEntry.objects.visible_to(request.user)
    kept = LogFile.objects.filter(parent__in=visible, pk=pk).first()
    if kept is None:
        raise NotVisible(f"placements.LogFile {pk}")
    return serve(request, kept)


@act
def log_comment(request: PersonRequest, pk: int) -> LogEntry:
    entry = logs.comment_entry(
        actor=request.user, pk=pk, text=request.POST.get("text", "")[:1000], now=timezone.now()
    )
    messages.success(request, _("The student reads it."))
    return entry


@act
def log_confirm(request: PersonRequest, pk: int) -> LogEntry:
    entry = logs.confirm_entry(witness=_witness(request, pk), pk=pk, now=timezone.now())
    messages.success(request, _("Confirmed in the mentor's place."))
    return entry


@act
def log_return(request: PersonRequest, pk: int) -> LogEntry:
    entry = logs.return_entry(
        witness=_witness(request, pk),
        pk=pk,
        reason=request.POST.get("reason", ""),
        now=timezone.now(),
    )
    messages.success(request, _("Returned. The student reads why."))
    return entry


def _witness(request: PersonRequest, pk: int) -> Witness:
    """Raises NotVisible, PermissionDenied: they see the log, but do not instruct the student."""
    entry = LogEntry.objects.visible_to(request.user).select_related("placement__instructor").filter(pk=pk)
    found = entry.first()
    if found is None:
        raise NotVisible(f"placements.LogEntry {pk}")
    if not may_instruct(request.user, found.placement):
        raise PermissionDenied
    return Witness(actor=request.user)


# --- Days -------------------------------------------------------------------------------------


def days_tab(request: Any, placement: Any) -> dict[str, Any]:
    rows = placement.work_days.select_related("vouched_by")
    worked = placement.work_days.filter(presence=Presence.WORKED)
    waiting = placement.work_days.filter(vouched_at=None)
    return {
        "placement": placement,
        "days": rows[:SHOWN],
        "hours": worked.aggregate(total=Sum("hours"))["total"] or 0,
        "waiting": waiting.count(),
        "shown_at": timezone.now().isoformat(),
        "weeks": evaluations_of(placement, Stage.DAY),
        "may_decide": placement.permits(request.user, "rule.decide"),
        "leaves": [
            (leave, guardian_said(leave))
            for leave in placement.leaves.select_related("decided_by", "guardian")[:SHOWN]
        ],
        "asked": LeaveState.ASKED,
        "may_instruct": may_instruct(request.user, placement),
    }


DAYS = Tab(
    name="days",
    label=gettext_lazy("Days"),
    template="placements/days_tab.html",
    context=days_tab,
    order=41,
    count=lambda _request, placement: placement.leaves.filter(state=LeaveState.ASKED).count() or None,
)


@act
def days_confirm(request: PersonRequest, pk: int) -> str:
    """Everything that waits, as the page showed it, in the place of a silent mentor."""
    placement = _instructed(request, pk)
    said = vouch(
        witness=Witness(actor=request.user),
        keys=[placement.pk],
        until=timezone.localdate(),
        answer=Answer(shown_at=shown_at_from(request.POST)),
        now=timezone.now(),
    )
    messages.success(request, in_words(said))
    return f"{placement.get_absolute_url()}?tab=days"


def _instructed(request: PersonRequest, pk: int) -> Placement:
    """Raises NotVisible, PermissionDenied."""
    placement = Placement.objects.visible_to(request.user).select_related("instructor").filter(pk=pk).first()
    if placement is None:
        raise NotVisible(f"placements.Placement {pk}")
    if not may_instruct(request.user, placement):
        raise PermissionDenied
    return placement


class LeaveDecisionForm(RecordForm):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("grant", gettext_lazy("Grant")), ("refuse", gettext_lazy("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The student reads it. Whoever refuses says why."),
    )
    guardian = forms.ModelChoiceField(
        label=gettext_lazy("Guardian who agreed"), queryset=Guardian.objects.none(), required=False
    )
    guardian_agreed_on = forms.DateField(label=gettext_lazy("Agreed on"), required=False, widget=DateInput())

    def __init__(self, *args: Any, leave: Leave, **kwargs: Any) -> None:
        self.leave = leave
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["guardian"].queryset = Guardian.objects.filter(student=self.leave.placement.student_id)
        if leaves.is_under_age(self.leave.placement, self.leave.first_on):
            fields["guardian"].help_text = _("The student is under age: nobody is away without it.")
        if self.leave.guardian_agreed_on is not None:
            fields["guardian"].initial = self.leave.guardian
            fields["guardian_agreed_on"].initial = self.leave.guardian_agreed_on


class LeaveDecide(FormView):
    form_class = LeaveDecisionForm
    title = gettext_lazy("Decide on leave")
    submit_label = gettext_lazy("Decide")
    success_message = gettext_lazy("Decided. The student is told, and of what is granted the mentor.")

    def authorise(self, **kwargs: Any) -> None:
        rows = Leave.objects.visible_to(self.request.user).select_related(
            "placement__student", "placement__instructor", "guardian"
        )
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.Leave {kwargs['pk']}")
        if not may_instruct(self.request.user, found.placement):
            raise PermissionDenied
        self.leave: Leave = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"leave": self.leave}

    def perform(self, form: Any) -> Any:
        given = form.cleaned_data
        if given["decision"] == "refuse":
            return leaves.refuse_leave(
                actor=self.request.user, pk=self.leave.pk, answer=given["answer"], now=timezone.now()
            )
        return leaves.grant_leave(
            actor=self.request.user,
            pk=self.leave.pk,
            answer=given["answer"],
            guardian=given["guardian"],
            guardian_agreed_on=given["guardian_agreed_on"],
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return self.leave.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        said = guardian_said(self.leave)
        parts = [str(self.leave.placement.student), str(self.leave), self.leave.reason, said]
        return {"subtitle": " · ".join(part for part in parts if part)}


def guardian_said(leave: Leave) -> str:
    """What the guardian answered, in words; empty where nobody has."""
    day = leave.guardian_agreed_on or leave.guardian_declined_on
    if day is None:
        return ""
    said = {"name": leave.guardian or "", "day": formats.date_format(day)}
    if leave.guardian_agreed_on:
        words = _("%(name)s agreed on %(day)s") % said
    else:
        words = _("%(name)s declined on %(day)s") % said
    return f"{words}: {leave.guardian_words}" if leave.guardian_words else words


# --- A silent mentor's week -------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def mentor_week(request: PersonRequest, pk: int) -> HttpResponse:
    week = MentorWeek.objects.select_related("contact", "asked_by").filter(pk=pk).first()
    witness = Witness(actor=request.user)
    placements = list(week_placements(week, witness).select_related("student").order_by("pk") if week else ())
    if week is None or not placements:
        raise NotVisible(f"placements.MentorWeek {pk}")
    waiting = waiting_of(placements, until=week.sunday)
    refusal = ""
    if request.method == "POST":
        try:
            said = answer_week(
                witness=witness,
                pk=week.pk,
                answer=answer_from(request.POST, waiting),
                now=timezone.now(),
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, in_words(said))
            return redirect("placements:mentor_week", week.pk)
    context = week_context(
        week,
        waiting,
        file_address=lambda key: reverse("placements:log_file", args=[key]),
        now=timezone.now(),
        given=request.POST if refusal else None,
    )
    context |= {
        "title": _("The week of a mentor"),
        "subtitle": f"{week.contact} · {context['week_name']}",
        "mentor": week.contact,
        "refusal": refusal,
        "in_place": True,
    }
    return render(request, "placements/week.html", context, status=422 if refusal else 200)


# --- Pay --------------------------------------------------------------------------------------


def pay_tab(request: Any, placement: Any) -> dict[str, Any]:
    payments = list(placement.payments.select_related("recorded_by"))
    return {
        "placement": placement,
        "agreed": placement.post.pay_per_month,
        "payments": [
            {"payment": row, "agreed": agreed_for(placement, row.period_from, row.period_until)}
            for row in payments
        ],
        "months": evaluations_of(placement, Stage.PAY),
        "may_decide": placement.permits(request.user, "rule.decide"),
        "may_edit": placement.permits(request.user, "placement.edit"),
    }


PAY = Tab(
    name="pay",
    label=gettext_lazy("Pay"),
    template="placements/pay_tab.html",
    context=pay_tab,
    order=42,
    count=lambda _request, placement: placement.payments.exclude(disputed_at=None).count() or None,
)
