"""Announcements on the pages of the staff: what one is told, and what one tells others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.exports import ExportColumn, rows_response
from core.forms import ReasonForm
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from information.forms.announcements import AnnouncementForm, FileForm
from information.lists.announcements import AnnouncementFilters, AnnouncementTable
from information.models import Announcement, AnnouncementFile, AnnouncementState
from information.operations import announcements as operations
from information.reach import reached_by
from information.reading import told_to
from information.transitions.announcements import EDIT, READ
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordAct, RecordFormView

PER_PAGE = 25
READERS_SHOWN = 200


def crumbs(user: Any) -> list[dict[str, Any]]:
    name = "information:announcement_list" if user.can(READ) else "information:announcement_board"
    return [{"label": _("Announcements"), "url": reverse(name)}]


@require_safe
def board(request: PersonRequest) -> HttpResponse:
    """What this person is told, unread first. Two queries."""
    rows = told_to(request.user.pk, on=timezone.localdate()).defer("search_text", "search_bigrams")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "title": _("Announcements"),
        "subtitle": _("What concerns you, unread first."),
        "page": page,
        "lines": [(one, one.get_absolute_url()) for one in page],
        "actions": [],
    }
    if request.user.can(READ):
        context["actions"] = [
            {
                "label": _("What the centre announces"),
                "url": reverse("information:announcement_list"),
                "icon": "list",
            }
        ]
    if request.user.can(EDIT):
        context["primary_action"] = new_action()
    return render(request, "information/board.html", context)


def new_action() -> dict[str, Any]:
    return {
        "label": _("Write an announcement"),
        "url": reverse("information:announcement_new"),
        "icon": "plus",
    }


class AnnouncementList(ListView):
    capability = READ
    title = gettext_lazy("What the centre announces")
    list_name = "information:announcements"
    table_class = AnnouncementTable
    filterset_class = AnnouncementFilters
    sorts = {"created_at": "created_at"}
    default_sort = "-created_at"
    search_placeholder = gettext_lazy("Title or words of the text")
    empty_title = gettext_lazy("No announcements yet")
    empty_text = gettext_lazy("Write one, say whom it is for, and see who has read it.")
    empty_icon = "speakerphone"

    def get_queryset(self) -> QuerySet[Announcement]:
        rows = Announcement.objects.visible_to(self.request.user).with_numbers()
        return rows.select_related("department").defer("text", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        return new_action() if self.request.user.can(EDIT) else None


def overview(request: HttpRequest, announcement: Any) -> dict[str, Any]:
    """Five queries: the files, what it is narrowed to, and before it is published whom it would reach."""
    user: Any = request.user
    may_edit = announcement.permits(user, EDIT)
    reaches = None
    if may_edit and announcement.state == AnnouncementState.DRAFT:
        reaches = len(reached_by(announcement, timezone.localdate()))
    return {
        "announcement": announcement,
        "files": [
            (one, reverse("information:announcement_file", args=[announcement.pk, one.pk]))
            for one in announcement.files.all()
        ],
        "narrowed": [
            (label, list(rows))
            for label, rows in (
                (_("Only in these departments"), announcement.departments.all()),
                (_("Only these enterprises"), announcement.enterprises.all()),
                (_("Only students of these internship plans"), announcement.plans.all()),
            )
            if may_edit and rows
        ],
        "reaches": reaches,
        "may_edit": may_edit and announcement.state != AnnouncementState.WITHDRAWN,
    }


def readers(request: HttpRequest, announcement: Any) -> dict[str, Any]:
    """Two queries. Who has not read it comes first."""
    user: Any = request.user
    if not announcement.permits(user, EDIT):
        raise PermissionDenied
    rows = announcement.readers.select_related("user").order_by("-read_at", "pk")
    unread = list(rows.filter(read_at=None)[:READERS_SHOWN])
    read = list(rows.exclude(read_at=None)[:READERS_SHOWN])
    return {
        "announcement": announcement,
        "told": told(request, announcement),
        "read_by": announcement.read_count or 0,
        "unread": unread,
        "read": read,
        "shown": READERS_SHOWN,
        "export_url": reverse("information:announcement_readers", args=[announcement.pk]),
    }


def told(_request: HttpRequest, announcement: Any) -> int:
    return announcement.told_count or 0


OVERVIEW = Tab(
    name="text",
    label=gettext_lazy("Announcement"),
    template="information/announcement.html",
    context=overview,
    order=0,
)
READERS = Tab(
    name="readers",
    label=gettext_lazy("Who has read it"),
    template="information/readers.html",
    context=readers,
    order=10,
    capability=EDIT,
    count=told,
)


class AnnouncementDetail(DetailView):
    """Who is told it has read it once the page was open."""

    record: Announcement

    def get_queryset(self) -> QuerySet[Announcement]:
        rows = Announcement.objects.visible_to(self.request.user).with_numbers()
        return rows.select_related("department", "created_by", "published_by")

    def offered_tabs(self) -> list[Tab]:
        if self.record.permits(self.request.user, EDIT):
            return super().offered_tabs()
        return [OVERVIEW]

    tabs = [OVERVIEW, READERS]

    def context(self) -> dict[str, Any]:
        one: Any = self.record
        operations.mark_read(user_id=self.request.user.pk, pk=one.pk, now=timezone.now())
        facts = [
            {"label": _("Announced by"), "value": one.department},
            {"label": _("For whom"), "value": one.audience_label},
            {"label": _("Published"), "value": _day(one.published_at)},
            {"label": _("Shown until"), "value": _day(one.shown_until)},
        ]
        if one.permits(self.request.user, EDIT) and one.told_count:
            share = _("%(read)d of %(told)d") % {"read": one.read_count or 0, "told": one.told_count}
            facts.append({"label": pgettext("announcement", "Read by"), "value": share})
        return {
            "title": one.title,
            "chip": one.chip,
            "subtitle": str(one.published_by or one.created_by or ""),
            "breadcrumbs": crumbs(self.request.user),
            "facts": facts,
            **self.acts(),
        }

    def acts(self) -> dict[str, Any]:
        one = self.record
        if not one.permits(self.request.user, EDIT) or one.state == AnnouncementState.WITHDRAWN:
            return {"primary_action": None, "actions": []}
        address = lambda name: reverse(f"information:announcement_{name}", args=[one.pk])  # noqa: E731
        actions = [
            {"label": _("Edit"), "url": address("edit"), "icon": "edit"},
            {"label": _("Attach a file"), "url": address("attach"), "icon": "paperclip"},
        ]
        if one.state == AnnouncementState.PUBLISHED:
            withdraw = {"label": _("Withdraw"), "url": address("withdraw"), "icon": "archive", "danger": True}
            return {"primary_action": None, "actions": [*actions, withdraw]}
        discard = {
            "label": _("Discard the draft"),
            "url": address("discard"),
            "icon": "trash",
            "danger": True,
        }
        return {
            "primary_action": {"label": _("Publish"), "url": address("publish"), "icon": "speakerphone"},
            "actions": [*actions, discard],
            "next_step": {
                "text": _("Read it once more, then publish it: everybody it is for is told at once."),
                "whose": str(one.created_by or one.department),
            },
        }


def _day(value: Any) -> str:
    return date_format(timezone.localdate(value) if hasattr(value, "hour") else value) if value else "—"


class AnnouncementNew(FormView):
    form_class = AnnouncementForm
    title = gettext_lazy("Write an announcement")
    submit_label = gettext_lazy("Keep as a draft")
    success_message = gettext_lazy("Kept as a draft. Nobody is told before you publish it.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"initial": {"department": departments_for(user, EDIT).first()}}

    def perform(self, form: Any) -> Announcement:
        return operations.write(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("information:announcement_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.request.user)}


class OfAnnouncement(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Announcement.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs(self.request.user)


class AnnouncementEdit(OfAnnouncement):
    form_class = AnnouncementForm
    title = gettext_lazy("Change the announcement")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Announcement:
        return operations.change(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )


class Publish(OfAnnouncement, RecordAct):
    title = gettext_lazy("Publish the announcement")
    submit_label = gettext_lazy("Publish")
    success_message = gettext_lazy("Published. Everybody it is for is told.")
    operation = staticmethod(operations.publish)

    @property
    def question(self) -> str:  # type: ignore[override]
        number = len(reached_by(self.record, timezone.localdate()))
        return ngettext("Tell %(count)d person?", "Tell %(count)d people?", number) % {"count": number}


class Withdraw(OfAnnouncement, RecordAct):
    form_class = ReasonForm
    title = gettext_lazy("Withdraw the announcement")
    submit_label = gettext_lazy("Withdraw")
    question = gettext_lazy("Show it to nobody any more? Those who have read it are told why.")
    success_message = gettext_lazy("Withdrawn. Those who have read it are told.")
    danger = True
    operation = staticmethod(operations.withdraw)


class Discard(OfAnnouncement, RecordAct):
    title = gettext_lazy("Discard the draft")
    submit_label = gettext_lazy("Discard")
    question = gettext_lazy("Discard this draft for good?")
    success_message = gettext_lazy("The draft is gone.")
    danger = True

    def perform(self, form: Any) -> str:
        operations.discard_draft(actor=self.request.user, pk=self.record.pk, now=timezone.now())
        return reverse("information:announcement_list")


class Attach(OfAnnouncement):
    form_class = FileForm
    title = gettext_lazy("Attach a file")
    success_message = gettext_lazy("Attached.")

    def perform(self, form: Any) -> Announcement:
        return operations.attach(
            actor=self.request.user,
            pk=self.record.pk,
            uploads=[form.cleaned_data["upload"]],
            now=timezone.now(),
        )


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    rows = Announcement.objects.visible_to(request.user).filter(pk=pk).values("pk")
    kept = AnnouncementFile.objects.filter(parent__in=rows, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"information.AnnouncementFile {file_id}")
    return serve(request, kept)


@act
def file_remove(request: PersonRequest, pk: int, file_id: int) -> Announcement:
    announcement = operations.remove_file(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    messages.success(request, _("The file is gone."))
    return announcement


@require_safe
def readers_export(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Everybody who was told, and when they read it."""
    announcement = Announcement.objects.visible_to(request.user).filter(pk=pk).first()
    if announcement is None:
        raise NotVisible(f"information.Announcement {pk}")
    if not announcement.permits(request.user, EDIT):
        raise PermissionDenied
    columns = [
        ExportColumn(_("Name"), lambda row: row.user.name),
        ExportColumn(_("E-mail"), lambda row: row.user.email or ""),
        ExportColumn(_("Told at"), lambda row: timezone.localtime(row.told_at)),
        ExportColumn(_("Read at"), lambda row: timezone.localtime(row.read_at) if row.read_at else ""),
    ]
    return rows_response(
        filename=announcement.title[:60],
        columns=columns,
        rows=announcement.readers.select_related("user").order_by("pk").iterator(),
        fmt="xlsx" if request.GET.get("as") == "xlsx" else "csv",
    )
