"""Activities of students on the pages of the staff: the list, one of them, confirming and returning."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from core.access import NotVisible
from core.attachments import serve
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import BulkAct, DetailView, FormView, ListView, act
from internships.policies import CARE
from placements.filters.activities import ActivityFilters
from placements.forms.placements import ReasonForm
from placements.me.activities import totals_in_words
from placements.models import ActivityFile, StudentActivity
from placements.operations import activities as operations
from placements.tables.activities import ActivityTable

READ = "student.read"
SHOWN = 100


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Activities of students"), "url": reverse("placements:activity_list")}]


def _confirm(*, user: Any, pk: int) -> None:
    operations.confirm_activity(actor=user, pk=pk, now=timezone.now())


class ActivityList(ListView):
    capability = READ
    title = gettext_lazy("Activities of students")
    list_name = "placements:activities"
    table_class = ActivityTable
    filterset_class = ActivityFilters
    sorts = {"ends_on": "ends_on", "written_at": "written_at"}
    default_sort = "-ends_on"
    search_placeholder = gettext_lazy("Student or activity")
    empty_title = gettext_lazy("No activities yet")
    empty_text = gettext_lazy(
        "Students enter projects, innovation, entrepreneurship and professional ethics on their own pages."
    )
    empty_icon = "trophy"
    personal_data = AccessLog.Data.RECORD
    bulk_acts = {
        "confirm": BulkAct(
            label=gettext_lazy("Confirm"),
            question=gettext_lazy("Confirm %(count)s activities? Their hours count from then on."),
            perform=_confirm,
            capability=CARE,
            icon="checks",
        )
    }

    def authorise(self) -> None:
        """Class teachers and instructors look after their own students here, whatever their powers."""
        user = self.request.user
        if any(user.scope_for(power) for power in (READ, CARE)):
            return
        if not StudentActivity.objects.visible_to(user).exists():
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[StudentActivity]:
        rows = StudentActivity.objects.visible_to(self.request.user)
        return rows.select_related("student__school_class", "enterprise")


def overview(request: HttpRequest, activity: Any) -> dict[str, Any]:
    """Two queries."""
    return {
        "activity": activity,
        "files": list(activity.files.all()),
        "may_confirm": operations.may_confirm(request.user, activity),  # type: ignore[arg-type]
    }


class ActivityDetail(DetailView):
    record: StudentActivity
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="placements/activity.html",
            context=overview,
            order=0,
        )
    ]

    def get_queryset(self) -> QuerySet[StudentActivity]:
        return StudentActivity.objects.visible_to(self.request.user).with_names().select_related("decided_by")

    def context(self) -> dict[str, Any]:
        activity = self.record
        note_reading(self.request, [activity.student], data=AccessLog.Data.RECORD)
        enterprise = activity.enterprise
        return {
            "title": activity.title,
            "chip": activity.chip,
            "subtitle": f"{activity.student} · {activity.student.school_class}",
            "breadcrumbs": crumbs(),
            "facts": [
                {"label": _("Student"), "value": activity.student},
                {"label": _("Kind"), "value": activity.get_kind_display()},
                {
                    "label": _("From–until"),
                    "value": f"{date_format(activity.starts_on)} – {date_format(activity.ends_on)}",
                },
                {"label": pgettext("credited", "Hours"), "value": f"{activity.hours:g}"},
                {"label": _("Enterprise"), "value": enterprise},
                {"label": _("Where, or with whom"), "value": activity.place},
                {"label": _("Decided by"), "value": activity.decided_by},
            ],
        }


@act
def confirm(request: PersonRequest, pk: int) -> StudentActivity:
    activity = operations.confirm_activity(actor=request.user, pk=pk, now=timezone.now())
    messages.success(request, _("Confirmed: the hours count."))
    return activity


class Return(FormView):
    form_class = ReasonForm
    title = gettext_lazy("Return the activity")
    submit_label = gettext_lazy("Return")
    success_message = gettext_lazy("Returned. The student is told why.")
    record: StudentActivity

    def authorise(self, **kwargs: Any) -> None:
        rows = StudentActivity.objects.visible_to(self.request.user).with_names()
        found = rows.filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.StudentActivity {kwargs['pk']}")
        if not operations.may_confirm(self.request.user, found):
            raise PermissionDenied(_("The class teacher of the student does this, or an instructor."))
        self.record = found

    def build(self, *args: Any) -> Any:
        form: Any = super().build(*args)
        form.fields["reason"].help_text = _("The student reads it.")
        return form

    def perform(self, form: Any) -> StudentActivity:
        return operations.return_activity(
            actor=self.request.user,
            pk=self.record.pk,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )

    def cancel_url(self) -> str:
        return self.record.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {
            "subtitle": str(self.record),
            "breadcrumbs": [*crumbs(), {"label": str(self.record), "url": self.cancel_url()}],
        }


@require_safe
def activity_file(request: PersonRequest, pk: int, file_id: int) -> HttpResponseBase:
    rows = StudentActivity.objects.visible_to(request.user).filter(pk=pk)
    kept = ActivityFile.objects.filter(parent__in=rows, pk=file_id).first()
    if kept is None:
        raise NotVisible(f"placements.ActivityFile {file_id}")
    return serve(request, kept)


def activities_of_student(request: HttpRequest, student: Any) -> dict[str, Any]:
    """Two queries."""
    user: Any = request.user
    rows = StudentActivity.objects.visible_to(user).filter(student=student)
    hours = StudentActivity.objects.hours_by_kind([student.pk]).get(student.pk, {})
    return {
        "totals": totals_in_words(hours),
        "activities": list(rows.select_related("enterprise").order_by("-ends_on", "-pk")[:SHOWN]),
    }


ACTIVITIES = Tab(
    name="activities",
    label=gettext_lazy("Activities"),
    template="placements/activities_of_student.html",
    context=activities_of_student,
    order=25,
    count=lambda _request, student: student.activities.count() or None,
)
