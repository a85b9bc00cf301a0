"""The papers of one placement: consents, insurance, safety training; each entered by hand with its scan."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, act
from partnerships.policies import seen
from placements.consent_page import answer_page
from placements.consents_by_link import NAME, consent_of
from placements.forms.papers import (
    DAYS_TO_ANSWER,
    AskConsentForm,
    DeductionForm,
    InsureForm,
    RecordConsentForm,
    TrainingForm,
    before_the_start,
)
from placements.models import (
    Consent,
    ConsentScan,
    InsurancePolicy,
    InsuranceScan,
    Insured,
    Placement,
    SafetyTraining,
    TrainingScan,
)
from placements.operations import consents, papers
from placements.transitions.papers import EDIT
from placements.views.tripartite import agreements_of
from signing.models import TaskLink

SHOWN = 200
DEDUCTED = {None: gettext_lazy("not said"), True: gettext_lazy("yes"), False: gettext_lazy("no")}


def papers_of(request: Any, placement: Placement) -> dict[str, Any]:
    """Every paper of a placement. About ten queries."""
    insured = list(placement.insurance.select_related("policy").prefetch_related("policy__scans"))
    return {
        "placement": placement,
        "may_edit": placement.permits(request.user, EDIT),
        "consents": placement.consents.prefetch_related("scans"),
        "insured": [(one, one.covers(placement.starts_on, placement.ends_on)) for one in insured],
        "trainings": placement.trainings.prefetch_related("scans"),
        **agreements_of(request, placement),
    }


PAPERS = Tab(
    name="papers",
    label=gettext_lazy("Papers"),
    template="placements/papers_tab.html",
    context=papers_of,
    order=20,
)


class PaperForm(FormView):
    """A form about one placement whose papers one keeps."""

    placement: Placement

    def authorise(self, **kwargs: Any) -> None:
        rows = Placement.objects.select_related("student", "enterprise", "plan")
        self.placement = seen(rows, self.request.user, kwargs["pk"], EDIT)

    def cancel_url(self) -> str:
        return f"{self.placement.get_absolute_url()}?tab=papers"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": f"{self.placement.student} · {self.placement.enterprise}",
            "breadcrumbs": [
                {"label": str(self.placement.student), "url": self.cancel_url()},
            ],
        }


class AskConsent(PaperForm):
    form_class = AskConsentForm
    title = gettext_lazy("Ask for consent")
    submit_label = pgettext_lazy("consent", "Ask")
    success_message = gettext_lazy("They are asked. You are told what they answer.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"due_on": before_the_start(self.placement, DAYS_TO_ANSWER)}}

    def perform(self, form: Any) -> str:
        consents.ask_consent(
            actor=self.request.user, placement_pk=self.placement.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class RecordConsent(PaperForm):
    form_class = RecordConsentForm
    title = gettext_lazy("Enter a consent on paper")

    def perform(self, form: Any) -> str:
        consents.record_consent(
            actor=self.request.user, placement_pk=self.placement.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class Insure(PaperForm):
    form_class = InsureForm
    title = gettext_lazy("Enter an insurance")

    def form_kwargs(self) -> dict[str, Any]:
        """As the newest policy of the department says that covers these days: most insure a whole cohort."""
        placement = self.placement
        known = (
            InsurancePolicy.objects.permitting(self.request.user, EDIT)
            .filter(department=placement.department_id, insured__placement__plan=placement.plan_id)
            .filter(covers_from__lte=placement.starts_on, covers_until__gte=placement.ends_on)
            .order_by("-pk")
            .values("insurer", "number", "covers_from", "covers_until", "paid_by", "is_deducted")
            .first()
        )
        days = {"covers_from": placement.starts_on, "covers_until": placement.ends_on}
        return {"initial": known or days}

    def perform(self, form: Any) -> str:
        papers.insure(
            actor=self.request.user, placement_pk=self.placement.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


class Train(PaperForm):
    form_class = TrainingForm
    title = gettext_lazy("Enter a safety training")

    def perform(self, form: Any) -> str:
        papers.record_training(
            actor=self.request.user, placement_pk=self.placement.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


@act
def consent_take_back(request: PersonRequest, pk: int) -> str:
    consent = consents.take_consent_back(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("They are not asked any more."))
    return f"{consent.placement.get_absolute_url()}?tab=papers"


@act
def uninsure(request: PersonRequest, pk: int) -> str:
    placement = papers.uninsure(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Taken out."))
    return f"{placement.get_absolute_url()}?tab=papers"


# --- Scans ------------------------------------------------------------------------------------


def _scan(request: PersonRequest, scans: Any, parents: QuerySet, pk: int) -> HttpResponseBase:
    kept = scans.objects.filter(parent__in=parents.visible_to(request.user), pk=pk).first()  # type: ignore[attr-defined]
    if kept is None:
        raise NotVisible(f"{scans._meta.label} {pk}")
    return serve(request, kept)


@require_safe
def consent_scan(request: PersonRequest, pk: int) -> HttpResponseBase:
    return _scan(request, ConsentScan, Consent.objects.all(), pk)


@require_safe
def policy_scan(request: PersonRequest, pk: int) -> HttpResponseBase:
    return _scan(request, InsuranceScan, InsurancePolicy.objects.all(), pk)


@require_safe
def training_scan(request: PersonRequest, pk: int) -> HttpResponseBase:
    return _scan(request, TrainingScan, SafetyTraining.objects.all(), pk)


# --- One policy -------------------------------------------------------------------------------


def _insured(request: Any, policy: InsurancePolicy) -> dict[str, Any]:
    rows = (
        Insured.objects.visible_to(request.user)
        .filter(policy=policy)
        .select_related("placement__student__school_class", "placement__enterprise")
        .order_by("placement__student__pinyin_key", "pk")
    )
    return {
        "policy": policy,
        "rows": [(one, one.covers(one.placement.starts_on, one.placement.ends_on)) for one in rows[:SHOWN]],
        "count": rows.count(),
    }


class SayDeduction(FormView):
    """INT-36b, answered once for everybody whom a policy insures."""

    form_class = DeductionForm
    title = gettext_lazy("Say whether the premium is kept back from pay")
    policy: InsurancePolicy

    def authorise(self, **kwargs: Any) -> None:
        self.policy = seen(InsurancePolicy.objects.all(), self.request.user, kwargs["pk"], EDIT)

    def cancel_url(self) -> str:
        return self.policy.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.policy),
            "breadcrumbs": [{"label": str(self.policy), "url": self.cancel_url()}],
        }

    def perform(self, form: Any) -> InsurancePolicy:
        return papers.say_whether_deducted(
            actor=self.request.user, pk=self.policy.pk, now=timezone.now(), **form.cleaned_data
        )


class PolicyDetail(DetailView):
    record: InsurancePolicy
    tabs = [
        Tab(
            name="insured",
            label=gettext_lazy("Insured persons"),
            template="placements/policy_insured.html",
            context=_insured,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[InsurancePolicy]:
        return InsurancePolicy.objects.visible_to(self.request.user).select_related("created_by")

    def context(self) -> dict[str, Any]:
        policy = self.record
        return {
            "title": policy.number,
            "subtitle": policy.insurer,
            "breadcrumbs": [{"label": _("Placements"), "url": reverse("placements:placement_list")}],
            **self.next_step(),
            "facts": [
                {"label": _("Covers from"), "value": policy.covers_from},
                {"label": _("Covers until"), "value": policy.covers_until},
                {"label": _("Premium paid by"), "value": policy.get_paid_by_display()},
                {"label": _("Premium kept back from pay"), "value": DEDUCTED[policy.is_deducted]},
                {"label": _("Entered by"), "value": policy.created_by or ""},
            ],
        }

    def next_step(self) -> dict[str, Any]:
        """As long as nobody has said it, the rule asks of every student whom the policy insures."""
        policy = self.record
        if not policy.permits(self.request.user, EDIT):
            return {}
        url = reverse("placements:policy_deduction", args=[policy.pk])
        if policy.is_deducted is not None:
            return {"actions": [{"label": _("Correct the answer"), "url": url, "icon": "pencil"}]}
        return {
            "next_step": {
                "text": _("Nobody has said yet whether the premium is kept back from the students’ pay."),
                "url": url,
                "label": _("Say it"),
                "meaning": "soon",
            }
        }


# --- By link ----------------------------------------------------------------------------------


@csrf_exempt  # the address is the key; no cookie is
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def answer_consent(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link: what the internship is, and two buttons."""
    link: TaskLink | None = getattr(request, "link", None)
    consent = consent_of(link) if link is not None and link.task == NAME else None
    if link is None or consent is None:
        raise NotVisible("placements.Consent")
    return answer_page(
        request,
        consent,
        template="placements/consent_link.html",
        answer=partial(consents.answer_by_link, link=link),
        done=reverse("link:task", args=[token]),
    )
