"""What is done to an alliance, its members, supplies, meetings, tasks and documents by the staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from alliances.figures import figures_of
from alliances.forms import (
    DocumentForm,
    EndForm,
    MeetingForm,
    MemberForm,
    MinutesForm,
    RoleForm,
    SupplyForm,
    TaskForm,
    WordForm,
)
from alliances.models import (
    Alliance,
    AllianceDocument,
    AllianceTask,
    Meeting,
    MeetingState,
    Member,
    SupplyLink,
)
from alliances.operations import alliances, meetings
from alliances.transitions import EDIT
from alliances.views.alliances import OfAlliance
from alliances.views.tabs import year_asked
from core.access import NotVisible
from core.attachments import serve
from core.exports import ExportColumn, rows_response
from core.forms import ReasonForm
from core.http import PersonRequest
from core.views import FormView, act
from partnerships.views.record_pages import RecordAct


class AllianceAct(OfAlliance, RecordAct):
    """A move of an alliance, asked before it is made."""


class Activate(AllianceAct):
    title = gettext_lazy("The alliance is at work")
    submit_label = gettext_lazy("It is at work")
    question = gettext_lazy("Record that it is founded and at work?")
    success_message = gettext_lazy("Recorded.")
    operation = staticmethod(alliances.activate)


class Dissolve(AllianceAct):
    form_class = ReasonForm
    title = gettext_lazy("Dissolve the alliance")
    submit_label = pgettext_lazy("alliance", "Dissolve")
    question = gettext_lazy(
        "End it today? All its memberships end, meetings to come are cancelled, and nothing of it is changed "
        "any more. One that was not founded yet is given up."
    )
    danger = True
    success_message = gettext_lazy("Dissolved.")
    operation = staticmethod(alliances.dissolve)


class OfTab(OfAlliance):
    """A form that comes back to a tab of the alliance."""

    tab = "members"

    def cancel_url(self) -> str:
        return f"{self.alliance.get_absolute_url()}?tab={self.tab}"

    @property
    def alliance(self) -> Any:
        return self.record if isinstance(self.record, Alliance) else self.record.alliance

    def perform(self, form: Any) -> str:
        self.do(actor=self.request.user, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def do(self, **given: Any) -> Any:
        raise NotImplementedError


class MemberNew(OfTab):
    form_class = MemberForm
    title = gettext_lazy("Add a member")

    def do(self, **given: Any) -> Any:
        return alliances.add_member(pk=self.record.pk, **given)


class OfMember(OfTab):
    record: Member

    def records(self) -> QuerySet:
        return Member.objects.select_related("alliance", "enterprise")


class MemberRole(OfMember):
    form_class = RoleForm
    title = gettext_lazy("Give another role")

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"role": self.record.role, "leads": self.record.leads}}

    def do(self, **given: Any) -> Any:
        return alliances.change_role(member_id=self.record.pk, **given)


class MemberEnd(OfMember):
    form_class = EndForm
    title = gettext_lazy("End the membership")

    def do(self, **given: Any) -> Any:
        return alliances.end_membership(member_id=self.record.pk, **given)


class SupplyNew(OfTab):
    tab = "chain"
    form_class = SupplyForm
    title = gettext_lazy("Add a supply link")

    def do(self, **given: Any) -> Any:
        return alliances.link_supply(**given)


class SupplyEnd(OfAlliance):
    form_class = EndForm
    title = gettext_lazy("End the supply")
    record: SupplyLink

    def records(self) -> QuerySet:
        return SupplyLink.objects.select_related("supplier", "customer")

    def cancel_url(self) -> str:
        return f"{self.record.get_absolute_url()}?tab=alliances"

    def perform(self, form: Any) -> str:
        alliances.end_supply(
            actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data
        )
        return self.cancel_url()


# --- Meetings -----------------------------------------------------------------------------------


class MeetingNew(OfTab):
    tab = "meetings"
    form_class = MeetingForm
    title = gettext_lazy("Call a meeting")
    success_message = gettext_lazy("Called. The liaisons of members are told.")

    def do(self, **given: Any) -> Any:
        return meetings.call_meeting(pk=self.record.pk, **given)


class OfMeeting(OfTab):
    tab = "meetings"
    record: Meeting

    def records(self) -> QuerySet:
        return Meeting.objects.select_related("alliance")


class MeetingEdit(OfMeeting):
    form_class = MeetingForm
    title = gettext_lazy("Change the meeting")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record}

    def do(self, **given: Any) -> Any:
        return meetings.change_meeting(pk=self.kwargs["pk"], **given)


class MeetingMinutes(OfMeeting):
    """The minutes and who was there: entered once it was held, corrected later."""

    form_class = MinutesForm
    title = gettext_lazy("Minutes of the meeting")

    def form_kwargs(self) -> dict[str, Any]:
        meeting = self.record
        day = timezone.localdate(meeting.starts_at)
        members = meeting.alliance.members.lasting(day).select_related("enterprise")
        initial = {
            "minutes": meeting.minutes,
            "attended": list(meeting.attended.values_list("pk", flat=True)),
        }
        return {"members": members, "initial": initial}

    def do(self, **given: Any) -> Any:
        is_held = self.record.state == MeetingState.HELD
        enter = meetings.correct_minutes if is_held else meetings.hold_meeting
        return enter(pk=self.record.pk, **given)


class MeetingCancel(OfMeeting):
    template_name = "components/confirm.html"
    form_class = ReasonForm
    title = gettext_lazy("Cancel the meeting")
    submit_label = gettext_lazy("Cancel the meeting")
    success_message = gettext_lazy("Cancelled. Everybody concerned is told why.")

    def do(self, **given: Any) -> Any:
        return meetings.cancel_meeting(pk=self.record.pk, **given)

    def extra_context(self, form: Any) -> dict[str, Any]:
        question = _("Cancel it? The members read the reason.")
        return super().extra_context(form) | {"question": question, "danger": True}


class TaskNew(OfMeeting):
    tab = "tasks"
    form_class = TaskForm
    title = gettext_lazy("Enter a resolution")
    success_message = gettext_lazy("Entered. Whose task it is is told.")

    def form_kwargs(self) -> dict[str, Any]:
        members = self.record.alliance.members.lasting(timezone.localdate()).exclude(enterprise=None)
        return {"enterprises": members.order_by().values("enterprise")}

    def do(self, **given: Any) -> Any:
        return meetings.resolve(meeting_id=self.record.pk, **given)


class TaskFinish(FormView):
    """Whose task it is, or whoever keeps the alliance, says what became of it."""

    form_class: ClassVar[Any] = WordForm
    title = gettext_lazy("The task is done")
    submit_label = pgettext_lazy("task of an alliance", "Done")
    record: AllianceTask

    def authorise(self, **kwargs: Any) -> None:
        rows = AllianceTask.objects.visible_to(self.request.user).select_related("meeting__alliance")
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"alliances.AllianceTask {kwargs['pk']}")
        self.record = found
        if found.owner_id != self.request.user.pk:
            self.require_keeper()

    def require_keeper(self) -> None:
        if not self.record.permits(self.request.user, EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        meetings.finish(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()

    def cancel_url(self) -> str:
        seen = Alliance.objects.visible_to(self.request.user).filter(pk=self.record.meeting.alliance_id)
        return self.record.get_absolute_url() if seen.exists() else "/"

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"subtitle": self.record.text}


class TaskDrop(TaskFinish):
    form_class = ReasonForm
    title = gettext_lazy("Drop the task")
    submit_label = pgettext_lazy("task of an alliance", "Drop")

    def authorise(self, **kwargs: Any) -> None:
        super().authorise(**kwargs)
        self.require_keeper()

    def perform(self, form: Any) -> str:
        meetings.drop(actor=self.request.user, pk=self.record.pk, now=timezone.now(), **form.cleaned_data)
        return self.cancel_url()


# --- Documents and figures ----------------------------------------------------------------------


class DocumentNew(OfTab):
    tab = "documents"
    form_class = DocumentForm
    title = gettext_lazy("Share a document")
    success_message = gettext_lazy("Shared. The liaisons of members are told.")

    def form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {"members": self.record.members.lasting(today).select_related("enterprise")}

    def do(self, **given: Any) -> Any:
        return alliances.share_document(pk=self.record.pk, **given)


@require_safe
def document(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    rows = Alliance.objects.visible_to(request.user).filter(pk=pk).values("pk")
    kept = AllianceDocument.objects.filter(parent__in=rows, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"alliances.AllianceDocument {file_id}")
    return serve(request, kept)


@act
def document_remove(request: PersonRequest, pk: int, file_id: int) -> str:
    alliance = alliances.remove_document(actor=request.user, pk=pk, file_id=file_id, now=timezone.now())
    messages.success(request, _("The file is gone."))
    return f"{alliance.get_absolute_url()}?tab=documents"


@require_safe
def figures_export(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The joint figures of a year, a line for each thing, side and member."""
    alliance = Alliance.objects.visible_to(request.user).filter(pk=pk).first()
    if alliance is None:
        raise NotVisible(f"alliances.Alliance {pk}")
    year = year_asked(request)
    members = alliance.members.exclude(enterprise=None).select_related("enterprise")
    names = {one.enterprise_id: str(one.enterprise) for one in members}
    lines = [
        {
            "what": str(line.metric.label),
            "given_by": line.given_by,
            "member": names.get(enterprise, ""),
            "quantity": quantity,
        }
        for line in figures_of(alliance, year)
        for enterprise, quantity in sorted(line.by_member.items(), key=lambda item: names.get(item[0], ""))
    ]
    columns = [
        ExportColumn(_("What"), lambda row: row["what"]),
        ExportColumn(pgettext("figure of an alliance", "Given by"), lambda row: row["given_by"]),
        ExportColumn(_("Member"), lambda row: row["member"]),
        ExportColumn(_("How much"), lambda row: row["quantity"]),
    ]
    return rows_response(
        filename=f"{alliance.name} {year}",
        columns=columns,
        rows=lines,
        fmt="xlsx" if request.GET.get("as") == "xlsx" else "csv",
    )
