from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.views import FormView, act
from partnerships import operations
from partnerships.forms import ContactForm, LeavingForm
from partnerships.models import Contact, Enterprise
from partnerships.policies import EDIT, seen
from partnerships.views.enterprises import crumbs


class ContactNew(FormView):
    form_class = ContactForm
    title = gettext_lazy("New contact")
    success_message = gettext_lazy("The contact is added.")

    def authorise(self, **kwargs: Any) -> None:
        self.enterprise = seen(Enterprise.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def perform(self, form: Any) -> Contact:
        return operations.add_contact(
            actor=self.request.user,
            enterprise_pk=self.kwargs["pk"],
            now=timezone.now(),
            **form.cleaned_data,
        )

    def cancel_url(self) -> str:
        return f"{self.enterprise.get_absolute_url()}?tab=contacts"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.enterprise)}


class OfContact(FormView):
    """A form about one contact."""

    def authorise(self, **kwargs: Any) -> None:
        contacts = Contact.objects.select_related("enterprise")
        self.contact: Contact = seen(contacts, self.request.user, kwargs["pk"], EDIT)
        note_reading(self.request, [self.contact], data=AccessLog.Data.CONTACT)

    def cancel_url(self) -> str:
        return self.contact.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.contact.enterprise)}


class ContactEdit(OfContact):
    form_class = ContactForm

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.contact}

    def get_title(self) -> str:
        return _("Edit %(name)s") % {"name": self.contact}

    def perform(self, form: Any) -> Contact:
        changed: Any = {name: form.cleaned_data[name] for name in form.changed_data}
        return operations.change_contact(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **changed
        )


class ContactLeave(OfContact):
    form_class = LeavingForm
    submit_label = gettext_lazy("Has left")
    success_message = gettext_lazy("They stay in the records, and are offered no more.")

    def get_title(self) -> str:
        return _("%(name)s has left the enterprise") % {"name": self.contact}

    def perform(self, form: Any) -> Contact:
        return operations.end_contact(
            actor=self.request.user,
            pk=self.kwargs["pk"],
            left_on=form.cleaned_data["left_on"],
            now=timezone.now(),
        )


@act
def bring_back(request: PersonRequest, pk: int) -> Contact:
    return operations.bring_back_contact(actor=request.user, pk=pk, now=timezone.now())


@act
def invite(request: PersonRequest, pk: int) -> Contact:
    """Send an invitation to the portal, or send it again."""
    invitation = operations.invite_contact(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    return invitation.contact


@act
def uninvite(request: PersonRequest, pk: int) -> Contact:
    contact = operations.revoke_invitation(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The invitation is taken back: its link opens nothing any more."))
    return contact
