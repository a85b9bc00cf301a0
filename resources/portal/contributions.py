"""Contributions at the portal: told, confirmed, refused, reversed; and the sealed statement of a year."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from agreements.choices import CONCLUDED_STATES
from agreements.models import Agreement
from core.access import NotVisible
from core.attachments import serve
from core.errors import Refused
from core.views import act
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import PartnerRequest, require_liaison
from resources.forms.contributions import ContributionForm, EvidenceForm, WhyForm, YearForm
from resources.models import Contribution, ContributionFile, ContributionState, Side
from resources.operations import contributions as operations
from resources.operations import statements
from resources.portal.reading import (
    crumbs_of_contributions,
    own_contribution,
    own_contributions,
    own_statements,
    shown_resources,
)
from resources.totals import totals_of
from resources.views.statements import as_pdf

C = ContributionState
SHOWN = 300


@require_safe
def contribution_list(request: PartnerRequest) -> HttpResponse:
    """What waits, totals by year, the statements, and everything told. Three queries."""
    partner = request.partner
    rows = list(own_contributions(partner).order_by("-given_on", "-pk")[:SHOWN])
    waiting = [one for one in rows if one.state == C.TOLD and not one.by_enterprise]
    made = list(own_statements(partner).order_by("-year", "-version"))
    replaced = {one.replaces_id for one in made}
    context = {
        "title": _("Contributions"),
        "subtitle": _(
            "What your enterprise and the school give each other: equipment, funds, venues, hours, ideas."
        ),
        "waiting": waiting,
        "others": [one for one in rows if one not in waiting],
        "years": totals_of(own_contributions(partner)),
        "statements": [(one, one.pk in replaced) for one in made],
        "may_tell": partner.is_liaison,
    }
    return render(request, "portal/contributions.html", context)


@require_safe
def contribution_detail(request: PartnerRequest, pk: int) -> HttpResponse:
    one = own_contribution(request.partner, pk)
    liaison = request.partner.is_liaison
    context = {
        "title": one.title,
        "chip": one.chip,
        "subtitle": one.get_kind_display(),
        "breadcrumbs": crumbs_of_contributions(),
        "contribution": one,
        "files": list(ContributionFile.objects.filter(parent=one)),
        "reversed_one": own_contributions(request.partner).filter(pk=one.reverses_id).first()
        if one.reverses_id
        else None,
        "may_decide": liaison and one.state == C.TOLD and not one.by_enterprise,
        "may_change": liaison and one.state == C.TOLD and one.by_enterprise,
        "may_edit": liaison and one.state == C.TOLD and one.by_enterprise and not one.reverses_id,
        "may_reverse": liaison and one.state == C.CONFIRMED and not one.reverses_id,
        "may_add": liaison and one.state in {C.TOLD, C.CONFIRMED},
    }
    return render(request, "portal/contribution.html", context)


class ContributionNew(PortalFormView):
    """A liaison tells what was given, by either side."""

    form_class = ContributionForm
    title = gettext_lazy("Report a contribution")
    submit_label = gettext_lazy("Tell the school")
    success_message = gettext_lazy("Told: the school confirms it. Add the evidence now.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> ContributionForm:
        enterprise = self.partner.enterprise
        agreements = Agreement.objects.filter(parties__enterprise=enterprise.pk, state__in=CONCLUDED_STATES)
        return ContributionForm(
            *args,
            user=self.partner,
            enterprise=enterprise,
            agreements=agreements.distinct(),
            resources=shown_resources(),
            **self.form_kwargs(),
        )

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"giver": Side.ENTERPRISE, "given_on": timezone.localdate()}}

    def perform(self, form: Any) -> str:
        fields = dict(form.cleaned_data)
        with outside():
            made = operations.tell(partner=self.partner, now=timezone.now(), **fields)
        return reverse("portal:contribution", args=[made.pk])

    def cancel_url(self) -> str:
        return reverse("portal:contributions")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs_of_contributions()}


class ContributionEdit(ContributionNew):
    title = gettext_lazy("Change the contribution")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")
    record: Contribution

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_contribution(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> str:
        fields = dict(form.cleaned_data)
        with outside():
            operations.change_own(partner=self.partner, pk=self.record.pk, now=timezone.now(), **fields)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:contribution", args=[self.record.pk])


@act
def confirm(request: PartnerRequest, pk: int) -> str:
    own_contribution(request.partner, pk)
    require_liaison(request.partner)
    with outside():
        operations.decide_own(partner=request.partner, pk=pk, agrees=True, now=timezone.now())
    messages.success(request, _("Confirmed: the school is told."))
    return reverse("portal:contribution", args=[pk])


class SaysWhy(PortalFormView):
    """A decision of the liaison that the school reads with its reason."""

    form_class: ClassVar[Any] = WhyForm
    record: Contribution

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_contribution(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def perform(self, form: Any) -> str:
        with outside():
            self.do(form.cleaned_data)
        return self.cancel_url()

    def do(self, given: dict[str, Any]) -> None:
        raise NotImplementedError

    def cancel_url(self) -> str:
        return reverse("portal:contribution", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": self.record.title, "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs_of_contributions(), here], "subtitle": self.record.title}


class Refuse(SaysWhy):
    title = gettext_lazy("Refuse the contribution")
    submit_label = pgettext_lazy("contribution", "Refuse")
    success_message = gettext_lazy("Refused: the school is told why.")

    def do(self, given: dict[str, Any]) -> None:
        operations.decide_own(
            partner=self.partner, pk=self.record.pk, agrees=False, now=timezone.now(), **given
        )


class Withdraw(SaysWhy):
    title = gettext_lazy("Withdraw the contribution")
    submit_label = pgettext_lazy("contribution", "Withdraw")
    success_message = gettext_lazy("Withdrawn: the school is told.")

    def do(self, given: dict[str, Any]) -> None:
        operations.withdraw_own(partner=self.partner, pk=self.record.pk, now=timezone.now(), **given)


class Reverse(SaysWhy):
    title = gettext_lazy("Reverse the contribution")
    submit_label = gettext_lazy("Reverse")
    success_message = gettext_lazy("Told: it counts until the school has confirmed that it is taken back.")

    def do(self, given: dict[str, Any]) -> None:
        operations.reverse_own(partner=self.partner, pk=self.record.pk, now=timezone.now(), **given)


class FileNew(SaysWhy):
    form_class = EvidenceForm
    title = gettext_lazy("Add evidence")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved.")

    def do(self, given: dict[str, Any]) -> None:
        operations.add_own_file(
            partner=self.partner, pk=self.record.pk, upload=given["upload"], now=timezone.now()
        )


@require_safe
def file(request: PartnerRequest, pk: int, file_id: int) -> HttpResponseBase:
    one = own_contribution(request.partner, pk)
    kept = ContributionFile.objects.filter(parent=one, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"resources.ContributionFile {file_id}")
    return serve(request, kept)


# --- Statements ---------------------------------------------------------------------------------


class StatementNew(PortalFormView):
    form_class = YearForm
    title = gettext_lazy("Make a statement of contributions")
    submit_label = gettext_lazy("Make the statement")
    success_message = gettext_lazy("It is being made, and stands here in a moment.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> YearForm:
        return YearForm(*args, user=self.partner)

    def perform(self, form: Any) -> str:
        with outside():
            statements.order_own_statement(
                partner=self.partner, year=form.cleaned_data["year"], now=timezone.now()
            )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:contributions")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs_of_contributions()}


@require_safe
def statement(request: PartnerRequest, pk: int) -> HttpResponseBase:
    found = own_statements(request.partner).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"resources.ContributionStatement {pk}")
    if not found.is_made:
        messages.info(request, _("The statement is being made. Try again in a moment."))
        return HttpResponseRedirect(reverse("portal:contributions"))
    try:
        return as_pdf(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("portal:contributions"))
