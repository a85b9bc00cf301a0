"""Internship plans: the list and one plan with its tabs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.paging import Ordering
from core.registry import Tab
from core.views import DetailView, ListView
from internships.filters.plans import PlanFilters
from internships.models import HostVisit, Plan, PlanState, PostState
from internships.models.hosts import UNVISITED_CHIP
from internships.models.plans import EDITABLE_PLAN_STATES, REQUIRED_DOCUMENTS
from internships.operations.plans import EDIT, OVER
from internships.plan_problems import lacks_before_review, lacks_before_start
from internships.tables.plans import PlanTable
from internships.transitions.plans import PLAN_MOVES
from internships.views.posts import in_readers_language
from partnerships.models import Enterprise
from signing.desk import current_step, way_of

READ = "plan.read"
SHOWN = 100


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Internship plans"), "url": reverse("internships:plan_list")}]


class PlanList(ListView):
    capability = READ
    title = gettext_lazy("Internship plans")
    list_name = "internships:plans"
    table_class = PlanTable
    filterset_class = PlanFilters
    sorts = {"name": "name_en_key", "starts_on": "starts_on", "ends_on": "ends_on"}
    default_sort = "-starts_on"
    search_placeholder = gettext_lazy("Name of a plan")
    empty_title = gettext_lazy("No internship plans yet")
    empty_text = gettext_lazy("Draft one for a cohort: who goes when, to learn what, and how it is assessed.")
    empty_icon = "clipboard-list"

    def get_queryset(self) -> QuerySet[Plan]:
        return (
            Plan.objects.visible_to(self.request.user)
            .select_related("department", "owner", "responsible")
            .defer("aims", "search_text", "search_bigrams")
        )

    def ordering(self) -> tuple[str, Ordering]:
        order, ordering = super().ordering()
        return order, in_readers_language(ordering)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Draft a plan"), "url": reverse("internships:plan_new"), "icon": "plus"}


# --- One plan ---------------------------------------------------------------------------------


def _address(name: str, plan: Plan) -> str:
    return reverse(f"internships:plan_{name}", args=[plan.pk])


def _may_draft(request: Any, plan: Plan) -> bool:
    return plan.state in EDITABLE_PLAN_STATES and plan.permits(request.user, EDIT)


def _may_add(request: Any, plan: Plan) -> bool:
    return plan.state not in OVER and plan.permits(request.user, EDIT)


def overview(request: Any, plan: Plan) -> dict[str, Any]:
    """Where the plan stands: what is still missing, and its posts in numbers."""
    lacks = []
    if plan.state == PlanState.DRAFT:
        lacks = lacks_before_review(plan)
    elif plan.state == PlanState.APPROVED:
        lacks = lacks_before_start(plan)
    counted = plan.posts.order_by().aggregate(
        offered=Count("pk", filter=Q(state=PostState.OFFERED)),
        approved=Count("pk", filter=Q(state=PostState.APPROVED)),
        seats=Sum("seats", filter=Q(state=PostState.APPROVED)),
    )
    students = sum(plan.classes.order_by().annotate(size=Count("students")).values_list("size", flat=True))
    return {
        "plan": plan,
        "lacks": [
            (
                lack.message,
                _address("edit", plan) if lack.tab == "edit" else f"{plan.get_absolute_url()}?tab={lack.tab}",
            )
            for lack in lacks
        ],
        "is_draft": plan.state == PlanState.DRAFT,
        "counted": counted,
        "students": students,
        "posts_url": f"{reverse('internships:post_list')}?plan={plan.pk}",
    }


def tasks(request: Any, plan: Plan) -> dict[str, Any]:
    return {
        "tasks": plan.tasks.annotate(covered=Count("posts")),
        "edit_url": _address("tasks", plan) if _may_draft(request, plan) else "",
    }


def hosts(request: Any, plan: Plan) -> dict[str, Any]:
    """The enterprises whose posts are offered, each with its last visit. Three queries."""
    today = timezone.localdate()
    offering = (
        Enterprise.objects.filter(posts__plan=plan, posts__state__in=[PostState.OFFERED, PostState.APPROVED])
        .annotate(offered=Count("posts"), seats=Sum("posts__seats"))
        .order_by("pinyin_key", "pk")
    )
    visits = {
        visit.enterprise_id: visit
        for visit in HostVisit.objects.filter(enterprise__in=offering.values("pk")).most_recent()
    }

    def chip(enterprise: Enterprise) -> Any:
        visit = visits.get(enterprise.pk)
        if visit is None:
            return UNVISITED_CHIP
        return visit.standing_chip(today)

    return {
        "plan": plan,
        "hosts": [(enterprise, chip(enterprise)) for enterprise in offering[:SHOWN]],
        "publish_url": _address("publish_hosts", plan) if _may_add(request, plan) else "",
    }


def posts(request: Any, plan: Plan) -> dict[str, Any]:
    return {
        "posts": plan.posts.select_related("enterprise").order_by("state", "-updated_at", "pk")[:SHOWN],
        "all_url": f"{reverse('internships:post_list')}?plan={plan.pk}",
        "new_url": f"{reverse('internships:post_new')}?plan={plan.pk}"
        if plan.is_open_to_posts and request.user.can("post.edit")
        else "",
    }


def documents(request: Any, plan: Plan) -> dict[str, Any]:
    kept = list(plan.documents.select_related("added_by"))
    there = {one.kind for one in kept}
    may_add = _may_add(request, plan)
    return {
        "attachments": [
            {
                "name": one.name,
                "url": reverse("internships:plan_document", args=[plan.pk, one.pk]),
                "size": one.size,
                "kind": one.get_kind_display(),
                "added_by": one.added_by,
                "added_at": one.added_at,
                "delete_url": reverse("internships:plan_document_remove", args=[plan.pk, one.pk])
                if may_add
                else "",
            }
            for one in kept
        ],
        "required": [(kind.label, kind in there) for kind in REQUIRED_DOCUMENTS],
        "add_url": _address("document_new", plan) if may_add else "",
    }


def filings(request: Any, plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan,
        "filings": plan.filings.select_related("recorded_by").prefetch_related("scans"),
        "declare_url": _address("declare", plan) if _may_add(request, plan) else "",
        "add_url": _address("filing_new", plan) if _may_add(request, plan) else "",
    }


def assessment(request: Any, plan: Plan) -> dict[str, Any]:
    criteria = list(plan.criteria.all())
    return {
        "criteria": criteria,
        "total": sum(criterion.weight for criterion in criteria),
        "edit_url": _address("criteria", plan) if _may_draft(request, plan) else "",
    }


def approval(request: Any, plan: Plan) -> dict[str, Any]:
    return way_of(plan, user=request.user, on=timezone.localdate())


def _tab(name: str, label: Any, context: Any, order: int, template: str = "", **more: Any) -> Tab:
    template = template or f"internships/plan_{name}.html"
    return Tab(name=name, label=label, template=template, context=context, order=order, **more)


MOVES = {
    "submit": "send",
    "recall": "arrow-back-up",
    "start": "player-play",
    "close": "archive",
    "withdraw": "ban",
}
FORWARD = ("submit", "start")


class PlanDetail(DetailView):
    record: Plan
    tabs = [
        _tab("overview", gettext_lazy("Overview"), overview, 0),
        _tab(
            "tasks",
            gettext_lazy("Tasks"),
            tasks,
            10,
            count=lambda _request, plan: plan.tasks.count() or None,
        ),
        _tab("hosts", gettext_lazy("Hosts"), hosts, 20),
        _tab(
            "posts",
            gettext_lazy("Posts"),
            posts,
            30,
            count=lambda _request, plan: plan.posts.count() or None,
        ),
        _tab("documents", gettext_lazy("Documents"), documents, 40),
        _tab("filings", gettext_lazy("Filings"), filings, 50),
        _tab("assessment", gettext_lazy("Assessment"), assessment, 60),
        _tab("approval", gettext_lazy("Approval"), approval, 70, template="signing/way.html"),
    ]

    def get_queryset(self) -> QuerySet[Plan]:
        return (
            Plan.objects.visible_to(self.request.user)
            .select_related("department", "owner", "responsible", "route")
            .prefetch_related("classes", "majors", "instructors")
        )

    def context(self) -> dict[str, Any]:
        plan = self.record
        primary, actions = self.actions()
        return {
            "title": plan.name,
            "chip": plan.chip,
            "subtitle": " · ".join(
                (
                    str(plan.get_kind_display()),
                    _("cohort of %(year)s") % {"year": plan.entered_in},
                    str(plan.department),
                )
            ),
            "breadcrumbs": crumbs(),
            "primary_action": primary,
            "actions": actions,
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": _("Dates"),
                    "value": f"{date_format(plan.starts_on)} – {date_format(plan.ends_on)}",
                },
                {"label": _("Owner"), "value": plan.owner},
                {"label": _("Approval route"), "value": plan.route or ""},
                {
                    "label": _("Hosts published"),
                    "value": date_format(plan.hosts_published_on) if plan.hosts_published_on else "",
                    "url": plan.hosts_published_at,
                },
            ],
            "people": [
                *(
                    [{"name": str(plan.responsible), "role": _("Responsible teacher")}]
                    if plan.responsible
                    else []
                ),
                *({"name": str(person), "role": _("School instructor")} for person in plan.instructors.all()),
            ],
        }

    def actions(self) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        plan, user = self.record, self.request.user
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": _address(offer.name, plan),
                "icon": MOVES[offer.name],
                "danger": offer.transition.is_final,
                "disabled_reason": offer.refusal,
            }
            for offer in PLAN_MOVES.offers(actor=user, record=plan, now=timezone.now())
        ]
        primary = next((move for move in moves if move["name"] in FORWARD), None)
        menu = [move for move in moves if move is not primary]
        if _may_draft(self.request, plan):
            menu.insert(0, {"label": _("Edit"), "url": _address("edit", plan), "icon": "edit"})
        return primary, sorted(menu, key=lambda action: bool(action.get("danger")))

    def next_step(self) -> dict[str, Any] | None:
        plan = self.record
        match plan.state:
            case PlanState.DRAFT:
                return {"text": _("Complete it and submit it for review."), "whose": str(plan.owner)}
            case PlanState.IN_REVIEW if (step := current_step(plan)) is not None:
                return {
                    "text": _("To be decided: %(step)s") % {"step": step.name},
                    "due": step.due_on,
                    "url": f"{plan.get_absolute_url()}?tab=approval",
                    "label": _("Approval"),
                }
            case PlanState.APPROVED:
                return {
                    "text": _("Collect posts, papers and filings, then start it."),
                    "whose": str(plan.owner),
                    "due": plan.starts_on,
                }
            case PlanState.RUNNING:
                return {"text": _("Running."), "due": plan.ends_on, "meaning": "good"}
        return None
