"""Posts for teachers in enterprises: the list, one of them with who could come, its form and moves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from compliance.choices import Outcome
from compliance.operations import NoSuchPack
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from partnerships.models import Enterprise
from partnerships.policies import seen
from teachers.facts_of_practice import reserves_posts
from teachers.filters.practice import OpeningFilters
from teachers.forms.openings import ChooseHostForm, OpeningForm
from teachers.models import Opening, Practice, PracticeDue
from teachers.openings_reading import BY_DISTRICT, BY_MAJOR, who_owes
from teachers.operations import openings as operations
from teachers.operations.practice import PLAN, READ
from teachers.practice_people import own_record, sees_practice
from teachers.tables.practice import OpeningTable

SHOWN = 100


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Posts for teachers"), "url": reverse("teachers:opening_list")}]


class OpeningList(ListView):
    capability = READ
    title = gettext_lazy("Posts for teachers")
    list_name = "teachers:openings"
    table_class = OpeningTable
    filterset_class = OpeningFilters
    sorts = {"starts_on": "starts_on", "ends_on": "ends_on"}
    default_sort = "starts_on"
    search_placeholder = gettext_lazy("Post, place or enterprise")
    empty_title = gettext_lazy("No posts for teachers yet")
    empty_text = gettext_lazy("Enterprises offer them at the portal; staff can enter them here as well.")
    empty_icon = "door-enter"

    def authorise(self) -> None:
        if not sees_practice(self.request.user):
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[Opening]:
        rows: Any = Opening.objects.visible_to(self.request.user)
        return rows.with_taken().select_related("enterprise", "region").prefetch_related("majors")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.scope_for(PLAN):
            return None
        return {"label": _("Enter a post"), "url": reverse("teachers:opening_new"), "icon": "plus"}


def overview(request: HttpRequest, opening: Any) -> dict[str, Any]:
    return {"opening": opening}


def people(request: HttpRequest, opening: Any) -> dict[str, Any]:
    """Who comes, and who owes practice and could. Five queries."""
    user: Any = request.user
    asked = request.GET.get("by", "")
    by = asked if asked in {BY_MAJOR, BY_DISTRICT} else ""
    practices = Practice.objects.visible_to(user).filter(opening=opening.pk).select_related("teacher")
    owing = who_owes(PracticeDue.objects.visible_to(user), opening, timezone.localdate(), by=by)
    return {
        "opening": opening,
        "practices": list(practices.exclude(state="cancelled")),
        "owing": list(owing[:SHOWN]),
        "narrowings": [
            {
                "label": label,
                "url": f"?tab=teachers&by={name}" if name else "?tab=teachers",
                "is_on": by == name,
            }
            for name, label in (
                ("", _("Same major or district")),
                (BY_MAJOR, _("Same major")),
                (BY_DISTRICT, _("Same district")),
            )
        ],
        "is_for_every_major": not opening.majors.all(),
        "may_plan": bool(user.scope_for(PLAN)) and opening.is_open(timezone.localdate()),
        "today": timezone.localdate(),
    }


class OpeningDetail(DetailView):
    record: Opening
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="teachers/opening_overview.html",
            context=overview,
            order=0,
        ),
        Tab(
            name="teachers",
            label=gettext_lazy("Teachers"),
            template="teachers/opening_teachers.html",
            context=people,
            order=10,
            capability=READ,
        ),
    ]

    def get_queryset(self) -> QuerySet[Opening]:
        rows: Any = Opening.objects.visible_to(self.request.user)
        named = rows.with_taken().select_related("enterprise", "region__parent__parent", "contact")
        found: QuerySet[Opening] = named.prefetch_related("majors")
        return found

    def context(self) -> dict[str, Any]:
        opening: Any = self.record
        user = self.request.user
        today = timezone.localdate()
        free = max(opening.seats - opening.taken, 0)
        return {
            "title": str(opening),
            "subtitle": str(opening.enterprise),
            "chip": opening.chip,
            "breadcrumbs": crumbs(),
            "primary_action": asking_for(user, opening) if opening.is_open(today) and free else None,
            "actions": self.moves(user, opening),
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": opening.enterprise,
                    "url": opening.enterprise.get_absolute_url()
                    if opening.enterprise.permits(user, "enterprise.read")
                    else "",
                },
                {
                    "label": _("From–until"),
                    "value": f"{date_format(opening.starts_on)} – {date_format(opening.ends_on)}",
                },
                {"label": _("Seats"), "value": opening.seats},
                {"label": _("Free seats"), "value": free},
                {"label": _("District"), "value": opening.region and opening.region.full_name},
                {"label": pgettext("post for a teacher", "Where"), "value": opening.place},
                {"label": _("Contact"), "value": opening.contact},
            ],
        }

    def moves(self, user: Any, opening: Opening) -> list[dict[str, Any]]:
        if not opening.permits(user, PLAN):
            return []
        other = "close" if opening.state == "open" else "reopen"
        labels = {"close": _("Close"), "reopen": _("Open again")}
        return [
            {
                "label": _("Edit"),
                "url": reverse("teachers:opening_edit", args=[opening.pk]),
                "icon": "edit",
            },
            {
                "label": labels[other],
                "url": reverse(f"teachers:opening_{other}", args=[opening.pk]),
                "icon": "archive" if other == "close" else "door-enter",
                "post": True,
            },
        ]


def asking_for(user: Any, opening: Opening) -> dict[str, Any] | None:
    """A teacher asks for the post by planning practice in it. One query."""
    teacher = own_record(user)
    if teacher is None:
        return None
    plan = reverse("teachers:practice_new", args=[teacher.pk])
    return {"label": _("Ask for this post"), "url": f"{plan}?opening={opening.pk}", "icon": "hand-stop"}


class ChooseHost(FormView):
    form_class = ChooseHostForm
    title = gettext_lazy("Enter a post for teachers")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.scope_for(PLAN):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        return reverse("teachers:opening_new_for", args=[form.cleaned_data["enterprise"].pk])

    def cancel_url(self) -> str:
        return reverse("teachers:opening_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OpeningNew(FormView):
    form_class = OpeningForm
    title = gettext_lazy("Enter a post for teachers")
    success_message = gettext_lazy("Entered: teachers can ask for it.")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise: Enterprise = seen(
            Enterprise.objects.all(), self.request.user, kwargs["enterprise_id"], PLAN
        )

    def form_kwargs(self) -> dict[str, Any]:
        return {
            "enterprise": self.enterprise,
            "initial": {"region": self.enterprise.region_id, "place": self.enterprise.address[:200]},
        }

    def perform(self, form: Any) -> Opening:
        return operations.enter_opening(
            actor=self.request.user, enterprise_id=self.enterprise.pk, now=timezone.now(), **form.entered()
        )

    def cancel_url(self) -> str:
        return reverse("teachers:opening_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": str(self.enterprise)}


class OpeningEdit(FormView):
    form_class = OpeningForm
    title = gettext_lazy("Change the post")
    record: Opening

    def authorise(self, **kwargs: Any) -> None:
        rows = Opening.objects.select_related("enterprise")
        self.record = seen(rows, self.request.user, kwargs["pk"], PLAN)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "enterprise": self.record.enterprise}

    def perform(self, form: Any) -> Opening:
        return operations.change_opening(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": [*crumbs(), {"label": str(self.record), "url": self.cancel_url()}]}


@act
def close(request: PersonRequest, pk: int) -> Opening:
    opening = operations.close_opening(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Closed: nobody can ask for it any more."))
    return opening


@act
def reopen(request: PersonRequest, pk: int) -> Opening:
    opening = operations.reopen_opening(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Open again."))
    return opening


def openings_of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Posts and teachers there, and what the law asks of it for teachers. About six queries."""
    user: Any = request.user
    openings: Any = Opening.objects.visible_to(user).filter(enterprise=enterprise.pk)
    practices = Practice.objects.visible_to(user).filter(enterprise=enterprise.pk)
    return {
        "enterprise": enterprise,
        "openings": list(openings.with_taken().order_by("-starts_on", "-pk")[:SHOWN]),
        "practices": list(practices.exclude(state="cancelled").select_related("teacher")[:SHOWN]),
        "may_enter": enterprise.permits(user, PLAN),
        "wanting": _posts_wanting(enterprise),
    }


def _posts_wanting(enterprise: Enterprise) -> list[Any]:
    """The rules on posts for teachers that it does not keep; the law binds enterprises of this country."""
    if enterprise.country != "CN":
        return []
    try:
        findings = reserves_posts(enterprise, timezone.localdate())
    except NoSuchPack:
        return []
    return [finding for finding in findings if finding.outcome == Outcome.FAIL]


OF_ENTERPRISE = Tab(
    name="teachers",
    label=gettext_lazy("Teachers"),
    template="teachers/practice_of_enterprise.html",
    context=openings_of_enterprise,
    order=46,
    capability=READ,
    count=lambda _request, enterprise: enterprise.teacher_openings.filter(state="open").count() or None,
)
