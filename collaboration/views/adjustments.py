"""Adjustments of curricula on the pages of the staff, and the courses of a major with what changed them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from catalogue.models import Major
from collaboration.courses import courses_of, majors_with_courses, teachers_of
from collaboration.filters.adjustments import AdjustmentFilters
from collaboration.forms.adjustments import AdjustmentForm
from collaboration.models import AdjustmentState, CurriculumAdjustment, Need
from collaboration.operations import adjustments as operations
from collaboration.tables.adjustments import AdjustmentTable
from collaboration.transitions.adjustments import ADJUSTMENT_MOVES, EDIT, READ
from core.access import NotVisible
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from partnerships.views.record_pages import RecordFormView
from teachers.models import Teacher

S = AdjustmentState
ICONS = {"bring": "gavel", "adopt": "circle-check", "reject": "circle-x", "withdraw": "archive"}


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Adjustments of curricula"), "url": reverse("collaboration:adjustment_list")}]


class AdjustmentList(ListView):
    capability = READ
    title = gettext_lazy("Adjustments of curricula")
    list_name = "collaboration:adjustments"
    table_class = AdjustmentTable
    filterset_class = AdjustmentFilters
    sorts = {"proposed_on": "proposed_on", "effective": "effective_on"}
    default_sort = "-proposed_on"
    search_placeholder = gettext_lazy("Course, major or words of the proposal")
    empty_title = gettext_lazy("No adjustments yet")
    empty_text = gettext_lazy(
        "Propose to change a course where needs of enterprises ask for it; "
        "a panel of both sides advises on it."
    )
    empty_icon = "books"

    def get_queryset(self) -> QuerySet[CurriculumAdjustment]:
        rows = CurriculumAdjustment.objects.visible_to(self.request.user).with_names()
        rows = rows.annotate(need_count=Count("needs", distinct=True))
        return rows.defer("before", "after", "reason", "decision", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Propose one"), "url": reverse("collaboration:adjustment_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        courses = reverse("collaboration:course_list")
        return {"actions": [{"label": _("Courses by major"), "url": courses, "icon": "books"}]}


# --- One adjustment -----------------------------------------------------------------------------


def overview(request: HttpRequest, adjustment: Any) -> dict[str, Any]:
    """Three queries."""
    user: Any = request.user
    return {
        "adjustment": adjustment,
        "needs": list(Need.objects.visible_to(user).filter(adjustments=adjustment.pk).with_names()),
        "teachers": list(
            Teacher.objects.visible_to(user).filter(pk__in=teachers_of(adjustment).values("pk"))
        ),
    }


def panel(request: HttpRequest, adjustment: Any) -> dict[str, Any]:
    """Two queries."""
    user: Any = request.user
    may_edit = adjustment.permits(user, EDIT)
    members = adjustment.members.select_related("user", "contact__enterprise")
    files = adjustment.files.select_related("added_by")
    return {
        "adjustment": adjustment,
        "may_edit": may_edit,
        "may_name": may_edit and adjustment.state in {S.PROPOSED, S.BEFORE_PANEL},
        "members": [
            (one, adjustment.state == S.BEFORE_PANEL and (may_edit or one.user_id == user.pk))
            for one in members
        ],
        "attachments": [
            {
                "name": one.name,
                "url": reverse("collaboration:adjustment_file", args=[adjustment.pk, one.pk]),
                "size": one.size,
                "kind": one.kind,
                "added_by": one.added_by,
                "added_at": one.added_at,
            }
            for one in files
        ],
    }


class AdjustmentDetail(DetailView):
    record: CurriculumAdjustment
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="collaboration/adjustment_overview.html",
            context=overview,
            order=0,
        ),
        Tab(
            name="panel",
            label=pgettext_lazy("adjustment of a curriculum", "Panel and minutes"),
            template="collaboration/adjustment_panel.html",
            context=panel,
            order=10,
            count=lambda _request, adjustment: adjustment.members.count() or None,
        ),
    ]

    def get_queryset(self) -> QuerySet[CurriculumAdjustment]:
        rows = CurriculumAdjustment.objects.visible_to(self.request.user).with_names()
        return rows.select_related("proposed_by", "decided_by")

    def context(self) -> dict[str, Any]:
        one = self.record
        return {
            "title": one.course,
            "chip": one.chip_on(timezone.localdate()),
            "subtitle": f"{one.get_kind_display()} · {one.major.title}",
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": _("Major"),
                    "value": one.major.title,
                    "url": reverse("collaboration:course_major", args=[one.major_id]),
                },
                {"label": _("Department"), "value": one.department},
                {"label": _("Proposed on"), "value": date_format(one.proposed_on)},
                {"label": _("Proposed by"), "value": one.proposed_by or ""},
                {"label": _("Panel on"), "value": date_format(one.panel_on) if one.panel_on else ""},
                {"label": _("Place"), "value": one.place},
                {"label": _("Decided on"), "value": date_format(one.decided_on) if one.decided_on else ""},
                {"label": _("Decided by"), "value": one.decided_by or ""},
                {"label": _("In effect from"), "value": one.effective_in_words},
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        one = self.record
        if one.state == S.PROPOSED:
            return {
                "text": _("Name the panel of both sides, then bring it before the panel."),
                "whose": str(one.department),
            }
        if one.state == S.BEFORE_PANEL:
            return {
                "text": _("The panel gives its opinions, then it is decided."),
                "whose": str(one.department),
                "due": one.panel_on,
            }
        return None

    def moves(self) -> dict[str, Any]:
        one, user = self.record, self.request.user

        def address(name: str) -> str:
            return reverse(f"collaboration:adjustment_{name}", args=[one.pk])

        found = [
            {
                "label": offer.transition.label,
                "url": address(offer.name),
                "icon": ICONS[offer.name],
                "disabled_reason": offer.refusal or "",
            }
            for offer in ADJUSTMENT_MOVES.offers(actor=user, record=one, now=timezone.now())
        ]
        primary = found.pop(0) if found and not found[0]["disabled_reason"] else None
        if one.permits(user, EDIT):
            if one.state in {S.PROPOSED, S.BEFORE_PANEL}:
                found.append({"label": _("Name the panel"), "url": address("panel"), "icon": "users-group"})
            if one.state == S.PROPOSED:
                found.append({"label": _("Edit"), "url": address("edit"), "icon": "edit"})
            found.append({"label": _("Add a paper"), "url": address("paper"), "icon": "upload"})
        return {"primary_action": primary, "actions": found}


class AdjustmentNew(FormView):
    """At ``?need=`` stands the need that it follows from."""

    form_class = AdjustmentForm
    title = gettext_lazy("Propose an adjustment")
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy("Proposed: name the panel of both sides next.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        asked = self.request.GET.get("need", "")
        need = None
        if asked.isdecimal() and len(asked) < 18:
            need = Need.objects.visible_to(self.request.user).filter(pk=asked).first()
        if need is None:
            return {}
        major = need.majors.order_by("code").first()
        return {"initial": {"needs": [need.pk], "department": need.department_id, "major": major}}

    def perform(self, form: Any) -> CurriculumAdjustment:
        return operations.propose(actor=self.request.user, now=timezone.now(), **form.entered())

    def cancel_url(self) -> str:
        return reverse("collaboration:adjustment_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class AdjustmentEdit(RecordFormView):
    capability = EDIT
    form_class = AdjustmentForm
    title = gettext_lazy("Change the proposal")
    record: CurriculumAdjustment

    def records(self) -> QuerySet:
        return CurriculumAdjustment.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> CurriculumAdjustment:
        return operations.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )


# --- Courses of a major -------------------------------------------------------------------------


@require_safe
def course_list(request: PersonRequest) -> HttpResponse:
    """Majors with their courses; four queries beside the page's own."""
    if not request.user.scope_for(READ):
        raise PermissionDenied
    context = {
        "title": _("Courses by major"),
        "subtitle": _(
            "What is taught by the records of teachers, and what needs of enterprises changed in it."
        ),
        "breadcrumbs": crumbs(),
        "majors": majors_with_courses(request.user, timezone.localdate()),
    }
    return render(request, "collaboration/courses.html", context)


@require_safe
def course_major(request: PersonRequest, pk: int) -> HttpResponse:
    """One major: each course with its teachers, its adjustments and the needs behind them."""
    if not request.user.scope_for(READ):
        raise PermissionDenied
    major = Major.objects.filter(pk=pk).first()
    if major is None:
        raise NotVisible(f"catalogue.Major {pk}")
    today = timezone.localdate()
    seen = set(
        Need.objects.visible_to(request.user)
        .filter(adjustments__major=major)
        .order_by()
        .values_list("pk", flat=True)
    )
    courses = [
        (
            course,
            [
                (one, one.chip_on(today), [need for need in one.needs.all() if need.pk in seen])
                for one in course.adjustments
            ],
        )
        for course in courses_of(request.user, major, today)
    ]
    above = {"label": _("Courses by major"), "url": reverse("collaboration:course_list")}
    context = {
        "title": major.title,
        "subtitle": _("Courses, what changed them, and which needs of enterprises are behind it."),
        "breadcrumbs": [*crumbs(), above],
        "courses": courses,
    }
    return render(request, "collaboration/courses_of_major.html", context)
