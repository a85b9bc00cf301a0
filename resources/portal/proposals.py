"""An enterprise's own resources, proposed by its liaison. Fetched behind the wall, done outside it."""

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
from partnerships.portal.partner import Partner, PartnerRequest, require_liaison
from resources.forms.resources import ResourceFields
from resources.models import Resource, ResourceState
from resources.operations import proposals
from resources.portal.reading import crumbs_of_resources, shown_resource

R = ResourceState


def may_change(resource: Resource) -> bool:
    """As long as the centre has not taken it in."""
    return resource.by_enterprise and resource.state in {R.PROPOSED, R.REFUSED}


def own_resource(partner: Partner, pk: int) -> Resource:
    """Raises NotVisible, PermissionDenied."""
    resource = shown_resource(pk)
    if resource.enterprise_id != partner.enterprise.pk:
        raise NotVisible(f"resources.Resource {pk}")
    require_liaison(partner)
    if not may_change(resource):
        raise PermissionDenied(_("The school has answered already: write to it."))
    return resource


class Propose(PortalFormView):
    """A workshop, a device or a venue that students and teachers may use."""

    form_class = ResourceFields
    title = gettext_lazy("Propose a resource")
    submit_label = pgettext_lazy("resource", "Propose")
    success_message = gettext_lazy("Proposed: the school accepts it, or says why not.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> ResourceFields:
        return ResourceFields(*args, user=self.partner, **self.form_kwargs())

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            made = proposals.propose(partner=self.partner, now=timezone.now(), **fields)
        return reverse("portal:resource", args=[made.pk])

    def cancel_url(self) -> str:
        return reverse("portal:resources")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs_of_resources(),
            "form_help": _(
                "Say what students and teachers could use at your place. Once the school has accepted it, it "
                "may ask you for times, and you answer each of them."
            ),
        }


class Change(Propose):
    title = gettext_lazy("Change the resource")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved: the school is asked to accept it.")
    record: Resource

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_resource(self.partner, kwargs["pk"])

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> str:
        fields = form.entered()
        with outside():
            proposals.change_own(partner=self.partner, pk=self.record.pk, now=timezone.now(), **fields)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("portal:resource", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": self.record.name, "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs_of_resources(), here], "subtitle": self.record.name}


@act
def withdraw(request: PartnerRequest, pk: int) -> str:
    own_resource(request.partner, pk)
    with outside():
        proposals.withdraw_own(partner=request.partner, pk=pk, now=timezone.now())
    messages.success(request, _("Withdrawn."))
    return reverse("portal:resource", args=[pk])
