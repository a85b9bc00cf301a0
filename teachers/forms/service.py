"""Forms of what changes from a day on."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department
from core.forms import DateInput, RecordForm, RecordModelForm
from teachers.models import Absence, ServicePeriod, TeacherKind
from teachers.policies import EDIT, departments_for


class ServiceForm(RecordForm):
    """As what and where somebody serves from a day on."""

    starts_on = forms.DateField(label=_("From which day on"), widget=DateInput(), initial=timezone.localdate)
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    kind = forms.ChoiceField(label=_("What they teach"), choices=TeacherKind, widget=forms.RadioSelect)

    def narrow(self) -> None:
        department: Any = self.fields["department"]
        department.queryset = departments_for(self.user, EDIT)


class LeaveForm(RecordForm):
    last_day = forms.DateField(
        label=_("Last day of service"),
        widget=DateInput(),
        initial=timezone.localdate,
        help_text=_("Whoever has left stays in the records, and is offered no more."),
    )


class PeriodForm(RecordModelForm):
    class Meta:
        model = ServicePeriod
        fields = ("starts_on", "ends_on", "department", "kind")
        widgets: ClassVar[dict[str, Any]] = {"starts_on": DateInput(), "ends_on": DateInput()}
        help_texts: ClassVar[dict[str, Any]] = {
            "ends_on": _("Empty as long as they serve."),
        }

    def narrow(self) -> None:
        department: Any = self.fields["department"]
        department.queryset = departments_for(self.user, EDIT)


class AbsenceForm(RecordModelForm):
    class Meta:
        model = Absence
        fields = ("reason", "starts_on", "ends_on")
        widgets: ClassVar[dict[str, Any]] = {"starts_on": DateInput(), "ends_on": DateInput()}
        labels: ClassVar[dict[str, Any]] = {"reason": pgettext_lazy("absence of a teacher", "Why")}
