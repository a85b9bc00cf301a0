"""Assessments on the pages of the staff: the list, one of them, and how they are begun."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.filters import AssessmentFilters
from assessments.forms import AssessmentForm, YearForm
from assessments.models import Assessment, AssessmentState
from assessments.operations import assessments as operations
from assessments.tables import AssessmentTable
from assessments.transitions import APPROVE, ASSESSMENT_MOVES, EDIT, PUBLISH, READ
from assessments.views.tabs import TABS
from core.views import DetailView, FormView, ListView
from core.views.lists import BulkAct
from partnerships.models import Enterprise
from partnerships.models.enterprise import Stage
from partnerships.views.record_pages import RecordFormView

S = AssessmentState


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Assessments"), "url": reverse("assessments:assessment_list")}]


def _approve(*, user: Any, pk: int) -> None:
    operations.approve(actor=user, pk=pk, now=timezone.now())


def _publish(*, user: Any, pk: int) -> None:
    operations.publish(actor=user, pk=pk, now=timezone.now())


class AssessmentList(ListView):
    capability = READ
    title = gettext_lazy("Assessments")
    list_name = "assessments:assessments"
    table_class = AssessmentTable
    filterset_class = AssessmentFilters
    sorts = {"study_year": "study_year", "score": "score", "word_due_on": "word_due_on"}
    default_sort = "-study_year"
    search_placeholder = gettext_lazy("Enterprise")
    empty_title = gettext_lazy("No assessments yet")
    empty_text = gettext_lazy("Begin a school year: what can be counted is counted for all partners at once.")
    empty_icon = "report-analytics"
    bulk_acts: ClassVar[dict[str, BulkAct]] = {
        "approve": BulkAct(
            label=gettext_lazy("Approve"),
            question=gettext_lazy("Approve %(count)s assessments? Their grades stand then."),
            perform=_approve,
            capability=APPROVE,
            icon="gavel",
        ),
        "publish": BulkAct(
            label=gettext_lazy("Publish"),
            question=gettext_lazy(
                "Publish %(count)s assessments? Staff and partners read their grades then."
            ),
            perform=_publish,
            capability=PUBLISH,
            icon="checks",
        ),
    }

    def get_queryset(self) -> QuerySet[Assessment]:
        rows = Assessment.objects.visible_to(self.request.user).with_names()
        return rows.select_related("agreement").defer("conclusion", "allocation", "word", "answer")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.can(EDIT):
            return None
        return {"label": _("Begin a school year"), "url": reverse("assessments:begin"), "icon": "plus"}

    def extra_context(self) -> dict[str, Any]:
        address = reverse("assessments:assessment_list")
        return {
            "actions": [
                {
                    "label": _("Objections to answer"),
                    "url": f"{address}?objection=on",
                    "icon": "message-report",
                },
                {"label": _("Ready to be approved"), "url": f"{address}?ready=on", "icon": "gavel"},
                {"label": _("Published summary"), "url": reverse("assessments:summary"), "icon": "checks"},
                {"label": _("Surveys"), "url": reverse("assessments:survey_list"), "icon": "star"},
                {
                    "label": _("Improvement actions"),
                    "url": reverse("assessments:action_list"),
                    "icon": "checklist",
                },
            ]
        }


# --- One assessment -----------------------------------------------------------------------------

ICONS = {
    "send": "send",
    "take_back": "corner-down-right",
    "approve": "gavel",
    "reopen": "door-enter",
    "publish": "checks",
    "unpublish": "archive",
}


# What leads on; the way back stands among the other acts.
ONWARDS = ("send", "approve", "publish")


class AssessmentDetail(DetailView):
    record: Assessment
    tabs = TABS

    def get_queryset(self) -> QuerySet[Assessment]:
        rows = Assessment.objects.visible_to(self.request.user).with_names()
        return rows.select_related("scheme", "agreement", "word_by", "approved_by", "made_by")

    def context(self) -> dict[str, Any]:
        one = self.record
        enterprise = one.enterprise
        grade = one.final_grade
        return {
            "title": str(enterprise),
            "chip": one.chip,
            "subtitle": _("Assessment %(year)s") % {"year": one.year}
            + (f" · {one.agreement}" if one.agreement else ""),
            "breadcrumbs": crumbs(),
            **self.moves(),
            "next_step": self.next_step(),
            "facts": [
                {"label": _("Enterprise"), "value": enterprise, "url": enterprise.get_absolute_url()},
                {"label": _("Score"), "value": "" if one.score is None else number_format(one.score, 1)},
                {
                    "label": pgettext("of a partnership", "Grade"),
                    "value": grade.label if grade else "",
                },
                {"label": _("Why another grade"), "value": one.given_reason},
                {"label": _("Scheme of assessment"), "value": one.scheme},
                {"label": _("Counted up to"), "value": date_format(one.counted_on)},
                {"label": _("Department"), "value": enterprise.department},
                {"label": _("Made by"), "value": one.made_by or ""},
                {"label": _("Approved by"), "value": one.approved_by or ""},
                {
                    "label": _("Published at"),
                    "value": date_format(timezone.localtime(one.published_at)) if one.published_at else "",
                },
            ],
        }

    def next_step(self) -> dict[str, Any] | None:
        one = self.record
        if one.state == S.DRAFT:
            return {
                "text": _("Judge what people judge, write the conclusion, send it to the enterprise."),
                "whose": str(one.enterprise.department),
            }
        if one.state == S.WITH_ENTERPRISE:
            if one.is_objection and not one.answer:
                return {
                    "text": _("The enterprise objects: answer it."),
                    "whose": str(one.enterprise.department),
                    "meaning": "late",
                    "url": reverse("assessments:answer", args=[one.pk]),
                    "label": _("Answer"),
                }
            if one.word_at is None:
                return {
                    "text": _("The enterprise says its word."),
                    "whose": str(one.enterprise),
                    "due": one.word_due_on,
                }
            return {"text": _("Approve it, or take it back."), "whose": _("whoever approves assessments")}
        if one.state == S.APPROVED:
            return {"text": _("Publish it."), "whose": _("whoever publishes assessments")}
        return None

    def moves(self) -> dict[str, Any]:
        one, user = self.record, self.request.user

        def action(name: str, label: Any, icon: str, **more: Any) -> dict[str, Any]:
            address = reverse(f"assessments:{name}", args=[one.pk])
            return {"label": label, "url": address, "icon": icon, **more}

        found = [
            action(offer.name, offer.transition.label, ICONS[offer.name], disabled_reason=offer.refusal or "")
            for offer in ASSESSMENT_MOVES.offers(actor=user, record=one, now=timezone.now())
        ]
        onwards = {action(name, "", "")["url"] for name in ONWARDS}
        ready = [one for one in found if one["url"] in onwards and not one["disabled_reason"]]
        if one.permits(user, EDIT):
            found += self.edits(action)
        paper = action("assessment_paper", _("PDF in both languages"), "file-type-pdf")
        found.append(paper)
        judge = action("judge", _("Judge"), "scale")
        primary = ready[0] if ready else judge if judge in found else paper if one.is_decided else None
        if primary is not None:
            found.remove(primary)
        if not one.is_decided and one.permits(user, APPROVE):
            found.append(action("grade", _("Give another grade"), "star"))
        return {"primary_action": primary, "actions": found}

    def edits(self, action: Any) -> list[dict[str, Any]]:
        one = self.record
        found = []
        if one.state == S.DRAFT:
            found += [
                action("judge", _("Judge"), "scale"),
                action("conclude", _("Write the conclusion"), "edit"),
                action("recount", _("Count anew"), "refresh", post=True),
                action(
                    "discard",
                    _("Delete the draft"),
                    "trash",
                    post=True,
                    danger=True,
                    confirm=_("Delete this draft? What was judged in it is lost."),
                ),
            ]
        if one.state == S.WITH_ENTERPRISE:
            found.append(action("record_word", _("Write down the word of the enterprise"), "message-circle"))
            if one.is_objection:
                found.append(action("answer", _("Answer the objection"), "message-report"))
        return [*found, action("action_new", _("Agree on an improvement action"), "checklist")]


# --- Beginning ----------------------------------------------------------------------------------


class Begin(FormView):
    """A school year, for all partners of some departments."""

    form_class = YearForm
    title = gettext_lazy("Begin the assessments of a school year")
    submit_label = gettext_lazy("Count and draft them")
    success_message = gettext_lazy("Drafted: what can be counted is counted, the rest waits to be judged.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        year, departments = form.cleaned_data["study_year"], form.cleaned_data["departments"]
        operations.begin(
            actor=self.request.user,
            enterprises=partners_in(self.request.user, departments),
            study_year=year,
            now=timezone.now(),
        )
        return f"{reverse('assessments:assessment_list')}?study_year={year}"

    def cancel_url(self) -> str:
        return reverse("assessments:assessment_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


def partners_in(user: Any, departments: Any) -> list[int]:
    """Partners of departments, by key. One query."""
    rows = Enterprise.objects.visible_to(user).filter(state=Stage.PARTNER, department__in=departments)
    return list(rows.order_by("pk").values_list("pk", flat=True))


class AssessmentNew(RecordFormView):
    """One enterprise; it is in the address."""

    capability = EDIT
    form_class = AssessmentForm
    title = gettext_lazy("Assess a school year")
    submit_label = gettext_lazy("Count and draft it")
    success_message = gettext_lazy("Drafted: what can be counted is counted, the rest waits to be judged.")
    record: Enterprise

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(pk=kwargs["enterprise_id"])

    def records(self) -> QuerySet:
        return Enterprise.objects.select_related("department")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.record}

    def perform(self, form: Any) -> Assessment:
        return operations.make(
            actor=self.request.user, enterprise_id=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
