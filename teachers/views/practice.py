"""Practice in enterprises on the pages of the staff: the list, one of them, and its moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.access import NotVisible, Text
from core.forms import RecordForm
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import BulkAct, DetailView, FormView, ListView
from teachers.due_reading import standing_before
from teachers.filters.practice import PracticeFilters
from teachers.forms.practice import (
    AskByLinkForm,
    DecisionForm,
    EvaluationForm,
    OutcomeForm,
    PaperEvaluationForm,
)
from teachers.models import (
    Practice,
    PracticeSide,
    PracticeState,
    Teacher,
)
from teachers.operations import practice as operations
from teachers.operations.practice import PLAN, READ, may_plan
from teachers.operations.practice_links import ask_by_link, askable, asked_of
from teachers.policies import is_own
from teachers.practice_rules import practice_rules
from teachers.tables.practice import PracticeTable
from teachers.transitions.practice import ACCEPT, APPROVE
from teachers.views.practice_moves import PRIMARY, may_decide, next_step, offered_moves

SHOWN = 200


def crumbs(user: Any) -> list[dict[str, Any]]:
    if user.scope_for(READ):
        return [{"label": _("Practice in enterprises"), "url": reverse("teachers:practice_list")}]
    return [{"label": _("My practice"), "url": reverse("teachers:my_practice")}]


def _approve(*, user: Any, pk: int) -> None:
    operations.approve_practice(actor=user, pk=pk, now=timezone.now())


class PracticeList(ListView):
    capability = READ
    title = gettext_lazy("Practice in enterprises")
    list_name = "teachers:practice"
    table_class = PracticeTable
    filterset_class = PracticeFilters
    sorts = {"starts_on": "starts_on", "ends_on": "ends_on"}
    default_sort = "-starts_on"
    search_placeholder = gettext_lazy("Teacher or enterprise")
    empty_title = gettext_lazy("No practice in enterprises yet")
    empty_text = gettext_lazy(
        "Teachers plan it on their own pages; past practice is entered with the teacher."
    )
    empty_icon = "building-factory-2"
    personal_data = AccessLog.Data.RECORD
    bulk_acts = {
        "approve": BulkAct(
            label=gettext_lazy("Approve"),
            question=gettext_lazy("Approve %(count)s plans of practice? The enterprises are told."),
            perform=_approve,
            capability=APPROVE,
            icon="checks",
        )
    }

    def get_queryset(self) -> QuerySet[Practice]:
        return Practice.objects.visible_to(self.request.user).with_names()

    def meant_for(self, bulk: BulkAct, rows: QuerySet) -> QuerySet:
        """Nobody approves their own."""
        return rows.filter(state=PracticeState.PLANNED).exclude(teacher__user=self.request.user.pk)


# --- One practice -----------------------------------------------------------------------------


def time_in_words(practice: Practice) -> str:
    period = f"{date_format(practice.starts_on)} – {date_format(practice.ends_on)}"
    if not practice.is_by_days:
        days = (practice.ends_on - practice.starts_on).days + 1
        return pgettext("practice of a teacher", "%(period)s (%(days)d days)") % {
            "period": period,
            "days": days,
        }
    return pgettext("practice of a teacher", "%(days)d single days within %(period)s") % {
        "period": period,
        "days": practice.planned_days or 0,
    }


def overview(request: HttpRequest, practice: Any) -> dict[str, Any]:
    """Four queries."""
    user: Any = request.user
    evaluations = list(practice.evaluations.all())
    is_given = any(one.side == PracticeSide.ENTERPRISE for one in evaluations)
    may_enter = practice.takes_evaluation(is_given=is_given) and may_decide(user, practice, ACCEPT)
    return {
        "practice": practice,
        "time": time_in_words(practice),
        "counted_days": practice.days.count() if practice.is_by_days else None,
        "evaluations": evaluations,
        "may_enter_evaluation": may_enter,
        "may_ask": may_enter and not is_given,
        "asked": asked_of(practice) if practice.takes_evaluation(is_given=is_given) else [],
        "changes": list(practice.changes.select_related("asked_by", "decided_by")),
        "may_approve": may_decide(user, practice, APPROVE),
        "may_withdraw": may_plan(user, practice),
    }


def log(request: HttpRequest, practice: Any) -> dict[str, Any]:
    """Two queries."""
    return {
        "practice": practice,
        "entries": list(practice.entries.prefetch_related("files")[:SHOWN]),
        "may_write": practice.takes_entries and may_plan(request.user, practice),  # type: ignore[arg-type]
    }


class PracticeDetail(DetailView):
    record: Practice
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="teachers/practice_overview.html",
            context=overview,
            order=0,
        ),
        Tab(
            name="log",
            label=pgettext_lazy("practice of a teacher", "Log"),
            template="teachers/practice_log.html",
            context=log,
            order=10,
            count=lambda _request, practice: practice.entries.count() or None,
        ),
    ]

    def get_queryset(self) -> QuerySet[Practice]:
        rows = Practice.objects.visible_to(self.request.user).with_names()
        return rows.select_related("mentor", "opening", "decided_by", "teacher__user")

    def context(self) -> dict[str, Any]:
        practice = self.record
        user = self.request.user
        note_reading(self.request, [practice.teacher], data=AccessLog.Data.RECORD)
        offered = offered_moves(user, practice)
        ready = [move for move in offered if move["name"] in PRIMARY and not move.get("disabled_reason")]
        primary = ready[-1] if ready else None
        return {
            "title": str(practice.enterprise),
            "subtitle": str(practice.teacher),
            "chip": practice.chip,
            "breadcrumbs": crumbs(user),
            "next_step": next_step(user, practice),
            "primary_action": primary,
            "actions": [move for move in offered if move is not primary],
            "facts": facts_of(user, practice),
        }


def facts_of(user: Any, practice: Practice) -> list[dict[str, Any]]:
    sees_enterprise = practice.enterprise.permits(user, "enterprise.read")
    return [
        {
            "label": _("Teacher"),
            "value": practice.teacher,
            "url": practice.teacher.get_absolute_url(),
        },
        {"label": _("Department"), "value": practice.teacher.department},
        {
            "label": _("Enterprise"),
            "value": practice.enterprise,
            "url": practice.enterprise.get_absolute_url() if sees_enterprise else "",
        },
        {"label": pgettext("practice of a teacher", "Where"), "value": practice.place},
        {"label": _("Guided by"), "value": practice.mentor},
        {
            "label": _("Post for a teacher"),
            "value": practice.opening,
            "url": practice.opening.get_absolute_url() if practice.opening else "",
        },
        {"label": _("Decided by"), "value": practice.decided_by},
    ]


# --- Moves ------------------------------------------------------------------------------------


class PracticeAct(FormView):
    """Asks before something is done to a practice, for what the others will read."""

    template_name = "components/confirm.html"
    form_class: ClassVar[Any] = RecordForm
    power: ClassVar[str]
    question: ClassVar[Text]
    danger: ClassVar[bool] = False
    operation: ClassVar[Callable[..., Any]]
    record: Practice

    def authorise(self, **kwargs: Any) -> None:
        user = self.request.user
        rows = Practice.objects.visible_to(user).with_names().select_related("teacher__user")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"teachers.Practice {kwargs['pk']}")
        if not self.may(user, found):
            raise PermissionDenied(_("Your positions do not give you this here."))
        self.record = found

    def may(self, user: Any, practice: Practice) -> bool:
        return may_plan(user, practice) if self.power == PLAN else may_decide(user, practice, self.power)

    def perform(self, form: Any) -> Any:
        return self.operation(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.record),
            "question": self.question,
            "danger": self.danger,
            "breadcrumbs": [
                *crumbs(self.request.user),
                {"label": str(self.record), "url": self.cancel_url()},
            ],
        }


class Approve(PracticeAct):
    power = APPROVE
    title = gettext_lazy("Approve the plan")
    submit_label = pgettext_lazy("practice of a teacher", "Approve")
    question = gettext_lazy("Approve this practice? The teacher and the enterprise are told.")
    success_message = gettext_lazy("Approved. The teacher and the enterprise are told.")
    operation = staticmethod(operations.approve_practice)


class Return(PracticeAct):
    power = APPROVE
    form_class = DecisionForm
    title = gettext_lazy("Return the plan")
    submit_label = pgettext_lazy("practice of a teacher", "Return")
    question = gettext_lazy("What is to be changed?")
    success_message = gettext_lazy("Returned. The teacher is told why.")
    operation = staticmethod(operations.return_practice)


class Begin(PracticeAct):
    power = PLAN
    title = gettext_lazy("Begin the practice")
    submit_label = pgettext_lazy("practice of a teacher", "Begin")
    question = gettext_lazy("Has the practice begun?")
    success_message = gettext_lazy("It is under way.")
    operation = staticmethod(operations.begin_practice)


class Submit(PracticeAct):
    power = PLAN
    form_class = OutcomeForm
    title = gettext_lazy("Submit the practice")
    submit_label = pgettext_lazy("practice of a teacher", "Submit")
    question = gettext_lazy("What came of it? The log is closed when you submit.")
    success_message = gettext_lazy("Submitted. It counts once it is accepted.")
    operation = staticmethod(operations.submit_practice)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"outcome": self.record.outcome}}


NOT_EVALUATED = gettext_lazy(
    "The enterprise has not evaluated it yet. It can still do so afterwards: the evaluation is a joint one."
)


class Accept(PracticeAct):
    power = ACCEPT
    form_class = EvaluationForm
    title = gettext_lazy("Accept the practice")
    submit_label = pgettext_lazy("practice of a teacher", "Accept")
    question = gettext_lazy("How does the centre evaluate it? It counts from then on.")
    success_message = gettext_lazy("Accepted: it counts.")
    operation = staticmethod(operations.accept_practice)

    def extra_context(self, form: Any) -> dict[str, Any]:
        context = super().extra_context(form)
        if not self.record.evaluations.filter(side=PracticeSide.ENTERPRISE).exists():
            context["consequences"] = [NOT_EVALUATED]
        return context


class SendBack(PracticeAct):
    power = ACCEPT
    form_class = DecisionForm
    title = gettext_lazy("Send the practice back")
    submit_label = pgettext_lazy("practice of a teacher", "Send back")
    question = gettext_lazy("What is missing? The log is open again then.")
    success_message = gettext_lazy("Sent back. The teacher is told why.")
    operation = staticmethod(operations.send_back_practice)


class Reopen(PracticeAct):
    power = ACCEPT
    form_class = DecisionForm
    danger = True
    title = gettext_lazy("Take the acceptance back")
    submit_label = gettext_lazy("Take it back")
    question = gettext_lazy("Why? The practice does not count any more until it is accepted anew.")
    success_message = gettext_lazy("Taken back. The teacher is told why.")
    operation = staticmethod(operations.reopen_practice)


class Cancel(PracticeAct):
    power = PLAN
    form_class = DecisionForm
    danger = True
    title = gettext_lazy("Cancel the practice")
    submit_label = pgettext_lazy("practice of a teacher", "Cancel the practice")
    question = gettext_lazy("Why does it not take place? This cannot be undone.")
    success_message = gettext_lazy("Cancelled.")
    operation = staticmethod(operations.cancel_practice)

    def may(self, user: Any, practice: Practice) -> bool:
        return super().may(user, practice) or practice.permits(user, APPROVE)


class EnterEvaluation(PracticeAct):
    power = ACCEPT
    form_class = PaperEvaluationForm
    title = gettext_lazy("Enter the enterprise’s evaluation")
    submit_label = gettext_lazy("Save")
    question = gettext_lazy("What does the enterprise say, on its paper?")
    success_message = gettext_lazy("Saved.")
    operation = staticmethod(operations.enter_evaluation)

    def perform(self, form: Any) -> Practice:
        super().perform(form)
        return self.record


class AskByLink(PracticeAct):
    power = ACCEPT
    form_class = AskByLinkForm
    title = gettext_lazy("Ask the enterprise by link")
    submit_label = gettext_lazy("Send the link")
    question = gettext_lazy("Who evaluates for the enterprise? The link opens this one evaluation.")
    success_message = gettext_lazy("The link is on its way.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"people": askable(self.request.user, self.record), "guide_id": self.record.mentor_id}

    def perform(self, form: Any) -> Practice:
        ask_by_link(
            actor=self.request.user,
            pk=self.record.pk,
            contact_id=form.cleaned_data["contact"].pk,
            now=timezone.now(),
        )
        return self.record


# --- In the record of a teacher ---------------------------------------------------------------


def practice_of_teacher(request: HttpRequest, teacher: Teacher) -> dict[str, Any]:
    """About eight queries."""
    user: Any = request.user
    today = timezone.localdate()
    rows = Practice.objects.visible_to(user).filter(teacher=teacher.pk).select_related("enterprise")
    return {
        "teacher": teacher,
        "practices": list(rows[:SHOWN]),
        "standings": standing_before(list(teacher.practice_dues.all()), practice_rules(today), today),
        "may_plan": is_own(user, teacher) or teacher.permits(user, PLAN),
        "may_record": teacher.permits(user, ACCEPT),
    }


PRACTICE = Tab(
    name="practice",
    label=gettext_lazy("Practice in enterprises"),
    template="teachers/practice_of_teacher.html",
    context=practice_of_teacher,
    order=30,
    count=lambda _request, teacher: teacher.practices.count() or None,
)
