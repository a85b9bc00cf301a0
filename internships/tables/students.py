from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.look import Chip, Meaning, chip_html
from core.tables import LinkColumn, NumberColumn, RecordTable, StateColumn, TwoLineColumn
from internships.models import SchoolClass, Student

HAS_ACCOUNT = Chip(_("Signs in"), Meaning.GOOD, "user-check")
NO_ACCOUNT = Chip(_("No account"), Meaning.INACTIVE, "user-x")
GOES_ON = Chip(_("Goes on"), Meaning.GOOD, "school")
GRADUATED = Chip(_("Graduated"), Meaning.INACTIVE, "certificate")


def account_chip(student: Student) -> Chip:
    return HAS_ACCOUNT if student.user_id else NO_ACCOUNT


def class_chip(school_class: SchoolClass) -> Chip:
    return GRADUATED if school_class.graduated_on else GOES_ON


class StudentTable(RecordTable):
    default_columns = ("name", "school_class", "major", "study_year", "state", "guardian", "account")

    name = TwoLineColumn(accessor="display_name", second="number", verbose_name=_("student"))
    number = tables.Column(verbose_name=_("student number"))
    school_class = tables.Column(linkify=True, verbose_name=_("class"))
    major = tables.Column(accessor="school_class__major", verbose_name=_("major"))
    department = tables.Column(accessor="school_class__department", verbose_name=_("department"))
    study_year = NumberColumn(accessor="school_class__entered_in", verbose_name=_("study year"))
    sex = tables.Column(accessor="get_sex_display", verbose_name=_("sex"))
    born_on = tables.DateColumn(verbose_name=_("born on"))
    phone = tables.Column(verbose_name=_("phone"))
    state = StateColumn(verbose_name=_("state"))
    guardian = tables.Column(accessor="guardians", verbose_name=_("guardian"))
    account = tables.Column(accessor="user_id", empty_values=(), verbose_name=_("account"))

    class Meta:
        model = Student
        fields = ()

    def value_name(self, record: Student) -> str:
        return record.name

    def render_study_year(self, record: Student) -> int:
        return record.school_class.study_year(timezone.localdate())

    def value_study_year(self, record: Student) -> int:
        return self.render_study_year(record)

    def value_born_on(self, value: Any) -> Any:
        return value

    def render_guardian(self, record: Student) -> str:
        first = next(iter(record.guardians.all()), None)
        return str(first) if first else "—"

    def render_account(self, record: Student) -> SafeString:
        return chip_html(account_chip(record))

    def value_account(self, record: Student) -> str:
        return str(account_chip(record).label)


class ClassTable(RecordTable):
    default_columns = ("name", "major", "department", "study_year", "class_teacher", "students", "presence")

    name = LinkColumn(verbose_name=_("class"))
    major = tables.Column(verbose_name=_("major"))
    department = tables.Column(verbose_name=_("department"))
    entered_in = NumberColumn(verbose_name=_("entered in"))
    study_year = NumberColumn(accessor="entered_in", verbose_name=_("study year"))
    class_teacher = tables.Column(verbose_name=_("class teacher"))
    students = NumberColumn(accessor="enrolled_count", verbose_name=_("enrolled"))
    presence = tables.Column(accessor="graduated_on", empty_values=(), verbose_name=_("at the school"))
    graduated_on = tables.DateColumn(verbose_name=_("graduated on"))

    class Meta:
        model = SchoolClass
        fields = ()

    def render_entered_in(self, value: int) -> str:
        return str(value)  # a year takes no separators

    def render_study_year(self, record: SchoolClass) -> int | str:
        return "—" if record.graduated_on else record.study_year(timezone.localdate())

    def value_study_year(self, record: SchoolClass) -> int | str:
        return self.render_study_year(record)

    def render_presence(self, record: SchoolClass) -> SafeString:
        return chip_html(class_chip(record))

    def value_presence(self, record: SchoolClass) -> str:
        return str(class_chip(record).label)

    def value_graduated_on(self, value: Any) -> Any:
        return value
