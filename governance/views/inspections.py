"""Inspections, for the staff: a list, one of them with its sample, people, findings and what was seen."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.school_years import in_words
from core.views import DetailView, ListView
from governance import inspection_reading as reading
from governance.dossiers import dossier_kind
from governance.inspection_lists import AccessFilters, AccessTable, InspectionFilters, InspectionTable
from governance.inspection_transitions import EDIT, INSPECTION_MOVES, OPEN, READ
from governance.models import Inspection, InspectionAccess, InspectionState
from governance.operations import samples

IS = InspectionState
SHOWN = 20
ICONS = {"open": "door-enter", "close": "lock", "end_early": "ban"}


def crumbs(user: Any) -> list[dict[str, Any]]:
    """Whoever answers for an inspection sees it, and may have no power over the list."""
    if not user.can(READ):
        return []
    return [{"label": _("Inspections"), "url": reverse("governance:inspection_list")}]


class InspectionList(ListView):
    capability = READ
    title = gettext_lazy("Inspections")
    list_name = "governance:inspections"
    table_class = InspectionTable
    filterset_class = InspectionFilters
    sorts = {"starts_on": "starts_on", "ends_on": "ends_on", "updated_at": "updated_at"}
    default_sort = "-starts_on"
    search_placeholder = gettext_lazy("Title, authority or basis")
    empty_title = gettext_lazy("No inspections yet")
    empty_text = gettext_lazy(
        "Prepare one: what an authority may see, who comes, from when to when. They see nothing else."
    )
    empty_icon = "clipboard-check"

    def get_queryset(self) -> QuerySet[Inspection]:
        rows = Inspection.objects.visible_to(self.request.user).as_listed()
        return rows.select_related("department", "responsible")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {
            "label": _("Prepare an inspection"),
            "url": reverse("governance:inspection_new"),
            "icon": "plus",
        }

    def extra_context(self) -> dict[str, Any]:
        return {
            "subtitle": _(
                "Who looked at the centre, on which basis, what they found, and what became of it."
            ),
            "actions": [
                {"label": _("All findings"), "url": reverse("governance:finding_list"), "icon": "list-check"},
                {"label": _("What inspectors saw"), "url": reverse("governance:seen_list"), "icon": "eye"},
            ],
        }


class SeenList(ListView):
    """What inspectors opened and took away, with export."""

    capability = READ
    title = gettext_lazy("What inspectors saw")
    list_name = "governance:seen"
    table_class = AccessTable
    filterset_class = AccessFilters
    sorts = {"at": "at"}
    default_sort = "-at"
    search_placeholder = gettext_lazy("Name or address of an inspector")
    personal_data = AccessLog.Data.RECORD
    empty_title = gettext_lazy("Nobody has looked at anything yet")
    empty_text = gettext_lazy("Each dossier that is opened, and each file that is taken away, stands here.")
    empty_icon = "eye"

    def get_queryset(self) -> QuerySet[InspectionAccess]:
        rows = InspectionAccess.objects.visible_to(self.request.user)
        return rows.select_related("inspection", "inspector")

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.request.user)}


# --- One inspection -----------------------------------------------------------------------------


def sample_of(request: Any, inspection: Inspection) -> dict[str, Any]:
    """The sample with what is there and what is missing; noted, as it names people."""
    shown = samples.sampled_dossiers(inspection, now=timezone.now(), reader=request.user)
    for people in reading.people_of(shown).values():
        note_reading(request, people, data=AccessLog.Data.RECORD)
    hidden = len(samples.sampled_dossiers(inspection, now=timezone.now(), has_items=False)) - len(shown)
    may_take = not hidden and all(one.kind.may_take(request.user, one.record) for one in shown)
    draws = list(inspection.draws.select_related("drawn_by").prefetch_related("strata"))
    may_edit = inspection.permits(request.user, EDIT) and not inspection.is_settled
    address = lambda name: reverse(f"governance:{name}", args=[inspection.pk])  # noqa: E731
    return {
        "inspection": inspection,
        "is_inspector": False,
        "matrices": reading.matrices(shown),
        "hidden_count": hidden,
        "draw": draws[0] if draws else None,
        "draws": draws,
        "bundle": samples.latest_bundle(inspection),
        "draw_url": address("inspection_draw") if may_edit else "",
        "matrix_url": address("inspection_matrix"),
        "population_url": address("inspection_population"),
        "may_not_take": not may_take,
        "bundle_url": address("inspection_bundle") if may_take else "",
        "bundle_order_url": address("inspection_bundle_order")
        if inspection.state == IS.OPEN and may_take
        else "",
        "finding_url": address("finding_new")
        if inspection.permits(request.user, EDIT) and inspection.opened_at is not None
        else "",
    }


def inspectors_of(request: Any, inspection: Inspection) -> dict[str, Any]:
    running = not inspection.is_settled
    return {
        "inspection": inspection,
        "inspectors": inspection.inspectors.select_related("user", "invited_by"),
        "new_url": reverse("governance:inspector_new", args=[inspection.pk])
        if running and inspection.permits(request.user, EDIT)
        else "",
        "may_edit": running and inspection.permits(request.user, EDIT),
        "may_open": running and inspection.permits(request.user, OPEN),
    }


def findings_of(request: Any, inspection: Inspection) -> dict[str, Any]:
    may = inspection.permits(request.user, EDIT) and inspection.opened_at is not None
    return {
        "inspection": inspection,
        "findings": inspection.findings.select_related("assignee").order_by("number"),
        "new_url": reverse("governance:finding_new", args=[inspection.pk]) if may else "",
        "list_url": f"{reverse('governance:finding_list')}?inspection={inspection.pk}",
        "today": timezone.localdate(),
    }


def log_of(request: Any, inspection: Inspection) -> dict[str, Any]:
    rows = list(inspection.accesses.select_related("inspector")[:SHOWN])
    titles = reading.titles_of(rows)
    address = f"{reverse('governance:seen_list')}?inspection={inspection.pk}"
    return {
        "accesses": [
            (one, reading.seen_in_words(one, titles), reading.standings_in_words(one)) for one in rows
        ],
        "list_url": address,
        "export_url": f"{address}&export=xlsx",
    }


class InspectionDetail(DetailView):
    record: Inspection
    tabs = [
        Tab(
            name="sample",
            label=gettext_lazy("Sample"),
            template="governance/inspection_sample.html",
            context=sample_of,
            order=0,
        ),
        Tab(
            name="inspectors",
            label=gettext_lazy("Inspectors"),
            template="governance/inspection_people.html",
            context=inspectors_of,
            order=10,
        ),
        Tab(
            name="findings",
            label=gettext_lazy("Findings"),
            template="governance/inspection_findings.html",
            context=findings_of,
            order=20,
        ),
        Tab(
            name="log",
            label=pgettext_lazy("inspection", "What was seen"),
            template="governance/inspection_log.html",
            context=log_of,
            order=30,
        ),
    ]

    def get_queryset(self) -> QuerySet[Inspection]:
        rows = Inspection.objects.visible_to(self.request.user).as_listed()
        return rows.select_related("department", "responsible").prefetch_related("departments", "plans")

    def context(self) -> dict[str, Any]:
        one: Any = self.record
        everything = _("the whole centre")
        return {
            "title": one.title,
            "chip": one.chip,
            "subtitle": f"{one.get_kind_display()} · {one.body}",
            "breadcrumbs": crumbs(self.request.user),
            **self.acts(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Basis"), "value": one.basis},
                {"label": _("What is looked at"), "value": one.aim},
                {"label": _("Access from"), "value": date_format(one.starts_on)},
                {"label": _("Access until"), "value": date_format(one.ends_on)},
                {
                    "label": _("Kinds of dossiers"),
                    "value": " · ".join(str(dossier_kind(name).label) for name in one.kinds),
                },
                {
                    "label": _("Departments"),
                    "value": " · ".join(str(each) for each in one.departments.all()) or everything,
                },
                {"label": _("Internship plans"), "value": " · ".join(each.name for each in one.plans.all())},
                {"label": _("School years"), "value": ", ".join(in_words(year) for year in one.years)},
                {"label": _("Only the sample is shown"), "value": _("yes") if one.only_sample else _("no")},
                {
                    "label": _("Sensitive data"),
                    "value": one.sensitive_reason or _("masked"),
                },
                {"label": pgettext_lazy("inspection", "Who answers for it"), "value": one.responsible},
                {"label": _("Department"), "value": one.department},
                {"label": _("Findings not settled"), "value": one.open_count if one.finding_count else ""},
                {"label": _("Why it ended early"), "value": one.end_reason},
                {"label": _("Conclusion"), "value": one.conclusion},
            ],
        }

    def acts(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        address = lambda name: reverse(f"governance:inspection_{name}", args=[one.pk])  # noqa: E731
        menu: list[dict[str, Any]] = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": address(offer.name),
                "icon": ICONS[offer.name],
                "danger": offer.name == "end_early",
                "disabled_reason": offer.refusal,
            }
            for offer in INSPECTION_MOVES.offers(actor=user, record=one, now=timezone.now())
        ]
        primary = next((move for move in menu if move["name"] in {"open", "close"}), None)
        menu = [move for move in menu if move is not primary]
        if one.state == IS.OPEN and one.permits(user, OPEN):
            menu.insert(0, {"label": _("Change the last day"), "url": address("days"), "icon": "calendar"})
        if one.state == IS.PREPARED and one.permits(user, EDIT):
            menu.insert(0, {"label": _("Edit"), "url": address("edit"), "icon": "edit"})
        if one.opened_at is not None:
            paper = {
                "label": _("Report in both languages"),
                "url": address("report"),
                "icon": "file-type-pdf",
            }
            menu.append(paper)
        return {"primary_action": primary, "actions": menu}

    def next_step(self) -> dict[str, Any] | None:
        one: Any = self.record
        if one.state == IS.PREPARED:
            return {"text": _("Name who inspects, draw the sample, and let them in."), "due": one.starts_on}
        if one.state == IS.OPEN and one.ends_on < timezone.localdate():
            return {
                "text": _("Nobody comes in any more. Close it with what was concluded."),
                "whose": str(one.responsible),
                "meaning": "soon",
            }
        if one.state == IS.OPEN:
            return {"text": _("The inspectors see the dossiers of its scope."), "due": one.ends_on}
        if one.open_count:
            return {
                "text": _("What was found is being put right."),
                "url": f"{one.get_absolute_url()}?tab=findings",
                "label": _("Findings"),
            }
        return None
