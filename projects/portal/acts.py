"""What people of an enterprise do with joint projects. Fetched behind the wall, done outside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import NotVisible
from core.views import act
from core.walls import outside
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import PartnerRequest, require_liaison
from projects import forms
from projects.models import Milestone, Outcome, Project
from projects.operations import own
from projects.part_forms import RiskForm
from projects.portal.pages import (
    crumbs,
    may_confirm,
    may_tick,
    own_project,
)
from projects.walls import MILESTONE_COLUMNS, OUTCOME_COLUMNS, PANEL_COLUMNS


class Propose(PortalFormView):
    form_class = forms.ProjectFields
    title = gettext_lazy("Propose a joint project")
    submit_label = pgettext_lazy("joint project", "Propose")
    success_message = gettext_lazy("Proposed: the school says who leads it there, and answers here.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> Any:
        return forms.ProjectFields(*args, user=self.partner, **self.form_kwargs())

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            project = own.propose_own(partner=self.partner, now=timezone.now(), **fields)
        return reverse("portal:project", args=[project.pk])

    def cancel_url(self) -> str:
        return reverse("portal:projects")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfProject(PortalFormView):
    """A form about one project that the enterprise leads or joins."""

    record: Project
    for_liaisons = True

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_project(self.partner, kwargs["pk"])
        if self.for_liaisons:
            require_liaison(self.partner)

    def build(self, *args: Any) -> Any:
        return self.form_class(*args, user=self.partner, **self.form_kwargs())

    def cancel_url(self) -> str:
        return reverse("portal:project", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": self.record.title, "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": self.record.title}


class Change(OfProject):
    form_class = forms.ProjectFields
    title = gettext_lazy("Change the project")
    success_message = gettext_lazy("Saved.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            own.change_own(partner=self.partner, pk=self.record.pk, now=timezone.now(), **fields)
        return self.cancel_url()


class Withdraw(OfProject):
    form_class = forms.WhyForm
    title = gettext_lazy("Withdraw the project")
    submit_label = pgettext_lazy("joint project", "Withdraw")
    success_message = gettext_lazy("Withdrawn: the school is told.")

    def perform(self, form: Any) -> str:
        reason = form.cleaned_data["reason"]
        with outside():
            own.withdraw_own(partner=self.partner, pk=self.record.pk, reason=reason, now=timezone.now())
        return self.cancel_url()


class RaiseRisk(OfProject):
    title = gettext_lazy("Add a risk")
    success_message = gettext_lazy("Added: whoever leads the project is told.")

    def build(self, *args: Any) -> RiskForm:
        return RiskForm(*args, user=self.partner, project=self.record)

    def perform(self, form: Any) -> str:
        fields = form.cleaned_data
        with outside():
            own.raise_risk(partner=self.partner, pk=self.record.pk, now=timezone.now(), **fields)
        return self.cancel_url()


class Tick(OfProject):
    form_class = forms.TickForm
    title = gettext_lazy("The milestone is done")
    submit_label = pgettext_lazy("milestone", "It is done")
    success_message = gettext_lazy("Kept: whoever leads the project is told.")
    milestone: Milestone

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        rows = self.record.milestones.only(*MILESTONE_COLUMNS)
        found = rows.filter(pk=kwargs["row_id"]).first()
        if found is None:
            raise NotVisible(f"projects.Milestone {kwargs['row_id']}")
        if not may_tick(self.record, found):
            raise PermissionDenied(_("It is the school’s, done already, or the project does not run."))
        self.milestone = found

    def perform(self, form: Any) -> str:
        said = form.cleaned_data
        with outside():
            own.tick_own(
                partner=self.partner,
                pk=self.record.pk,
                row_id=self.milestone.pk,
                now=timezone.now(),
                **said,
            )
        return self.cancel_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"subtitle": self.milestone.title}


class GiveOpinion(OfProject):
    """Whoever of the enterprise is on the panel, liaison or not."""

    for_liaisons = False
    form_class = forms.OpinionForm
    title = gettext_lazy("Your opinion on the acceptance")
    success_message = gettext_lazy("Kept: whoever leads the acceptance reads it.")

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        seats = self.record.panel.only(*PANEL_COLUMNS).filter(contact=self.partner.contact.pk)
        if not seats.exists():
            raise PermissionDenied(_("Members of the panel give their opinions."))

    def perform(self, form: Any) -> str:
        said = form.cleaned_data
        with outside():
            own.give_own_opinion(partner=self.partner, pk=self.record.pk, now=timezone.now(), **said)
        return self.cancel_url()


@act
def resubmit(request: PartnerRequest, pk: int) -> str:
    own_project(request.partner, pk)
    require_liaison(request.partner)
    with outside():
        own.resubmit_own(partner=request.partner, pk=pk, now=timezone.now())
    messages.success(request, _("Proposed again: the school is told."))
    return reverse("portal:project", args=[pk])


@act
def confirm(request: PartnerRequest, pk: int, row_id: int) -> str:
    """Confirm whose an outcome is."""
    partner = request.partner
    project = own_project(partner, pk)
    require_liaison(partner)
    found = Outcome.objects.filter(project=project, pk=row_id).only(*OUTCOME_COLUMNS).first()
    if found is None:
        raise NotVisible(f"projects.Outcome {row_id}")
    if not may_confirm(partner, project, found):
        raise PermissionDenied(_("The enterprise that owns it confirms this, once."))
    with outside():
        own.confirm_own(partner=partner, pk=pk, row_id=row_id, now=timezone.now())
    messages.success(request, _("Confirmed."))
    return reverse("portal:project", args=[pk])
