"""Files and comments, as tabs of the pages they stand beside."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab
from core.views import FormView, act
from partnerships import operations
from partnerships.forms import CommentForm, EnterpriseFileForm, InteractionFileForm
from partnerships.models import Enterprise, EnterpriseFile, Interaction, InteractionFile
from partnerships.policies import EDIT, seen
from partnerships.views.enterprises import crumbs


def tab_address(record: Any, tab: str) -> str:
    return f"{record.get_absolute_url()}?tab={tab}"


# --- Files ------------------------------------------------------------------------------------


def _files(request: Any, record: Any, kind: str) -> dict[str, Any]:
    may_edit = record.permits(request.user, EDIT)
    return {
        "attachments": [
            {
                "name": kept.name,
                "url": reverse(f"partnerships:{kind}_file", args=[record.pk, kept.pk]),
                "size": kept.size,
                "kind": kept.get_purpose_display() if isinstance(kept, EnterpriseFile) else kept.kind,
                "added_by": kept.added_by,
                "added_at": kept.added_at,
                "delete_url": reverse(f"partnerships:{kind}_file_remove", args=[record.pk, kept.pk])
                if may_edit
                else "",
            }
            for kept in record.files.select_related("added_by")
        ],
        "add_url": reverse(f"partnerships:{kind}_file_new", args=[record.pk]) if may_edit else "",
    }


def enterprise_files(request: Any, enterprise: Any) -> dict[str, Any]:
    return _files(request, enterprise, "enterprise")


def interaction_files(request: Any, interaction: Any) -> dict[str, Any]:
    return _files(request, interaction, "interaction")


DOCUMENTS = Tab(
    name="documents",
    label=gettext_lazy("Documents"),
    template="partnerships/files.html",
    context=enterprise_files,
    order=60,
    count=lambda _request, enterprise: enterprise.files.count() or None,
)
INTERACTION_DOCUMENTS = Tab(
    name="documents",
    label=gettext_lazy("Documents"),
    template="partnerships/files.html",
    context=interaction_files,
    order=20,
    count=lambda _request, interaction: interaction.files.count() or None,
)


class FileNew(FormView):
    """A file more beside a record that one may edit."""

    title = gettext_lazy("Add a file")
    success_message = gettext_lazy("The file is added.")
    attach: ClassVar[Any]
    record: Any

    def records(self) -> QuerySet:
        raise NotImplementedError

    def authorise(self, **kwargs: Any) -> None:
        self.record = seen(self.records(), self.request.user, kwargs["pk"], EDIT)

    def perform(self, form: Any) -> str:
        self.attach(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return tab_address(self.record, "documents")


class EnterpriseFileNew(FileNew):
    form_class = EnterpriseFileForm
    attach = staticmethod(operations.attach_to_enterprise)

    def records(self) -> QuerySet:
        return Enterprise.objects.all()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.record)}


class InteractionFileNew(FileNew):
    form_class = InteractionFileForm
    attach = staticmethod(operations.attach_to_interaction)

    def records(self) -> QuerySet:
        return Interaction.objects.select_related("enterprise")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.record.enterprise)}


def _file_of(model: Any, parents: Any, file_id: int) -> Any:
    kept: Model | None = model.objects.filter(pk=file_id, parent__in=parents).first()
    if kept is None:
        raise NotVisible(f"{model._meta.label} {file_id}")
    return kept


@require_safe
def enterprise_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    parents = Enterprise.objects.visible_to(request.user).filter(pk=pk)
    return serve(request, _file_of(EnterpriseFile, parents, file_id))


@require_safe
def interaction_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    parents = Interaction.objects.visible_to(request.user).filter(pk=pk)
    return serve(request, _file_of(InteractionFile, parents, file_id))


@act
def enterprise_file_remove(request: PersonRequest, pk: int, file_id: int) -> str:
    operations.remove_from_enterprise(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    return f"{reverse('partnerships:enterprise_detail', args=[pk])}?tab=documents"


@act
def interaction_file_remove(request: PersonRequest, pk: int, file_id: int) -> str:
    operations.remove_from_interaction(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    return f"{reverse('partnerships:interaction_detail', args=[pk])}?tab=documents"


# --- Comments ---------------------------------------------------------------------------------


def enterprise_comments(request: Any, enterprise: Any) -> dict[str, Any]:
    return {
        "comments": [
            {"author": comment.author, "at": comment.created_at, "text": comment.text}
            for comment in enterprise.comments.filter(deleted_at=None).select_related("author")
        ],
        "form": CommentForm(user=request.user),
        "post_url": reverse("partnerships:comment_new", args=[enterprise.pk]),
    }


COMMENTS = Tab(
    name="comments",
    label=gettext_lazy("Comments"),
    template="components/comments.html",
    context=enterprise_comments,
    order=70,
    count=lambda _request, enterprise: enterprise.comments.filter(deleted_at=None).count() or None,
)


@act
def comment_new(request: PersonRequest, pk: int) -> str:
    operations.comment_on_enterprise(
        actor=request.user, pk=pk, text=request.POST.get("text", ""), now=timezone.now()
    )
    return f"{reverse('partnerships:enterprise_detail', args=[pk])}?tab=comments"
