"""Internships at their end: the list, and for each plan what is left to do, with the acts for all at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.subjects import DECIDE
from core.access import NotVisible
from core.attachments import confine
from core.http import PersonRequest
from core.kept import DocumentDamaged, content_of
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import BulkAct, ListView, act
from internships.models import Plan, Side
from placements.archive_gates import obstacles_of
from placements.filters.results import ResultFilters
from placements.models import (
    ArchiveOrder,
    Certificate,
    EvaluationResult,
    InternshipReport,
    Placement,
    SideEvaluation,
)
from placements.models.placements import OVER_STATES
from placements.operations import archives, certificates
from placements.operations import evaluation as operations
from placements.tables.results import ResultTable

JUDGED = operations.JUDGED_STATES
SHOWN = 20


def at_the_end(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """With what is known of the end of each: as many subqueries as columns, however many rows."""
    last = EvaluationResult.objects.filter(placement=OuterRef("pk")).order_by("-version")
    given = SideEvaluation.objects.filter(placement=OuterRef("pk"))
    certificate = Certificate.objects.filter(result=OuterRef("last_result"))
    report = InternshipReport.objects.filter(placement=OuterRef("pk"))
    return rows.annotate(
        last_result=Subquery(last.values("pk")[:1]),
        last_grade=Subquery(last.values("grade")[:1]),
        last_total=Subquery(last.values("total")[:1]),
        by_enterprise=Exists(given.filter(side=Side.ENTERPRISE)),
        by_school=Exists(given.filter(side=Side.SCHOOL)),
        certificate_number=Subquery(certificate.values("number")[:1]),
        report_state=Subquery(report.values("state")[:1]),
    )


def _confirm(*, user: Any, pk: int) -> None:
    operations.confirm_result(actor=user, pk=pk, now=timezone.now())


class ResultList(ListView):
    capability = "placement.read"
    title = gettext_lazy("Results")
    list_name = "placements:results"
    table_class = ResultTable
    filterset_class = ResultFilters
    sorts = {"ended_on": "ends_on"}
    default_sort = "ended_on"
    search_placeholder = gettext_lazy("Student, post or enterprise")
    empty_title = gettext_lazy("No internship is at its end yet")
    empty_text = gettext_lazy(
        "Once students are at their hosts, both sides judge here what they have learned."
    )
    empty_icon = "certificate"
    personal_data = AccessLog.Data.RECORD
    bulk_acts = {
        "confirm": BulkAct(
            label=gettext_lazy("Confirm the results"),
            question=gettext_lazy("Confirm what both sides said as the results of %(count)s internships?"),
            perform=_confirm,
            capability=operations.CONFIRM,
            icon="checks",
        )
    }

    def authorise(self) -> None:
        """Instructors look after their own students here, whatever their powers."""
        user = self.request.user
        if not user.scope_for(self.capability) and not Placement.objects.visible_to(user).exists():
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[Placement]:
        rows = Placement.objects.visible_to(self.request.user).filter(state__in=JUDGED)
        return at_the_end(rows).select_related("student__school_class", "plan", "enterprise", "post")


# --- One plan ---------------------------------------------------------------------------------


def plan_end(request: HttpRequest, plan: Any) -> dict[str, Any]:
    """How far the end of a plan is, with what can be done for all of it. About eight queries."""
    user: Any = request.user
    rows: Any = at_the_end(Placement.objects.visible_to(user).filter(plan=plan, state__in=JUDGED))
    over = [
        (state in OVER_STATES, *known)
        for state, *known in rows.order_by().values_list(
            "state", "by_enterprise", "by_school", "last_grade", "certificate_number"
        )
    ]
    ended = [line for line in over if line[0]]
    address = f"{reverse('placements:result_list')}?plan={plan.pk}"
    return {
        "plan": plan,
        "numbers": [
            (_("At their host, or back"), len(over), address),
            (_("Over"), len(ended), address),
            (
                _("The enterprise has not judged"),
                sum(not line[1] for line in over),
                f"{address}&step=enterprise",
            ),
            (_("The school has not judged"), sum(not line[2] for line in over), f"{address}&step=school"),
            (
                _("To be confirmed"),
                sum(line[1] and line[2] and not line[3] for line in ended),
                f"{address}&step=confirm",
            ),
            (_("Confirmed"), sum(bool(line[3]) for line in over), address),
            (
                _("Confirmed, without a certificate"),
                sum(bool(line[3]) and not line[4] for line in over),
                f"{address}&step=certificate",
            ),
        ],
        "grid_url": reverse("placements:evaluation_grid", args=[plan.pk]) if over else "",
        "may_issue": plan.permits(user, certificates.ISSUE),
        "to_issue": sum(bool(line[3]) and not line[4] for line in over),
        **_archives(plan, user),
        **_progress(user, plan),
    }


def _archives(plan: Plan, user: Any) -> dict[str, Any]:
    """What may be packed, and what rules keep back. Five queries at most."""
    keys = archives.placements_of(user, plan)
    held_back = obstacles_of(keys) if keys else {}
    rows = Placement.objects.with_names().filter(pk__in=held_back).order_by("pk")
    return {
        "may_take": bool(keys),
        "held_back": [(row, f"{row.get_absolute_url()}?tab=archive") for row in rows[:SHOWN]],
        "held_back_count": len(held_back),
        "packable_count": len(keys) - len(held_back),
        "release_url": reverse("placements:plan_archive_release", args=[plan.pk])
        if held_back and plan.permits(user, DECIDE)
        else "",
    }


def _progress(user: Any, plan: Plan) -> dict[str, Any]:
    packed = ArchiveOrder.objects.filter(plan=plan, ordered_by=user.pk).first()
    batches = certificates.progress_of(plan)
    return {
        "batches": batches,
        "packed": packed,
        "is_working": any(batch.is_working for batch in batches)
        or (packed is not None and packed.is_working),
    }


PLAN_END = Tab(
    name="ends",
    label=gettext_lazy("The end"),
    template="placements/plan_end_tab.html",
    context=plan_end,
    order=80,
)


def _plan(request: PersonRequest, pk: int, capability: str) -> Plan:
    """Raises NotVisible, PermissionDenied."""
    plan = Plan.objects.visible_to(request.user).filter(pk=pk).first()
    if plan is None:
        raise NotVisible(f"internships.Plan {pk}")
    if not plan.permits(request.user, capability):
        raise PermissionDenied
    return plan


@require_safe
def end_status(request: PersonRequest, pk: int) -> HttpResponse:
    """How far the work in the background is; asked every other second while it goes on."""
    plan = Plan.objects.visible_to(request.user).filter(pk=pk).first()
    if plan is None:
        raise NotVisible(f"internships.Plan {pk}")
    context = {"plan": plan, **_progress(request.user, plan)}
    return render(request, "placements/plan_end_tab.html#status", context)


@act
def order_certificates(request: PersonRequest, pk: int) -> str:
    plan = _plan(request, pk, certificates.ISSUE)
    keys = Placement.objects.visible_to(request.user).filter(plan=plan).values_list("pk", flat=True)
    batch = certificates.order_certificates(
        actor=request.user, plan_id=plan.pk, pks=list(keys), now=timezone.now()
    )
    count = batch.orders.count()
    messages.success(
        request,
        ngettext("%(count)d certificate is being made.", "%(count)d certificates are being made.", count)
        % {"count": count},
    )
    return f"{plan.get_absolute_url()}?tab=ends"


@act
def issue_certificate(request: PersonRequest, pk: int) -> str:
    certificates.issue_certificate(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("The certificate is being made."))
    return f"{reverse('placements:placement_detail', args=[pk])}?tab=evaluation"


@require_safe
def certificate(request: PersonRequest, pk: int) -> HttpResponse:
    found = (
        Certificate.objects.visible_to(request.user)
        .select_related("placement__student")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotVisible(f"placements.Certificate {pk}")
    note_reading(request, [found.placement.student], data=AccessLog.Data.FILE, act=AccessLog.Act.EXPORTED)
    back = f"{found.placement.get_absolute_url()}?tab=evaluation"
    return certificate_response(request, found, back=back)


def certificate_response(request: HttpRequest, found: Certificate, *, back: str) -> HttpResponse:
    """The kept file; where it was damaged, that is said on the page one came from."""
    try:
        content = content_of(found)
    except DocumentDamaged as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(back)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return confine(response, is_shown_pdf=True)


# --- Archives ---------------------------------------------------------------------------------


@require_safe
def archive(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Everything about one internship as a ZIP, sent while it is packed; its page if rules keep it back."""
    now = timezone.now()
    try:
        placement = archives.placement_to_take(request.user, pk, now=now, address=get_client_ip(request))
    except archives.UnableToPack as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(f"{reverse('placements:placement_detail', args=[pk])}?tab=archive")
    response = StreamingHttpResponse(_pieces(placement, now), content_type="application/zip")
    name = f"{archives.archive_name(placement)}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return confine(response)


def _pieces(placement: Placement, now: datetime) -> Any:
    """Between two pieces the thread belongs to whoever sends them, in whatever language."""
    language = get_language()
    pieces = archives.stream_zip(archives.files_of(placement), at=now)
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


@act
def order_archive(request: PersonRequest, pk: int) -> str:
    plan = _plan(request, pk, archives.TAKE)
    archives.order_archive(actor=request.user, plan_id=plan.pk, now=timezone.now())
    messages.success(request, _("The records are being packed. You can leave this page."))
    return f"{plan.get_absolute_url()}?tab=ends"


@require_safe
def plan_archive(request: PersonRequest, pk: int) -> HttpResponseBase:
    try:
        order = archives.archive_to_take(request.user, pk, now=timezone.now(), address=get_client_ip(request))
    except archives.UnableToPack as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("internships:plan_list"))
    response = FileResponse(
        archives.open_packed(order),
        as_attachment=True,
        filename=f"{archives.safe_part(str(order.plan.name))}.zip",
        content_type="application/zip",
    )
    return confine(response)
