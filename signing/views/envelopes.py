"""Staff's side: an envelope's state is shown by the page of its record; these are the acts on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import Actor, NotVisible
from core.attachments import serve
from core.forms import ReasonForm
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.views import FormView, act
from signing import operations
from signing.chips import envelope_chip, signatory_chip
from signing.links_to_sign import links_to
from signing.models import Envelope, Signatory, SignatoryFile, TaskLink
from signing.operations.reaching import can_be_sent_a_link
from signing.signables import kind_of, signable_of
from signing.views.ceremony import sealed_pdf


def envelope_for(actor: Actor, pk: int, *, to_act: bool = False) -> tuple[Envelope, Any]:
    """An envelope and its record, which the actor sees, or may act on.

    Raises:
        NotVisible, PermissionDenied: as the operation behind the page would.
    """
    envelope = Envelope.objects.select_related("created_by").filter(pk=pk).first()
    rows: Any = kind_of(envelope)._default_manager if envelope else None
    record = rows.visible_to(actor).filter(pk=envelope.subject_id).first() if envelope else None
    if envelope is None or record is None:
        raise NotVisible(f"signing.Envelope {pk}")
    if to_act and not record.permits(actor, signable_of(envelope).capability):
        raise PermissionDenied
    return envelope, record


class Void(FormView):
    template_name = "components/confirm.html"
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Call the electronic signing off")
    success_message = gettext_lazy("The signing is called off. Everybody who was asked is told.")
    envelope: Envelope
    record: Any

    def authorise(self, **kwargs: Any) -> None:
        self.envelope, self.record = envelope_for(self.request.user, kwargs["pk"], to_act=True)

    def perform(self, form: forms.BaseForm) -> str:
        operations.void_envelope(
            actor=self.request.user,
            envelope_id=self.envelope.pk,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=signing"

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        consequences = (
            _("Nobody can sign it any more."),
            _("Sent again with the same text, the signatures already given are kept."),
        )
        return {
            "subtitle": self.envelope.title,
            "question": _("Call off the signing of this document?"),
            "consequences": consequences,
            "danger": True,
        }


@act
def remind(request: PersonRequest, pk: int, signatory_id: int) -> str:
    _envelope, record = envelope_for(request.user, pk, to_act=True)
    told = operations.remind_signatory(
        actor=request.user, envelope_id=pk, signatory_id=signatory_id, now=timezone.now()
    )
    if told:
        messages.success(request, _("They are reminded."))
    else:
        messages.info(request, _("They have been reminded today already."))
    return f"{record.get_absolute_url()}?tab=signing"


@require_safe
def sealed(request: PersonRequest, pk: int) -> HttpResponse:
    envelope, _record = envelope_for(request.user, pk)
    return sealed_pdf(request, envelope)


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> Any:
    """A proof of authority, or the scan of what was signed on paper."""
    envelope, _record = envelope_for(request.user, pk)
    kept = (
        SignatoryFile.objects.filter(pk=file_id, parent__envelope=envelope).select_related("parent").first()
    )
    if kept is None:
        raise NotVisible(f"signing.SignatoryFile {file_id}")
    if kept.purpose == SignatoryFile.Purpose.AUTHORITY:
        note_reading(request, [kept.parent], data=AccessLog.Data.FILE)
    return serve(request, kept)


def _is_taken_back(link: TaskLink | None) -> bool:
    return link is not None and link.revoked_at is not None


def envelopes_of(request: HttpRequest, record: Any) -> dict[str, Any]:
    """Every envelope of a record, the latest first, as ``signing/envelopes.html`` shows them."""
    envelopes = (
        Envelope.objects.about(record)
        .select_related("created_by", "seal_order")
        .prefetch_related("signatories__files", "signatories__user")
        .order_by("-created_at", "-pk")
    )
    links = {
        link.subject_id: link
        for link in links_to(person.pk for envelope in envelopes for person in envelope.signatories.all())
    }
    found = []
    for envelope in envelopes:
        may_act = record.permits(request.user, signable_of(envelope).capability)
        found.append(
            {
                "envelope": envelope,
                "chip": envelope_chip(envelope),
                "people": [
                    {
                        "signatory": signatory,
                        "chip": signatory_chip(signatory),
                        "files": signatory.files.all(),
                        "link": links.get(signatory.pk),
                        "reach_url": reverse("signing:signatory_reach", args=[envelope.pk, signatory.pk])
                        if may_act and can_be_sent_a_link(signatory)
                        else "",
                        "can_remind": may_act
                        and not _is_taken_back(links.get(signatory.pk))
                        and envelope.is_out
                        and signatory.is_electronic
                        and signatory.status in {Signatory.Status.INVITED, Signatory.Status.OPENED},
                        "is_me": signatory.user_id == request.user.pk
                        and envelope.is_out
                        and signatory.status in {Signatory.Status.INVITED, Signatory.Status.OPENED},
                    }
                    for signatory in envelope.signatories.all()
                ],
                "events": list(envelope.events.select_related("signatory").order_by("-sequence")),
                "can_void": may_act and envelope.is_out,
                "seal_order": getattr(envelope, "seal_order", None),
            }
        )
    return {"envelopes": found}
