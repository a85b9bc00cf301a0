"""Annual reports on the pages of the staff: the list, one of them, a chapter of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.look import relative_date_html
from core.paging import Ordering
from core.registry import Tab
from core.views import DetailView, ListView
from insights.operations import FREEZE
from internships.views.posts import in_readers_language
from reports.annual.numbers import Numbers, Told, changed_since, numbers_of
from reports.annual.telling import drawings_of, missing_in, named
from reports.lists.annual import ReportFilters, ReportTable
from reports.manuscript import passages
from reports.models import AnnualReport, Chapter, PaperFormat, PaperLanguage, ReportState
from reports.transitions.annual import APPROVE, EDIT, READ, REPORT_MOVES

S = ReportState
ICONS = {"submit": "send", "recall": "arrow-back-up", "return": "arrow-back-up", "publish": "circle-check"}


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Annual reports"), "url": reverse("reports:annual_report_list")}]


class ReportList(ListView):
    capability = READ
    title = gettext_lazy("Annual reports")
    list_name = "reports:annual_reports"
    table_class = ReportTable
    filterset_class = ReportFilters
    sorts = {"name": "name_en_key", "year": "year", "updated_at": "updated_at"}
    default_sort = "-year"
    search_placeholder = gettext_lazy("Title")
    empty_title = gettext_lazy("No annual reports yet")
    empty_text = gettext_lazy(
        "Begin one: its chapters and tables come from the outline, its numbers by themselves."
    )
    empty_icon = "report-analytics"

    def get_queryset(self) -> QuerySet[AnnualReport]:
        rows = AnnualReport.objects.visible_to(self.request.user).with_progress()
        return rows.select_related("department").defer("search_text", "search_bigrams")

    def ordering(self) -> tuple[str, Ordering]:
        order, ordering = super().ordering()
        return order, in_readers_language(ordering)

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {
            "label": _("Begin a report"),
            "url": reverse("reports:annual_report_new"),
            "icon": "plus",
        }

    def extra_context(self) -> dict[str, Any]:
        return {
            "subtitle": _("What the centre and its departments report of a year, with the numbers of it.")
        }


# --- One report -----------------------------------------------------------------------------------


def address_of(told: Told, report: AnnualReport, place: int = -1) -> str:
    """Where a number leads: to what was frozen, or to the indicator on the day; "" where nowhere."""
    if not told.is_indicator:
        return ""
    if report.is_frozen and place == -1:
        return reverse("insights:snapshot_detail", args=[told.snapshot]) if told.snapshot else ""
    query = {"on": told.on[place]} | ({"year": report.year_kind} if told.adds_up else {})
    return f"{reverse('insights:indicator_detail', args=[told.code])}?{urlencode(query)}"


def lines_of(report: AnnualReport, told: list[Told]) -> list[dict[str, Any]]:
    """The rows of a table of numbers."""
    return [
        {
            "told": one,
            "label": named(one),
            "years": [
                {
                    "label": label,
                    "words": year.words,
                    "url": address_of(one, report, place - len(one.years)),
                }
                for place, (label, year) in enumerate(zip(one.labels, one.years, strict=True))
            ],
        }
        for one in told
    ]


def codes_of(chapters: list[Chapter]) -> list[str]:
    return list(dict.fromkeys(code for one in chapters for code in one.codes))


def chapters_of(request: Any, report: AnnualReport) -> dict[str, Any]:
    """Who answers for which chapter, and what is missing. The queries of the numbers, and one."""
    chapters = list(report.chapters.select_related("responsible").order_by("order"))
    numbers: Numbers = numbers_of(report, codes_of(chapters), timezone.localdate())
    missing = missing_in(chapters, numbers)
    return {
        "report": report,
        "chapters": [
            {
                "chapter": one,
                "missing": missing[one.pk],
                "is_mine": one.responsible_id == request.user.pk,
                "count": len(one.codes),
            }
            for one in chapters
        ],
        "finished": sum(one.is_finished for one in chapters if one.is_by_people),
        "to_finish": sum(one.is_by_people for one in chapters),
    }


def numbers_in(request: Any, report: AnnualReport) -> dict[str, Any]:
    """Every number of the report, and what changed since they were frozen."""
    chapters = list(report.chapters.order_by("order"))
    numbers = numbers_of(report, codes_of(chapters), timezone.localdate())
    changed = changed_since(report) if report.is_frozen else []
    return {
        "report": report,
        "lines": lines_of(report, list(numbers.values())),
        "years": next(iter(numbers.values())).short if numbers else [],
        "changed": [
            {"label": named(one.then), "then": one.then.now.words, "now": one.now.now.words}
            | {"url": address_of(one.then, report)}
            for one in changed
        ],
    }


def papers_of(request: Any, report: AnnualReport) -> dict[str, Any]:
    kept = {(one.language, one.format): one for one in report.papers.order_by()}
    return {
        "report": report,
        "papers": [
            {
                "language": language.label,
                "format": format.label,
                "icon": "file-type-pdf" if format == PaperFormat.PDF else "file-text",
                "url": reverse("reports:annual_report_paper", args=[report.pk, language.value, format.value]),
                "kept": kept.get((language.value, format.value)),
            }
            for language in PaperLanguage
            for format in PaperFormat
        ],
    }


class ReportDetail(DetailView):
    record: AnnualReport
    tabs = [
        Tab(
            name="chapters",
            label=gettext_lazy("Chapters"),
            template="reports/chapters.html",
            context=chapters_of,
            order=0,
        ),
        Tab(
            name="numbers",
            label=gettext_lazy("Numbers"),
            template="reports/numbers.html",
            context=numbers_in,
            order=10,
        ),
        Tab(
            name="papers",
            label=pgettext_lazy("of an annual report", "Papers"),
            template="reports/papers.html",
            context=papers_of,
            order=20,
        ),
    ]

    def get_queryset(self) -> QuerySet[AnnualReport]:
        rows = AnnualReport.objects.visible_to(self.request.user)
        return rows.select_related("department", "made_by", "published_by")

    def context(self) -> dict[str, Any]:
        one = self.record
        return {
            "title": one.name,
            "chip": one.chip,
            "subtitle": f"{one.year_in_words} · {one.department or _('The whole centre')}",
            "breadcrumbs": crumbs(),
            **self.acts(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Year"), "value": one.year_in_words},
                {"label": _("Department"), "value": one.department or _("The whole centre")},
                {
                    "label": _("Numbers as of"),
                    "value": date_format(one.reporting_day(timezone.localdate())),
                },
                {
                    "label": _("Numbers frozen at"),
                    "value": relative_date_html(one.frozen_at) if one.frozen_at else _("not frozen, live"),
                },
                {"label": _("Entered by"), "value": one.made_by or ""},
                {"label": _("Published by"), "value": one.published_by or ""},
                {
                    "label": _("Published on"),
                    "value": date_format(timezone.localtime(one.published_at)) if one.published_at else "",
                },
                {
                    "label": _("Shown to partners"),
                    "value": _("yes, they read it at the portal") if one.is_for_partners else _("no"),
                },
            ],
        }

    def acts(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        address = lambda name: reverse(f"reports:annual_report_{name}", args=[one.pk])  # noqa: E731 — four uses
        menu: list[dict[str, Any]] = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": address(offer.name),
                "icon": ICONS[offer.name],
                "disabled_reason": offer.refusal,
            }
            for offer in REPORT_MOVES.offers(actor=user, record=one, now=timezone.now())
        ]
        primary = next((move for move in menu if move["name"] in {"submit", "publish"}), None)
        menu = [move for move in menu if move is not primary]
        if one.permits(user, EDIT) and one.state == S.DRAFT:
            if user.scope_for(FREEZE).covers(one.department_id):
                label = _("Freeze the numbers again") if one.is_frozen else _("Freeze the numbers")
                menu.insert(0, {"label": label, "url": address("freeze"), "icon": "lock"})
            menu.append({"label": _("Edit"), "url": address("edit"), "icon": "edit"})
        if one.permits(user, APPROVE):
            label = _("Hide from partners") if one.is_for_partners else _("Show to partners")
            menu.append({"label": label, "url": address("partners"), "icon": "world"})
        return {"primary_action": primary, "actions": menu}

    def next_step(self) -> dict[str, Any] | None:
        one = self.record
        if one.state == S.PUBLISHING:
            return {
                "text": _("Its numbers are frozen and its papers made now. Load the page again in a while.")
            }
        if one.state == S.IN_REVIEW and one.publish_error:
            return {
                "text": _("It could not be published: %(reason)s") % {"reason": one.publish_error},
                "meaning": "soon",
            }
        if one.state == S.IN_REVIEW:
            return {"text": _("It is read, then published or returned.")}
        if one.state == S.DRAFT and one.return_reason:
            return {
                "text": _("Returned: %(reason)s") % {"reason": one.return_reason},
                "meaning": "soon",
            }
        if one.state == S.DRAFT:
            return {"text": _("Its chapters are written and finished, then it is submitted for review.")}
        return None


# --- One chapter ----------------------------------------------------------------------------------


def text_of_chapter(request: Any, chapter: Chapter) -> dict[str, Any]:
    """Both languages, the numbers and the pictures. The queries of its numbers."""
    report = chapter.report
    numbers = numbers_of(report, chapter.codes, timezone.localdate())
    told = list(numbers.values())
    return {
        "report": report,
        "texts": [
            {"lang": "zh-Hans", "label": _("Chinese"), "passages": passages(chapter.text_zh)},
            {"lang": "en", "label": _("English"), "passages": passages(chapter.text_en)},
        ],
        "lines": lines_of(report, told),
        "years": told[0].short if told else [],
        "drawings": drawings_of(chapter, numbers),
        "missing": missing_in([chapter], numbers)[chapter.pk],
    }


class ChapterDetail(DetailView):
    record: Chapter
    tabs = [
        Tab(
            name="text",
            label=gettext_lazy("Chapter"),
            template="reports/chapter.html",
            context=text_of_chapter,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Chapter]:
        rows = Chapter.objects.visible_to(self.request.user)
        return rows.select_related("report__department", "responsible", "edited_by")

    def context(self) -> dict[str, Any]:
        one, user = self.record, self.request.user
        report = one.report
        is_open = report.state == S.DRAFT and one.permits(user, EDIT)
        actions = []
        if is_open and report.permits(user, EDIT):
            actions.append(
                {
                    "label": _("Say who answers for it"),
                    "url": reverse("reports:chapter_assign", args=[one.pk]),
                    "icon": "user-check",
                }
            )
        return {
            "title": one.title,
            "chip": one.chip,
            "subtitle": str(report),
            "breadcrumbs": [*crumbs(), {"label": str(report), "url": report.get_absolute_url()}],
            "primary_action": {
                "label": _("Write"),
                "url": reverse("reports:chapter_edit", args=[one.pk]),
                "icon": "pencil",
            }
            if is_open
            else None,
            "actions": actions,
            "facts": [
                {
                    "label": _("Responsible"),
                    "value": one.responsible or pgettext("chapter of a report", "nobody yet"),
                },
                {"label": _("Last changed by"), "value": one.edited_by or ""},
                {
                    "label": _("Last changed"),
                    "value": relative_date_html(one.updated_at) if one.version > 1 else "",
                },
                *self.neighbours(),
            ],
        }

    def neighbours(self) -> list[dict[str, Any]]:
        one = self.record
        rows = one.report.chapters.filter(order__in=[one.order - 1, one.order + 1]).order_by("order")
        return [
            {
                "label": _("Chapter before") if other.order < one.order else _("Chapter after"),
                "value": other.title,
                "url": other.get_absolute_url(),
            }
            for other in rows
        ]
