"""What is written into a plan: itself, its tasks and criteria, papers, filings, hosts; and its moves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.school_years import school_year
from core.views import FormView, act
from internships.forms.plans import (
    CriteriaForm,
    DeclareForm,
    DocumentForm,
    FilingForm,
    PlanForm,
    PublishHostsForm,
    ReasonForm,
    TasksForm,
)
from internships.models import FilingScan, Plan, PlanDocument
from internships.operations import plans as operations
from internships.operations.plans import EDIT
from internships.views.plans import crumbs
from partnerships.views.record_pages import RecordAct, RecordFormView


class PlanNew(FormView):
    form_class = PlanForm
    title = _("Draft a plan")
    success_message = _("The draft is saved. Add its tasks and how they are assessed.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.scope_for(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        # The third study year is the one of the internship.
        return {
            "initial": {"owner": self.request.user.pk, "entered_in": school_year(timezone.localdate()) - 2}
        }

    def perform(self, form: Any) -> Plan:
        return operations.draft_plan(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("internships:plan_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfPlan(RecordFormView):
    capability = EDIT
    record: Plan
    tab: ClassVar[str] = ""

    def records(self) -> QuerySet:
        return Plan.objects.all()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()

    def cancel_url(self) -> str:
        address = self.record.get_absolute_url()
        return f"{address}?tab={self.tab}" if self.tab else address


class PlanEdit(OfPlan):
    form_class = PlanForm
    title = _("Edit the plan")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Plan:
        return operations.change_plan(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )


class Lines(OfPlan):
    """Several lines at once; what ``operation`` takes is all of them, in their order."""

    template_name = "internships/lines_form.html"
    names: ClassVar[tuple[str, ...]]
    relation: ClassVar[str]
    operation: ClassVar[Any]

    def form_kwargs(self) -> dict[str, Any]:
        rows = getattr(self.record, self.relation).values(*self.names)
        return {"lines": [dict(row) for row in rows]}

    def perform(self, form: Any) -> str:
        self.operation(
            actor=self.request.user,
            pk=self.record.pk,
            lines=form.cleaned_data["lines"],
            now=timezone.now(),
        )
        return self.cancel_url()


class Tasks(Lines):
    form_class = TasksForm
    title = _("Tasks and learning outcomes")
    tab = relation = "tasks"
    names = ("id", "title", "learning_outcome", "typical_task")
    operation = staticmethod(operations.set_tasks)


class Criteria(Lines):
    form_class = CriteriaForm
    title = _("How it is assessed")
    tab, relation = "assessment", "criteria"
    names = ("id", "name", "side", "weight")
    operation = staticmethod(operations.set_criteria)


class Added(OfPlan):
    """A form whose fields are what ``operation`` takes."""

    operation: ClassVar[Any]

    def perform(self, form: Any) -> str:
        self.operation(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()


class DocumentNew(Added):
    form_class = DocumentForm
    title = _("Add a document")
    success_message = _("The document is added.")
    tab = "documents"
    operation = staticmethod(operations.attach_document)


class FilingNew(Added):
    form_class = FilingForm
    title = _("Record a filing")
    success_message = _("The filing is recorded.")
    tab = "filings"
    operation = staticmethod(operations.record_filing)


class PublishHosts(Added):
    form_class = PublishHostsForm
    title = _("Publish the list of hosts")
    success_message = _("Noted when and where the hosts were published.")
    tab = "hosts"
    operation = staticmethod(operations.publish_hosts)

    def form_kwargs(self) -> dict[str, Any]:
        plan = self.record
        return {
            "initial": {
                "decided_on": plan.hosts_decided_on,
                "published_on": plan.hosts_published_on,
                "address": plan.hosts_published_at,
            }
        }


class Declare(Added):
    form_class = DeclareForm
    title = _("Declarations of the school")
    success_message = _("The declarations are noted.")
    tab = "filings"
    operation = staticmethod(operations.declare)

    def form_kwargs(self) -> dict[str, Any]:
        plan = self.record
        if not plan.is_declared:
            return {}
        return {
            "initial": {
                "is_for_profit": "yes" if plan.is_for_profit else "no",
                "payment_to_school": plan.payment_to_school,
                "copies_host_standards": "yes" if plan.copies_host_standards else "no",
            }
        }


@require_safe
def document(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    return _served(request, PlanDocument, pk, file_id, "parent")


@require_safe
def scan(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    return _served(request, FilingScan, pk, file_id, "parent__plan")


def _served(request: PersonRequest, model: Any, pk: int, file_id: int, key: str) -> HttpResponseBase:
    plans = Plan.objects.visible_to(request.user).filter(pk=pk)
    kept = model.objects.filter(**{"pk": file_id, f"{key}__in": plans}).first()
    if kept is None:
        raise NotVisible(f"{model._meta.label} {file_id}")
    return serve(request, kept)


@act
def document_remove(request: PersonRequest, pk: int, file_id: int) -> str:
    operations.remove_document(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    return f"{reverse('internships:plan_detail', args=[pk])}?tab=documents"


# --- Moves ------------------------------------------------------------------------------------


class PlanAct(RecordAct, OfPlan):
    pass


class Submit(PlanAct):
    title = submit_label = _("Submit for review")
    question = _("Submit this plan for review?")
    success_message = _("Submitted. Whoever decides first has been asked.")
    operation = staticmethod(operations.submit_plan)


class Recall(PlanAct):
    title = submit_label = _("Take back from review")
    question = _("Take this plan back to work on it?")
    consequences = (
        _("Decisions already taken on it are void; its review begins again from the first step."),
    )
    success_message = _("Taken back: it is a draft again.")
    operation = staticmethod(operations.recall_plan)


class Start(PlanAct):
    title = submit_label = _("Start")
    question = _("Start this internship?")
    success_message = _("The internship is running.")
    operation = staticmethod(operations.start_plan)


class Close(PlanAct):
    title = submit_label = _("Close")
    question = _("Close this internship?")
    consequences = (_("This cannot be undone."),)
    danger = True
    success_message = _("The internship is closed.")
    operation = staticmethod(operations.close_plan)


class Withdraw(PlanAct):
    form_class = ReasonForm
    title = submit_label = _("Withdraw")
    question = _("Give this plan up?")
    consequences = (_("This cannot be undone."),)
    danger = True
    success_message = _("The plan is given up.")
    operation = staticmethod(operations.withdraw_plan)
