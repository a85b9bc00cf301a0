"""What the pages of one agreement share: fetching it, and asking before an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement, Amendment
from core.access import Actor, NotVisible, Text, capability_label
from core.forms import RecordForm
from core.views import FormView


def agreement_for(actor: Actor, pk: int, capability: str) -> Agreement:
    """The agreement, for a page that could change it.

    Raises:
        NotVisible, PermissionDenied: as the operation behind the page would.
    """
    agreement = (
        Agreement.objects.visible_to(actor)
        .select_related("type", "department", "owner")
        .filter(pk=pk)
        .first()
    )
    if agreement is None:
        raise NotVisible(f"agreements.Agreement {pk}")
    require(actor, agreement, capability)
    return agreement


def amendment_for(actor: Actor, pk: int, capability: str) -> Amendment:
    amendment = (
        Amendment.objects.visible_to(actor)
        .select_related("agreement__type", "agreement__department", "agreement__owner", "proposed_by")
        .filter(pk=pk)
        .first()
    )
    if amendment is None:
        raise NotVisible(f"agreements.Amendment {pk}")
    require(actor, amendment.agreement, capability)
    return amendment


def number_in(text: str | None) -> int:
    """The key in an address; one that no row has where somebody typed something else."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def require(actor: Actor, agreement: Agreement, capability: str) -> None:
    if not agreement.permits(actor, capability):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(capability)}
        )


def trail(agreement: Agreement | None = None, amendment: Amendment | None = None) -> list[dict[str, Any]]:
    """Breadcrumbs down to a page below these records."""
    crumbs: list[dict[str, Any]] = [{"label": _("Agreements"), "url": reverse("agreements:agreement_list")}]
    if agreement is not None:
        crumbs.append({"label": agreement.title, "url": agreement.get_absolute_url()})
    if amendment is not None:
        crumbs.append(
            {
                "label": _("Amendment %(number)d") % {"number": amendment.number},
                "url": amendment.get_absolute_url(),
            }
        )
    return crumbs


class AgreementForm(FormView):
    """A form about one agreement."""

    capability: ClassVar[str]
    agreement: Agreement

    def authorise(self, **kwargs: Any) -> None:
        self.agreement = agreement_for(self.request.user, kwargs["pk"], self.capability)

    def cancel_url(self) -> str:
        return self.agreement.get_absolute_url()

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {"breadcrumbs": trail(self.agreement)}


class AgreementAct(AgreementForm):
    """Asks before something is done to one agreement, for a reason where others will read it.

    What the form asks for is what ``operation`` takes besides the actor, the agreement and the time.
    """

    template_name = "components/confirm.html"
    form_class: ClassVar[Any] = RecordForm
    question: ClassVar[Text]
    consequences: ClassVar[tuple[Text, ...]] = ()
    danger: ClassVar[bool] = False
    operation: ClassVar[Callable[..., Any]]

    def perform(self, form: forms.BaseForm) -> Any:
        return self.operation(
            actor=self.request.user, pk=self.agreement.pk, now=timezone.now(), **form.cleaned_data
        )

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {
            "subtitle": str(self.agreement),
            "question": self.question,
            "consequences": self.consequences,
            "danger": self.danger,
        }
