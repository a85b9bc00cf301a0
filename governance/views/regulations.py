"""Regulations on the pages of the staff: the list, one of them, a version of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.look import relative_date_html
from core.paging import Ordering
from core.registry import Tab
from core.views import DetailView, ListView
from governance.lists import RegulationFilters, RegulationTable
from governance.models import Acknowledgement, Regulation, RegulationVersion, VersionState
from governance.operations.acknowledgements import counts
from governance.pages import name_of
from governance.querysets import IN_WORK, works_here
from governance.review import differences
from governance.texts import sections
from governance.transitions import EDIT, READ, VERSION_MOVES
from internships.views.posts import in_readers_language
from signing.desk import current_step, way_of

S = VersionState
SHOWN = 100
ICONS = {"submit": "send", "recall": "arrow-back-up", "repeal": "ban", "withdraw": "circle-x"}


def crumbs() -> list[dict[str, Any]]:
    return [
        {
            "label": pgettext("of the centre", "Regulations"),
            "url": reverse("governance:regulation_list"),
        }
    ]


class RegulationList(ListView):
    capability = READ
    title = gettext_lazy("Regulations of the centre")
    list_name = "governance:regulations"
    table_class = RegulationTable
    filterset_class = RegulationFilters
    sorts = {"name": "name_en_key", "number": "number", "updated_at": "updated_at"}
    default_sort = "number"
    search_placeholder = gettext_lazy("Number or title")
    empty_title = gettext_lazy("No regulations yet")
    empty_text = gettext_lazy("Enter one with its number, write its first version, and have it approved.")
    empty_icon = "books"

    def authorise(self) -> None:
        """Everybody of the centre reads what is in force."""
        if not works_here(self.request.user):
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[Regulation]:
        rows = Regulation.objects.visible_to(self.request.user).as_listed(timezone.localdate())
        return rows.select_related("department", "responsible").defer("search_text", "search_bigrams")

    def ordering(self) -> tuple[str, Ordering]:
        order, ordering = super().ordering()
        return order, in_readers_language(ordering)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {
            "label": _("Enter a regulation"),
            "url": reverse("governance:regulation_new"),
            "icon": "plus",
        }

    def extra_context(self) -> dict[str, Any]:
        address = reverse("governance:regulation_list")
        return {
            "subtitle": _("What binds the people of the centre, in which version, since when."),
            "actions": [
                {"label": _("To be acknowledged by me"), "url": f"{address}?mine=on", "icon": "checkbox"},
                {
                    "label": _("Who has acknowledged what"),
                    "url": reverse("governance:acknowledgement_list"),
                    "icon": "checklist",
                },
                {"label": _("Processes"), "url": reverse("governance:process_list"), "icon": "sitemap"},
            ],
        }


# --- One regulation -----------------------------------------------------------------------------


def shown_version(request: Any, regulation: Regulation) -> RegulationVersion | None:
    """The one in force, else the latest that this person may read."""
    rows = RegulationVersion.objects.visible_to(request.user).filter(regulation=regulation)
    rows = rows.exclude(state=S.WITHDRAWN).select_related("regulation", "written_by")
    return rows.in_force(timezone.localdate()).first() or rows.order_by("-number").first()


def reading(request: Any, version: RegulationVersion | None) -> dict[str, Any]:
    """A version as it is read: its chapters, its files, whether this person has to confirm it."""
    if version is None:
        return {"version": None}
    today = timezone.localdate()
    asked = Acknowledgement.objects.filter(version=version.pk, user=request.user.pk).first()
    is_over = version.effective_until is not None and version.effective_until < today
    may_edit = version.state == S.DRAFT and version.permits(request.user, EDIT)
    return {
        "version": version,
        "version_chip": version.chip_on(today),
        "sections": sections(version.text),
        "asked": None if asked is not None and is_over and not asked.confirmed_at else asked,
        "attachments": [
            {
                "name": one.name,
                "url": reverse("governance:version_file", args=[version.pk, one.pk]),
                "size": one.size,
                "kind": one.kind,
                "added_by": one.added_by,
                "added_at": one.added_at,
                "delete_url": reverse("governance:version_file_remove", args=[version.pk, one.pk])
                if may_edit
                else "",
            }
            for one in version.files.select_related("added_by")
        ],
        "file_new_url": reverse("governance:version_file_new", args=[version.pk]) if may_edit else "",
    }


def text_of_regulation(request: Any, regulation: Regulation) -> dict[str, Any]:
    return {"is_regulation": True, **reading(request, shown_version(request, regulation))}


def versions_of(request: Any, regulation: Regulation) -> dict[str, Any]:
    today = timezone.localdate()
    rows = RegulationVersion.objects.visible_to(request.user).filter(regulation=regulation)
    return {
        "versions": [
            (one, one.chip_on(today)) for one in rows.select_related("written_by").order_by("-number")
        ]
    }


class RegulationDetail(DetailView):
    template_name = "governance/regulation_detail.html"
    record: Regulation
    tabs = [
        Tab(
            name="text",
            label=gettext_lazy("Text"),
            template="governance/text.html",
            context=text_of_regulation,
            order=0,
        ),
        Tab(
            name="versions",
            label=gettext_lazy("Versions"),
            template="governance/versions.html",
            context=versions_of,
            order=10,
        ),
    ]

    def get_queryset(self) -> QuerySet[Regulation]:
        rows = Regulation.objects.visible_to(self.request.user).as_listed(timezone.localdate())
        return rows.select_related("department", "responsible__department")

    def context(self) -> dict[str, Any]:
        one: Any = self.record
        return {
            "title": one.name,
            "chip": one.chip,
            "subtitle": f"{one.number} · {one.get_kind_display()}",
            "breadcrumbs": crumbs(),
            **self.acts(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Department"), "value": one.department},
                {"label": _("Responsible position"), "value": one.responsible},
                {"label": _("Version in force"), "value": one.in_force_number or "—"},
                {"label": _("In force from"), "value": relative_date_html(one.in_force_since)},
                {
                    "label": _("In force until"),
                    "value": date_format(one.in_force_until) if one.in_force_until else "",
                },
                {
                    "label": _("Concerns partners"),
                    "value": _("yes, they read it at the portal") if one.is_for_partners else _("no"),
                },
            ],
            "pages": [
                (name_of(label), reverse("governance:process_detail", args=[label]))
                for label in one.applies_to
            ],
        }

    def acts(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        if not one.permits(user, EDIT):
            return {"primary_action": None, "actions": []}
        work = one.versions.filter(state__in=IN_WORK).first()
        address = lambda name: reverse(f"governance:{name}", args=[one.pk])  # noqa: E731
        if work is None:
            primary = {"label": _("Write a new version"), "url": address("version_new"), "icon": "plus"}
        else:
            primary = {
                "label": _("To the version in work"),
                "url": work.get_absolute_url(),
                "icon": "pencil",
            }
        return {
            "primary_action": primary,
            "actions": [{"label": _("Edit"), "url": address("regulation_edit"), "icon": "edit"}],
        }

    def next_step(self) -> dict[str, Any] | None:
        one: Any = self.record
        if one.upcoming_from:
            return {"text": _("The next version is approved and takes effect."), "due": one.upcoming_from}
        if one.work_state == S.IN_APPROVAL and one.permits(self.request.user, READ):
            return {"text": _("A new version is being approved.")}
        if one.work_state == S.DRAFT and one.permits(self.request.user, READ):
            return {"text": _("A new version is being written."), "whose": str(one.department)}
        return None


# --- One version --------------------------------------------------------------------------------


def text_of_version(request: Any, version: RegulationVersion) -> dict[str, Any]:
    return reading(request, version)


def changes_of_version(request: Any, version: RegulationVersion) -> dict[str, Any]:
    """Against the version approved before it."""
    before = (
        version.regulation.versions.decided().filter(number__lt=version.number).order_by("-number").first()
    )
    return {"version": version, "before": before, "differences": differences(before, version)}


def acknowledgements_of(request: Any, version: RegulationVersion) -> dict[str, Any]:
    """Who has and who has not: those who have not first. Three queries."""
    today = timezone.localdate()
    call = getattr(version, "call", None)
    rows = Acknowledgement.objects.filter(version=version.pk).select_related("user")
    late = list(rows.open(today).order_by("due_on", "pk")[: SHOWN + 1])
    address = reverse("governance:acknowledgement_list")
    narrowed = f"{address}?regulation={version.regulation_id}&version={version.number}"
    return {
        "version": version,
        "call": call,
        "audience": [*call.departments.all(), *call.positions.select_related("department")] if call else [],
        "counts": counts(version, today),
        "late": late[:SHOWN],
        "has_more": len(late) > SHOWN,
        "list_url": narrowed,
        "open_url": f"{narrowed}&answer=open",
        "export_url": f"{narrowed}&export=xlsx",
        "today": today,
    }


def approval_of(request: Any, version: RegulationVersion) -> dict[str, Any]:
    return way_of(version, user=request.user, on=timezone.localdate())


class VersionDetail(DetailView):
    record: RegulationVersion
    tabs = [
        Tab(
            name="text",
            label=gettext_lazy("Text"),
            template="governance/text.html",
            context=text_of_version,
            order=0,
        ),
        Tab(
            name="changes",
            label=gettext_lazy("What is new"),
            template="governance/changes.html",
            context=changes_of_version,
            order=10,
        ),
        Tab(
            name="acknowledgements",
            label=gettext_lazy("Acknowledgements"),
            template="governance/acknowledgements.html",
            context=acknowledgements_of,
            order=20,
            capability=READ,
        ),
        Tab(
            name="approval",
            label=gettext_lazy("Approval"),
            template="signing/way.html",
            context=approval_of,
            order=30,
            capability=READ,
        ),
    ]

    def get_queryset(self) -> QuerySet[RegulationVersion]:
        rows = RegulationVersion.objects.visible_to(self.request.user)
        return rows.select_related("regulation__department", "written_by", "route", "call")

    def context(self) -> dict[str, Any]:
        one = self.record
        regulation = one.regulation
        today = timezone.localdate()
        return {
            "title": regulation.name,
            "chip": one.chip_on(today),
            "subtitle": f"{regulation.number} · {one.label}",
            "breadcrumbs": [*crumbs(), {"label": regulation.name, "url": regulation.get_absolute_url()}],
            **self.acts(),
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": pgettext("of the centre", "Regulation"),
                    "value": regulation.name,
                    "url": regulation.get_absolute_url(),
                },
                {"label": _("Written by"), "value": one.written_by},
                {"label": _("Approval route"), "value": one.route or ""},
                {
                    "label": _("Approved at"),
                    "value": date_format(timezone.localtime(one.approved_at)) if one.approved_at else "",
                },
                {
                    "label": _("In force from"),
                    "value": date_format(one.effective_from) if one.effective_from else "",
                },
                {
                    "label": _("In force until"),
                    "value": date_format(one.effective_until) if one.effective_until else "",
                },
                {"label": _("Why it was repealed"), "value": one.repeal_reason},
            ],
        }

    def acts(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        address = lambda name: reverse(f"governance:version_{name}", args=[one.pk])  # noqa: E731
        menu: list[dict[str, Any]] = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": address(offer.name),
                "icon": ICONS[offer.name],
                "danger": offer.transition.is_final,
                "disabled_reason": offer.refusal,
            }
            for offer in VERSION_MOVES.offers(actor=user, record=one, now=timezone.now())
            if offer.name != "repeal" or not offer.refusal
        ]
        primary = next((move for move in menu if move["name"] == "submit"), None)
        menu = [move for move in menu if move is not primary]
        is_over = one.effective_until is not None and one.effective_until < timezone.localdate()
        if one.permits(user, EDIT):
            if one.state == S.DRAFT:
                menu.insert(0, {"label": _("Edit"), "url": address("edit"), "icon": "edit"})
            elif one.is_decided and not is_over:
                primary = {"label": _("Have it acknowledged"), "url": address("call"), "icon": "checklist"}
        paper = {"label": _("PDF in both languages"), "url": address("paper"), "icon": "file-type-pdf"}
        if one.is_decided:
            menu.insert(0, paper)
        else:
            menu.append(paper)
        return {"primary_action": primary, "actions": menu}

    def next_step(self) -> dict[str, Any] | None:
        one = self.record
        if one.state == S.DRAFT:
            return {"text": _("Write it and submit it for approval."), "whose": str(one.written_by)}
        if one.state == S.IN_APPROVAL and (step := current_step(one)) is not None:
            return {
                "text": _("To be decided: %(step)s") % {"step": step.name},
                "due": step.due_on,
                "url": f"{one.get_absolute_url()}?tab=approval",
                "label": _("Approval"),
            }
        if one.is_decided and one.effective_from and one.effective_from > timezone.localdate():
            return {"text": _("It takes effect."), "due": one.effective_from}
        return None
