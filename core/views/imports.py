"""Bringing in a list: upload, columns, preview with a verdict per row, apply, result."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.exports import XLSX_MIME
from core.filters import RecordFilterSet
from core.http import PersonRequest
from core.imports import operations, work
from core.imports.forms import ColumnsForm, upload_form
from core.imports.reading import Table, UnreadableFile
from core.imports.spec import ImportSpec, all_specs, find_spec, specs_for
from core.imports.template import write_template
from core.models import AccessLog, ImportRun
from core.personal import note_reading
from core.tables import LinkColumn, NumberColumn, RecordTable, RelativeDateColumn, StateColumn
from core.views.forms import FormView
from core.views.lists import ListView

State = ImportRun.State


def run_of(request: PersonRequest, pk: int) -> ImportRun:
    run = ImportRun.objects.visible_to(request.user).filter(pk=pk).first()
    if run is None:
        raise NotVisible(f"import {pk}")
    return run


def note_rows(request: HttpRequest, run: ImportRun, act: AccessLog.Act = AccessLog.Act.OPENED) -> None:
    """Where its rows are about people, note that they were read. The run stands for them: some have no
    record yet."""
    if run.spec.personal_data:
        note_reading(cast(PersonRequest, request), [run], data=run.spec.personal_data, act=act)


# --- All lists --------------------------------------------------------------------------------


class ImportTable(RecordTable):
    file_name = LinkColumn(verbose_name=gettext_lazy("file"))
    spec_name = tables.Column(verbose_name=gettext_lazy("kind of list"))
    state = StateColumn(verbose_name=gettext_lazy("state"))
    uploader = tables.Column(verbose_name=gettext_lazy("uploaded by"))
    created_at = RelativeDateColumn(verbose_name=gettext_lazy("uploaded at"))
    written = NumberColumn(verbose_name=gettext_lazy("new and changed"), accessor="applicable")
    rejected = NumberColumn(verbose_name=gettext_lazy("rejected"), accessor="counts__rejected")

    def render_spec_name(self, record: ImportRun) -> str:
        return str(record.spec.label)

    value_spec_name = render_spec_name


class ImportFilter(RecordFilterSet):
    spec_name = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind of list"), choices=lambda: [(spec.name, spec.label) for spec in all_specs()]
    )
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=State.choices)

    class Meta:
        model = ImportRun
        fields = ["spec_name", "state"]

    finds_one_character = True

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(file_name__icontains=value)


class ImportList(ListView):
    title = gettext_lazy("Imports")
    list_name = "core:imports"
    table_class = ImportTable
    filterset_class = ImportFilter
    sorts = {"created_at": "created_at"}
    default_sort = "-created_at"
    search_placeholder = gettext_lazy("Search by file name")
    empty_title = gettext_lazy("No list has been brought in yet")
    empty_text = gettext_lazy(
        "Upload a spreadsheet: every row is judged first, and you decide before anything is written."
    )
    empty_icon = "file-import"

    def authorise(self) -> None:
        if not specs_for(self.request.user):
            raise PermissionDenied

    def get_queryset(self) -> QuerySet:
        return ImportRun.objects.visible_to(self.request.user).select_related("uploader")

    def primary_action(self) -> dict[str, Any]:
        return {"label": _("Bring in a list"), "url": reverse("core:import_new"), "icon": "upload"}


# --- Uploading --------------------------------------------------------------------------------


@require_safe
def choose(request: PersonRequest) -> HttpResponse:
    """Which kind of list; the next page at once where there is only one."""
    specs = specs_for(request.user)
    if not specs:
        raise PermissionDenied
    if len(specs) == 1:
        return HttpResponseRedirect(reverse("core:import_upload", args=[specs[0].name]))
    context = {"title": _("Bring in a list"), "specs": specs, "breadcrumbs": breadcrumbs()}
    return render(request, "core/imports/choose.html", context)


def breadcrumbs() -> list[dict[str, Any]]:
    return [{"label": _("Imports"), "url": reverse("core:import_list")}]


@require_safe
def template(request: PersonRequest, spec_name: str) -> HttpResponse:
    """An empty list with the columns that are understood, to fill in."""
    spec = spec_of(request, spec_name)
    response = HttpResponse(write_template(spec), content_type=XLSX_MIME)
    name = get_valid_filename(f"{spec.label}.xlsx")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def spec_of(request: PersonRequest, name: str) -> ImportSpec:
    """A kind of list that this person may bring in."""
    try:
        spec = find_spec(name)
    except KeyError:
        raise Http404 from None
    if not request.user.scope_for(spec.capability):
        raise PermissionDenied
    return spec


class Upload(FormView):
    template_name = "core/imports/upload.html"
    submit_label = gettext_lazy("Upload")
    success_message = ""
    spec: ImportSpec

    def authorise(self, **kwargs: Any) -> None:
        self.spec = spec_of(self.request, kwargs["spec_name"])

    def build(self, *args: Any) -> forms.Form:
        return upload_form(self.spec)(*args, user=self.request.user)

    def get_title(self) -> str:
        return _("Bring in: %(list)s") % {"list": self.spec.label}

    def perform(self, form: Any) -> str:
        file = form.cleaned_data["file"]
        run = operations.start_import(
            actor=self.request.user,
            spec=self.spec,
            file=file,
            file_name=file.name,
            options=form.options(),
            companion=form.cleaned_data.get("companion"),
            now=timezone.now(),
        )
        return reverse("core:import_columns", args=[run.pk])

    def cancel_url(self) -> str:
        return reverse("core:import_list")

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        return {"spec": self.spec, "breadcrumbs": breadcrumbs()}


class Columns(FormView):
    """Which column is what; or, with the button "Read again", how the file has to be read."""

    template_name = "core/imports/columns.html"
    submit_label = gettext_lazy("Check every row")
    success_message = ""
    run: ImportRun
    table: Table

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.run = run_of(self.request, kwargs["pk"])
        if self.run.state not in {State.UPLOADED, State.CHECKED, State.FAILED}:
            return HttpResponseRedirect(self.run.get_absolute_url())
        try:
            with operations.open_run(self.run) as self.table:
                return super().dispatch(request, *args, **kwargs)
        except UnreadableFile as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.run.get_absolute_url())

    def authorise(self, **kwargs: Any) -> None:
        """The run was fetched as theirs to handle."""

    def build(self, *args: Any) -> forms.Form:
        form = ColumnsForm(*args, user=self.request.user, run=self.run, table=self.table)
        if "again" in self.request.POST:
            for name in form.fields:
                form.fields[name].required = False
        return form

    def get_title(self) -> str:
        return self.run.file_name

    def perform(self, form: Any) -> str:
        now, actor = timezone.now(), self.request.user
        if "again" in self.request.POST:
            operations.read_again(actor=actor, pk=self.run.pk, layout=form.layout())
            return reverse("core:import_columns", args=[self.run.pk])
        layout = form.layout()
        run = operations.check_import(
            actor=actor,
            pk=self.run.pk,
            mapping=form.mapping(),
            layout=layout if layout != self.run.layout else None,
            now=now,
        )
        transaction.on_commit(partial(work.begin, run, now=now))
        return run.get_absolute_url()

    def cancel_url(self) -> str:
        return self.run.get_absolute_url()

    def extra_context(self, form: forms.BaseForm) -> dict[str, Any]:
        note_rows(self.request, self.run)
        return {
            "run": self.run,
            "table": self.table,
            "sample": self.table.sample(),
            "breadcrumbs": breadcrumbs(),
            "earlier": ImportRun.objects.visible_to(self.request.user)
            .filter(spec_name=self.run.spec_name, sha256=self.run.sha256, state=State.APPLIED)
            .first(),
        }
