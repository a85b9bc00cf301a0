"""Signatures on paper, files and comments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import operations
from agreements.forms.acts import ReasonForm
from agreements.forms.papers import CommentForm, FileForm, SignatureForm
from agreements.models import Agreement, AgreementFile, Amendment, Party
from agreements.policies import EDIT
from agreements.views.documents import documents_of
from agreements.views.editing import parties_url, party_of
from agreements.views.pages import AgreementAct, AgreementForm, amendment_for, trail
from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab
from core.views import act


class SignatureNew(AgreementForm):
    """Who signed the agreement for a party."""

    capability = EDIT
    form_class = SignatureForm
    title = _("Record a signature")
    submit_label = _("Record the signature")
    success_message = _("The signature is recorded.")
    party: Party

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.party = party_of(self.agreement, kwargs["party_id"])

    def form_kwargs(self) -> dict[str, Any]:
        return {"party": self.party}

    def perform(self, form: forms.BaseForm) -> str:
        operations.record_paper_signature(
            actor=self.request.user,
            pk=self.agreement.pk,
            party_id=self.party.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        self.keep(form.cleaned_data["scan"])
        return self.cancel_url()

    def keep(self, scan: Any, amendment: Amendment | None = None) -> None:
        if scan is not None:
            scan.seek(0)
            operations.attach_file(
                actor=self.request.user,
                pk=self.agreement.pk,
                upload=scan,
                purpose=AgreementFile.Purpose.SCAN,
                amendment_id=amendment.pk if amendment else None,
                now=timezone.now(),
            )

    def cancel_url(self) -> str:
        return parties_url(self.agreement.pk)

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {"subtitle": f"{self.agreement} · {self.party.name}"}


class AmendmentSignatureNew(SignatureNew):
    """Who signed an amendment for a party."""

    amendment: Amendment

    def authorise(self, **kwargs: Any) -> None:
        self.amendment = amendment_for(self.request.user, kwargs["pk"], EDIT)
        self.agreement = self.amendment.agreement
        self.party = party_of(self.agreement, kwargs["party_id"])

    def perform(self, form: forms.BaseForm) -> str:
        operations.record_amendment_signature(
            actor=self.request.user,
            amendment_id=self.amendment.pk,
            party_id=self.party.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        self.keep(form.cleaned_data["scan"], self.amendment)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return f"{self.amendment.get_absolute_url()}?tab=signatures"

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return super().extra_context(form) | {"breadcrumbs": trail(self.agreement, self.amendment)}


class SignatureRemove(AgreementAct):
    capability = EDIT
    form_class = ReasonForm
    title = submit_label = _("Remove the signature")
    question = _("Was this signature recorded by mistake?")
    danger = True
    success_message = _("The signature is removed.")
    signature_id: int

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.signature_id = kwargs["signature_id"]
        if not Party.objects.filter(agreement=self.agreement, paper_signatures=self.signature_id).exists():
            raise NotVisible(f"agreements.PaperSignature {self.signature_id}")

    def perform(self, form: forms.BaseForm) -> str:
        operations.remove_paper_signature(
            actor=self.request.user,
            pk=self.agreement.pk,
            signature_id=self.signature_id,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return parties_url(self.agreement.pk)


# --- Files ------------------------------------------------------------------------------------


def documents_url(pk: int) -> str:
    return reverse("agreements:agreement_detail", args=[pk]) + "?tab=documents"


def documents_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    files = agreement.files.select_related("added_by", "amendment")
    edits = agreement.permits(request.user, EDIT)
    return {
        "agreement": agreement,
        "documents": documents_of(agreement),
        "attachments": [
            {
                "name": kept.name,
                "url": reverse("agreements:file", args=[agreement.pk, kept.pk]),
                "size": kept.size,
                "kind": kept.get_purpose_display(),
                "added_by": kept.added_by,
                "added_at": kept.added_at,
                "delete_url": reverse("agreements:file_remove", args=[agreement.pk, kept.pk])
                if edits and not kept.is_proof
                else "",
            }
            for kept in files
        ],
        "upload_url": reverse("agreements:file_new", args=[agreement.pk]) if edits else "",
    }


DOCUMENTS = Tab(
    name="documents",
    label=_("Documents"),
    template="agreements/tabs/documents.html",
    context=documents_tab,
    order=40,
    count=lambda _request, agreement: agreement.files.count() or None,
)


class FileNew(AgreementForm):
    capability = EDIT
    form_class = FileForm
    title = _("Add a file")
    submit_label = _("Add the file")
    success_message = _("The file is added.")

    def perform(self, form: forms.BaseForm) -> str:
        operations.attach_file(
            actor=self.request.user, pk=self.agreement.pk, now=timezone.now(), **form.cleaned_data
        )
        return documents_url(self.agreement.pk)

    def cancel_url(self) -> str:
        return documents_url(self.agreement.pk)


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    visible = Agreement.objects.visible_to(request.user).filter(pk=pk)
    kept = AgreementFile.objects.filter(pk=file_id, parent__in=visible).first()
    if kept is None:
        raise NotVisible(f"agreements.AgreementFile {file_id}")
    return serve(request, kept)


@act
def file_remove(request: PersonRequest, pk: int, file_id: int) -> str:
    operations.remove_file(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    return documents_url(pk)


# --- Comments ---------------------------------------------------------------------------------


def comments_tab(request: Any, agreement: Agreement) -> dict[str, Any]:
    return {
        "comments": [
            {
                "author": comment.author,
                "organisation": _("partner portal") if comment.author and comment.author.is_partner else "",
                "at": comment.created_at,
                "text": comment.text,
                "internal": comment.is_internal,
            }
            for comment in agreement.comments.select_related("author").filter(deleted_at=None)
        ],
        "form": CommentForm(user=request.user),
        "post_url": reverse("agreements:comment_new", args=[agreement.pk]),
    }


COMMENTS = Tab(
    name="comments",
    label=_("Comments"),
    template="components/comments.html",
    context=comments_tab,
    order=50,
    count=lambda _request, agreement: agreement.comments.filter(deleted_at=None).count() or None,
)


@act
def comment_new(request: PersonRequest, pk: int) -> str:
    operations.comment_on_agreement(
        actor=request.user,
        pk=pk,
        text=request.POST.get("text", ""),
        is_internal="is_shared" not in request.POST,
        now=timezone.now(),
    )
    return reverse("agreements:agreement_detail", args=[pk]) + "?tab=comments"
