"""Panels: the list, one of them with its agenda, the desk where members vote, closing with minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views import View

from compliance.checklist import Group, lines_of
from core.access import NotVisible
from core.errors import Refused
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from partnerships.views.record_pages import RecordAct, RecordFormView
from teachers.filters.recognition import PanelFilters
from teachers.forms.recognition import AgendaForm, MinutesForm, PanelForm, SessionForm, WhyForm
from teachers.models import (
    Choice,
    ConflictOfInterest,
    Panel,
    PanelCase,
    PanelMember,
    PanelState,
    PanelVote,
    Recognition,
)
from teachers.operations import panels as operations
from teachers.operations.panel_counts import counts_of
from teachers.operations.panels import Ballot, may_chair, seat_of
from teachers.policies import is_own, sees_panels
from teachers.recognition_facts import Row
from teachers.standards import latest_checks
from teachers.tables.recognition import PanelTable
from teachers.transitions.recognition import JUDGE, READ
from teachers.views.recognition import with_evidence


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Panels"), "url": reverse("teachers:panel_list")}]


class PanelList(ListView):
    capability = READ
    title = gettext_lazy("Panels")
    list_name = "teachers:panels"
    table_class = PanelTable
    filterset_class = PanelFilters
    sorts = {"held_on": "held_on"}
    default_sort = "-held_on"
    search_placeholder = gettext_lazy("Name of the panel")
    empty_title = gettext_lazy("No panels yet")
    empty_text = gettext_lazy("Call one together, then put applications on its agenda.")
    empty_icon = "gavel"

    def authorise(self) -> None:
        """Members find their panels here, whatever their powers."""
        user = self.request.user
        if not sees_panels(user) and not Panel.objects.visible_to(user).exists():
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[Panel]:
        rows = Panel.objects.visible_to(self.request.user).select_related("department", "chair")
        return rows.annotate(case_count=Count("cases", distinct=True)).defer("minutes")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(JUDGE):
            return None
        return {"label": _("Call a panel"), "url": reverse("teachers:panel_new"), "icon": "plus"}


def agenda(request: HttpRequest, panel: Any) -> dict[str, Any]:
    """About six queries. Of their own case applicants read the count, and no minutes beside."""
    user: Any = request.user
    cases = panel.cases.select_related("recognition__teacher__department").order_by("order", "pk")
    found = list(cases)
    note_reading(request, [case.recognition.teacher for case in found], data=AccessLog.Data.RECORD)  # type: ignore[arg-type]
    own = [case.pk for case in found if is_own(user, case.recognition.teacher)]
    conflicts = ConflictOfInterest.objects.filter(case__panel=panel).exclude(case__in=own)
    return {
        "panel": panel,
        "cases": found,
        "readable": readable(user, panel),
        "minutes": "" if own else panel.minutes,
        "members": panel.members.select_related("user"),
        "conflicts": conflicts.select_related("member__user", "case"),
        "may_plan": panel.is_planned and panel.permits(user, JUDGE),
    }


def readable(user: Any, panel: Panel) -> set[int]:
    """Keys of the recognitions on the agenda that one may open. One query."""
    rows = Recognition.objects.visible_to(user).filter(cases__panel=panel)
    return set(rows.order_by().values_list("pk", flat=True))


class PanelDetail(DetailView):
    record: Panel
    tabs = [
        Tab(
            name="agenda",
            label=pgettext_lazy("of a panel", "Agenda"),
            template="teachers/panel_agenda.html",
            context=agenda,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Panel]:
        return Panel.objects.visible_to(self.request.user).select_related("department", "chair")

    def context(self) -> dict[str, Any]:
        panel, user = self.record, self.request.user
        address = {
            name: reverse(f"teachers:panel_{name}", args=[panel.pk])
            for name in ("edit", "agenda", "open", "desk", "close", "cancel")
        }
        actions: list[dict[str, Any]] = []
        if panel.is_in_session:
            actions.append({"label": _("To the vote"), "url": address["desk"], "icon": "gavel"})
        if panel.is_planned and panel.permits(user, JUDGE):
            actions.append(
                {"label": _("Put on the agenda"), "url": address["agenda"], "icon": "playlist-add"}
            )
        if may_chair(user, panel):
            if panel.is_planned:
                actions.append({"label": _("Open the session"), "url": address["open"], "icon": "gavel"})
            if panel.is_in_session:
                actions.append({"label": _("Close the session"), "url": address["close"], "icon": "checks"})
        if panel.permits(user, JUDGE):
            if panel.is_planned:
                actions.append({"label": _("Edit"), "url": address["edit"], "icon": "edit"})
            if panel.state in {PanelState.PLANNED, PanelState.IN_SESSION}:
                actions.append(
                    {"label": _("Cancel"), "url": address["cancel"], "icon": "archive", "danger": True}
                )
        where = panel.department or _("The whole centre")
        return {
            "title": panel.name,
            "chip": panel.chip,
            "subtitle": f"{where} · {date_format(panel.held_on)}",
            "breadcrumbs": crumbs(),
            "primary_action": actions[0] if actions else None,
            "actions": actions[1:],
            "facts": [
                {"label": _("Place"), "value": panel.place},
                {"label": _("Chair"), "value": panel.chair},
                {"label": _("Quorum"), "value": panel.quorum},
                {"label": _("Majority"), "value": panel.get_majority_display()},
            ],
        }


# --- Planning ---------------------------------------------------------------------------------


class PanelNew(FormView):
    form_class = PanelForm
    title = gettext_lazy("Call a panel")
    success_message = gettext_lazy("The panel is called; its members are told.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(JUDGE):
            raise PermissionDenied

    def perform(self, form: Any) -> Panel:
        return operations.plan_panel(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("teachers:panel_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfPanel(RecordFormView):
    capability = JUDGE
    record: Panel

    def records(self) -> QuerySet:
        return Panel.objects.select_related("department", "chair")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class PanelEdit(OfPanel):
    form_class = PanelForm
    title = gettext_lazy("Change the panel")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Panel:
        return operations.change_panel(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class PutOnAgenda(OfPanel):
    form_class = AgendaForm
    title = gettext_lazy("Put on the agenda")
    submit_label = gettext_lazy("Put on the agenda")

    def perform(self, form: Any) -> Panel:
        return operations.put_on_agenda(
            actor=self.request.user,
            pk=self.record.pk,
            recognitions=[one.pk for one in form.cleaned_data["recognitions"]],
            now=timezone.now(),
        )


@act
def take_off(request: PersonRequest, pk: int, case_id: int) -> Panel:
    return operations.take_off_agenda(actor=request.user, pk=pk, case_id=case_id, now=timezone.now())


class Cancel(OfPanel, RecordAct):
    form_class = WhyForm
    title = submit_label = gettext_lazy("Cancel the session")
    question = gettext_lazy("Cancel this session?")
    consequences = (gettext_lazy("Its applications wait for another panel."),)
    danger = True
    success_message = gettext_lazy("Cancelled.")
    operation = staticmethod(operations.cancel_panel)


class ByChair(OfPanel):
    """Pages of whoever leads the session."""

    def authorise(self, **kwargs: Any) -> None:
        found = self.records().visible_to(self.request.user).filter(pk=kwargs["pk"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise NotVisible(f"teachers.Panel {kwargs['pk']}")
        if not may_chair(self.request.user, found):
            raise PermissionDenied
        self.record = found


class Open(ByChair):
    form_class = SessionForm
    title = submit_label = gettext_lazy("Open the session")
    success_message = gettext_lazy("The session is open. Members vote at the desk.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"panel": self.record}

    def perform(self, form: Any) -> str:
        there = [member.pk for member in form.cleaned_data["present"]]
        operations.open_session(actor=self.request.user, pk=self.record.pk, present=there, now=timezone.now())
        return reverse("teachers:panel_desk", args=[self.record.pk])


class Close(ByChair):
    form_class = MinutesForm
    title = submit_label = gettext_lazy("Close the session")
    success_message = gettext_lazy("Closed. What was carried is public from tomorrow on.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"panel": self.record}

    def perform(self, form: Any) -> Panel:
        return operations.close_session(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )


# --- The desk ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case as a member has it before them.

    Attributes:
        groups: the check-list with the evidence behind each line, what is open or missing first; nothing
            where one may not read the application.
        typed: what was chosen last, or is kept.
    """

    case: PanelCase
    is_readable: bool
    groups: Sequence[tuple[Group, list[tuple[Any, list[Row]]]]]
    summary: str
    vote: PanelVote | None
    conflict: ConflictOfInterest | None
    count: Any
    typed: dict[str, str]


class Desk(View):
    """All cases of a session on one screen, each with its check-list and a vote: one button keeps them."""

    request: PersonRequest
    seat: PanelMember | None

    def panel(self, pk: int) -> Panel:
        found = (
            Panel.objects.visible_to(self.request.user)
            .select_related("chair", "department")
            .filter(pk=pk)
            .first()
        )
        if found is None:
            raise NotVisible(f"teachers.Panel {pk}")
        self.seat = seat_of(self.request.user, found)
        if self.seat is None and not may_chair(self.request.user, found):
            raise PermissionDenied
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.panel(pk), {})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        panel = self.panel(pk)
        typed = {
            case: {
                "choice": request.POST.get(f"choice_{case}", ""),
                "reason": request.POST.get(f"reason_{case}", ""),
            }
            for case in panel.cases.values_list("pk", flat=True)
        }
        ballots = [
            Ballot(case_id=case, choice=said["choice"], reason=said["reason"])
            for case, said in typed.items()
            if said["choice"]
        ]
        try:
            kept = operations.cast_votes(actor=self.request.user, pk=pk, ballots=ballots, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.show(panel, typed, status=422)
        told = ngettext("%(count)d vote is kept.", "%(count)d votes are kept.", kept) % {"count": kept}
        messages.success(request, told)
        return HttpResponseRedirect(request.path)

    def show(self, panel: Panel, typed: dict[int, dict[str, str]], status: int = 200) -> HttpResponse:
        """About ten queries, whatever the number of cases."""
        user, seat = self.request.user, self.seat
        cases = list(panel.cases.select_related("recognition__teacher__department"))
        note_reading(self.request, [case.recognition.teacher for case in cases], data=AccessLog.Data.RECORD)
        votes = {vote.case_id: vote for vote in seat.votes.all()} if seat else {}
        conflicts = {one.case_id: one for one in seat.conflicts.all()} if seat else {}
        checks = latest_checks([case.recognition for case in cases])
        counts, may_read = counts_of(panel, on=timezone.localdate()), readable(user, panel)
        sheets = [
            _sheet(
                case,
                is_readable=case.recognition_id in may_read,
                check=checks.get(case.recognition_id),
                vote=votes.get(case.pk),
                conflict=conflicts.get(case.pk),
                count=counts[case.pk],
                typed=typed.get(case.pk),
            )
            for case in cases
        ]
        context = {
            "title": panel.name,
            "chip": panel.chip,
            "subtitle": _("One vote a case; whoever does not vote for it says why."),
            "breadcrumbs": [*crumbs(), {"label": str(panel), "url": panel.get_absolute_url()}],
            "panel": panel,
            "seat": seat,
            "may_vote": bool(seat and seat.is_present and panel.is_in_session),
            "sheets": sheets,
            "choices": Choice.choices,
            "primary_action": {
                "label": _("Close the session"),
                "url": reverse("teachers:panel_close", args=[panel.pk]),
                "icon": "checks",
            }
            if panel.is_in_session and may_chair(user, panel)
            else None,
        }
        return render(self.request, "teachers/panel_desk.html", context, status=status)


def _sheet(
    case: PanelCase,
    *,
    is_readable: bool,
    check: Any,
    vote: PanelVote | None,
    conflict: ConflictOfInterest | None,
    count: Any,
    typed: dict[str, str] | None,
) -> Sheet:
    groups = [
        (group, lines)
        for group, lines in (with_evidence(lines_of(check), check.facts) if check and is_readable else [])
        if group != Group.NOT_CONCERNED
    ]
    kept = {"choice": vote.choice if vote else "", "reason": vote.reason if vote else ""}
    return Sheet(
        case=case,
        is_readable=is_readable,
        groups=groups,
        summary=", ".join(f"{group.label}: {len(lines)}" for group, lines in groups),
        vote=vote,
        conflict=conflict,
        count=count,
        typed=typed if typed is not None else kept,
    )


class Conflict(FormView):
    """Declares that a member takes no part in one case."""

    form_class = WhyForm
    template_name = "components/confirm.html"
    title = submit_label = gettext_lazy("Take no part")
    success_message = gettext_lazy("Noted: you take no part in this case.")
    case: PanelCase

    def authorise(self, **kwargs: Any) -> None:
        panel = Panel.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).first()
        cases = PanelCase.objects.filter(panel=panel).select_related("recognition__teacher", "panel")
        found = cases.filter(pk=kwargs["case_id"]).first() if panel else None
        if found is None:
            raise NotVisible(f"teachers.PanelCase {kwargs['case_id']}")
        if seat_of(self.request.user, found.panel) is None:
            raise PermissionDenied
        self.case = found

    def perform(self, form: Any) -> str:
        operations.declare_conflict(
            actor=self.request.user,
            pk=self.case.panel_id,
            case_id=self.case.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("teachers:panel_desk", args=[self.case.panel_id])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.case.recognition),
            "breadcrumbs": [*crumbs(), {"label": str(self.case.panel), "url": self.cancel_url()}],
            "question": _("Take no part in this case, because you are not impartial?"),
        }
