"""What people of an enterprise do about exchanges: fetched behind the wall, done outside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Department
from collaboration.exchange_versions import OWN, as_shown
from collaboration.forms.exchanges import (
    EmployeesFeedbackForm,
    EmployeesForm,
    MaterialForm,
    OwnExchangeForm,
    SpeakersForm,
)
from collaboration.models import Exchange, Place, Registration
from collaboration.operations import exchange_files, exchanges, registrations
from collaboration.operations.own_exchanges import change_own
from collaboration.portal.exchanges import crumbs, own_exchange
from core.bilingual import listed
from core.forms import ReasonForm, RecordForm
from core.versions import ShowsBoth
from core.views import act
from core.walls import outside
from partnerships.models import Contact
from partnerships.portal.pages import PortalFormView
from partnerships.portal.partner import PartnerRequest, require_liaison
from partnerships.portal.walls import CONTACT_COLUMNS


def own_people(enterprise_id: int) -> Any:
    rows = Contact.objects.filter(enterprise=enterprise_id, left_on=None)
    return rows.only(*CONTACT_COLUMNS)


class Propose(PortalFormView):
    """A liaison proposes an exchange to the school."""

    form_class = OwnExchangeForm
    title = gettext_lazy("Propose an exchange")
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy("Proposed. The school answers.")

    def authorise(self, **kwargs: Any) -> None:
        require_liaison(self.partner)

    def build(self, *args: Any) -> OwnExchangeForm:
        enterprise = self.partner.enterprise
        return OwnExchangeForm(
            *args,
            user=self.partner,
            enterprise=enterprise,
            people=own_people(enterprise.pk),
            departments=Department.objects.filter(is_active=True),
            initial={"audience": ["students"], "place_kind": Place.SCHOOL},
        )

    def perform(self, form: Any) -> str:
        given = form.entered()
        with outside():
            made = exchanges.propose_at_portal(partner=self.partner, now=timezone.now(), **given)
        return reverse("portal:exchange", args=[made.pk])

    def cancel_url(self) -> str:
        return reverse("portal:exchanges")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfExchange(PortalFormView):
    """A form of a liaison's about one exchange of the enterprise."""

    record: Exchange

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_exchange(self.partner, kwargs["pk"])
        require_liaison(self.partner)

    def cancel_url(self) -> str:
        return reverse("portal:exchange", args=[self.record.pk])

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": str(self.record), "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": str(self.record)}

    def perform(self, form: Any) -> str:
        with outside():
            self.do(form.cleaned_data)
        return self.cancel_url()

    def do(self, given: dict[str, Any]) -> None:
        raise NotImplementedError


class Edit(ShowsBoth, OfExchange):
    """What was proposed and waits for the school's answer."""

    form_class = OwnExchangeForm
    title = gettext_lazy("Change the exchange")
    success_message = gettext_lazy("Changed.")

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        if not self.record.waits_for_centre():
            raise PermissionDenied(_("It is changed by who proposed it, until it is answered."))

    def build(self, *args: Any) -> OwnExchangeForm:
        enterprise = self.partner.enterprise
        held = self.record.speakers.exclude(contact=None).values_list("contact", flat=True)
        return OwnExchangeForm(
            *args,
            user=self.partner,
            enterprise=enterprise,
            people=own_people(enterprise.pk),
            departments=Department.objects.filter(is_active=True),
            instance=self.record,
            version=self.latest()[1],
            initial={"contacts": list(held), "department": self.record.department_id},
        )

    def latest(self) -> tuple[Exchange, str]:
        exchange = own_exchange(self.partner, self.record.pk)
        return exchange, as_shown(exchange)

    def compared(self) -> Sequence[str]:
        return OWN

    def differences(self, form: Any, record: Any) -> Iterator[dict[str, Any]]:
        yield from super().differences(form, record)
        held = own_people(self.partner.enterprise.pk).filter(exchanges_held__exchange=record.pk)
        if set(form.cleaned_data.get("contacts", ())) != set(held):
            yield {"label": str(form.fields["contacts"].label), "now": listed(held)}

    def perform(self, form: Any) -> str:
        given = form.entered()
        del given["department_id"]
        with outside():
            change_own(partner=self.partner, pk=self.record.pk, now=timezone.now(), **given)
        return self.cancel_url()


class ReadForm(RecordForm):
    """``seen`` is which version of the exchange was read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class Agree(OfExchange):
    """To what was read: the address says which version the page of the exchange showed."""

    form_class = ReadForm
    title = gettext_lazy("Agree to the exchange")
    submit_label = pgettext_lazy("exchange", "Agree")
    success_message = gettext_lazy("Agreed. The school is told and announces it.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"seen": self.request.GET.get("seen") or as_shown(self.record)}}

    def do(self, given: dict[str, Any]) -> None:
        exchanges.answer_at_portal(
            partner=self.partner,
            pk=self.record.pk,
            agrees=True,
            expected=given["seen"],
            now=timezone.now(),
        )


class Confirm(Agree):
    """What the school recorded afterwards took place."""

    title = gettext_lazy("Confirm that it took place")
    submit_label = pgettext_lazy("exchange", "Confirm")
    success_message = gettext_lazy("Confirmed. The school is told and closes it.")


class Decline(OfExchange):
    form_class = ReasonForm
    title = gettext_lazy("Decline the exchange")
    submit_label = pgettext_lazy("exchange", "Decline")
    success_message = gettext_lazy("Declined. The school is told why.")

    def do(self, given: dict[str, Any]) -> None:
        exchanges.answer_at_portal(
            partner=self.partner, pk=self.record.pk, agrees=False, now=timezone.now(), **given
        )


class Cancel(OfExchange):
    form_class = ReasonForm
    title = gettext_lazy("Cancel the exchange")
    submit_label = gettext_lazy("Cancel the exchange")
    success_message = gettext_lazy("Cancelled. Everybody concerned is told why.")

    def do(self, given: dict[str, Any]) -> None:
        exchanges.cancel_at_portal(partner=self.partner, pk=self.record.pk, now=timezone.now(), **given)


class Speakers(OfExchange):
    form_class = SpeakersForm
    title = gettext_lazy("Who of us holds it")

    def form_kwargs(self) -> dict[str, Any]:
        held = self.record.speakers.exclude(contact=None).values_list("contact", flat=True)
        return {
            "people": own_people(self.partner.enterprise.pk),
            "with_teachers": False,
            "initial": {"contacts": list(held)},
        }

    def do(self, given: dict[str, Any]) -> None:
        exchanges.name_own_speakers(
            partner=self.partner,
            pk=self.record.pk,
            contact_ids=[one.pk for one in given["contacts"]],
            now=timezone.now(),
        )

    def perform(self, form: Any) -> str:
        list(form.cleaned_data["contacts"])  # read behind the wall
        return super().perform(form)


class Employees(OfExchange):
    form_class = EmployeesForm
    title = gettext_lazy("Register employees")
    submit_label = pgettext_lazy("exchange", "Register")
    success_message = ""

    def do(self, given: dict[str, Any]) -> None:
        rows = registrations.register_employees(
            partner=self.partner, pk=self.record.pk, people=given["people"], now=timezone.now()
        )
        if not rows:
            messages.info(self.request, _("Everybody on the list is registered already."))
        elif waiting := sum(1 for row in rows if row.seat is None):
            messages.warning(
                self.request,
                _("All places are taken: %(count)d wait for one.") % {"count": waiting},
            )
        else:
            messages.success(self.request, _("Registered."))


class GiveFeedback(OfExchange):
    """An employee who was there answers, or the liaison hands in what one has answered."""

    form_class = EmployeesFeedbackForm
    title = gettext_lazy("Feedback")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("Thank you. Nobody learns who answered what.")
    employees: list[Registration]

    def authorise(self, **kwargs: Any) -> None:
        self.record = own_exchange(self.partner, kwargs["pk"])
        with outside():
            self.employees = registrations.employees_to_answer(self.partner, self.record, timezone.now())
        if not self.employees and not self.partner.is_liaison:
            raise PermissionDenied(_("Who was there is asked."))

    def form_kwargs(self) -> dict[str, Any]:
        return {"employees": self.employees}

    def do(self, given: dict[str, Any]) -> None:
        registrations.give_feedback(
            actor=self.partner,
            registration_id=given["registration"],
            answers=given,
            now=timezone.now(),
        )


class Material(OfExchange):
    form_class = MaterialForm
    title = gettext_lazy("Add material")

    def do(self, given: dict[str, Any]) -> None:
        exchange_files.add_material_at_portal(
            partner=self.partner, pk=self.record.pk, upload=given["upload"], now=timezone.now()
        )


@act
def take_out(request: PartnerRequest, pk: int, registration_id: int) -> str:
    own_exchange(request.partner, pk)
    require_liaison(request.partner)
    with outside():
        registrations.withdraw_employee(
            partner=request.partner, pk=pk, registration_id=registration_id, now=timezone.now()
        )
    return reverse("portal:exchange", args=[pk])
