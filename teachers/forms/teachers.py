from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Major
from core.forms import DateInput, RecordModelForm, RemoteSelect, RemoteSelectMultiple
from teachers.models import Teacher, TeacherKind
from teachers.policies import EDIT, departments_for, possible_accounts


class TeacherForm(RecordModelForm):
    """Who somebody is. Department and kind change from a day on, with a form of their own."""

    sections = [
        (_("Who it is"), ("name", "name_latin", "staff_number", "phone", "birth_date")),
        (_("At the centre"), ("hired_on", "user")),
        (_("Teaching"), ("title", "rank", "majors", "region")),
    ]

    class Meta:
        model = Teacher
        fields: tuple[str, ...] = (
            "name",
            "name_latin",
            "staff_number",
            "phone",
            "birth_date",
            "hired_on",
            "user",
            "title",
            "rank",
            "majors",
            "region",
        )
        widgets = {
            "user": forms.Select(attrs={"data-enhance": ""}),
            "birth_date": DateInput(),
            "hired_on": DateInput(),
        }
        help_texts = {
            "user": _("The account with which this teacher signs in, if there is one."),
            "hired_on": _("The first day of service here."),
        }

    def narrow(self) -> None:
        accounts: Any = self.fields["user"]
        accounts.queryset = possible_accounts(self.instance.pk)
        majors: Any = self.fields["majors"]
        majors.queryset = Major.objects.all()
        majors.widget = RemoteSelectMultiple("catalogue:major_choices")
        majors.widget.choices = majors.choices
        region: Any = self.fields["region"]
        region.widget = RemoteSelect("catalogue:region_choices")
        region.widget.choices = region.choices


class NewTeacherForm(TeacherForm):
    sections = [
        (_("Who it is"), ("name", "name_latin", "staff_number", "phone", "birth_date")),
        (_("At the centre"), ("department", "kind", "hired_on", "user")),
        (_("Teaching"), ("title", "rank", "majors", "region")),
    ]
    kind = forms.ChoiceField(label=_("What they teach"), choices=TeacherKind, widget=forms.RadioSelect)

    class Meta(TeacherForm.Meta):
        fields = (*TeacherForm.Meta.fields, "department", "kind")

    def narrow(self) -> None:
        super().narrow()
        departments: Any = self.fields["department"]
        departments.queryset = departments_for(self.user, EDIT)
