"""The end of an internship on the pages of the staff: judging, confirming, correcting, answering."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.errors import Refused
from core.http import PersonRequest
from core.registry import Tab
from core.views import FormView
from internships.models import AssessmentCriterion, Plan, Side
from partnerships.models import Enterprise
from partnerships.views.record_pages import RecordAct, RecordFormView
from placements.changes import may_change
from placements.forms.evaluation import (
    NOT_COPIED,
    AnswerForm,
    CorrectionForm,
    DecisionForm,
    GridForm,
    PraiseForm,
    ScoresForm,
)
from placements.models import (
    Appeal,
    Certificate,
    CertificateOrder,
    ChangeKind,
    EvaluationResult,
    InternshipReport,
    Placement,
    ReportFile,
    SideEvaluation,
)
from placements.operations import evaluation as operations
from placements.operations import report as reports
from placements.operations.certificates import ISSUE
from placements.operations.evaluation import CONFIRM, JUDGED_STATES, judges_for_school
from placements.transitions.placements import EDIT


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Results"), "url": reverse("placements:result_list")}]


def address_of(placement: Placement, tab: str = "evaluation") -> str:
    return f"{placement.get_absolute_url()}?tab={tab}"


# --- Tabs -------------------------------------------------------------------------------------


def evaluation(request: HttpRequest, placement: Any) -> dict[str, Any]:
    """What both sides say, the result with its versions, appeal and certificates. About ten queries."""
    user: Any = request.user
    sides = SideEvaluation.objects.filter(placement=placement).select_related("recorded_by")
    given = {one.side: one for one in sides.prefetch_related("scores__criterion", "scans")}
    results = list(EvaluationResult.objects.filter(placement=placement).select_related("confirmed_by"))
    result = results[0] if results else None
    may_confirm = placement.permits(user, CONFIRM)
    may_judge = placement.state in JUDGED_STATES and result is None and judges_for_school(user, placement)
    ordered = CertificateOrder.objects.filter(result__placement=placement, certificate=None)
    certified = {
        one.result_id: one for one in Certificate.objects.filter(placement=placement).select_related("result")
    }
    enterprise = given.get(Side.ENTERPRISE)
    may_enter = (
        result is None
        and placement.state in JUDGED_STATES
        and (enterprise is None or enterprise.is_on_paper)
        and placement.permits(user, EDIT)
    )
    return {
        "placement": placement,
        "sides": [(side, given.get(side)) for side in (Side.ENTERPRISE, Side.SCHOOL)],
        "result": result,
        "results": results,
        "in_the_way": "" if result else operations.in_the_way(placement),
        "appeal": Appeal.objects.filter(placement=placement).select_related("answered_by").first(),
        "certificates": [
            (one, one.result_id != (result.pk if result else None)) for one in certified.values()
        ],
        "orders": list(ordered),
        "may_judge": may_judge,
        "may_enter": may_enter,
        "may_name_mentor": may_enter and enterprise is None and may_change(placement, ChangeKind.MENTOR),
        "may_confirm": may_confirm,
        "may_issue": result is not None
        and placement.permits(user, ISSUE)
        and result.pk not in certified
        and not CertificateOrder.objects.filter(result=result).exists(),
    }


def report(request: HttpRequest, placement: Any) -> dict[str, Any]:
    found = InternshipReport.objects.filter(placement=placement).select_related("decided_by").first()
    # What is still being written is the student's own.
    shown = found if found is not None and found.submitted_at is not None else None
    return {
        "report": shown,
        "files": list(shown.files.all()) if shown else [],
        "may_decide": shown is not None
        and shown.state == "submitted"
        and judges_for_school(request.user, placement),  # type: ignore[arg-type]
    }


EVALUATION = Tab(
    name="evaluation",
    label=gettext_lazy("Evaluation"),
    template="placements/evaluation_tab.html",
    context=evaluation,
    order=80,
)
REPORT = Tab(
    name="report",
    label=gettext_lazy("Report"),
    template="placements/report_tab.html",
    context=report,
    order=75,
)


# --- Judging ----------------------------------------------------------------------------------


def criteria_of(plan_id: int, side: Side) -> list[AssessmentCriterion]:
    return list(AssessmentCriterion.objects.filter(plan=plan_id, side=side).order_by("order"))


class Evaluate(FormView):
    """The school's side, for one student."""

    form_class = ScoresForm
    title = gettext_lazy("Judge for the school")
    submit_label = gettext_lazy("Hand in")
    success_message = gettext_lazy("Handed in. You can change it until the result is confirmed.")

    def authorise(self, **kwargs: Any) -> None:
        rows = Placement.objects.visible_to(self.request.user).with_names().select_related("instructor")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.Placement {kwargs['pk']}")
        if not judges_for_school(self.request.user, found):
            raise PermissionDenied(_("The instructor of this student judges for the school."))
        self.placement = found

    def form_kwargs(self) -> dict[str, Any]:
        known = SideEvaluation.objects.filter(placement=self.placement, side=Side.SCHOOL)
        return {
            "criteria": criteria_of(self.placement.plan_id, Side.SCHOOL),
            "known": known.prefetch_related("scores").first(),
        }

    def perform(self, form: Any) -> str:
        operations.evaluate_for_school(
            actor=self.request.user,
            pk=self.placement.pk,
            scores=form.scores,
            remark=form.cleaned_data["remark"],
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return address_of(self.placement)

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.placement),
            "form_help": NOT_COPIED,
            "breadcrumbs": [*crumbs(), {"label": str(self.placement), "url": self.cancel_url()}],
        }


class Grid(View):
    """The school's side for everybody of a plan, or of one host of it, whom one may judge: a row each."""

    template_name: ClassVar[str] = "placements/evaluation_grid.html"
    request: PersonRequest

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        return self.show(self.build(None))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        grid = self.build(request.POST)
        if not grid.is_valid():
            return self.show(grid, status=422)
        done = 0
        for placement_id, form in grid.filled.items():
            try:
                operations.evaluate_for_school(
                    actor=self.request.user,
                    pk=placement_id,
                    scores=form.scores,
                    remark=form.cleaned_data["remark"],
                    now=timezone.now(),
                )
                done += 1
            except Refused as refusal:
                form.add_error(None, str(refusal))
        if done:
            messages.success(
                request,
                ngettext("Handed in for %(count)d student.", "Handed in for %(count)d students.", done)
                % {"count": done},
            )
        if any(form.errors for form in grid.filled.values()):
            return self.show(grid, status=422)
        return HttpResponseRedirect(request.get_full_path())

    def find(self, pk: int) -> None:
        user = self.request.user
        plan = Plan.objects.filter(
            pk__in=Placement.objects.visible_to(user).filter(plan=pk).order_by().values("plan")
        ).first()
        if plan is None:
            raise NotVisible(f"internships.Plan {pk}")
        self.plan = plan
        rows = (
            Placement.objects.visible_to(user)
            .filter(plan=plan, state__in=JUDGED_STATES, results=None)
            .with_names()
            .select_related("instructor")
            .order_by("enterprise__pinyin_key", "student__pinyin_key", "pk")
        )
        mine = [placement for placement in rows if judges_for_school(user, placement)]
        self.hosts = sorted({placement.enterprise for placement in mine}, key=lambda one: one.pinyin_key)
        self.host = self.chosen_host(self.hosts)
        self.placements = [one for one in mine if self.host is None or one.enterprise_id == self.host.pk]

    def chosen_host(self, hosts: list[Enterprise]) -> Enterprise | None:
        wanted = self.request.GET.get("host", "")
        return next((host for host in hosts if str(host.pk) == wanted), None)

    def build(self, data: Any) -> GridForm:
        known = {
            one.placement_id: one
            for one in SideEvaluation.objects.filter(
                placement__in=self.placements, side=Side.SCHOOL
            ).prefetch_related("scores")
        }
        return GridForm(
            data,
            rows=[(placement.pk, known.get(placement.pk)) for placement in self.placements],
            criteria=criteria_of(self.plan.pk, Side.SCHOOL),
            user=self.request.user,
        )

    def show(self, grid: GridForm, status: int = 200) -> HttpResponse:
        criteria = criteria_of(self.plan.pk, Side.SCHOOL)
        context = {
            "title": _("Judge for the school"),
            "subtitle": str(self.plan),
            "breadcrumbs": [*crumbs(), {"label": str(self.plan), "url": self.plan.get_absolute_url()}],
            "criteria": criteria,
            "hosts": self.hosts,
            "host": self.host,
            "not_copied": NOT_COPIED,
            "lines": [
                {
                    "placement": placement,
                    "form": grid.rows[placement.pk],
                    "scores": [grid.rows[placement.pk][f"score_{one.pk}"] for one in criteria],
                    "is_given": grid.rows[placement.pk].known is not None,
                }
                for placement in self.placements
            ],
        }
        return render(self.request, self.template_name, context, status=status)


# --- Confirming -------------------------------------------------------------------------------


class OfPlacementAct(RecordAct):
    capability = CONFIRM
    record: Placement

    def records(self) -> QuerySet:
        return Placement.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return address_of(self.record)

    def perform(self, form: Any) -> str:
        super().perform(form)
        return self.cancel_url()


class Confirm(OfPlacementAct):
    title = gettext_lazy("Confirm the result")
    submit_label = gettext_lazy("Confirm the result")
    question = gettext_lazy("Confirm what both sides said as the result of this internship?")
    consequences = (
        gettext_lazy("From then on it stands: a correction is a new version with a reason."),
        gettext_lazy("The student is told, and reads the result with both remarks."),
    )
    success_message = gettext_lazy("Confirmed.")
    operation = staticmethod(operations.confirm_result)


class Correct(RecordFormView):
    capability = CONFIRM
    form_class = CorrectionForm
    title = gettext_lazy("Correct the result")
    submit_label = gettext_lazy("Record the corrected result")
    success_message = gettext_lazy("The corrected result counts from now on.")
    record: Placement

    def records(self) -> QuerySet:
        return Placement.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return address_of(self.record)

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.last = self.record.results.first()
        if self.last is None:
            raise NotVisible(f"result of {kwargs['pk']}")

    def form_kwargs(self) -> dict[str, Any]:
        return {"result": self.last}

    def perform(self, form: Any) -> str:
        operations.correct_result(
            actor=self.request.user,
            pk=self.record.pk,
            scores=form.scores,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return self.cancel_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "form_help": _(
                "Earlier versions stay as they were. A certificate of the earlier result is replaced: "
                "issue a new one."
            )
        }


class AppealAnswer(RecordAct):
    capability = CONFIRM
    form_class = AnswerForm
    title = gettext_lazy("Answer the appeal")
    submit_label = gettext_lazy("Send the answer")
    success_message = gettext_lazy("Answered.")
    question = gettext_lazy("What do you answer?")
    operation = staticmethod(operations.answer_appeal)
    record: Appeal

    def records(self) -> QuerySet:
        return Appeal.objects.select_related("placement__student", "placement__post")

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return address_of(self.record.placement)

    def perform(self, form: Any) -> str:
        super().perform(form)
        return self.cancel_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {
            "subtitle": str(self.record.placement),
            "consequences": [self.record.reason],
            "breadcrumbs": [*crumbs(), {"label": str(self.record.placement), "url": self.cancel_url()}],
        }


# --- Reports ----------------------------------------------------------------------------------


class OfReport(RecordAct):
    """Decided by the instructor of the student, or by whoever may judge for the school there."""

    record: InternshipReport

    def records(self) -> QuerySet:
        return InternshipReport.objects.select_related(
            "placement__student", "placement__post", "placement__instructor"
        )

    def authorise(self, **kwargs: Any) -> None:
        found = self.records().visible_to(self.request.user).filter(pk=kwargs["pk"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise NotVisible(f"placements.InternshipReport {kwargs['pk']}")
        if not judges_for_school(self.request.user, found.placement):
            raise PermissionDenied(_("The instructor of this student decides on the report."))
        self.record = found

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        return address_of(self.record.placement, "report")

    def perform(self, form: Any) -> str:
        super().perform(form)
        return self.cancel_url()


class ReportAccept(OfReport):
    form_class = PraiseForm
    title = gettext_lazy("Accept the report")
    submit_label = gettext_lazy("Accept")
    question = gettext_lazy("Accept this report?")
    success_message = gettext_lazy("Accepted.")
    operation = staticmethod(reports.accept_report)


class ReportReturn(OfReport):
    form_class = DecisionForm
    title = gettext_lazy("Return the report")
    submit_label = gettext_lazy("Return")
    question = gettext_lazy("What is to be changed?")
    success_message = gettext_lazy("Returned. The student is told why.")
    operation = staticmethod(reports.return_report)


@require_safe
def report_file(request: PersonRequest, pk: int, file_id: int) -> Any:
    found = seen_report(request, pk)
    kept = ReportFile.objects.filter(parent=found, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"placements.ReportFile {file_id}")
    return serve(request, kept)


def seen_report(request: PersonRequest, pk: int) -> InternshipReport:
    """A report that was handed in. Raises NotVisible."""
    rows = InternshipReport.objects.visible_to(request.user).exclude(submitted_at=None)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"placements.InternshipReport {pk}")
    return found
