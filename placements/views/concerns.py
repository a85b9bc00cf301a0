"""Concerns, as the school reads them: those who handle them, those who are named, those who raised one."""

from __future__ import annotations

from typing import Any

from django.db.models import Min, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from placements.concern_progress import own_concern, own_file, progress, progress_rows
from placements.filters.concerns import ConcernFilters
from placements.forms.concerns import ConcernForm, MoreForm
from placements.models import Concern, ConcernAction, ConcernFile, ConcernState, Placement
from placements.operations import concerns as operations
from placements.operations.incidents import to_interrupt
from placements.tables.concerns import ConcernTable
from placements.transitions.concerns import CONCERN_MOVES, HANDLE

SHOWN = 100


def crumbs(user: Any) -> list[dict[str, Any]]:
    if user.can(HANDLE):
        return [{"label": _("Concerns"), "url": reverse("placements:concern_list")}]
    return [{"label": _("My concerns"), "url": reverse("placements:concerns_mine")}]


class ConcernList(ListView):
    capability = HANDLE
    title = gettext_lazy("Concerns")
    list_name = "placements:concerns"
    table_class = ConcernTable
    filterset_class = ConcernFilters
    sorts = {"raised_at": "raised_at"}
    default_sort = "-raised_at"
    search_placeholder = gettext_lazy("Student or enterprise")
    empty_title = gettext_lazy("No concern was raised yet")
    empty_text = gettext_lazy(
        "Students, guardians, mentors and colleagues tell here in confidence what is wrong."
    )
    empty_icon = "message-report"
    personal_data = AccessLog.Data.SENSITIVE

    def get_queryset(self) -> QuerySet[Concern]:
        return (
            Concern.objects.visible_to(self.request.user)
            .select_related("enterprise", "placement__student", "handler")
            .annotate(due_on=Min("actions__due_on", filter=Q(actions__done_at=None)))
            .defer("text", "outcome", "placement__student__identity")
        )


# --- One concern ------------------------------------------------------------------------------


def _address(name: str, concern: Concern) -> str:
    return reverse(f"placements:concern_{name}", args=[concern.pk])


def case(request: Any, concern: Concern) -> dict[str, Any]:
    may_handle = concern.permits(request.user, HANDLE)
    return {
        "concern": concern,
        "notes": concern.notes.select_related("author"),
        "actions": concern.actions.select_related("owner"),
        "readers": concern.readers.select_related("user"),
        "may_handle": may_handle,
        "may_set": may_handle and concern.is_open,
        "me": request.user,
        "today": timezone.localdate(),
        "attachments": [
            {
                "name": kept.name,
                "url": reverse("placements:concern_file", args=[concern.pk, kept.pk]),
                "size": kept.size,
                "kind": kept.kind,
                "added_by": kept.added_by,
                "added_at": kept.added_at,
            }
            for kept in concern.files.select_related("added_by")
        ],
    }


def affected(request: Any, concern: Concern) -> dict[str, Any]:
    named = concern.affected_rows.select_related("placement__student__school_class", "placement__post")
    visit = concern.enterprise.host_visits.most_recent().first()
    return {
        "concern": concern,
        "affected": named,
        "at_host": to_interrupt(concern).count(),
        "standing": visit.standing_chip(timezone.localdate()) if visit else None,
        "may_handle": concern.permits(request.user, HANDLE),
    }


class ConcernDetail(DetailView):
    record: Concern
    tabs = [
        Tab(
            name="case",
            label=gettext_lazy("What happened"),
            template="placements/concern.html",
            context=case,
            order=0,
        ),
        Tab(
            name="affected",
            label=gettext_lazy("Whom it concerns"),
            template="placements/concern_affected.html",
            context=affected,
            order=10,
            count=lambda _request, concern: concern.affected_rows.count(),
        ),
    ]

    def get_queryset(self) -> QuerySet[Concern]:
        return Concern.objects.visible_to(self.request.user).select_related(
            "enterprise", "placement__student__school_class", "handler", "department"
        )

    def context(self) -> dict[str, Any]:
        concern, user = self.record, self.request.user
        student = concern.placement.student
        note_reading(self.request, [student], data=AccessLog.Data.SENSITIVE)
        offers = {
            offer.name for offer in CONCERN_MOVES.offers(actor=user, record=concern, now=timezone.now())
        }
        anonymous = _("Yes: nobody at the enterprise is told who raised it")
        return {
            "title": f"{concern.get_kind_display()} · {concern}",
            "subtitle": f"{student} · {concern.enterprise}",
            "chip": concern.chip,
            "breadcrumbs": crumbs(user),
            "next_step": self.next_step(offers),
            "actions": [
                {"label": label, "url": _address(name, concern), "icon": icon}
                for name, label, icon in (
                    ("settle", _("Settle it"), "circle-check"),
                    ("not_uphold", _("Do not uphold it"), "circle-x"),
                )
                if name in offers
            ],
            "facts": [
                {
                    "label": _("Raised by"),
                    "value": f"{concern.get_raised_by_display()}: {concern.raiser_name}",
                },
                {"label": _("Anonymous"), "value": anonymous if concern.is_anonymous else _("no")},
                {
                    "label": _("Raised"),
                    "value": date_format(timezone.localtime(concern.raised_at), "DATETIME_FORMAT"),
                },
                {"label": _("How bad it is"), "value": concern.get_severity_display()},
                {"label": _("Incident"), "value": _("yes") if concern.is_incident else _("no")},
                {"label": _("Looked into by"), "value": concern.handler or ""},
                {"label": _("Department"), "value": concern.department},
            ],
        }

    def next_step(self, offers: set[str]) -> dict[str, Any] | None:
        concern = self.record
        if concern.state == ConcernState.NEW:
            return {
                "text": _("Somebody who handles concerns looks into it."),
                "meaning": "late" if concern.is_grave else "waiting",
            }
        first = concern.actions.filter(done_at=None).select_related("owner").first()
        if first is not None:
            return {"text": first.text, "whose": str(first.owner), "due": first.due_on}
        if concern.is_open:
            return {
                "text": _("Settle it, or say what is to be done next."),
                "whose": str(concern.handler or ""),
            }
        return None


@require_safe
def concern_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    concerns = Concern.objects.visible_to(request.user).filter(pk=pk)
    kept = (
        ConcernFile.objects.filter(pk=file_id, parent__in=concerns)
        .select_related("parent__placement__student")
        .first()
    )
    if kept is None:
        raise NotVisible(f"placements.ConcernFile {file_id}")
    note_reading(request, [kept.parent.placement.student], data=AccessLog.Data.SENSITIVE)
    return serve(request, kept)


# --- Raised by oneself ------------------------------------------------------------------------


@require_safe
def concerns_mine(request: PersonRequest) -> HttpResponse:
    """What I raised, what I am named on, what I am to do. Three queries."""
    user = request.user
    named = (
        Concern.objects.filter(readers__user=user.pk).select_related("enterprise").defer("text", "outcome")
    )
    todo = ConcernAction.objects.filter(owner=user.pk, done_at=None).select_related("concern")
    context = {
        "title": _("My concerns"),
        "subtitle": _(
            "What you raised, and what you are named on. Nobody else of your colleagues sees this."
        ),
        "raised": progress_rows(Concern.objects.raised_by_user(user.pk))[:SHOWN],
        "named": named.order_by("-raised_at")[:SHOWN],
        "todo": todo[:SHOWN],
    }
    return render(request, "placements/concerns_mine.html", context)


@require_safe
def concern_mine(request: PersonRequest, pk: int) -> HttpResponse:
    concern = own_concern(Concern.objects.raised_by_user(request.user.pk), pk)
    context = progress(
        concern, file_url=lambda one: reverse("placements:concern_mine_file", args=[concern.pk, one.pk])
    )
    context |= {
        "title": concern.get_kind_display(),
        "chip": concern.chip,
        "breadcrumbs": [{"label": _("My concerns"), "url": reverse("placements:concerns_mine")}],
        "more_url": reverse("placements:concern_more", args=[concern.pk]) if concern.is_open else "",
    }
    return render(request, "placements/concern_mine.html", context)


@require_safe
def concern_mine_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    return serve(request, own_file(Concern.objects.raised_by_user(request.user.pk), pk, file_id))


class ConcernNew(FormView):
    """Raised by somebody of the school who sees the placement."""

    form_class = ConcernForm
    title = gettext_lazy("Raise a concern")
    submit_label = gettext_lazy("Tell those who handle it")
    success_message = gettext_lazy("Those who handle concerns are told. You see here what becomes of it.")
    placement: Placement

    def authorise(self, **kwargs: Any) -> None:
        rows = Placement.objects.visible_to(self.request.user).with_names()
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.Placement {kwargs['pk']}")
        self.placement = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"places": [(self.placement.pk, str(self.placement))]}

    def perform(self, form: Any) -> str:
        concern = operations.raise_by_staff(
            actor=self.request.user, now=timezone.now(), **form.as_operation()
        )
        return reverse("placements:concern_mine", args=[concern.pk])

    def cancel_url(self) -> str:
        return self.placement.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.placement),
            "form_help": _("Only those who handle concerns read it, and whom they name. Nobody at the host."),
        }


class ConcernMore(FormView):
    form_class = MoreForm
    title = gettext_lazy("Add something")
    success_message = gettext_lazy("Added. Those who handle it are told.")
    concern: Concern

    def authorise(self, **kwargs: Any) -> None:
        self.concern = own_concern(Concern.objects.raised_by_user(self.request.user.pk), kwargs["pk"])

    def perform(self, form: Any) -> str:
        operations.say_more(
            actor=self.request.user, concern=self.concern, now=timezone.now(), **form.as_operation()
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("placements:concern_mine", args=[self.concern.pk])
