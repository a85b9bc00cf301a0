"""Needs of enterprises on the pages of the staff: the list, one of them, its form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from collaboration.filters.needs import NeedFilters
from collaboration.fitting import fitting
from collaboration.forms.exchanges import ChooseEnterpriseForm
from collaboration.forms.needs import NeedForm
from collaboration.models import Need, NeedState
from collaboration.operations import needs as operations
from collaboration.tables.needs import NeedTable
from collaboration.transitions.needs import EDIT, NEED_MOVES, READ
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from partnerships.models import Enterprise
from partnerships.views.record_pages import RecordFormView
from projects.transitions import EDIT as EDIT_PROJECTS

S = NeedState


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Needs of enterprises"), "url": reverse("collaboration:need_list")}]


class NeedList(ListView):
    capability = READ
    title = gettext_lazy("Needs of enterprises")
    list_name = "collaboration:needs"
    table_class = NeedTable
    filterset_class = NeedFilters
    sorts = {"told_on": "told_on", "until_on": "until_on", "answer_by": "answer_by", "people": "people"}
    default_sort = "-told_on"
    search_placeholder = gettext_lazy("What is needed, or the enterprise")
    empty_title = gettext_lazy("No needs yet")
    empty_text = gettext_lazy(
        "Enterprises tell theirs at the portal; enter what you hear in a talk or see at a visit."
    )
    empty_icon = "bulb"

    def get_queryset(self) -> QuerySet[Need]:
        rows = Need.objects.visible_to(self.request.user).with_names()
        return rows.defer("details", "hoped", "answer", "missing", "reason", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Enter a need"), "url": reverse("collaboration:need_new"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        address = reverse("collaboration:need_list")
        actions = [
            {"label": _("Waiting too long"), "url": f"{address}?waiting=on", "icon": "clock"},
            {"label": _("Answer overdue"), "url": f"{address}?overdue=on", "icon": "alarm"},
            {"label": _("Trends"), "url": reverse("collaboration:need_trends"), "icon": "chart-bar"},
        ]
        if self.request.user.can(EDIT):
            importing = reverse("core:import_upload", args=["collaboration.needs"])
            actions.append({"label": _("Import a list"), "url": importing, "icon": "upload"})
        return {"actions": actions}


# --- One need -----------------------------------------------------------------------------------

ICONS = {
    "take_up": "user-check",
    "answer": "send",
    "decline": "circle-x",
    "confirm": "checks",
    "withdraw": "archive",
    "reopen": "door-enter",
}
# Where a move stands in the address.
ADDRESSES = {"take_up": "take_up", "answer": "tell_answer"}


def overview(request: HttpRequest, need: Any) -> dict[str, Any]:
    """Two queries."""
    may_edit = need.permits(request.user, EDIT)
    answers = list(need.answers.with_records().select_related("added_by"))
    return {
        "need": need,
        "majors": list(need.majors.all()),
        "answers": answers,
        "may_add": may_edit and need.state in {S.TAKEN_UP, S.ANSWERED},
        "may_remove": may_edit and need.state == S.TAKEN_UP,
    }


def what_fits(request: HttpRequest, need: Any) -> dict[str, Any]:
    return {"need": need, "fits": fitting(request.user, need)}


class NeedDetail(DetailView):
    record: Need
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="collaboration/need_overview.html",
            context=overview,
            order=0,
        ),
        Tab(
            name="fits",
            label=pgettext_lazy("need of an enterprise", "What we have that fits"),
            template="collaboration/need_fits.html",
            context=what_fits,
            order=10,
        ),
    ]

    def get_queryset(self) -> QuerySet[Need]:
        rows = Need.objects.visible_to(self.request.user).with_names()
        return rows.select_related("occupation", "told_by", "interaction", "created_by")

    def context(self) -> dict[str, Any]:
        need = self.record
        enterprise = need.enterprise
        return {
            "title": need.title,
            "chip": need.chip,
            "subtitle": f"{need.get_kind_display()} · {enterprise}",
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Enterprise"), "value": enterprise, "url": enterprise.get_absolute_url()},
                {"label": _("Industry"), "value": enterprise.industry or ""},
                {"label": pgettext("need of an enterprise", "Number of people"), "value": said(need.people)},
                {"label": pgettext("need of an enterprise", "Hours wanted"), "value": said(need.hours)},
                {
                    "label": pgettext("need of an enterprise", "Budget"),
                    "value": f"¥{number_format(need.budget, 2, force_grouping=True)}" if need.budget else "",
                },
                {"label": pgettext("need of an enterprise", "From when"), "value": said(need.from_on)},
                {"label": pgettext("need of an enterprise", "Needed until"), "value": said(need.until_on)},
                {
                    "label": pgettext("need of an enterprise", "Urgency"),
                    "value": need.get_urgency_display() if need.is_urgent else "",
                },
                {"label": pgettext("need of an enterprise", "Told on"), "value": said(need.told_on)},
                {
                    "label": pgettext("need of an enterprise", "How we know"),
                    "value": need.get_source_display(),
                },
                {"label": pgettext("need of an enterprise", "Told by"), "value": need.told_by or ""},
                {"label": _("Department"), "value": need.department},
                {"label": pgettext("need of an enterprise", "Looked after by"), "value": need.owner or ""},
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        need, today = self.record, timezone.localdate()
        if need.state == S.TOLD:
            return {"text": _("Somebody takes it up, or declines it."), "whose": str(need.department)}
        if need.state == S.TAKEN_UP:
            return {
                "text": _("Add what answers it, then tell the enterprise."),
                "whose": str(need.owner),
                "due": need.answer_by,
                "meaning": "late" if need.is_overdue(today) else "waiting",
            }
        if need.state == S.ANSWERED:
            return {
                "text": _("The enterprise confirms that it is met, or says what is missing."),
                "whose": str(need.enterprise),
            }
        return None

    def moves(self) -> dict[str, Any]:
        need, user = self.record, self.request.user
        if not need.permits(user, EDIT):
            return {}

        def address(name: str) -> str:
            return reverse(f"collaboration:need_{name}", args=[need.pk])

        found = [
            {
                "label": offer.transition.label,
                "url": address(ADDRESSES.get(offer.name, offer.name)),
                "icon": ICONS[offer.name],
                "disabled_reason": offer.refusal or "",
            }
            for offer in NEED_MOVES.offers(actor=user, record=need, now=timezone.now())
        ]
        primary = found.pop(0) if need.state in {S.TOLD, S.TAKEN_UP} and found else None
        if need.state == S.TAKEN_UP:
            found.insert(0, {"label": _("Add an answer"), "url": address("answer"), "icon": "plus"})
            if user.can(EDIT_PROJECTS):
                found.insert(
                    1, {"label": _("Propose a project"), "url": address("project"), "icon": "affiliate"}
                )
            found.append({"label": _("Hand over"), "url": address("hand_over"), "icon": "user-check"})
        if need.state == S.TOLD:
            found.append({"label": _("Pass on"), "url": address("pass_on"), "icon": "corner-down-right"})
        if need.is_open:
            found.append({"label": _("Edit"), "url": address("edit"), "icon": "edit"})
        return {"primary_action": primary, "actions": found}


def said(value: Any) -> Any:
    """A day as it is read, a number as it is, nothing where nothing was said."""
    return "" if value is None else date_format(value) if hasattr(value, "year") else value


# --- Entering -----------------------------------------------------------------------------------


class ChooseEnterprise(FormView):
    form_class = ChooseEnterpriseForm
    title = gettext_lazy("Enter a need: of which enterprise?")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        return reverse("collaboration:need_new_of", args=[form.cleaned_data["enterprise"].pk])

    def cancel_url(self) -> str:
        return reverse("collaboration:need_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class NeedNew(RecordFormView):
    """The enterprise is in the address; at ``?interaction=`` stands the visit at which it was found."""

    capability = EDIT
    form_class = NeedForm
    title = gettext_lazy("Enter a need")
    success_message = gettext_lazy("Saved: whoever takes up needs for the department is told.")
    record: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(pk=kwargs["enterprise_id"])

    def records(self) -> QuerySet:
        return Enterprise.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        found = self.request.GET.get("interaction", "")
        initial = {"department": self.record.department_id}
        if found.isdecimal():
            initial["interaction"] = int(found)
        return {"enterprise": self.record, "initial": initial}

    def perform(self, form: Any) -> Need:
        return operations.enter_need(
            actor=self.request.user, enterprise_id=self.record.pk, now=timezone.now(), **form.entered()
        )


class NeedEdit(RecordFormView):
    capability = EDIT
    form_class = NeedForm
    title = gettext_lazy("Change the need")
    record: Need

    def records(self) -> QuerySet:
        return Need.objects.select_related("enterprise")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "enterprise": self.record.enterprise}

    def perform(self, form: Any) -> Need:
        return operations.change_need(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.entered()
        )
