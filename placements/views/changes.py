"""Changes of placements, as the school decides on them, and a host that all its students leave."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.access import NotVisible
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import FormView, ListView
from partnerships.models import Enterprise
from partnerships.views.record_pages import RecordAct, RecordFormView
from placements.changes import may_change
from placements.filters.changes import ChangeFilters
from placements.forms.changes import (
    ChangeForm,
    DecideForm,
    LeaveForm,
    RecordedForm,
    RefuseForm,
    is_imposed,
)
from placements.models import ChangeKind, Placement, PlacementChange
from placements.operations import changes as operations
from placements.operations.failing_hosts import leave_host, other_posts, students_of_host
from placements.tables.changes import ChangeTable
from placements.transitions.changes import EDIT

SHOWN = 50
MOST_INTERNS = 200
TARGET_ROWS = (
    "old_post__enterprise", "new_post__enterprise", "old_mentor", "new_mentor", "old_instructor",
    "new_instructor", "new_placement",
)  # fmt: skip


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Placements"), "url": reverse("placements:placement_list")}]


def changes_of(request: Any, placement: Placement) -> dict[str, Any]:
    may_edit = placement.permits(request.user, EDIT)
    rows = placement.changes.select_related("asker", "decided_by", *TARGET_ROWS)
    return {
        "changes": rows[:SHOWN],
        "came_from": PlacementChange.objects.filter(new_placement=placement)
        .select_related("placement__enterprise")
        .first(),
        "may_edit": may_edit,
        "kinds": [
            (kind, kind.label)
            for kind in ChangeKind
            if may_edit and kind != ChangeKind.EARLY_END and may_change(placement, kind)
        ],
        "is_live": placement.is_live,
        "placement": placement,
    }


CHANGES = Tab(
    name="changes",
    label=gettext_lazy("Changes"),
    template="placements/changes_tab.html",
    context=changes_of,
    order=65,
    count=lambda _request, placement: placement.changes.count() or None,
)


class ChangeList(ListView):
    """What was asked for, by whom, and what became of it."""

    capability = "placement.read"
    title = gettext_lazy("Changes of placements")
    list_name = "placements:changes"
    table_class = ChangeTable
    filterset_class = ChangeFilters
    sorts = {"asked_at": "asked_at"}
    default_sort = "-asked_at"
    search_placeholder = gettext_lazy("Student, post or enterprise")
    empty_title = gettext_lazy("No change was asked for yet")
    empty_text = gettext_lazy(
        "Students and enterprises ask for another post, mentor, place, hours, dates or an early end."
    )
    empty_icon = "arrows-exchange"
    personal_data = AccessLog.Data.RECORD

    def get_queryset(self) -> QuerySet[PlacementChange]:
        return PlacementChange.objects.visible_to(self.request.user).select_related(
            "placement__student", "placement__enterprise", "placement__post", "placement__plan", "decided_by"
        )


class OfPlacementForm(RecordFormView):
    capability = EDIT
    record: Placement

    def records(self) -> QuerySet:
        return Placement.objects.with_names().select_related("instructor", "mentor")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=changes"


class ChangeNow(OfPlacementForm):
    """Changed at once: the reason, and from what to what, are kept."""

    form_class = ChangeForm
    submit_label = gettext_lazy("Change it")
    success_message = gettext_lazy("Changed. What it was before is kept, with the reason.")

    def authorise(self, **kwargs: Any) -> None:
        if kwargs["kind"] not in ChangeKind:
            raise Http404
        super().authorise(**kwargs)
        self.kind = ChangeKind(kwargs["kind"])

    def get_title(self) -> str:
        return str(self.kind.label)

    def form_kwargs(self) -> dict[str, Any]:
        return {"placement": self.record, "kind": self.kind}

    def perform(self, form: Any) -> PlacementChange:
        return operations.change_now(
            actor=self.request.user,
            placement_id=self.record.pk,
            kind=self.kind,
            reason=form.cleaned_data["reason"],
            to=form.targets(),
            now=timezone.now(),
        )


class ChangeRecord(OfPlacementForm):
    """What student or enterprise asked for in person."""

    form_class = RecordedForm
    title = gettext_lazy("Note what was asked for")
    success_message = gettext_lazy("Noted. It waits for a decision.")

    def perform(self, form: Any) -> PlacementChange:
        return operations.ask_change(
            actor=self.request.user, placement_id=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class OfChange(FormView):
    """A form about one change that was asked for."""

    change: PlacementChange

    def authorise(self, **kwargs: Any) -> None:
        rows = PlacementChange.objects.visible_to(self.request.user).select_related(
            "placement__student", "placement__post", "placement__enterprise", "placement__plan"
        )
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.PlacementChange {kwargs['pk']}")
        if not found.permits(self.request.user, EDIT):
            raise PermissionDenied
        self.change = found

    def cancel_url(self) -> str:
        return self.change.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        asked = f"{self.change.get_asked_by_display()}: {self.change.reason}"
        return {
            "subtitle": f"{self.change.placement.student} · {self.change}",
            "form_help": asked,
            "breadcrumbs": [
                *crumbs(),
                {"label": str(self.change.placement.student), "url": self.cancel_url()},
            ],
        }


class ChangeApply(OfChange):
    form_class = DecideForm
    title = gettext_lazy("Make the change")
    submit_label = gettext_lazy("Make the change")
    success_message = gettext_lazy("Made. The student is told.")

    def form_kwargs(self) -> dict[str, Any]:
        names = operations.TARGETS[ChangeKind(self.change.kind)]
        asked = {name: getattr(self.change, f"new_{name}") for name in names}
        return {"placement": self.change.placement, "kind": self.change.kind, "initial_to": asked}

    def perform(self, form: Any) -> PlacementChange:
        return operations.apply_change(
            actor=self.request.user,
            pk=self.change.pk,
            answer=form.cleaned_data["answer"],
            to=form.targets(),
            now=timezone.now(),
        )


class ChangeRefuse(OfChange):
    form_class = RefuseForm
    title = gettext_lazy("Refuse the change")
    submit_label = gettext_lazy("Refuse it")
    success_message = gettext_lazy("Refused. The student is told why.")

    def perform(self, form: Any) -> PlacementChange:
        return operations.refuse_change(
            actor=self.request.user, pk=self.change.pk, now=timezone.now(), **form.cleaned_data
        )


# --- A host that all leave --------------------------------------------------------------------


class HostLeave(RecordAct):
    """First what becomes of each, then the exact numbers, then it is done and each is reported."""

    capability = EDIT
    template_name = "components/form_page.html"
    form_class = LeaveForm
    title = gettext_lazy("Take students away from this host")
    submit_label = gettext_lazy("Look at the numbers")
    question = ""
    danger = True
    success_message = ""
    record: Enterprise

    def records(self) -> QuerySet:
        return Enterprise.objects.all()

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"label": _("Enterprises"), "url": reverse("partnerships:enterprise_list")}]

    def authorise(self, **kwargs: Any) -> None:
        found = Enterprise.objects.visible_to(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"partnerships.Enterprise {kwargs['pk']}")
        if not self.request.user.scope_for(EDIT):
            raise PermissionDenied
        self.record = found

    def form_kwargs(self) -> dict[str, Any]:
        rows = students_of_host(self.request.user, self.record.pk)
        placements = list(rows.with_names())
        note_reading(self.request, [one.student for one in placements], data=AccessLog.Data.RECORD)
        return {"placements": placements, "posts": other_posts(self.request.user, self.record.pk)}

    def perform(self, form: Any) -> HttpResponse:
        moves = form.moves()
        if "confirmed" not in self.request.POST:
            return self.preview(form, moves)
        expected = [int(key) for key in self.request.POST.getlist("expected") if key.isdecimal()]
        done = leave_host(
            actor=self.request.user,
            enterprise_id=self.record.pk,
            moves=moves,
            expected=expected,
            reason=form.cleaned_data["reason"],
            is_host_imposed=is_imposed(form.cleaned_data["was_free"]),
            now=timezone.now(),
        )
        context = {
            "title": _("What became of each"),
            "subtitle": str(self.record),
            "breadcrumbs": [*self.crumbs(), {"label": str(self.record), "url": self.cancel_url()}],
            "done": done,
            "enterprise": self.record,
        }
        return render(self.request, "placements/host_left.html", context)

    def preview(self, form: Any, moves: dict[int, int | None]) -> HttpResponse:
        named = {one.pk: one for one in form.placements}
        posts = {post.pk: post for post in form.posts}
        moved = [pk for pk, post in moves.items() if post is not None]
        recalled = [pk for pk, post in moves.items() if post is None]
        lines = [
            f"{named[pk].student} → {posts[post].enterprise} · {posts[post]}"
            for pk, post in moves.items()
            if post is not None
        ]
        lines += [f"{named[pk].student} → {_('recalled')}" for pk in recalled]
        sent = [(name, value) for name, value in self.request.POST.items() if name != "csrfmiddlewaretoken"]
        context = {
            "title": self.title,
            "subtitle": str(self.record),
            "question": _("%(moved)s and %(recalled)s?")
            % {
                "moved": ngettext("Move %(count)d student", "Move %(count)d students", len(moved))
                % {"count": len(moved)},
                "recalled": ngettext("recall %(count)d", "recall %(count)d", len(recalled))
                % {"count": len(recalled)},
            },
            "consequences": [
                _("Recalled students’ placements end today, or are cancelled where they had not begun."),
                _("Each is done by itself; you are told of everybody for whom it was not possible."),
            ],
            "sample": lines,
            "hidden": [*sent, *(("expected", pk) for pk in moves)],
            "danger": True,
            "submit_label": _("Do it for %(count)d") % {"count": len(moves)},
            "cancel_url": self.request.path,
            "confirm_url": self.request.path,
        }
        return render(self.request, "components/confirm.html", context)


def interns_of(request: Any, enterprise: Enterprise) -> dict[str, Any]:
    rows = Placement.objects.visible_to(request.user).live().filter(enterprise=enterprise)
    shown = list(rows.with_names().order_by("student__pinyin_key", "pk")[:MOST_INTERNS])
    note_reading(request, [one.student for one in shown], data=AccessLog.Data.RECORD)
    return {
        "placements": shown,
        "leave_url": reverse("placements:host_leave", args=[enterprise.pk])
        if shown and request.user.can(EDIT)
        else "",
    }


def _count_interns(request: Any, enterprise: Enterprise) -> int | None:
    rows = Placement.objects.visible_to(request.user).live().filter(enterprise=enterprise)
    return rows.count() or None


INTERNS = Tab(
    name="interns",
    label=gettext_lazy("Interns"),
    template="placements/interns_tab.html",
    context=interns_of,
    order=46,
    capability="placement.read",
    count=_count_interns,
)
