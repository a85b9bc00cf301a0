"""The library on the pages of the staff."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.bilingual import listed
from core.exports import ExportColumn, rows_response
from core.forms import ReasonForm
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from information.forms.library import LibraryForm, ShareForm, VersionForm
from information.lists.library import LibraryFilters, LibraryTable
from information.models import LibraryDocument, LibraryDownload, LibraryState, LibraryVersion, Reach
from information.operations import library as operations
from information.transitions.library import EDIT, READ
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordAct, RecordFormView

SHOWN = 200


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Library"), "url": reverse("information:library_list")}]


class LibraryList(ListView):
    """Everybody of the centre has it: what is shared with them, and what their departments keep."""

    capability = READ
    title = gettext_lazy("Library")
    list_name = "information:library"
    table_class = LibraryTable
    filterset_class = LibraryFilters
    sorts = {"created_at": "created_at", "valid_until": "valid_until"}
    default_sort = "-created_at"
    search_placeholder = gettext_lazy("Title, keywords or description")
    empty_title = gettext_lazy("Nothing in the library yet")
    empty_text = gettext_lazy(
        "Templates, guides and reports that the centre shares with its staff and partners."
    )
    empty_icon = "books"

    def authorise(self) -> None:
        """Nobody is shown more than what is shared with them without a power."""

    def get_queryset(self) -> QuerySet[LibraryDocument]:
        rows = LibraryDocument.objects.visible_to(self.request.user).with_numbers()
        return rows.select_related("department").defer("description", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Enter a document"), "url": reverse("information:library_new"), "icon": "plus"}


def version_url(version: LibraryVersion) -> str:
    return reverse("information:library_version", args=[version.parent_id, version.number])


def overview(request: HttpRequest, document: Any) -> dict[str, Any]:
    """One query of the versions; for whoever keeps it three more of whom it is shared with."""
    user: Any = request.user
    keeps = document.permits(user, EDIT)
    versions = document.versions.select_related("added_by")
    if not keeps:
        versions = versions.filter(number=document.latest)
    shared_with = []
    if keeps:
        shared_with = [
            (_("Departments"), list(document.departments.all())),
            (_("Enterprises"), list(document.enterprises.all())),
            (_("Members of alliances"), list(document.alliances.all())),
        ]
    return {
        "document": document,
        "versions": [(one, version_url(one)) for one in versions],
        "shared_with": [(label, rows) for label, rows in shared_with if rows],
        "is_outdated": document.is_out_of_date(timezone.localdate()),
    }


def downloads(request: HttpRequest, document: Any) -> dict[str, Any]:
    """One query, the latest first."""
    user: Any = request.user
    if not document.permits(user, EDIT):
        raise PermissionDenied
    return {
        "document": document,
        "downloads": list(_downloads(document)[:SHOWN]),
        "shown": SHOWN,
        "export_url": reverse("information:library_downloads", args=[document.pk]),
    }


def _downloads(document: LibraryDocument) -> QuerySet[LibraryDownload]:
    rows = LibraryDownload.objects.filter(version__parent=document.pk)
    return rows.select_related("version", "user", "enterprise").order_by("-at", "-pk")


OVERVIEW = Tab(
    name="document",
    label=pgettext_lazy("library document", "Document"),
    template="information/library_document.html",
    context=overview,
    order=0,
)
DOWNLOADS = Tab(
    name="downloads",
    label=gettext_lazy("Who has fetched it"),
    template="information/library_downloads.html",
    context=downloads,
    order=10,
)


class LibraryDetail(DetailView):
    record: LibraryDocument

    def get_queryset(self) -> QuerySet[LibraryDocument]:
        return LibraryDocument.objects.visible_to(self.request.user).select_related(
            "department", "created_by"
        )

    def offered_tabs(self) -> list[Tab]:
        if not self.record.permits(self.request.user, EDIT):
            return [OVERVIEW]
        offered = super().offered_tabs()
        return [OVERVIEW, DOWNLOADS, *offered]

    def context(self) -> dict[str, Any]:
        one = self.record
        partners, staff = Reach(one.partner_reach), Reach(one.staff_reach)
        return {
            "title": one.title,
            "chip": one.chip,
            "subtitle": one.get_kind_display(),
            "breadcrumbs": crumbs(),
            "facts": [
                {"label": _("Kept by"), "value": one.department},
                {"label": _("Latest version"), "value": one.latest},
                {"label": _("Staff"), "value": staff.label},
                {"label": _("Partners"), "value": partners.label},
                {"label": pgettext("library document", "Valid until"), "value": _day(one.valid_until)},
                {"label": pgettext("library document", "Shared"), "value": _day(one.shared_at)},
                {"label": pgettext("library document", "Keywords"), "value": listed(one.keywords.split())},
            ],
            **self.acts(),
        }

    def acts(self) -> dict[str, Any]:
        one = self.record
        if not one.permits(self.request.user, EDIT) or one.state == LibraryState.WITHDRAWN:
            return {"primary_action": None, "actions": []}
        address = lambda name: reverse(f"information:library_{name}", args=[one.pk])  # noqa: E731
        version = {"label": _("Add a version"), "url": address("version_new"), "icon": "upload"}
        edit = {"label": _("Edit"), "url": address("edit"), "icon": "edit"}
        if one.state == LibraryState.SHARED:
            withdraw = {"label": _("Withdraw"), "url": address("withdraw"), "icon": "archive", "danger": True}
            return {"primary_action": version, "actions": [edit, withdraw]}
        discard = {
            "label": _("Discard the draft"),
            "url": address("discard"),
            "icon": "trash",
            "danger": True,
        }
        share = pgettext("library document", "Share")
        return {
            "primary_action": {"label": share, "url": address("share"), "icon": "share"},
            "actions": [edit, version, discard],
            "next_step": {
                "text": _("Look at it once more, then share it: nobody else sees it before."),
                "whose": str(one.created_by or one.department),
            },
        }


def _day(value: Any) -> str:
    return date_format(timezone.localdate(value) if hasattr(value, "hour") else value) if value else "—"


class LibraryNew(FormView):
    form_class = LibraryForm
    title = gettext_lazy("Enter a document")
    submit_label = gettext_lazy("Keep as a draft")
    success_message = gettext_lazy("Kept as a draft. Nobody else sees it before you share it.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"initial": {"department": departments_for(user, EDIT).first()}}

    def perform(self, form: Any) -> LibraryDocument:
        return operations.enter(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("information:library_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfDocument(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return LibraryDocument.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class LibraryEdit(OfDocument):
    form_class = LibraryForm
    title = gettext_lazy("Change the document")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> LibraryDocument:
        return operations.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class VersionNew(OfDocument):
    form_class = VersionForm
    title = gettext_lazy("Add a version")
    success_message = gettext_lazy("Added. Readers get it from now on.")

    def perform(self, form: Any) -> str:
        operations.add_version(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.record.get_absolute_url()


class Share(OfDocument, RecordAct):
    form_class = ShareForm
    title = gettext_lazy("Share the document")
    submit_label = pgettext_lazy("library document", "Share")
    success_message = gettext_lazy("Shared.")
    question = gettext_lazy("Let everybody see it with whom it is shared?")
    operation = staticmethod(operations.share)


class Withdraw(OfDocument, RecordAct):
    form_class = ReasonForm
    title = gettext_lazy("Withdraw the document")
    submit_label = gettext_lazy("Withdraw")
    question = gettext_lazy("Show it to nobody any more? Those who have fetched it are told why.")
    success_message = gettext_lazy("Withdrawn. Those who have fetched it are told.")
    danger = True
    operation = staticmethod(operations.withdraw)


class Discard(OfDocument, RecordAct):
    title = gettext_lazy("Discard the draft")
    submit_label = gettext_lazy("Discard")
    question = gettext_lazy("Discard this draft and its files for good?")
    success_message = gettext_lazy("The draft is gone.")
    danger = True

    def perform(self, form: Any) -> str:
        operations.discard_draft(actor=self.request.user, pk=self.record.pk, now=timezone.now())
        return reverse("information:library_list")


@require_safe
def version(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """The file. Readers get the latest, whoever keeps the document any; that it was fetched is noted."""
    document = LibraryDocument.objects.visible_to(request.user).filter(pk=pk).first()
    is_open = document is not None and (number == document.latest or document.permits(request.user, EDIT))
    kept = LibraryVersion.objects.filter(parent=pk, number=number).first() if is_open else None
    if kept is None:
        raise NotVisible(f"information.LibraryVersion {pk}/{number}")
    operations.note_download(version=kept, user_id=request.user.pk, enterprise_id=None, now=timezone.now())
    return serve(request, kept)


@require_safe
def downloads_export(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Everybody who fetched a version, and when."""
    document = LibraryDocument.objects.visible_to(request.user).filter(pk=pk).first()
    if document is None:
        raise NotVisible(f"information.LibraryDocument {pk}")
    if not document.permits(request.user, EDIT):
        raise PermissionDenied
    columns = [
        ExportColumn(_("Version"), lambda row: row.version.number),
        ExportColumn(_("Name"), lambda row: row.user.name),
        ExportColumn(_("Enterprise"), lambda row: str(row.enterprise or "")),
        ExportColumn(_("Fetched at"), lambda row: timezone.localtime(row.at)),
    ]
    return rows_response(
        filename=document.title[:60],
        columns=columns,
        rows=_downloads(document).iterator(),
        fmt="xlsx" if request.GET.get("as") == "xlsx" else "csv",
    )
