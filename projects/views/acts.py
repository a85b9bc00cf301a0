"""What the staff does with a joint project, asked before it is done; its parts and its papers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from core.access import NotVisible, Text
from core.attachments import serve
from core.http import PersonRequest
from core.views import FormView, act
from partnerships.views.record_pages import RecordAct
from projects import forms
from projects.models import Project, ProjectFile
from projects.operations import parts, proposals, work
from projects.part_forms import PART_FORMS
from projects.transitions import ACCEPT, APPROVE, EDIT, REVIEW
from projects.views.projects import OfProject, crumbs


class ProjectAct(RecordAct):
    """A move of a project."""

    capability = EDIT
    record: Project

    def records(self) -> QuerySet:
        return Project.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class Review(ProjectAct):
    capability = REVIEW
    title = pgettext_lazy("joint project", "Record the review")
    submit_label = gettext_lazy("Reviewed")
    question = gettext_lazy("Is it worth doing, and planned out? Whoever approves it is told.")
    success_message = gettext_lazy("Reviewed: it waits to be approved.")
    operation = staticmethod(proposals.review)


class Return(ProjectAct):
    form_class = forms.WhyForm
    title = gettext_lazy("Return the project")
    submit_label = gettext_lazy("Return")
    question = gettext_lazy("Return it to be changed? Whoever leads it and the enterprise read the reason.")
    success_message = gettext_lazy("Returned: both sides are told why.")
    operation = staticmethod(proposals.give_back)

    def authorise(self, **kwargs: Any) -> None:
        self.capability = REVIEW if self.request.user.can(REVIEW) else APPROVE  # type: ignore[misc]
        super().authorise(**kwargs)


class Approve(ProjectAct):
    capability = APPROVE
    title = gettext_lazy("Approve the project")
    submit_label = gettext_lazy("Approve")
    question = gettext_lazy("Approve it? Its agreement is in force today, and both sides pay for it.")
    consequences = (gettext_lazy("Its charter can be printed; budget and criteria stay as they are."),)
    success_message = gettext_lazy("Approved: both sides are told.")
    operation = staticmethod(proposals.approve)


class Resubmit(ProjectAct):
    title = gettext_lazy("Propose the project again")
    submit_label = gettext_lazy("Propose it again")
    question = gettext_lazy("Propose it again? Whoever reviews it is told.")
    success_message = gettext_lazy("Proposed again.")
    operation = staticmethod(proposals.resubmit)


class Start(ProjectAct):
    title = gettext_lazy("Start the project")
    submit_label = gettext_lazy("Start it")
    question = gettext_lazy("Does it start today? From now on money is spent and milestones are ticked.")
    success_message = gettext_lazy("It runs: both sides are told.")
    operation = staticmethod(proposals.start)


class BeginAcceptance(ProjectAct):
    capability = ACCEPT
    title = gettext_lazy("Begin the acceptance")
    submit_label = gettext_lazy("Begin")
    question = gettext_lazy("Begin the acceptance? The panel is asked for its opinions.")
    success_message = gettext_lazy("Begun: the panel is asked.")
    operation = staticmethod(proposals.begin_acceptance)


class Resume(ProjectAct):
    capability = ACCEPT
    form_class = forms.WhyForm
    title = gettext_lazy("Let the project run on")
    submit_label = gettext_lazy("Let it run on")
    question = gettext_lazy("Something is missing? It runs on, and opinions are given anew next time.")
    success_message = gettext_lazy("It runs on: both sides are told why.")
    operation = staticmethod(proposals.resume)


class Close(ProjectAct):
    capability = ACCEPT
    form_class = forms.CloseForm
    title = gettext_lazy("Conclude the acceptance")
    submit_label = gettext_lazy("Conclude")
    question = gettext_lazy("What is the result? It stays, counts for what is promised, and is printed.")
    success_message = gettext_lazy("Concluded: the report of the acceptance can be printed.")
    operation = staticmethod(work.close)


class Withdraw(ProjectAct):
    form_class = forms.WhyForm
    title = gettext_lazy("Withdraw the project")
    submit_label = pgettext_lazy("joint project", "Withdraw")
    question = gettext_lazy("Withdraw it before it is approved? Both sides read the reason.")
    danger = True
    success_message = gettext_lazy("Withdrawn.")
    operation = staticmethod(proposals.withdraw)


class Stop(ProjectAct):
    capability = APPROVE
    form_class = forms.WhyForm
    title = gettext_lazy("Stop the project")
    submit_label = gettext_lazy("Stop it")
    question = gettext_lazy("Stop it before its end? What was spent and what came of it stays.")
    danger = True
    success_message = gettext_lazy("Stopped: both sides are told why.")
    operation = staticmethod(proposals.stop)


# --- Parts --------------------------------------------------------------------------------------

TITLES: dict[str, tuple[Text, Text]] = {
    "partner": (gettext_lazy("Add a further partner"), gettext_lazy("Change the partner")),
    "member": (gettext_lazy("Add a person"), gettext_lazy("Change the person’s part")),
    "milestone": (gettext_lazy("Add a milestone"), gettext_lazy("Change the milestone")),
    "budget_line": (gettext_lazy("Add a budget line"), gettext_lazy("Change the budget line")),
    "contribution": (gettext_lazy("Add a contribution"), gettext_lazy("Change the contribution")),
    "expense": (gettext_lazy("Enter a voucher"), gettext_lazy("Correct the voucher")),
    "meeting": (gettext_lazy("Enter a meeting"), gettext_lazy("Correct the minutes")),
    "risk": (gettext_lazy("Add a risk"), gettext_lazy("Change the risk")),
    "criterion": (gettext_lazy("Add a criterion"), gettext_lazy("Change the criterion")),
    "panel": (gettext_lazy("Name a member of the panel"), gettext_lazy("Change the member")),
    "outcome": (gettext_lazy("Enter an outcome"), gettext_lazy("Correct the outcome")),
}
TABS = {
    "member": "people",
    "budget_line": "money",
    "contribution": "money",
    "expense": "money",
    "meeting": "together",
    "risk": "together",
    "panel": "acceptance",
    "outcome": "acceptance",
}


def page_of(project: Project, name: str) -> str:
    """The tab on which a part stands."""
    tab = TABS.get(name)
    return f"{project.get_absolute_url()}?tab={tab}" if tab else project.get_absolute_url()


class PartNew(OfProject):
    """One part of a project; which kind is said where the address is."""

    part: ClassVar[str] = ""

    def authorise(self, **kwargs: Any) -> None:
        self.capability = parts.PARTS[self.part].capability  # type: ignore[misc]
        super().authorise(**kwargs)

    def get_title(self) -> Text:
        return TITLES[self.part][0]

    def build(self, *args: Any) -> Any:
        form = PART_FORMS[self.part]
        return form(*args, user=self.request.user, project=self.record, **self.form_kwargs())

    def perform(self, form: Any) -> str:
        parts.add_part(
            actor=self.request.user,
            pk=self.record.pk,
            part=parts.PARTS[self.part],
            now=timezone.now(),
            **form.cleaned_data,
        )
        return page_of(self.record, self.part)

    def cancel_url(self) -> str:
        return page_of(self.record, self.part)


class PartEdit(PartNew):
    row: Any

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.row = parts.row_of(self.record, parts.PARTS[self.part], kwargs["row_id"])

    def get_title(self) -> Text:
        return TITLES[self.part][1]

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.row}

    def perform(self, form: Any) -> str:
        parts.change_part(
            actor=self.request.user,
            pk=self.record.pk,
            part=parts.PARTS[self.part],
            row_id=self.row.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return page_of(self.record, self.part)


def remover(name: str) -> Any:
    """A page that takes one part of a kind out."""

    @act
    def remove(request: PersonRequest, pk: int, row_id: int) -> str:
        project = parts.remove_part(
            actor=request.user, pk=pk, part=parts.PARTS[name], row_id=row_id, now=timezone.now()
        )
        messages.success(request, _("Taken out."))
        return page_of(project, name)

    return remove


class WithRow(OfProject):
    """A form about one part of a project."""

    part: ClassVar[str]
    row: Any

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.row = parts.row_of(self.record, parts.PARTS[self.part], kwargs["row_id"])

    def extra_context(self, form: Any) -> dict[str, Any]:
        return super().extra_context(form) | {"subtitle": str(self.row)}

    def perform(self, form: Any) -> str:
        self.operation(
            actor=self.request.user,
            pk=self.record.pk,
            row_id=self.row.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return page_of(self.record, self.part)

    def cancel_url(self) -> str:
        return page_of(self.record, self.part)

    operation: ClassVar[Any]


class Tick(WithRow):
    part = "milestone"
    form_class = forms.TickForm
    title = gettext_lazy("The milestone is done")
    submit_label = pgettext_lazy("milestone", "It is done")
    operation = staticmethod(work.tick_milestone)


@act
def reopen_milestone(request: PersonRequest, pk: int, row_id: int) -> Project:
    return work.reopen_milestone(actor=request.user, pk=pk, row_id=row_id, now=timezone.now())


@act
def close_risk(request: PersonRequest, pk: int, row_id: int) -> str:
    project = work.close_risk(actor=request.user, pk=pk, row_id=row_id, now=timezone.now())
    return page_of(project, "risk")


class RecordOpinion(WithRow):
    capability = ACCEPT
    part = "panel"
    form_class = forms.OpinionForm
    title = gettext_lazy("Write down an opinion")
    operation = staticmethod(work.record_opinion)


class RecordConfirmation(WithRow):
    part = "outcome"
    form_class = forms.ConfirmationForm
    title = gettext_lazy("Record that the enterprise confirmed whose it is")
    operation = staticmethod(work.record_confirmation)


class GiveOpinion(FormView):
    """One's own, as a member of the panel."""

    form_class = forms.OpinionForm
    title = gettext_lazy("Your opinion on the acceptance")
    success_message = gettext_lazy("Kept: whoever leads the acceptance reads it.")
    record: Project

    def authorise(self, **kwargs: Any) -> None:
        rows = Project.objects.visible_to(self.request.user).with_names()
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"projects.Project {kwargs['pk']}")
        if not found.panel.filter(user=self.request.user.pk).exists():
            raise PermissionDenied(_("Members of the panel give their opinions."))
        self.record = found

    def perform(self, form: Any) -> str:
        work.give_opinion(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def cancel_url(self) -> str:
        return page_of(self.record, "panel")

    def extra_context(self, form: Any) -> dict[str, Any]:
        here = {"label": str(self.record), "url": self.cancel_url()}
        return {"breadcrumbs": [*crumbs(), here], "subtitle": str(self.record)}


class Judge(OfProject):
    capability = ACCEPT
    form_class = forms.JudgeForm
    title = gettext_lazy("Are the criteria met?")

    def form_kwargs(self) -> dict[str, Any]:
        return {"criteria": list(self.record.criteria.all())}

    def perform(self, form: Any) -> str:
        work.judge(actor=self.request.user, pk=self.record.pk, verdicts=form.verdicts(), now=timezone.now())
        return self.cancel_url()

    def cancel_url(self) -> str:
        return page_of(self.record, "panel")


# --- Files --------------------------------------------------------------------------------------


class FileNew(OfProject):
    form_class = forms.FileForm
    title = gettext_lazy("Add a file")

    def perform(self, form: Any) -> Project:
        return parts.add_file(
            actor=self.request.user,
            pk=self.record.pk,
            upload=form.cleaned_data["upload"],
            now=timezone.now(),
        )


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    rows = Project.objects.visible_to(request.user).filter(pk=pk)
    kept = ProjectFile.objects.filter(parent__in=rows, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"projects.ProjectFile {file_id}")
    return serve(request, kept)


@act
def file_remove(request: PersonRequest, pk: int, file_id: int) -> Project:
    project = parts.remove_file(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    messages.success(request, _("The file is gone."))
    return project
