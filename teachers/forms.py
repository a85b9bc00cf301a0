from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordModelForm
from teachers.models import Teacher
from teachers.policies import EDIT, departments_for, possible_accounts


class TeacherForm(RecordModelForm):
    sections = [
        (_("Who it is"), ("name", "name_latin", "staff_number", "phone")),
        (_("At the centre"), ("department", "kind", "user", "left_on")),
    ]

    class Meta:
        model = Teacher
        fields = ("name", "name_latin", "staff_number", "phone", "department", "kind", "user", "left_on")
        widgets = {"user": forms.Select(attrs={"data-enhance": ""}), "left_on": DateInput()}
        help_texts = {
            "user": _("The account with which this teacher signs in, if there is one."),
            "left_on": _("Whoever has left stays in the records, and is offered no more."),
        }

    def narrow(self) -> None:
        departments: Any = self.fields["department"]
        departments.queryset = departments_for(self.user, EDIT)
        accounts: Any = self.fields["user"]
        accounts.queryset = possible_accounts(self.instance.pk)
