"""Timetables of work–study alternation: entered, marked week by week, put into force, confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from catalogue.calendars import work_calendar
from core.access import NotVisible
from core.errors import Refused
from core.http import PersonRequest
from core.models import AccessLog
from core.personal import note_reading
from core.views import FormView
from internships.models import SchoolClass
from partnerships.models import Enterprise
from partnerships.policies import seen
from partnerships.views.record_pages import RecordAct, RecordFormView
from placements.alternation_clashes import Clash, clashes_of
from placements.alternation_weeks import CalendarWeek, pattern, weeks_between
from placements.forms.alternation import AbsencesForm, AlternationForm, PatternForm, WithWhomForm
from placements.forms.placements import ReasonForm
from placements.models import AlternationSchedule, AlternationWeek, LearningPlace
from placements.operations import alternation as operations
from placements.operations import alternation_credits as credits
from placements.transitions.alternation import EDIT
from placements.views.alternation import crumbs, weeks_seen

FREE = "free"


class AlternationNew(FormView):
    """First which class and which enterprise; what can be agreed depends on both."""

    form_class = WithWhomForm
    title = gettext_lazy("New timetable")
    submit_label = gettext_lazy("Go on")
    success_message = ""

    def authorise(self, **kwargs: Any) -> None:
        if not self.request.user.scope_for(EDIT):
            raise PermissionDenied

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        return reverse(
            "placements:alternation_new_for", args=[given["school_class"].pk, given["enterprise"].pk]
        )

    def cancel_url(self) -> str:
        return reverse("placements:alternation_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs()}


class AlternationNewFor(FormView):
    form_class = AlternationForm
    title = gettext_lazy("New timetable")
    success_message = gettext_lazy("Saved as a draft. Now mark the weeks.")

    def authorise(self, **kwargs: Any) -> None:
        user = self.request.user
        self.school_class: SchoolClass = seen(SchoolClass.objects.all(), user, kwargs["class_id"], EDIT)
        found = Enterprise.objects.visible_to(user).filter(pk=kwargs["enterprise_id"]).first()
        if found is None:
            raise NotVisible(f"partnerships.Enterprise {kwargs['enterprise_id']}")
        self.enterprise: Enterprise = found

    def form_kwargs(self) -> dict[str, Any]:
        return {"enterprise": self.enterprise}

    def build(self, *args: Any) -> Any:
        form: Any = super().build(*args)
        # What the record says besides decides whether it is valid.
        form.instance.school_class, form.instance.enterprise = self.school_class, self.enterprise
        return form

    def perform(self, form: Any) -> str:
        schedule = operations.enter_alternation(
            actor=self.request.user,
            school_class=self.school_class,
            enterprise=self.enterprise,
            now=timezone.now(),
            **form.entered(),
        )
        return reverse("placements:alternation_weeks", args=[schedule.pk])

    def cancel_url(self) -> str:
        return reverse("placements:alternation_list")

    def extra_context(self, form: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(), "subtitle": f"{self.school_class} · {self.enterprise}"}


class OfAlternation(RecordFormView):
    capability = EDIT
    record: AlternationSchedule

    def records(self) -> QuerySet:
        return AlternationSchedule.objects.with_names()

    def crumbs(self) -> list[dict[str, Any]]:
        return crumbs()


class AlternationEdit(OfAlternation):
    form_class = AlternationForm
    title = gettext_lazy("Change the timetable")

    def form_kwargs(self) -> dict[str, Any]:
        return {"instance": self.record, "enterprise": self.record.enterprise}

    def perform(self, form: Any) -> AlternationSchedule:
        return operations.change_alternation(
            actor=self.request.user, pk=self.kwargs["pk"], now=timezone.now(), **form.entered()
        )


class AlternationAct(OfAlternation, RecordAct):
    """A move of a timetable, asked before it is made."""


class Publish(AlternationAct):
    title = gettext_lazy("Put it into force")
    submit_label = gettext_lazy("Put into force")
    question = gettext_lazy("Put this timetable into force?")
    consequences = (
        gettext_lazy("The students of the class see their weeks."),
        gettext_lazy("The enterprise sees the timetable at the portal and confirms its weeks."),
    )
    success_message = gettext_lazy("In force. The enterprise is told.")
    operation = staticmethod(operations.publish_alternation)


class TakeBack(AlternationAct):
    title = submit_label = gettext_lazy("Take back into draft")
    question = gettext_lazy("Take this timetable back? Neither students nor the enterprise see it then.")
    success_message = gettext_lazy("It is a draft again.")
    operation = staticmethod(operations.take_back_alternation)


class Stop(AlternationAct):
    form_class = ReasonForm
    title = gettext_lazy("Stop the timetable")
    submit_label = gettext_lazy("Stop")
    question = gettext_lazy("Stop it today? What was confirmed stays credited; the weeks to come are gone.")
    danger = True
    success_message = gettext_lazy("Stopped. The enterprise is told why.")
    operation = staticmethod(operations.stop_alternation)


# --- The grid ---------------------------------------------------------------------------------


class Weeks(View):
    """The whole timetable in one form; a pattern fills it, and each week may then be another."""

    request: PersonRequest
    template_name: ClassVar[str] = "placements/alternation_weeks.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        schedule = self.schedule(pk)
        weeks = self.calendar_weeks(schedule)
        marked = {week.monday: week.place for week in schedule.weeks.all()}
        form = PatternForm(request.GET if "at_school" in request.GET else None)
        is_filled = form.is_bound and form.is_valid()
        if is_filled:
            marked |= pattern(weeks, **form.cleaned_data)
        return self.show(schedule, weeks, marked, form, is_filled=is_filled)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        schedule = self.schedule(pk)
        weeks = self.calendar_weeks(schedule)
        marked = {
            week.monday: place
            for week in weeks
            if (place := request.POST.get(f"week_{week.monday:%Y%m%d}", "")) in LearningPlace
        }
        try:
            operations.mark_weeks(actor=self.request.user, pk=schedule.pk, weeks=marked, now=timezone.now())
        except Refused as refusal:
            return self.show(schedule, weeks, marked, PatternForm(), refusal=str(refusal))
        return redirect(schedule.get_absolute_url())

    def schedule(self, pk: int) -> AlternationSchedule:
        rows = AlternationSchedule.objects.with_names()
        schedule: AlternationSchedule = seen(rows, self.request.user, pk, EDIT)
        if not schedule.is_editable:
            raise NotVisible(f"{schedule} is stopped")
        return schedule

    def calendar_weeks(self, schedule: AlternationSchedule) -> list[CalendarWeek]:
        calendar = work_calendar(schedule.starts_on, schedule.ends_on + timedelta(days=6))
        return weeks_between(schedule.starts_on, schedule.ends_on, calendar)

    def show(
        self,
        schedule: AlternationSchedule,
        weeks: list[CalendarWeek],
        marked: dict[date, str],
        form: PatternForm,
        *,
        is_filled: bool = False,
        refusal: str = "",
    ) -> HttpResponse:
        known = {week.monday: week for week in schedule.weeks.all()}
        clashes: dict[date, list[Clash]] = {}
        for clash in clashes_of([schedule])[schedule.pk]:
            if not clash.is_note:
                clashes.setdefault(clash.week.monday, []).append(clash)
        context = {
            "title": _("Mark the weeks"),
            "subtitle": str(schedule),
            "breadcrumbs": [*crumbs(), {"label": str(schedule), "url": schedule.get_absolute_url()}],
            "schedule": schedule,
            "pattern": form if form.is_bound else PatternForm(),
            "is_filled": is_filled,
            "refusal": refusal,
            "free": FREE,
            "lines": [
                {
                    "calendar": week,
                    "name": f"week_{week.monday:%Y%m%d}",
                    "is_fixed": week.monday in known and known[week.monday].is_vouched,
                    "clashes": clashes.get(week.monday, []),
                    "choices": [
                        (value, label, marked.get(week.monday, FREE) == value)
                        for value, label in (*LearningPlace.choices, (FREE, _("Neither")))
                    ],
                }
                for week in weeks
            ],
        }
        return render(self.request, self.template_name, context, status=422 if refusal else 200)


# --- Confirming a week ------------------------------------------------------------------------


class WeekConfirm(FormView):
    """Who was missing in a week, said by the school; or corrected, for a reason."""

    form_class = AbsencesForm
    template_name = "placements/alternation_week.html"
    success_message = gettext_lazy("Confirmed: the hours are credited.")
    record: AlternationWeek

    def authorise(self, **kwargs: Any) -> None:
        found = weeks_seen(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise NotVisible(f"placements.AlternationWeek {kwargs['pk']}")
        if not credits.looks_after(self.request.user, found.schedule):
            raise PermissionDenied(_("The class teacher does this, or who makes the timetables."))
        self.record = found

    def get_title(self) -> str:
        return week_in_words(self.record)

    def form_kwargs(self) -> dict[str, Any]:
        students = list(credits.students_of(self.record.schedule, self.record))
        note_reading(self.request, students, data=AccessLog.Data.RECORD)
        return {"week": self.record, "students": students, "credits": self.record.credits.all()}

    def perform(self, form: Any) -> str:
        credits.confirm_week(
            actor=self.request.user,
            pk=self.record.pk,
            absences=form.absences(),
            reason=form.cleaned_data.get("reason", ""),
            now=timezone.now(),
        )
        return self.cancel_url()

    def cancel_url(self) -> str:
        return self.record.schedule.get_absolute_url()

    def extra_context(self, form: Any) -> dict[str, Any]:
        schedule = self.record.schedule
        return {
            "subtitle": str(schedule),
            "breadcrumbs": [*crumbs(), {"label": str(schedule), "url": self.cancel_url()}],
            "week": self.record,
            "submit_label": _("Correct it") if self.record.is_vouched else _("Confirm the week"),
            "is_in_place_of_host": self.record.is_at_host and not self.record.is_vouched,
        }


def week_in_words(week: AlternationWeek) -> str:
    return _("%(place)s, week of %(day)s") % {"place": week.get_place_display(), "day": week}
