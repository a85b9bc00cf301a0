"""Answers are entered a page of records at a time, by several people at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.views.record_pages import RecordAct
from reports.forms.return_answers import AnswerForm
from reports.models import ReturnAnswer
from reports.operations import return_answers
from reports.returns.answering import as_shown, asked_rows, missing_or_answered, narrowed, records_asked
from reports.returns.cells import shown, unpacked
from reports.returns.definitions import definition_of
from reports.returns.fields import Field, Sheet
from reports.returns.rows import found_in, frame_of, loaded, records_of, scope_name
from reports.returns.sources import Row
from reports.views.return_acts import OfReturn

ANSWERS_PER_PAGE = 50


class Answer(OfReturn):
    """A page of records, a line each, for one column that nothing else keeps: where it is missing or was
    answered."""

    form_class = AnswerForm
    page: Any = None

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        definition = definition_of(self.record.kind)
        sheet = definition.sheet(kwargs["sheet"]) if definition else None
        column = sheet.field(kwargs["field"]) if sheet else None
        if sheet is None or column is None or not column.may_be_answered:
            raise Http404
        self.sheet: Sheet = sheet
        self.column: Field = column
        self.label, _keys = records_asked(self.record, sheet, column, self.request.user)
        self.rows = self._rows()

    def _rows(self) -> list[Row]:
        """Of a page of records; those that were shown, where answers are sent."""
        records = records_of(self.sheet.rows, frame_of(self.record), self.request.user)
        if records is None:
            return asked_rows(self.sheet, self.column, loaded(self.record, self.sheet, []))
        given = self.request.GET
        keys = missing_or_answered(self.record, self.column, self.label)
        if (row := given.get("row", "")).isdecimal():
            keys &= {int(row[:18])}
        asked = narrowed(self.column, records, keys)
        if self.column.about != "scope":
            asked = found_in(self.sheet.rows, asked, given.get("q", "")[:100])
        pages = Paginator(asked.values_list("pk", flat=True), ANSWERS_PER_PAGE)
        self.page = pages.get_page(given.get("page", "1"))
        sent = [int(key) for key in self.request.POST.get("rows", "").split(",") if key.isdecimal()]
        if sent:
            there = set(records.order_by().filter(pk__in=sent).values_list("pk", flat=True))
            return self._of([key for key in sent if key in there])
        rows = self._of(list(self.page.object_list))
        while not rows and self.page.has_next():
            self.page = pages.get_page(self.page.next_page_number())
            rows = self._of(list(self.page.object_list))
        return rows

    def _of(self, keys: list[int]) -> list[Row]:
        return asked_rows(self.sheet, self.column, loaded(self.record, self.sheet, keys)) if keys else []

    def _kept(self) -> dict[int, ReturnAnswer]:
        keys = [row.subjects[self.column.about][1] for row in self.rows]
        about = {"return_to": self.record, "field": self.column.key, "record": self.label}
        answers = ReturnAnswer.objects.filter(**about, record_id__in=keys).select_related("given_by")
        return {each.record_id: each for each in answers.order_by()}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.authorise(**kwargs)
        if self.rows:
            return self.show(self.build())
        context = {
            "title": self.get_title(),
            "back_url": self.next_url(),
            **super().extra_context(self.build()),
        }
        return render(request, "reports/return_nothing_asked.html", context)

    def get_title(self) -> str:
        return f"{self.sheet.name} · {self.column.name}"

    def form_kwargs(self) -> dict[str, Any]:
        whole = str(scope_name(self.record)) if self.column.about == "scope" else ""
        return {"column": self.column, "rows": self.rows, "kept": self._kept(), "whole": whole}

    def perform(self, form: Any) -> str:
        return_answers.answer(
            actor=self.request.user,
            pk=self.record.pk,
            sheet=self.sheet.key,
            field=self.column.key,
            answers=form.given,
            removed=form.removed,
            shown=form.shown,
            now=timezone.now(),
        )
        if self.page is not None and self.page.has_next():
            query = {"page": self.page.next_page_number(), "q": self.request.GET.get("q", "")[:100]}
            return f"{self.request.path}?{urlencode({name: each for name, each in query.items() if each})}"
        return self.next_url()

    def next_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab={self.sheet.key}"

    def extra_context(self, form: Any) -> dict[str, Any]:
        page = self.page
        where = (
            _("Page %(number)d of %(count)d.") % {"number": page.number, "count": page.paginator.num_pages}
            if page is not None and page.paginator.num_pages > 1
            else ""
        )
        return super().extra_context(form) | {
            "subtitle": " ".join(filter(None, (self.column.note, where))),
            "form_help": _("Each record of which it is missing, or was answered in this return."),
            "conflict": self._conflict(form) if form.is_bound else [],
        }

    def _conflict(self, form: Any) -> list[dict[str, Any]]:
        """What others entered meanwhile where something was typed; sent again, what was typed counts."""
        kept, found = self._kept(), []
        form.data = form.data.copy()
        for row in self.rows:
            key = row.subjects[self.column.about][1]
            by_now = as_shown(kept.get(key))
            if (key in form.given or key in form.removed) and form.shown.get(key, by_now) != by_now:
                form.data[f"shown_{key}"] = by_now
                found.append(
                    {"label": str(form.fields[f"record_{key}"].label), "now": self._said(kept.get(key))}
                )
        return found

    def _said(self, answer: ReturnAnswer | None) -> str:
        """In words, with who entered it and when."""
        if answer is None:
            return "—"
        when = date_format(timezone.localtime(answer.given_at), "DATETIME_FORMAT")
        who = answer.given_by or ""
        return f"{shown(self.column, unpacked(answer.value))} · {who} · {when}"


class Confirm(RecordAct, OfReturn):
    title = submit_label = gettext_lazy("Take them over")
    question = gettext_lazy("Take over every answer of earlier returns that nobody has confirmed yet?")
    consequences = (gettext_lazy("Each stands in this return then, with your name and today’s date."),)
    success_message = gettext_lazy("Taken over.")

    def perform(self, form: Any) -> str:
        return_answers.confirm_proposals(actor=self.request.user, pk=self.record.pk, now=timezone.now())
        return self.record.get_absolute_url()
