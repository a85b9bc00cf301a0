"""The agreements of a whole plan: ordered, tracked, printed, and back on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agreements.views.documents import pdf_response, sorry
from core.access import NotVisible
from core.attachments import confine
from core.errors import Refused
from core.http import PersonRequest
from core.kept import content_of
from core.registry import Tab
from core.views import DetailView, FormView, ListView, act
from internships.models import Plan
from partnerships.policies import seen
from placements.filters.papers import TrackingFilters
from placements.forms.scans import AssignForm, PileForm, RecordPileForm
from placements.forms.tripartite import BatchForm
from placements.models import (
    BatchAct,
    OrderState,
    PileState,
    Placement,
    ScannedPage,
    ScanPile,
    Tripartite,
    TripartiteBatch,
    TripartiteState,
)
from placements.operations import scans, tripartite_batches
from placements.operations.tripartite import code_of
from placements.printed_pages import print_together
from placements.tables.papers import TrackingTable
from placements.transitions.papers import EDIT
from placements.tripartite_tracking import counts_of, with_agreement

READ = "placement.read"
AT_ONCE = 100
SHOWN = 10
NAMED = 200


class TrackingList(ListView):
    capability = READ
    title = gettext_lazy("Tripartite agreements")
    list_name = "placements:tripartites"
    table_class = TrackingTable
    filterset_class = TrackingFilters
    sorts = {"starts_on": "starts_on"}
    default_sort = "-starts_on"
    search_placeholder = gettext_lazy("Student, post or enterprise")
    empty_title = gettext_lazy("No placements yet")
    empty_text = gettext_lazy("Once students are placed, their agreements are made and followed here.")
    empty_icon = "signature"

    def get_queryset(self) -> QuerySet[Placement]:
        rows = Placement.objects.visible_to(self.request.user).live()
        return with_agreement(rows.select_related("student__school_class", "enterprise", "plan"))


# --- The tab of a plan ------------------------------------------------------------------------


def agreements_of_plan(request: Any, plan: Plan) -> dict[str, Any]:
    """Eight queries."""
    batches = list(plan.tripartite_batches.select_related("ordered_by")[:SHOWN])
    counts = counts_of(plan, timezone.localdate())
    printable = _printable(plan).count()
    return {
        "plan": plan,
        "counts": counts,
        "may_edit": plan.permits(request.user, EDIT),
        "batches": [(batch, tripartite_batches.progress_of(batch)) for batch in batches],
        "piles": plan.scan_piles.select_related("added_by")[:SHOWN],
        "parts": [
            (first // AT_ONCE + 1, first + 1, min(first + AT_ONCE, printable))
            for first in range(0, printable, AT_ONCE)
        ],
        "list_url": f"{reverse('placements:tripartite_list')}?plan={plan.pk}",
    }


AGREEMENTS = Tab(
    name="agreements",
    label=gettext_lazy("Tripartite agreements"),
    template="placements/plan_agreements.html",
    context=agreements_of_plan,
    order=60,
    capability=READ,
)


class PlanForm(FormView):
    """A form about the agreements of one plan."""

    plan: Plan

    def authorise(self, **kwargs: Any) -> None:
        self.plan = seen(Plan.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def cancel_url(self) -> str:
        return f"{self.plan.get_absolute_url()}?tab=agreements"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.plan),
            "breadcrumbs": [{"label": str(self.plan), "url": self.cancel_url()}],
        }


class Order(PlanForm):
    form_class = BatchForm
    title = gettext_lazy("Make the agreements of this plan")
    submit_label = gettext_lazy("Order them")
    success_message = gettext_lazy("Ordered. You can close this page: the work goes on.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"department_id": self.plan.department_id}

    def perform(self, form: Any) -> TripartiteBatch:
        given = form.cleaned_data
        return tripartite_batches.order_agreements(
            actor=self.request.user,
            plan_pk=self.plan.pk,
            act=BatchAct.SEND if given["sends"] else BatchAct.MAKE,
            language=given["language"],
            signatory=given["signatory"],
            due_on=given["due_on"],
            now=timezone.now(),
        )

    def extra_context(self, form: Any) -> dict[str, Any]:
        count = counts_of(self.plan, timezone.localdate())["to_make"]
        return super().extra_context(form) | {
            "form_help": _("Concerns %(count)d placements without an agreement that is out or signed.")
            % {"count": count}
        }


@act
def remind_all(request: PersonRequest, pk: int) -> TripartiteBatch:
    batch = tripartite_batches.order_agreements(
        actor=request.user, plan_pk=pk, act=BatchAct.REMIND, now=timezone.now()
    )
    messages.success(request, _("Ordered. You can close this page: the work goes on."))
    return batch


# --- One order --------------------------------------------------------------------------------


def _batch(request: Any, batch: TripartiteBatch) -> dict[str, Any]:
    failed = batch.orders.filter(state=OrderState.FAILED).select_related(
        "placement__student", "placement__enterprise"
    )
    return {
        "batch": batch,
        "progress": tripartite_batches.progress_of(batch),
        "failed": failed[:NAMED],
        "list_url": f"{reverse('placements:tripartite_list')}?plan={batch.plan_id}",
    }


class BatchDetail(DetailView):
    record: TripartiteBatch
    tabs = [
        Tab(
            name="progress",
            label=gettext_lazy("Progress"),
            template="placements/batch_progress.html",
            context=_batch,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[TripartiteBatch]:
        return TripartiteBatch.objects.visible_to(self.request.user).select_related(
            "plan", "ordered_by", "signatory"
        )

    def context(self) -> dict[str, Any]:
        batch = self.record
        return {
            "title": batch.get_act_display(),
            "subtitle": str(batch.plan),
            "breadcrumbs": [
                {"label": str(batch.plan), "url": f"{batch.plan.get_absolute_url()}?tab=agreements"}
            ],
            "facts": [
                {"label": _("Ordered by"), "value": batch.ordered_by},
                {"label": _("Ordered at"), "value": timezone.localtime(batch.ordered_at)},
                {"label": _("Signs for the school"), "value": batch.signatory or ""},
                {"label": _("To be signed by"), "value": batch.due_on or ""},
            ],
        }


@require_safe
def batch_status(request: PersonRequest, pk: int) -> HttpResponse:
    """How far an order is: asked for again and again while it is worked on."""
    batch = TripartiteBatch.objects.visible_to(request.user).filter(pk=pk).first()
    if batch is None:
        raise NotVisible(f"placements.TripartiteBatch {pk}")
    progress = tripartite_batches.progress_of(batch)
    answer = render(request, "placements/batch_progress.html#status", {"batch": batch, "progress": progress})
    if not progress["waiting"]:
        answer["HX-Refresh"] = "true"
    return answer


# --- On paper ---------------------------------------------------------------------------------


def _printable(plan: Plan) -> QuerySet[Tripartite]:
    """What is still to be signed by hand."""
    live = Placement.objects.live().filter(plan=plan)
    return Tripartite.objects.filter(placement__in=live, state=TripartiteState.MADE).order_by("number", "pk")


@require_safe
def printed(request: PersonRequest, pk: int, part: int) -> HttpResponse:
    """The agreements of a plan that wait to be signed, as one file with a code on each page."""
    plan = seen(Plan.objects.all(), request.user, pk, EDIT)
    first = (part - 1) * AT_ONCE
    papers = list(_printable(plan)[first : first + AT_ONCE]) if part else []
    if not papers:
        raise Http404
    try:
        content = print_together((code_of(paper), content_of(paper)) for paper in papers)
    except Refused as refusal:
        return sorry(request, refusal)
    return pdf_response(request, content, f"tripartite-{plan.pk}-{part}.pdf")


class PileNew(PlanForm):
    form_class = PileForm
    title = gettext_lazy("Add scans of signed agreements")
    submit_label = gettext_lazy("Add and sort them")
    success_message = gettext_lazy("The scans are being sorted. You can close this page.")

    def perform(self, form: Any) -> ScanPile:
        return scans.add_pile(
            actor=self.request.user,
            plan_pk=self.plan.pk,
            uploads=form.cleaned_data["scans"],
            now=timezone.now(),
        )


def _pile(request: Any, pile: ScanPile) -> dict[str, Any]:
    gathered = scans.gathered(pile)
    may_edit = pile.permits(request.user, EDIT)
    return {
        "pile": pile,
        "read": pile.scanned.count(),
        "may_edit": may_edit,
        "complete": [one for one in gathered if one.is_complete],
        "to_record": sum(one.can_be_recorded for one in gathered),
        "incomplete": [one for one in gathered if not one.is_complete],
        "loose": pile.scanned.filter(tripartite=None, is_set_aside=False) if pile.state else [],
        "set_aside": pile.scanned.filter(is_set_aside=True),
    }


class PileDetail(DetailView):
    record: ScanPile
    tabs = [
        Tab(
            name="pages",
            label=gettext_lazy("Pages"),
            template="placements/pile.html",
            context=_pile,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[ScanPile]:
        return ScanPile.objects.visible_to(self.request.user).select_related("plan", "added_by")

    def context(self) -> dict[str, Any]:
        pile = self.record
        return {
            "title": _("Scans of signed agreements"),
            "subtitle": str(pile.plan),
            "breadcrumbs": [
                {"label": str(pile.plan), "url": f"{pile.plan.get_absolute_url()}?tab=agreements"}
            ],
            "facts": [
                {"label": _("State"), "value": pile.get_state_display()},
                {"label": _("Pages"), "value": pile.pages},
                {"label": _("Added by"), "value": pile.added_by},
                {"label": _("Added at"), "value": timezone.localtime(pile.added_at)},
            ],
        }


@require_safe
def pile_status(request: PersonRequest, pk: int) -> HttpResponse:
    pile = ScanPile.objects.visible_to(request.user).filter(pk=pk).first()
    if pile is None:
        raise NotVisible(f"placements.ScanPile {pk}")
    answer = render(request, "placements/pile.html#status", {"pile": pile, "read": pile.scanned.count()})
    if pile.state != PileState.WAITING:
        answer["HX-Refresh"] = "true"
    return answer


def _page(request: PersonRequest, pk: int) -> ScannedPage:
    piles = ScanPile.objects.visible_to(request.user)
    page = ScannedPage.objects.filter(pile__in=piles, pk=pk).select_related("pile__plan").first()
    if page is None:
        raise NotVisible(f"placements.ScannedPage {pk}")
    return page


@require_safe
def page_picture(request: PersonRequest, pk: int) -> HttpResponseBase:
    page = _page(request, pk)
    with page.picture.open("rb") as file:
        return confine(HttpResponse(file.read(), content_type="image/jpeg"))


class AssignPage(FormView):
    form_class = AssignForm
    template_name = "placements/assign_page.html"
    title = gettext_lazy("Which page is this?")
    page: ScannedPage

    def authorise(self, **kwargs: Any) -> None:
        self.page = _page(self.request, kwargs["pk"])
        seen(ScanPile.objects.all(), self.request.user, self.page.pile_id, EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"scanned": self.page}

    def perform(self, form: Any) -> ScanPile:
        scans.assign_page(
            actor=self.request.user,
            page_pk=self.page.pk,
            tripartite_pk=form.cleaned_data["tripartite"].pk,
            page=form.cleaned_data["page"],
            now=timezone.now(),
        )
        return self.page.pile

    def cancel_url(self) -> str:
        return self.page.pile.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"page": self.page}


@act
def page_aside(request: PersonRequest, pk: int) -> ScanPile:
    return scans.set_page_aside(actor=request.user, page_pk=pk, now=timezone.now()).pile


class RecordPile(FormView):
    """Every complete paper of the pile, as signed by those on record for it."""

    form_class = RecordPileForm
    title = gettext_lazy("Record the complete agreements as signed")
    success_message = ""
    pile: ScanPile

    def authorise(self, **kwargs: Any) -> None:
        rows = ScanPile.objects.select_related("plan")
        self.pile = seen(rows, self.request.user, kwargs["pk"], EDIT)

    def form_kwargs(self) -> dict[str, Any]:
        return {"department_id": self.pile.plan.department_id}

    def perform(self, form: Any) -> ScanPile:
        result = scans.record_complete(
            actor=self.request.user, pile=self.pile, now=timezone.now(), **form.cleaned_data
        )
        if result.done:
            messages.success(
                self.request, _("%(count)d agreements are recorded.") % {"count": len(result.done)}
            )
        for paper, reason in result.refused:
            messages.error(self.request, f"{paper.reference}: {reason}")
        return self.pile

    def cancel_url(self) -> str:
        return self.pile.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        count = sum(one.can_be_recorded for one in scans.gathered(self.pile))
        return {
            "subtitle": _("%(count)d agreements") % {"count": count},
            "form_help": _(
                "You have looked at the signatures and stamps. Enterprise, student and guardian are those "
                "on record; where somebody else signed, record that agreement by itself."
            ),
        }
