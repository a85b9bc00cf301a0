"""What is done to annual reports and their chapters by the staff."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import confine
from core.filetypes import DOCX
from core.forms import ReasonForm, RecordForm
from core.http import PersonRequest
from core.kept import content_of
from core.school_years import YearKind
from core.views import FormView
from partnerships.views.record_pages import RecordAct, RecordFormView
from reports.annual.papers import drawn_up
from reports.annual.telling import half_written
from reports.forms.annual import ELSEWHERE, AssignForm, ChapterForm, ReportForm, last_finished
from reports.models import AnnualReport, Chapter, PaperFormat, PaperLanguage
from reports.operations import annual, publishing
from reports.transitions.annual import APPROVE, EDIT
from reports.views.annual import crumbs


class ReportNew(FormView):
    form_class = ReportForm
    title = gettext_lazy("Begin an annual report")
    submit_label = gettext_lazy("Begin")
    success_message = gettext_lazy("Begun with the chapters of the outline. Say who answers for each.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        year = last_finished()
        return {
            "initial": {
                "year": year,
                "year_kind": YearKind.SCHOOL,
                "name_zh": f"{year}—{year + 1}学年产教融合年度报告",
                "name_en": f"Integration of production and education: annual report {year}–{year + 1}",
            }
        }

    def perform(self, form: Any) -> AnnualReport:
        return annual.begin(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("reports:annual_report_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfReport(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return AnnualReport.objects.all()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class ReportEdit(OfReport):
    form_class = ReportForm
    title = gettext_lazy("Edit the report")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> AnnualReport:
        return annual.change(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )


# --- A chapter ------------------------------------------------------------------------------------


class OfChapter(OfReport):
    def records(self) -> QuerySet:
        return Chapter.objects.select_related("report__department", "edited_by")

    def crumbs(self) -> list[dict[str, Any]]:
        report = self.record.report
        return [*crumbs(), {"label": str(report), "url": report.get_absolute_url()}]


class ChapterEdit(OfChapter):
    """Where somebody else wrote it meanwhile, both texts are shown; nothing is lost."""

    form_class = ChapterForm
    template_name = "reports/chapter_edit.html"
    title = gettext_lazy("Write a chapter")

    def get_title(self) -> str:
        return self.record.title

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Chapter:
        return annual.write_chapter(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "chapter": self.record,
            "conflict": self.conflict(form) if form.is_bound else [],
        }

    def conflict(self, form: Any) -> list[dict[str, str]]:
        """What the chapter says by now where it differs from what was typed. Sent again, the form wins."""
        current = Chapter.objects.get(pk=self.record.pk)
        if form.data.get("expected") == str(current.version):
            return []
        form.data = form.data.copy()
        form.data["expected"] = current.version
        said = [("text_zh", current.text_zh, "zh-Hans"), ("text_en", current.text_en, "en")]
        said += [(f"{ELSEWHERE}{one.key}", one.value, "") for one in current.figures_elsewhere]
        return [
            {"label": str(form.fields[name].label), "now": value, "lang": lang}
            for name, value, lang in said
            if value.replace("\r\n", "\n") != form.data.get(name, "").replace("\r\n", "\n")
        ]


class ChapterAssign(OfChapter):
    form_class = AssignForm
    title = gettext_lazy("Who answers for the chapter")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"responsible": self.record.responsible_id}}

    def perform(self, form: Any) -> str:
        annual.assign(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.record.report.get_absolute_url()


# --- Acts -----------------------------------------------------------------------------------------


class ReportAct(RecordAct, OfReport):
    """A move of a report, asked before it is made."""


class Freeze(ReportAct):
    title = submit_label = gettext_lazy("Freeze the numbers")
    question = gettext_lazy("Freeze every number of this report as it is now?")
    consequences = (
        gettext_lazy("Each number is kept with its definition and every row behind it."),
        gettext_lazy("What was frozen before for this report is replaced; its snapshots stay."),
    )
    success_message = gettext_lazy("Frozen: the report keeps its numbers although records change.")
    operation = staticmethod(annual.freeze_numbers)


class Submit(ReportAct):
    title = submit_label = gettext_lazy("Submit for review")
    question = gettext_lazy("Submit this report for review?")
    consequences = (gettext_lazy("Nobody writes it while it is read."),)
    success_message = gettext_lazy("Submitted. Whoever decides has been told.")
    operation = staticmethod(annual.submit)


class Recall(ReportAct):
    title = submit_label = gettext_lazy("Take back from review")
    question = gettext_lazy("Take this report back to work on it?")
    success_message = gettext_lazy("Taken back: it is a draft again.")
    operation = staticmethod(annual.recall)


class Return(ReportAct):
    capability = APPROVE
    form_class = ReasonForm
    title = submit_label = pgettext_lazy("annual report", "Return it")
    question = gettext_lazy("Return this report to its authors? They read why.")
    success_message = gettext_lazy("Returned; its authors have been told.")
    operation = staticmethod(annual.give_back)


class Publish(ReportAct):
    capability = APPROVE
    title = submit_label = pgettext_lazy("annual report", "Publish")
    question = gettext_lazy("Publish this report?")
    always = (
        gettext_lazy("Numbers that are not frozen yet are frozen now."),
        gettext_lazy("PDF and Word files are made in both languages and kept with their fingerprints."),
        gettext_lazy("Nothing in it can be changed afterwards."),
    )
    success_message = gettext_lazy(
        "It is being published: the papers are made now, you are told when they are there."
    )
    operation = staticmethod(publishing.publish)

    @property
    def consequences(self) -> Any:  # type: ignore[override]
        half = half_written(self.record)
        return (*half, *self.always)


class Partners(ReportAct):
    """The switch: shown to partners, or not."""

    capability = APPROVE
    form_class = RecordForm
    title = gettext_lazy("Partners and this report")
    success_message = gettext_lazy("Saved.")

    @property
    def question(self) -> Any:  # type: ignore[override]
        if self.record.is_for_partners:
            return _("Hide this report from enterprises?")
        return _("Show this report to all enterprises at the portal, once it is published?")

    @property
    def submit_label(self) -> Any:  # type: ignore[override]
        if self.record.is_for_partners:
            return pgettext("annual report", "Hide it")
        return pgettext("annual report", "Show it")

    def perform(self, form: Any) -> AnnualReport:
        return annual.show_to_partners(
            actor=self.request.user,
            pk=self.record.pk,
            is_shown=not self.record.is_for_partners,
            now=timezone.now(),
        )


# --- Papers ---------------------------------------------------------------------------------------


@require_safe
def paper(request: PersonRequest, pk: int, language: str, format: str) -> HttpResponse:
    """The kept paper of what is published; of a draft, one drawn up now and marked so."""
    if language not in PaperLanguage.values or format not in PaperFormat.values:
        raise Http404
    rows = AnnualReport.objects.visible_to(request.user).select_related("department")
    report = rows.filter(pk=pk).first()
    if report is None:
        raise NotVisible(f"reports.AnnualReport {pk}")
    if report.is_published:
        content = content_of(report.papers.get(language=language, format=format))
    else:
        content = drawn_up(report, language, format, today=timezone.localdate())
    return as_file(content, report, language, format)


def as_file(content: bytes, report: AnnualReport, language: str, format: str) -> HttpResponse:
    is_pdf = format == PaperFormat.PDF
    name = (report.name_zh or report.name_en) if language == PaperLanguage.CHINESE else report.name_en
    response = HttpResponse(content, content_type="application/pdf" if is_pdf else DOCX.mime)
    response["Content-Disposition"] = (
        content_disposition_header(not is_pdf, f"{name or report.name}.{format}") or ""
    )
    return confine(response, is_shown_pdf=is_pdf)
