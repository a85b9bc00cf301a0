"""What is done to returns by the staff: begun, submitted, corrected, taken as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import confine
from core.errors import Refused
from core.exports import XLSX, XLSX_MIME, rows_response
from core.forms import ReasonForm
from core.http import PersonRequest
from core.models import AccessLog
from core.views import FormView, act
from partnerships.views.record_pages import RecordAct, RecordFormView
from reports.forms.returns import DayForm, ReturnForm, SubmitForm
from reports.models import PaperLanguage, Return
from reports.operations import return_files, returns
from reports.querysets.returns import EDIT, SUBMIT
from reports.returns.definitions import definition_of, definitions
from reports.returns.fields import Definition
from reports.returns.workbook import gap_columns, name_people
from reports.views.return_persons import note_persons, students_in
from reports.views.returns import crumbs, gaps_shown


def seen_return(request: PersonRequest, pk: int) -> Return:
    one = Return.objects.visible_to(request.user).select_related("department").filter(pk=pk).first()
    if one is None:
        raise NotVisible(f"reports.Return {pk}")
    return one


class ReturnNew(FormView):
    form_class = ReturnForm
    title = gettext_lazy("Begin a return")
    submit_label = gettext_lazy("Begin")
    success_message = gettext_lazy("Begun: its tables are filled from the records.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        first = next(iter(definitions().values()))
        return {"initial": {"year": first.year.year_of(timezone.localdate()) - 1}}

    def perform(self, form: Any) -> Return:
        return returns.begin(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("reports:return_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfReturn(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Return.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ReturnEdit(OfReturn):
    form_class = DayForm
    title = gettext_lazy("Another reference day")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"reference_day": self.record.reference_day}}

    def perform(self, form: Any) -> Return:
        return returns.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


@act
def look(request: PersonRequest, pk: int) -> Return:
    one = returns.look_through(actor=request.user, pk=pk, now=timezone.now())
    if one.look_ordered_at is not None:
        messages.success(request, _("It is being looked through. You can close this page."))
        return one
    missing = one.missing
    messages.success(
        request,
        ngettext("%(count)d value is missing.", "%(count)d values are missing.", missing)
        % {"count": missing},
    )
    return one


# --- Asked, submitted, corrected ------------------------------------------------------------------


class Ask(RecordAct, OfReturn):
    title = submit_label = gettext_lazy("Ask them")
    question = gettext_lazy("Tell everybody who can fill something what is missing?")
    consequences = (
        gettext_lazy(
            "The return is looked through anew before; where it has many rows, the last look counts."
        ),
        gettext_lazy("Each person is told once a day, with the list of what they can fill."),
    )
    success_message = ""

    def perform(self, form: Any) -> str:
        asked = returns.ask(actor=self.request.user, pk=self.record.pk, now=timezone.now())
        if asked:
            words = ngettext("%(count)d person is asked.", "%(count)d people are asked.", asked)
            messages.success(self.request, words % {"count": asked})
        else:
            messages.info(
                self.request,
                _("Nobody is asked anew: whoever can fill something was told today, or nobody can."),
            )
        return f"{self.record.get_absolute_url()}?tab=missing"


class Submit(RecordAct, OfReturn):
    """Asks, says what is still missing, and wants a reason then."""

    capability = SUBMIT
    form_class = SubmitForm
    danger = True
    title = submit_label = pgettext_lazy("return to an authority", "Submit")
    question = gettext_lazy("Submit this return?")
    success_message = ""
    consequences = (
        gettext_lazy("Every row is kept as it is now, with the spreadsheet and its fingerprint."),
        gettext_lazy("Nothing in it can be changed afterwards; a correction is a version of its own."),
    )

    def perform(self, form: Any) -> Return:
        one = returns.submit(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        messages.success(
            self.request,
            _("Submitted: rows and spreadsheet are kept as they are.")
            if one.is_submitted
            else _("It is being submitted: you are told when it is done. You can close this page."),
        )
        return one

    def extra_context(self, form: Any) -> dict[str, Any]:
        definition: Definition | None = definition_of(self.record.kind)
        counted: dict[str, int] = {}
        gaps = self.record.gaps.order_by().values_list("sheet", "field")
        for sheet, field, number in gaps.annotate(number=Count("pk")):
            table = definition.sheet(sheet) if definition else None
            column = table.field(field) if table else None
            name = f"{table.name} · {column.name}" if table and column else field
            counted[name] = counted.get(name, 0) + number
        most = sorted(counted.items(), key=lambda each: -each[1])
        lines = [
            ngettext("%(name)s: %(count)d missing", "%(name)s: %(count)d missing", number)
            % {"name": name, "count": number}
            for name, number in most
        ]
        return super().extra_context(form) | {"sample": lines[:12], "more_count": len(lines[12:])}


class Discard(RecordAct, OfReturn):
    """What was begun by mistake: a draft, or a correction."""

    form_class = ReasonForm
    danger = True
    title = submit_label = pgettext_lazy("return to an authority", "Discard it")
    question = gettext_lazy("Discard this return?")
    consequences = (
        gettext_lazy("It stays in the list with its history, but nothing can be entered in it any more."),
        gettext_lazy("Nobody is asked for its missing values any more."),
        gettext_lazy("The return of this year can be begun anew; a correction as well."),
    )
    success_message = pgettext_lazy("return to an authority", "Discarded.")
    operation = staticmethod(returns.discard)


class Correct(RecordAct, OfReturn):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Correct it")
    question = gettext_lazy("Begin the next version of this return?")
    consequences = (
        gettext_lazy("What was submitted stays as it is."),
        gettext_lazy("The next version begins with its answers and names the one before."),
    )
    success_message = gettext_lazy("The next version is begun.")
    operation = staticmethod(returns.correct)


# --- Files ----------------------------------------------------------------------------------------


@require_safe
def file(request: PersonRequest, pk: int, language: str) -> HttpResponse:
    """The kept spreadsheet of what was submitted; of a draft, one drawn up now with what one sees."""
    if language not in PaperLanguage.values:
        raise Http404
    one = seen_return(request, pk)
    try:
        found = return_files.taken(one, language, request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(one)
    note_persons(request, found.persons, AccessLog.Act.EXPORTED)
    response = HttpResponse(found.content, content_type=XLSX_MIME)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or ""
    return confine(response)


@act
def order(request: PersonRequest, pk: int, language: str) -> Return:
    if language not in PaperLanguage.values:
        raise Http404
    return_files.order_file(actor=request.user, pk=pk, language=language, now=timezone.now())
    messages.success(request, _("The file is being made. You can close this page."))
    return seen_return(request, pk)


@require_safe
def ordered(request: PersonRequest, pk: int) -> HttpResponse | FileResponse:
    """A file that one had made."""
    try:
        found = return_files.ordered_file(actor=request.user, pk=pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:return_list")
    # Whose data are in it, whatever one sees today.
    note_persons(request, found.persons, AccessLog.Act.EXPORTED)
    response = FileResponse(
        return_files.open_ordered(found),
        as_attachment=True,
        filename=return_files.name_of_ordered(found),
        content_type=XLSX_MIME,
    )
    return confine(response)


@require_safe
def missing(request: PersonRequest, pk: int) -> Any:
    """What is missing, as a list to send around."""
    one = seen_return(request, pk)
    definition = definition_of(one.kind, one.definition)
    if definition is None:
        raise Http404
    gaps = name_people(list(gaps_shown(request.user, one, request.GET)))
    note_persons(request, students_in(gaps), AccessLog.Act.EXPORTED)
    return rows_response(
        filename=f"{one.name} {pgettext('in a return', 'Missing')}",
        columns=gap_columns(definition),
        rows=gaps,
        fmt=XLSX,
    )
