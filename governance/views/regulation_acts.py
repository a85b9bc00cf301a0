"""What is done to regulations and their versions by the staff."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from assessments.views.papers import as_file
from core.access import NotVisible
from core.attachments import serve
from core.forms import ReasonForm
from core.http import PersonRequest
from core.views import FormView, ListView, act
from governance.forms import CallForm, FileForm, RegulationForm, RepealForm, VersionForm
from governance.lists import AcknowledgementFilters, AcknowledgementTable
from governance.models import Acknowledgement, Regulation, RegulationVersion, VersionFile
from governance.operations import acknowledgements, regulations
from governance.operations.regulations import last_decided
from governance.papers import pdf
from governance.querysets import works_here
from governance.transitions import APPROVE, EDIT, READ
from governance.views.regulations import crumbs
from partnerships.policies import departments_for
from partnerships.views.record_pages import RecordAct, RecordFormView


class RegulationNew(FormView):
    form_class = RegulationForm
    title = gettext_lazy("Enter a regulation")
    success_message = gettext_lazy("Entered. Write its first version.")

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.can(EDIT):
            raise PermissionDenied

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"department": departments_for(self.request.user, EDIT).first()}}

    def perform(self, form: Any) -> Regulation:
        return regulations.enter(actor=self.request.user, now=timezone.now(), **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("governance:regulation_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class OfRegulation(RecordFormView):
    capability = EDIT
    record: Any

    def records(self) -> QuerySet:
        return Regulation.objects.all()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class RegulationEdit(OfRegulation):
    form_class = RegulationForm
    title = gettext_lazy("Edit the regulation")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "initial": {"applies_to": self.record.applies_to}}

    def perform(self, form: Any) -> Regulation:
        return regulations.change(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )


class VersionNew(OfRegulation):
    """The next version begins with the words of the one before it."""

    form_class = VersionForm
    title = gettext_lazy("Write a new version")
    submit_label = gettext_lazy("Save the draft")
    success_message = gettext_lazy("The draft is saved.")

    def form_kwargs(self) -> dict[str, Any]:
        before = last_decided(self.record)
        if before is None:
            return {}
        return {"initial": {"text_zh": before.text_zh, "text_en": before.text_en, "route": before.route_id}}

    def perform(self, form: Any) -> RegulationVersion:
        return regulations.draft_version(
            actor=self.request.user, regulation_id=self.record.pk, now=timezone.now(), **form.cleaned_data
        )


# --- A version ----------------------------------------------------------------------------------


class OfVersion(OfRegulation):
    def records(self) -> QuerySet:
        return RegulationVersion.objects.select_related("regulation__department")

    def crumbs(self) -> list[dict[str, Any]]:
        regulation = self.record.regulation
        return [*crumbs(), {"label": regulation.name, "url": regulation.get_absolute_url()}]

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "breadcrumbs": [*self.crumbs(), {"label": self.record.label, "url": self.cancel_url()}],
        }


class VersionEdit(OfVersion):
    form_class = VersionForm
    title = gettext_lazy("Edit the draft")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def perform(self, form: Any) -> RegulationVersion:
        return regulations.write(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.cleaned_data
        )


class FileNew(OfVersion):
    form_class = FileForm
    title = gettext_lazy("Add a file")
    success_message = gettext_lazy("The file is added.")

    def perform(self, form: Any) -> str:
        upload = form.cleaned_data["upload"]
        regulations.attach(actor=self.request.user, pk=self.record.pk, upload=upload, now=timezone.now())
        return self.cancel_url()


class Call(OfVersion):
    """Asks people to read what was approved; asked anew, it changes whom and until when."""

    form_class = CallForm
    title = gettext_lazy("Have it acknowledged")
    submit_label = pgettext_lazy("acknowledgement", "Ask them")
    success_message = gettext_lazy("They are asked, and reminded until they have confirmed.")

    def form_kwargs(self) -> dict[str, Any]:
        call = getattr(self.record, "call", None)
        if call is None:
            return {}
        names = ("for_all", "due_on")
        return {
            "initial": {name: getattr(call, name) for name in names}
            | {"positions": call.positions.all(), "departments": call.departments.all()}
        }

    def perform(self, form: Any) -> str:
        acknowledgements.ask(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return f"{self.cancel_url()}?tab=acknowledgements"


class VersionAct(RecordAct, OfVersion):
    """A move of a version, asked before it is made."""


class Submit(VersionAct):
    title = submit_label = gettext_lazy("Submit for approval")
    question = gettext_lazy("Submit this version for approval?")
    success_message = gettext_lazy("Submitted. Whoever decides first has been asked.")
    operation = staticmethod(regulations.submit)


class Recall(VersionAct):
    title = submit_label = gettext_lazy("Take back from approval")
    question = gettext_lazy("Take this version back to work on it?")
    consequences = (
        gettext_lazy(
            "Decisions already taken on it are void; its approval begins again from the first step."
        ),
    )
    success_message = gettext_lazy("Taken back: it is a draft again.")
    operation = staticmethod(regulations.recall)


class Withdraw(VersionAct):
    form_class = ReasonForm
    title = submit_label = gettext_lazy("Give the version up")
    question = gettext_lazy("Give this version up? What was in force before stays in force.")
    danger = True
    success_message = gettext_lazy("The version is given up.")
    operation = staticmethod(regulations.withdraw)


class Repeal(VersionAct):
    capability = APPROVE
    form_class = RepealForm
    title = submit_label = pgettext_lazy("regulation", "Repeal")
    question = gettext_lazy("Repeal this regulation? Nothing takes its place.")
    danger = True
    success_message = gettext_lazy("Repealed: it ends with the day you gave.")
    operation = staticmethod(regulations.repeal)


def read_version(request: PersonRequest, pk: int) -> RegulationVersion:
    """Raises NotVisible."""
    rows = RegulationVersion.objects.visible_to(request.user).select_related(
        "regulation__department", "regulation__responsible__department"
    )
    version = rows.filter(pk=pk).first()
    if version is None:
        raise NotVisible(f"governance.RegulationVersion {pk}")
    return version


@require_safe
def paper(request: PersonRequest, pk: int) -> HttpResponse:
    version = read_version(request, pk)
    return as_file(pdf(version), f"{version.regulation.number}-v{version.number}")


@require_safe
def file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    version = read_version(request, pk)
    kept = VersionFile.objects.filter(pk=file_id, parent=version).first()
    if kept is None:
        raise NotVisible(f"governance.VersionFile {file_id}")
    return serve(request, kept)


@act
def file_remove(request: PersonRequest, pk: int, file_id: int) -> RegulationVersion:
    return regulations.detach(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())


@act
def acknowledge(request: PersonRequest, pk: int) -> RegulationVersion:
    """Of the person who is here: nobody confirms for another."""
    return acknowledgements.acknowledge(actor=request.user, version_id=pk, now=timezone.now()).version


class AcknowledgementList(ListView):
    capability = READ
    title = gettext_lazy("Acknowledgements")
    list_name = "governance:acknowledgements"
    table_class = AcknowledgementTable
    filterset_class = AcknowledgementFilters
    sorts = {"due_on": "due_on", "confirmed_at": "confirmed_at"}
    default_sort = "-due_on"
    search_placeholder = gettext_lazy("Name of a person")
    empty_title = gettext_lazy("Nobody was asked to acknowledge anything yet")
    empty_text = gettext_lazy("Have a version acknowledged once it is approved.")
    empty_icon = "checklist"

    def authorise(self) -> None:
        """Everybody of the centre sees what they have read themselves."""
        if not works_here(self.request.user):
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[Acknowledgement]:
        rows = Acknowledgement.objects.visible_to(self.request.user)
        return rows.select_related("user", "version__regulation")

    def extra_context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": _("Who has read and confirmed which regulation.")}
