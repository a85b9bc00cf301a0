"""Staff's page of one signatory's link: where it went, sending it anew, handing it over, taking it back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import NotVisible
from core.errors import Refused
from core.http import PersonRequest
from core.rendering.qr import qr_svg
from core.views import FormView, act
from signing import operations
from signing.forms.reaching import ReachForm
from signing.links_to_sign import links_to
from signing.models import Signatory, TaskLink
from signing.operations.reaching import can_be_sent_a_link
from signing.views.envelopes import envelope_for


class Reach(FormView):
    template_name = "signing/reach.html"
    form_class = ReachForm
    title = gettext_lazy("How the signatory is reached")
    submit_label = gettext_lazy("Send the new link")
    success_message = ""
    record: Any
    signatory: Signatory

    def authorise(self, **kwargs: Any) -> None:
        envelope, self.record = envelope_for(self.request.user, kwargs["pk"], to_act=True)
        found = envelope.signatories.filter(pk=kwargs["signatory_id"]).first()
        if found is None:
            raise NotVisible(f"signing.Signatory {kwargs['signatory_id']}")
        found.envelope = envelope
        if not can_be_sent_a_link(found):
            raise NotVisible(f"signing.Signatory {found.pk} by link")
        self.signatory = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"signatory": self.signatory}

    def perform(self, form: Any) -> str:
        link = operations.send_link_again(
            actor=self.request.user, now=timezone.now(), **self.keys, **form.cleaned_data
        )
        if link.channel == TaskLink.Channel.BY_HAND:
            messages.success(self.request, _("The new link is made. Have its address shown to hand it over."))
            return self.address("signatory_reach")
        messages.success(
            self.request, _("The new link is on its way to %(address)s.") % {"address": link.address}
        )
        return self.cancel_url()

    @property
    def keys(self) -> dict[str, Any]:
        return {"envelope_id": self.signatory.envelope_id, "signatory_id": self.signatory.pk}

    def address(self, name: str) -> str:
        return reverse(f"signing:{name}", args=[self.signatory.envelope_id, self.signatory.pk])

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=signing"

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        link = links_to([self.signatory.pk]).first()
        is_open = link is not None and link.revoked_at is None
        return {
            "subtitle": f"{self.signatory} · {self.signatory.party}",
            "breadcrumbs": [{"label": str(self.record), "url": self.cancel_url()}],
            "signatory": self.signatory,
            "link": link,
            "show_url": self.address("signatory_link") if is_open else "",
            "revoke_url": self.address("signatory_link_revoke") if is_open else "",
        }


class ShowLink(Reach):
    """The address and its QR code, to whoever says that they will hand them over; never kept."""

    http_method_names = ["post", "options"]

    def post(self, request: PersonRequest, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        self.authorise(**kwargs)
        try:
            link = operations.hand_over_link(actor=request.user, now=timezone.now(), **self.keys)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.show(self.build())
        address = urljoin(f"{settings.SITE_URL}/", link.get_absolute_url())
        self.handed = {"address": address, "qr": qr_svg(address)}
        response = self.show(self.build())
        response["Cache-Control"] = "no-store"
        return response

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {"handed": getattr(self, "handed", None)}


@act
def revoke(request: PersonRequest, pk: int, signatory_id: int) -> str:
    _envelope, _record = envelope_for(request.user, pk, to_act=True)
    operations.revoke_link(actor=request.user, envelope_id=pk, signatory_id=signatory_id, now=timezone.now())
    messages.success(request, _("The link is taken back. It does not open any more."))
    return reverse("signing:signatory_reach", args=[pk, signatory_id])
