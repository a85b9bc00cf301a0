"""What inspections found, for the staff: a list, one finding, and what is done to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.forms import ReasonForm
from core.http import PersonRequest
from core.models import AccessLog
from core.registry import Tab
from core.views import DetailView, ListView, act
from governance.dossiers import dossier_kind
from governance.inspection_forms import AnswerForm, EvidenceForm, FindingForm
from governance.inspection_lists import FindingFilters, FindingTable
from governance.inspection_transitions import EDIT, FINDING_MOVES, READ
from governance.models import Finding, FindingFile
from governance.models.findings import UNDONE
from governance.operations import findings
from governance.querysets import works_here
from governance.views.inspection_acts import OfInspection
from governance.views.inspections import crumbs
from partnerships.views.record_pages import RecordAct, RecordFormView

ICONS = {"accept": "circle-check", "return": "arrow-back-up", "withdraw": "circle-x"}


class FindingList(ListView):
    capability = READ
    title = gettext_lazy("Findings of inspections")
    list_name = "governance:findings"
    table_class = FindingTable
    filterset_class = FindingFilters
    sorts = {"due_on": "due_on", "found_on": "found_on"}
    default_sort = "due_on"
    search_placeholder = gettext_lazy("What was found, dossier, or article")
    personal_data = AccessLog.Data.RECORD
    empty_title = gettext_lazy("Nothing was found")
    empty_text = gettext_lazy(
        "What an inspection finds is entered there, with who puts it right and until when."
    )
    empty_icon = "list-check"

    def authorise(self) -> None:
        """Everybody of the centre sees what they have to put right."""
        if not works_here(self.request.user):
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[Finding]:
        rows = Finding.objects.visible_to(self.request.user)
        return rows.select_related("inspection", "assignee")

    def extra_context(self) -> dict[str, Any]:
        found = {"subtitle": _("What is not in order, who puts it right, and until when.")}
        return found | ({"breadcrumbs": crumbs(self.request.user)} if self.request.user.can(READ) else {})


def evidence_of(request: Any, finding: Finding) -> dict[str, Any]:
    """What was done, and the papers that show it."""
    may_add = finding.assignee_id == request.user.pk and finding.state in UNDONE
    return {
        "finding": finding,
        "attachments": [
            {
                "name": one.name,
                "url": reverse("governance:finding_file", args=[finding.pk, one.pk]),
                "size": one.size,
                "kind": one.kind,
                "added_by": one.added_by,
                "added_at": one.added_at,
                "delete_url": reverse("governance:finding_file_remove", args=[finding.pk, one.pk])
                if may_add
                else "",
            }
            for one in finding.files.select_related("added_by")
        ],
        "file_new_url": reverse("governance:finding_file_new", args=[finding.pk]) if may_add else "",
    }


class FindingDetail(DetailView):
    record: Finding
    tabs = [
        Tab(
            name="evidence",
            label=gettext_lazy("What was done"),
            template="governance/finding.html",
            context=evidence_of,
            order=0,
        ),
    ]

    def get_queryset(self) -> QuerySet[Finding]:
        rows = Finding.objects.visible_to(self.request.user)
        return rows.select_related("inspection__responsible", "assignee", "regulation")

    def context(self) -> dict[str, Any]:
        one = self.record
        inspection = one.inspection
        sees_inspection = (
            inspection.permits(self.request.user, READ) or inspection.responsible_id == self.request.user.pk
        )
        dossier = (
            reverse("governance:inspection_dossier", args=[inspection.pk, one.kind, one.key])
            if one.kind and dossier_kind(one.kind).readable(self.request.user).filter(pk=one.key).exists()
            else ""
        )
        return {
            "title": _("Finding %(number)s") % {"number": one.number},
            "chip": one.chip,
            "subtitle": inspection.title,
            "breadcrumbs": [
                *crumbs(self.request.user),
                {"label": inspection.title, "url": f"{inspection.get_absolute_url()}?tab=findings"},
            ]
            if sees_inspection
            else [{"label": _("Findings of inspections"), "url": reverse("governance:finding_list")}],
            **self.acts(),
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": dossier_kind(one.kind).label if one.kind else "",
                    "value": one.dossier,
                    "url": dossier if sees_inspection else "",
                },
                {"label": _("Rule and article"), "value": one.article},
                {
                    "label": pgettext("of the centre", "Regulation"),
                    "value": one.regulation.name if one.regulation else "",
                    "url": one.regulation.get_absolute_url() if one.regulation else "",
                },
                {"label": _("Severity"), "value": one.get_severity_display()},
                {"label": pgettext("finding", "To be put right by"), "value": one.assignee},
                {"label": _("Found on"), "value": date_format(one.found_on)},
                {"label": _("Until"), "value": date_format(one.due_on)},
                {
                    "label": _("Handed in at"),
                    "value": date_format(timezone.localtime(one.handed_in_at)) if one.handed_in_at else "",
                },
                {
                    "label": _("Closed at"),
                    "value": date_format(timezone.localtime(one.closed_at)) if one.closed_at else "",
                },
            ],
        }

    def acts(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        address = lambda name: reverse(f"governance:finding_{name}", args=[one.pk])  # noqa: E731
        menu: list[dict[str, Any]] = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": address(offer.name),
                "icon": ICONS[offer.name],
                "danger": offer.transition.is_final,
                "disabled_reason": offer.refusal,
            }
            for offer in FINDING_MOVES.offers(actor=user, record=one, now=timezone.now())
            if one.assignee_id != user.pk or offer.name == "withdraw"
        ]
        primary = next((move for move in menu if move["name"] == "accept"), None)
        menu = [move for move in menu if move is not primary]
        if not one.is_settled and one.permits(user, EDIT):
            menu.insert(0, {"label": _("Edit"), "url": address("edit"), "icon": "edit"})
        if one.assignee_id == user.pk and one.state in UNDONE:
            primary = {"label": _("Hand in the evidence"), "url": address("hand_in"), "icon": "send"}
        return {"primary_action": primary, "actions": menu}

    def next_step(self) -> dict[str, Any] | None:
        one = self.record
        if one.state in UNDONE:
            return {
                "text": _("To be put right, with evidence."),
                "whose": str(one.assignee),
                "due": one.due_on,
            }
        if one.state == "handed_in":
            return {"text": _("The evidence is to be looked at."), "whose": str(one.inspection.responsible)}
        return None


# --- What the staff do ----------------------------------------------------------------------------


class FindingNew(OfInspection):
    """About a dossier where the address names one."""

    form_class = FindingForm
    title = gettext_lazy("Enter a finding")
    success_message = gettext_lazy("Entered. Whoever puts it right has been told.")

    def about(self) -> dict[str, Any]:
        kind, key = self.request.GET.get("kind", ""), self.request.GET.get("key", "")
        if not kind or not key.isdecimal() or len(key) > 18:
            return {}
        return {"kind": kind, "key": int(key)}

    def perform(self, form: Any) -> Finding:
        return findings.enter(
            actor=self.request.user,
            pk=self.record.pk,
            now=timezone.now(),
            **self.about(),
            **form.cleaned_data,
        )


class OfFinding(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Finding.objects.select_related("inspection", "assignee")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs(self.request.user)


class FindingEdit(OfFinding):
    form_class = FindingForm
    title = gettext_lazy("Edit the finding")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Finding:
        return findings.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class FindingAct(RecordAct, OfFinding):
    """A decision on a finding, asked before it is taken."""


class Accept(FindingAct):
    title = submit_label = pgettext_lazy("finding", "Accept")
    question = gettext_lazy("Is this put right?")
    consequences = (gettext_lazy("The finding is closed, and whoever put it right is told."),)
    success_message = gettext_lazy("Accepted: the finding is closed.")
    operation = staticmethod(findings.accept)


class Return(FindingAct):
    form_class = ReasonForm
    title = submit_label = pgettext_lazy("finding", "Return")
    question = gettext_lazy("Ask for more?")
    consequences = (gettext_lazy("Whoever puts it right reads the reason."),)
    success_message = gettext_lazy("Returned with the reason.")
    operation = staticmethod(findings.return_)


class Withdraw(FindingAct):
    form_class = ReasonForm
    title = submit_label = pgettext_lazy("finding", "Withdraw")
    question = gettext_lazy("Take this finding back?")
    danger = True
    success_message = gettext_lazy("The finding is taken back.")
    operation = staticmethod(findings.withdraw)


# --- What the assignee does -----------------------------------------------------------------------


def own_finding(request: PersonRequest, pk: int) -> Finding:
    """What this person has to put right. Raises NotVisible, PermissionDenied."""
    rows = Finding.objects.visible_to(request.user).select_related("inspection", "assignee")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"governance.Finding {pk}")
    if found.assignee_id != request.user.pk:
        raise PermissionDenied
    return found


class OfAssignee(OfFinding):
    def authorise(self, **kwargs: Any) -> None:
        self.record = own_finding(self.request, kwargs["pk"])

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"label": _("Findings of inspections"), "url": reverse("governance:finding_list")}]


class HandIn(OfAssignee):
    form_class = AnswerForm
    title = submit_label = gettext_lazy("Hand in the evidence")
    success_message = gettext_lazy("Handed in. You hear what is decided.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"answer": self.record.answer}}

    def perform(self, form: Any) -> Finding:
        return findings.hand_in(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class EvidenceNew(OfAssignee):
    form_class = EvidenceForm
    title = gettext_lazy("Add evidence")
    success_message = gettext_lazy("The file is added.")

    def perform(self, form: Any) -> Finding:
        findings.attach(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), upload=form.cleaned_data["upload"]
        )
        finding: Finding = self.record
        return finding


@act
def take_up(request: PersonRequest, pk: int) -> Finding:
    own_finding(request, pk)
    return findings.take_up(actor=request.user, pk=pk, now=timezone.now())


@act
def file_remove(request: PersonRequest, pk: int, file_id: int) -> Finding:
    own_finding(request, pk)
    return findings.detach(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    rows = Finding.objects.visible_to(request.user).filter(pk=pk)
    kept = FindingFile.objects.filter(pk=file_id, parent__in=rows.values("pk")).first()
    if kept is None:
        raise NotVisible(f"governance.FindingFile {file_id}")
    return serve(request, kept)
