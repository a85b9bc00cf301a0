"""Alliances at the portal: ours, who belongs to them, the next meeting, documents, our own tasks.

Rows are fetched behind the wall; names of other members are read outside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from alliances.forms import WordForm
from alliances.models import (
    ROLE_ORDER,
    Alliance,
    AllianceDocument,
    AllianceTask,
    Meeting,
    MeetingState,
    Member,
    MemberRole,
    SupplyLink,
)
from alliances.operations import meetings
from alliances.querysets import TaskQuerySet
from alliances.views.tabs import graph_of
from alliances.walls import ALLIANCE_COLUMNS, SUPPLY_COLUMNS, TASK_COLUMNS
from core.access import NotVisible
from core.attachments import serve
from core.registry import PartnerDeadline, PartnerFigure
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import Partner, PartnerRequest

SHOWN = 300


def our_alliances() -> QuerySet[Alliance]:
    return Alliance.objects.only(*ALLIANCE_COLUMNS)


def our_alliance(pk: int) -> Alliance:
    """Raises NotVisible."""
    alliance = our_alliances().filter(pk=pk).first()
    if alliance is None:
        raise NotVisible(f"alliances.Alliance {pk}")
    return alliance


def our_tasks(partner: Partner) -> TaskQuerySet:
    """Those of the person who is here."""
    rows: TaskQuerySet = AllianceTask.objects.filter(contact=partner.contact.pk).only(*TASK_COLUMNS)
    return rows


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Our alliances"), "url": reverse("portal:alliances")}]


@require_safe
def alliance_list(request: PartnerRequest) -> HttpResponse:
    """Three queries behind the wall."""
    today = timezone.localdate()
    rows = list(our_alliances().order_by("name", "pk")[:SHOWN])
    ours = Member.objects.filter(enterprise=request.partner.enterprise.pk).lasting(today)
    roles = {one.alliance_id: one.get_role_display() for one in ours}
    coming = Meeting.objects.filter(state=MeetingState.PLANNED, ends_at__gt=timezone.now())
    following: dict[int, Meeting] = {}
    for meeting in coming.order_by("starts_at")[:SHOWN]:
        following.setdefault(meeting.alliance_id, meeting)
    return render(
        request,
        "portal/alliances.html",
        {
            "title": _("Our alliances"),
            "subtitle": _("Groups, communities and consortia of which your enterprise is a member."),
            "lines": [(one, roles.get(one.pk, ""), following.get(one.pk)) for one in rows],
            "tasks": list(our_tasks(request.partner).open().order_by("due_on", "pk")[:SHOWN]),
            "today": today,
        },
    )


@require_safe
def alliance_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    """Six queries behind the wall, two outside for names."""
    today, now = timezone.localdate(), timezone.now()
    alliance = our_alliance(pk)
    members = list(Member.objects.filter(alliance=alliance).lasting(today))
    there = [one.enterprise_id for one in members if one.enterprise_id]
    supplies = SupplyLink.objects.lasting(today).filter(supplier__in=there, customer__in=there)
    links = [one.pk for one in supplies.only(*SUPPLY_COLUMNS).order_by("pk")[:SHOWN]]
    members.sort(key=lambda one: (ROLE_ORDER[MemberRole(one.role)], one.starts_on, one.pk))
    with outside():
        named = Member.objects.filter(pk__in=[one.pk for one in members]).select_related("enterprise")
        names = {one.pk: str(one) for one in named}
        chain = list(
            SupplyLink.objects.filter(pk__in=links)
            .select_related("supplier", "customer")
            .order_by("supplier__pinyin_key", "pk")
        )
    rows = list(Meeting.objects.filter(alliance=alliance)[:SHOWN])
    keys = [one.pk for one in rows]
    coming = [one for one in rows if one.state == MeetingState.PLANNED and one.ends_at > now]
    return render(
        request,
        "portal/alliance.html",
        {
            "title": alliance.name,
            "chip": alliance.chip,
            "subtitle": alliance.get_kind_display(),
            "breadcrumbs": crumbs(),
            "alliance": alliance,
            "members": [(names[one.pk], one) for one in members],
            "chain": chain,
            "chart": graph_of(chain) if chain else None,
            "ours": request.partner.enterprise.pk,
            "coming": coming[::-1],
            "past": [one for one in rows if one not in coming],
            "tasks": list(our_tasks(request.partner).filter(meeting__in=keys).order_by("due_on", "pk")),
            "files": list(AllianceDocument.objects.filter(parent=alliance)),
            "today": today,
        },
    )


@require_safe
def document(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    alliance = our_alliance(pk)
    kept = AllianceDocument.objects.filter(parent=alliance, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"alliances.AllianceDocument {file_id}")
    return serve(request, kept)


class Finish(PortalFormView):
    """The person whose task it is says what became of it."""

    form_class = WordForm
    title = gettext_lazy("The task is done")
    submit_label = pgettext_lazy("task of an alliance", "Done")
    success_message = gettext_lazy("Done. The school is told.")
    record: AllianceTask

    def authorise(self, **kwargs: Any) -> None:
        found = our_tasks(self.partner).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"alliances.AllianceTask {kwargs['pk']}")
        self.record = found

    def build(self, *args: Any) -> WordForm:
        return WordForm(*args, user=self.partner)

    def perform(self, form: Any) -> str:
        with outside():
            meetings.finish_at_portal(
                partner=self.partner, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:alliances")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": self.record.text}


# --- Home ---------------------------------------------------------------------------------------


def figures(partner: Any, on: date) -> Iterator[PartnerFigure]:
    """Of how many alliances we are a member. One query."""
    if number := our_alliances().count():
        yield PartnerFigure(
            label=_("Alliances we are members of"), value=str(number), url=reverse("portal:alliances")
        )


def deadlines(partner: Any, first: date, last: date) -> Iterator[PartnerDeadline]:
    """Meetings to come, and the person's own tasks. Two queries."""
    rows = Meeting.objects.filter(state=MeetingState.PLANNED, starts_at__date__range=(first, last))
    for meeting in rows.order_by("starts_at", "pk")[:SHOWN]:
        yield PartnerDeadline(
            on=timezone.localdate(meeting.starts_at),
            title=meeting.title,
            text=_("meeting of an alliance"),
            url=reverse("portal:alliance", args=[meeting.alliance_id]),
        )
    for task in our_tasks(partner).open().filter(due_on__range=(first, last))[:SHOWN]:
        yield PartnerDeadline(
            on=task.due_on,
            title=task.text,
            text=_("task from a meeting of an alliance"),
            url=reverse("portal:alliances"),
        )
