"""Tasks: what waits for somebody, whatever it comes from; the list; one of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from core.duties import When, by_nearness, duty_sources, everything_for
from core.http import PersonRequest
from core.registry import Tab
from core.views import DetailView, FormView, ListView
from information.forms.assignments import AssignmentForm, GiveUpForm, HandOverForm, WordForm
from information.lists.assignments import AssignmentFilters, AssignmentTable
from information.models import Assignment, AssignmentState
from information.operations import assignments as operations
from information.subjects import code_of, subject_of, with_subjects
from information.transitions.assignments import EDIT, READ
from partnerships.views.record_pages import RecordAct, RecordFormView

HEADINGS = {
    When.OVERDUE: pgettext_lazy("to-do", "Overdue"),
    When.TODAY: pgettext_lazy("to-do", "Today"),
    When.THIS_WEEK: pgettext_lazy("to-do", "This week"),
    When.LATER: pgettext_lazy("to-do", "Later"),
    When.NO_DAY: pgettext_lazy("to-do", "Without a day"),
}


def crumbs() -> list[dict[str, Any]]:
    return [{"label": pgettext("to-do", "My tasks"), "url": reverse("information:assignment_board")}]


def new_url(record: Any = None) -> str:
    address = reverse("information:assignment_new")
    return f"{address}?{urlencode({'about': code_of(record)})}" if record is not None else address


def new_action() -> dict[str, Any]:
    return {"label": _("Add a task"), "url": new_url(), "icon": "plus"}


@require_safe
def board(request: PersonRequest) -> HttpResponse:
    """What waits for this person, by its day. A query or two for each source."""
    today = timezone.localdate()
    found = everything_for(request.user, today)
    everything, counts = found.waiting, found.totals
    listed = Counter(one.source.name for one in everything)
    asked = request.GET.get("source", "")
    chosen = asked if counts.get(asked) else ""
    shown = [one for one in everything if not chosen or one.source.name == chosen]
    here = request.path
    context = {
        "title": pgettext("to-do", "My tasks"),
        "subtitle": _("Tasks, decisions and promised steps, the nearest day first."),
        "groups": [(HEADINGS[when], when, rows) for when, rows in by_nearness(shown, today)],
        "sources": [
            {
                "label": _("Everything"),
                "url": here,
                "icon": "list",
                "active": not chosen,
                "count": _of(len(everything), sum(counts.values())),
            },
            *(
                {
                    "label": one.label,
                    "url": f"{here}?{urlencode({'source': one.name})}",
                    "icon": one.icon,
                    "active": one.name == chosen,
                    "count": _of(listed[one.name], counts[one.name]),
                }
                for one in duty_sources()
                if counts[one.name]
            ),
        ],
        "primary_action": new_action(),
        "actions": [{"label": _("All tasks"), "url": reverse("information:assignment_list"), "icon": "list"}],
    }
    return render(request, "information/duties.html", context)


def _of(shown: int, total: int) -> str:
    """How many stand on the page, and of how many where there are more."""
    if shown < total:
        return _("%(shown)s of %(total)s") % {"shown": shown, "total": total}
    return str(total)


class AssignmentList(ListView):
    """Everybody of the centre has it: one's own tasks, those one gave, those of one's departments."""

    capability = READ
    title = gettext_lazy("All tasks")
    list_name = "information:assignments"
    table_class = AssignmentTable
    filterset_class = AssignmentFilters
    sorts = {"given_at": "given_at", "due_on": "due_on"}
    default_sort = "-given_at"
    search_placeholder = gettext_lazy("Words of the task")
    empty_title = gettext_lazy("No tasks yet")
    empty_text = gettext_lazy(
        "Add one for yourself or a colleague, with the day until which it is to be done."
    )
    empty_icon = "checkbox"

    def authorise(self) -> None:
        """Nobody is shown more than their own without a power."""

    def get_queryset(self) -> QuerySet[Assignment]:
        rows = Assignment.objects.visible_to(self.request.user).with_names()
        return rows.defer("details", "search_text", "search_bigrams")

    def primary_action(self) -> dict[str, Any] | None:
        return new_action()


def overview(request: HttpRequest, task: Any) -> dict[str, Any]:
    return {"task": task}


class AssignmentDetail(DetailView):
    record: Assignment
    tabs = [
        Tab(
            name="task",
            label=pgettext_lazy("to-do", "Task"),
            template="information/assignment.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[Assignment]:
        user: Any = self.request.user
        rows = Assignment.objects.visible_to(user).with_names().select_related("ended_by")
        return with_subjects(rows, user)

    def context(self) -> dict[str, Any]:
        task, user = self.record, self.request.user
        is_open = task.state == AssignmentState.OPEN
        about: Any = task.subject
        facts = [
            {"label": pgettext("to-do", "Done by"), "value": task.owner},
            {"label": pgettext("to-do", "Given by"), "value": task.giver or ""},
            {"label": pgettext("to-do", "Given at"), "value": date_format(timezone.localdate(task.given_at))},
            {"label": _("Department"), "value": task.department or ""},
        ]
        if about is not None:
            facts.insert(0, {"label": _("About"), "value": about, "url": about.get_absolute_url()})
        return {
            "title": task.title,
            "chip": task.chip,
            "breadcrumbs": crumbs(),
            "facts": facts,
            "next_step": {
                "text": _("Do it, and say what came of it."),
                "whose": _("You") if task.owner_id == user.pk else task.owner,
                "due": task.due_on,
                "meaning": "late" if task.is_late(timezone.localdate()) else "waiting",
            }
            if is_open
            else None,
            **self.acts(is_open),
        }

    def acts(self, is_open: bool) -> dict[str, Any]:
        task, user = self.record, self.request.user
        if not is_open or not task.permits(user, EDIT):
            return {"primary_action": None, "actions": []}
        address = lambda name: reverse(f"information:assignment_{name}", args=[task.pk])  # noqa: E731
        actions = [
            {"label": _("Hand it over"), "url": address("hand_over"), "icon": "arrows-exchange"},
            {"label": pgettext("to-do", "Give it up"), "url": address("give_up"), "icon": "ban"},
        ]
        if operations.may_change(user, task):
            actions.insert(0, {"label": _("Edit"), "url": address("edit"), "icon": "edit"})
        done = {"label": pgettext("to-do act", "Done"), "url": address("finish"), "icon": "check"}
        return {"primary_action": done, "actions": actions}


class AssignmentNew(FormView):
    """A task for oneself, or for a colleague; ``?about=`` names the record it comes from."""

    form_class = AssignmentForm
    title = gettext_lazy("Add a task")
    submit_label = gettext_lazy("Add it")
    success_message = gettext_lazy("The task is there.")

    def authorise(self, **kwargs: Any) -> None:
        user: Any = self.request.user
        if user.is_from_outside:
            raise PermissionDenied
        asked = self.request.GET.get("about", "")
        self.subject = subject_of(user, asked) if asked else None

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"owner": self.request.user.pk}}

    def perform(self, form: Any) -> Assignment:
        said = {"owner": self.request.user} | form.cleaned_data
        return operations.give(actor=self.request.user, subject=self.subject, now=timezone.now(), **said)

    def cancel_url(self) -> str:
        if self.subject is not None:
            return self.subject.get_absolute_url()
        return reverse("information:assignment_board")

    def extra_context(self, form: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"breadcrumbs": crumbs()}
        if self.subject is not None:
            kind = self.subject._meta.verbose_name
            found["subtitle"] = _("About: %(kind)s %(name)s") % {"kind": kind, "name": self.subject}
        return found


class OfAssignment(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Assignment.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class AssignmentEdit(OfAssignment):
    form_class = AssignmentForm
    title = gettext_lazy("Change the task")
    success_message = gettext_lazy("Changed. Whose task it is, is told.")

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        if not operations.may_change(self.request.user, self.record):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> Assignment:
        return operations.change(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


class Finish(OfAssignment, RecordAct):
    form_class = WordForm
    title = gettext_lazy("The task is done")
    submit_label = pgettext_lazy("to-do act", "Done")
    question = gettext_lazy("Say what came of it: whoever gave it reads that.")
    success_message = gettext_lazy("Done. Whoever gave it is told.")
    operation = staticmethod(operations.finish)


class GiveUp(OfAssignment, RecordAct):
    form_class = GiveUpForm
    title = gettext_lazy("Give the task up")
    submit_label = pgettext_lazy("to-do", "Give it up")
    question = gettext_lazy("It will not be done? Whose it is and who gave it read why.")
    success_message = gettext_lazy("Given up. The others are told why.")
    danger = True
    operation = staticmethod(operations.give_up)


class HandOver(OfAssignment, RecordAct):
    form_class = HandOverForm
    title = gettext_lazy("Hand the task over")
    submit_label = gettext_lazy("Hand it over")
    question = gettext_lazy("Somebody else does it from now on. Who had it, gets it and gave it is told.")
    success_message = gettext_lazy("Handed over. Everybody concerned is told.")
    operation = staticmethod(operations.hand_over)

    def perform(self, form: Any) -> Any:
        task = super().perform(form)
        user = self.request.user
        is_seen = Assignment.objects.visible_to(user).filter(pk=task.pk).exists()
        return task if is_seen else reverse("information:assignment_board")


def of_record(request: HttpRequest, record: Any) -> dict[str, Any]:
    """Tasks about a record that the reader sees: the open ones, the nearest day first, then the others."""
    user: Any = request.user
    rows = Assignment.objects.visible_to(user).about(record).select_related("owner")
    return {
        "open": list(rows.open().nearest_first()[:SHOWN]),
        "over": list(rows.exclude(state=AssignmentState.OPEN).order_by("-ended_at", "-pk")[:SHOWN]),
        "new_url": new_url(record),
    }


SHOWN = 50
OF_RECORD = Tab(
    name="todo",
    label=pgettext_lazy("to-do", "To do"),
    template="information/of_record.html",
    context=of_record,
    order=85,
)
