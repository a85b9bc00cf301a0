"""Contributions on the pages of the staff, their totals, and the statements of a year."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.forms import RecordForm
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from partnerships.models import Enterprise
from partnerships.views.record_pages import RecordAct, RecordFormView
from resources.filters import ContributionFilters
from resources.forms.contributions import (
    ChooseEnterpriseForm,
    ContributionForm,
    EvidenceForm,
    WhyForm,
)
from resources.models import Contribution, ContributionFile, ContributionState, ContributionStatement
from resources.operations import contributions as operations
from resources.tables import ContributionTable
from resources.totals import totals_of
from resources.transitions.contributions import CONFIRM, CONTRIBUTION_MOVES, EDIT, READ

C = ContributionState


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Contributions"), "url": reverse("resources:contribution_list")}]


class ContributionList(ListView):
    capability = READ
    title = gettext_lazy("Contributions")
    list_name = "resources:contributions"
    table_class = ContributionTable
    filterset_class = ContributionFilters
    sorts = {"given_on": "given_on", "value": "value", "told_at": "told_at"}
    default_sort = "-given_on"
    search_placeholder = gettext_lazy("What is given, or the enterprise")
    empty_title = gettext_lazy("No contributions yet")
    empty_text = gettext_lazy(
        "Enter equipment, funds, venues, hours and technology that one side gives the other; enterprises "
        "tell theirs at the portal."
    )
    empty_icon = "package"

    def get_queryset(self) -> QuerySet[Contribution]:
        rows = Contribution.objects.visible_to(self.request.user).with_names()
        return rows.defer("details", "reason", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {
            "label": _("Enter a contribution"),
            "url": reverse("resources:contribution_new"),
            "icon": "plus",
        }

    def extra_context(self) -> dict[str, Any]:
        address = reverse("resources:contribution_list")
        return {
            "actions": [
                {
                    "label": _("Waiting for our confirmation"),
                    "url": f"{address}?unconfirmed=on",
                    "icon": "checks",
                },
                {
                    "label": _("Totals by year"),
                    "url": reverse("resources:contribution_totals"),
                    "icon": "chart-bar",
                },
                {
                    "label": _("Statements"),
                    "url": reverse("resources:statement_list"),
                    "icon": "certificate",
                },
            ]
        }


@require_safe
def totals(request: PersonRequest) -> HttpResponse:
    """What each side gave in each year, by kind. One query for the numbers."""
    if not request.user.can(READ):
        raise PermissionDenied
    context = {
        "title": _("Contributions by year"),
        "subtitle": _("Confirmed by both sides, in yuan; what was reversed or withdrawn does not count."),
        "breadcrumbs": crumbs(),
        "years": totals_of(Contribution.objects.visible_to(request.user)),
    }
    return render(request, "resources/contribution_totals.html", context)


# --- One contribution ---------------------------------------------------------------------------

ICONS = {
    "confirm": "circle-check",
    "refuse": "circle-x",
    "record_confirmation": "circle-check",
    "withdraw": "archive",
    "annul": "archive",
}


def overview(request: HttpRequest, contribution: Any) -> dict[str, Any]:
    """Two queries."""
    may_edit = contribution.permits(request.user, EDIT)
    return {
        "contribution": contribution,
        "files": list(contribution.files.all()),
        "reversals": list(contribution.reversals.all()),
        "may_add": may_edit,
        "may_remove": may_edit and contribution.state == C.TOLD and not contribution.by_enterprise,
    }


def money(value: Any) -> str:
    return f"¥{number_format(value, 2, force_grouping=True)}"


class ContributionDetail(DetailView):
    record: Contribution
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="resources/contribution_overview.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Contribution]:
        rows = Contribution.objects.visible_to(self.request.user).with_names()
        return rows.select_related("reverses", "told_by", "decided_by")

    def context(self) -> dict[str, Any]:
        one = self.record
        return {
            "title": one.title,
            "chip": one.chip,
            "subtitle": f"{one.get_kind_display()} · {one.enterprise}",
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {
                    "label": _("Enterprise"),
                    "value": one.enterprise,
                    "url": one.enterprise.get_absolute_url(),
                },
                {"label": pgettext("contribution", "Given by"), "value": one.get_giver_display()},
                {"label": pgettext("contribution", "Given on"), "value": date_format(one.given_on)},
                {"label": pgettext("contribution", "Value"), "value": money(one.value)},
                {
                    "label": pgettext("contribution", "Quantity"),
                    "value": f"{one.extent.normalize():f}" if one.extent is not None else "",
                },
                {
                    "label": pgettext("contribution", "Whose it is afterwards"),
                    "value": one.get_ownership_display(),
                },
                {
                    "label": pgettext("contribution", "Lent until"),
                    "value": date_format(one.lent_until) if one.lent_until else "",
                },
                {
                    "label": _("Under the agreement"),
                    "value": one.agreement or "",
                    "url": one.agreement.get_absolute_url() if one.agreement else "",
                },
                {
                    "label": _("Resource"),
                    "value": one.resource or "",
                    "url": one.resource.get_absolute_url() if one.resource else "",
                },
                {"label": _("Department"), "value": one.department},
                {"label": pgettext("contribution", "Told by"), "value": one.told_by or ""},
                {"label": pgettext("contribution", "Decided by"), "value": one.decided_by or ""},
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        one = self.record
        if one.state != C.TOLD:
            return None
        if one.by_enterprise:
            return {
                "text": _("Look at the evidence; then confirm it, or refuse it with a reason."),
                "whose": str(one.department),
            }
        return {"text": _("The enterprise confirms it, or says why not."), "whose": str(one.enterprise)}

    def moves(self) -> dict[str, Any]:
        one, user = self.record, self.request.user

        def address(name: str) -> str:
            return reverse(f"resources:contribution_{name}", args=[one.pk])

        found = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": address(offer.name),
                "icon": ICONS[offer.name],
                "danger": offer.name in {"refuse", "annul"},
                "disabled_reason": offer.refusal or "",
            }
            for offer in CONTRIBUTION_MOVES.offers(actor=user, record=one, now=timezone.now())
        ]
        primary = next(
            (
                move
                for move in found
                if move["name"] in {"confirm", "record_confirmation"} and not move["disabled_reason"]
            ),
            None,
        )
        menu = [move for move in found if move is not primary]
        if one.permits(user, EDIT):
            if one.state == C.TOLD and not one.by_enterprise and one.reverses_id is None:
                menu.insert(0, {"label": _("Edit"), "url": address("edit"), "icon": "edit"})
            if one.state == C.CONFIRMED and one.reverses_id is None:
                menu.append({"label": _("Reverse"), "url": address("reverse"), "icon": "arrow-back-up"})
        return {"primary_action": primary, "actions": menu}


class ChooseEnterprise(FormView):
    form_class = ChooseEnterpriseForm
    title = gettext_lazy("Enter a contribution: with which enterprise?")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        return reverse("resources:contribution_new_of", args=[form.cleaned_data["enterprise"].pk])

    def cancel_url(self) -> str:
        return reverse("resources:contribution_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class ContributionNew(RecordFormView):
    """The enterprise is in the address."""

    capability = EDIT
    form_class = ContributionForm
    title = gettext_lazy("Enter a contribution")
    success_message = gettext_lazy("Saved: the enterprise is asked to confirm it.")
    record: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(pk=kwargs["enterprise_id"])

    def records(self) -> QuerySet:
        return Enterprise.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        initial = {"department": self.record.department_id, "given_on": timezone.localdate()}
        return {"enterprise": self.record, "initial": initial}

    def perform(self, form: Any) -> Contribution:
        return operations.enter(
            actor=self.request.user,
            enterprise_id=self.record.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )


class OfContribution(RecordFormView):
    capability = EDIT
    record: Contribution

    def records(self) -> QuerySet:
        return Contribution.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ContributionEdit(OfContribution):
    form_class = ContributionForm
    title = gettext_lazy("Change the contribution")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "enterprise": self.record.enterprise}

    def perform(self, form: Any) -> Contribution:
        return operations.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class FileNew(OfContribution):
    form_class = EvidenceForm
    title = gettext_lazy("Add evidence")

    def perform(self, form: Any) -> Contribution:
        return operations.add_file(
            actor=self.request.user,
            pk=self.record.pk,
            upload=form.cleaned_data["upload"],
            now=timezone.now(),
        )


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    seen = Contribution.objects.visible_to(request.user).filter(pk=pk).order_by()
    kept = ContributionFile.objects.filter(parent__in=seen.values("pk"), pk=file_id).first()
    if kept is None:
        raise NotVisible(f"resources.ContributionFile {file_id}")
    return serve(request, kept)


@act
def file_remove(request: PersonRequest, pk: int, file_id: int) -> Contribution:
    return operations.remove_file(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())


class ActOnContribution(RecordAct):
    capability = CONFIRM
    form_class: ClassVar[Any] = WhyForm
    record: Contribution

    def records(self) -> QuerySet:
        return Contribution.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Confirm(ActOnContribution):
    form_class = RecordForm
    title = gettext_lazy("Confirm the contribution")
    submit_label = pgettext_lazy("contribution", "Confirm")
    question = gettext_lazy("Confirm this contribution? Nobody changes it afterwards.")
    consequences = (
        gettext_lazy("It counts for promises and totals, and stands on the statement of its year."),
        gettext_lazy("The enterprise is told."),
    )
    success_message = gettext_lazy("Confirmed.")
    operation = staticmethod(operations.confirm)


class Refuse(ActOnContribution):
    title = gettext_lazy("Refuse the contribution")
    submit_label = pgettext_lazy("contribution", "Refuse")
    question = gettext_lazy("Refuse this contribution? The enterprise reads the reason.")
    success_message = gettext_lazy("Refused: the enterprise is told why.")
    danger = True
    operation = staticmethod(operations.refuse)


class RecordConfirmation(ActOnContribution):
    title = gettext_lazy("Record that the enterprise confirms it")
    submit_label = gettext_lazy("Record")
    question = gettext_lazy("Did the enterprise confirm it? Write who said so, and how.")
    success_message = gettext_lazy("Recorded.")
    operation = staticmethod(operations.record_confirmation)


class Withdraw(ActOnContribution):
    capability = EDIT
    title = gettext_lazy("Withdraw the contribution")
    submit_label = pgettext_lazy("contribution", "Withdraw")
    question = gettext_lazy("Withdraw this contribution? It was entered by mistake.")
    success_message = gettext_lazy("Withdrawn.")
    danger = True
    operation = staticmethod(operations.withdraw)


class Annul(ActOnContribution):
    title = gettext_lazy("Withdraw what was confirmed")
    submit_label = pgettext_lazy("contribution", "Withdraw")
    question = gettext_lazy("Withdraw what both sides have confirmed? The enterprise reads the reason.")
    consequences = (
        gettext_lazy("It counts no more, for promises, totals and statements to come."),
        gettext_lazy("A statement that was made already stays: make a new version of it."),
    )
    success_message = gettext_lazy("Withdrawn: the enterprise is told why.")
    danger = True
    operation = staticmethod(operations.annul)


class Reverse(ActOnContribution):
    capability = EDIT
    title = gettext_lazy("Reverse the contribution")
    submit_label = gettext_lazy("Reverse")
    question = gettext_lazy("Enter a record that takes this contribution back?")
    consequences = (
        gettext_lazy("It counts until the enterprise has confirmed that record."),
        gettext_lazy("Then enter what is right as a contribution of its own."),
    )
    success_message = gettext_lazy("Entered: the enterprise is asked to confirm it.")
    danger = True
    operation = staticmethod(operations.reverse)


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Three queries."""
    user: Any = request.user
    rows = Contribution.objects.visible_to(user).filter(enterprise=enterprise.pk)
    made = ContributionStatement.objects.visible_to(user).filter(enterprise=enterprise.pk)
    return {
        "contributions": list(rows[:100]),
        "years": totals_of(rows),
        "statements": list(made.select_related("replaced_by").defer("contents")[:20]),
        "enterprise": enterprise,
        "may_enter": user.can(EDIT),
        "may_order": user.can(CONFIRM),
    }
