"""A short form for each kind of evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Major
from core.forms import DateInput, RecordForm, RecordModelForm, RemoteSelect
from partnerships.models import Enterprise
from teachers.models import (
    SKILL_LEVELS,
    TITLE_LEVELS,
    Achievement,
    Experience,
    Qualification,
    QualificationKind,
    TaughtCourse,
    Training,
)

ACCEPTED = "image/*,application/pdf"


class EvidenceForm(RecordModelForm):
    """What is said, and one scan with it. More scans are added on the page of the evidence."""

    upload = forms.FileField(
        label=_("Scan or photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF or picture. The office compares it with what you enter."),
    )


class QualificationForm(EvidenceForm):
    """Asks only for what the kind of qualification has; the kind is chosen before."""

    levels: ClassVar[dict[str, tuple[Any, ...]]] = {
        QualificationKind.PROFESSIONAL_TITLE: TITLE_LEVELS,
        QualificationKind.SKILL_CERTIFICATE: SKILL_LEVELS,
        QualificationKind.OTHER: (*TITLE_LEVELS[:2], TITLE_LEVELS[-1]),
    }
    names: ClassVar[dict[str, Any]] = {
        QualificationKind.TEACHING_CERTIFICATE: _("Such as 中等职业学校教师资格 and its subject."),
        QualificationKind.PROFESSIONAL_TITLE: _("Such as 讲师 or 工程师."),
        QualificationKind.SKILL_CERTIFICATE: _("The occupation, such as 电工 or 数控车工."),
        QualificationKind.ASSESSOR: _("The occupation in which you assess."),
        QualificationKind.OTHER: _("Such as a registration or a licence."),
    }

    class Meta:
        model = Qualification
        fields = ("name", "level", "is_teaching_series", "issuer", "number", "issued_on", "expires_on")
        widgets: ClassVar[dict[str, Any]] = {"issued_on": DateInput(), "expires_on": DateInput()}

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        kind = self.instance.kind
        fields["name"].help_text = self.names[kind]
        levels = self.levels.get(kind)
        if levels is None:
            del fields["level"]
        else:
            fields["level"].choices = [("", "—"), *((level.value, level.label) for level in levels)]
            fields["level"].required = kind != QualificationKind.OTHER
        if kind == QualificationKind.PROFESSIONAL_TITLE:
            del fields["expires_on"]
            fields["is_teaching_series"] = forms.TypedChoiceField(
                label=_("Of which series"),
                choices=[
                    ("yes", _("Teachers and lecturers")),
                    ("no", _("Another, as of engineers")),
                ],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
                initial={True: "yes", False: "no"}.get(self.instance.is_teaching_series),
            )
            self.initial.pop("is_teaching_series", None)
        else:
            del fields["is_teaching_series"]


class TrainingForm(EvidenceForm):
    class Meta:
        model = Training
        fields = ("form", "name", "provider", "starts_on", "ends_on", "hours", "result")
        widgets: ClassVar[dict[str, Any]] = {
            "form": forms.RadioSelect,
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }


class TaughtCourseForm(EvidenceForm):
    class Meta:
        model = TaughtCourse
        fields = ("name", "major", "mode", "starts_on", "ends_on", "hours_per_year")
        widgets: ClassVar[dict[str, Any]] = {
            "mode": forms.RadioSelect,
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }

    def narrow(self) -> None:
        major: Any = self.fields["major"]
        major.queryset = Major.objects.all()
        major.widget = RemoteSelect("catalogue:major_choices")
        major.widget.choices = major.choices


class ExperienceForm(EvidenceForm):
    """Partners are chosen by those who may see them; others write down the name, and the office finds it."""

    class Meta:
        model = Experience
        fields = ("enterprise", "employer", "post", "is_management", "starts_on", "ends_on")
        widgets: ClassVar[dict[str, Any]] = {"starts_on": DateInput(), "ends_on": DateInput()}

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        partners = Enterprise.objects.visible_to(self.user)
        if not self.user.scope_for("enterprise.read"):
            del fields["enterprise"]
            fields["employer"].required = not self.instance.enterprise_id
            fields["employer"].help_text = _("As it is registered.")
            return
        fields["enterprise"].queryset = partners
        fields["enterprise"].widget = RemoteSelect("partnerships:enterprise_choices")
        fields["enterprise"].widget.choices = fields["enterprise"].choices


class AchievementForm(EvidenceForm):
    class Meta:
        model = Achievement
        fields = ("kind", "title", "level", "role", "achieved_on")
        widgets: ClassVar[dict[str, Any]] = {"level": forms.RadioSelect, "achieved_on": DateInput()}

    def narrow(self) -> None:
        level: Any = self.fields["level"]
        level.choices = [choice for choice in level.choices if choice[0]]


class ScanForm(RecordForm):
    upload = forms.FileField(
        label=_("Scan or photo"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED})
    )


class ReturnForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The teacher reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
