from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordForm
from internships.forms.posts import mentors_of
from partnerships.models import Contact, ContactRole
from placements.changes import is_agreed
from placements.models import Lodging, Placement
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}


class ReasonForm(RecordForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The student and the enterprise read it."),
    )


class EndEarlyForm(ReasonForm):
    ended_on = forms.DateField(
        label=_("Last day at the host"), widget=DateInput(), initial=timezone.localdate
    )


class GuideReasonForm(RecordForm):
    """Once an agreement names who guides a student, another one is a change with its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "For those whose agreement is out or signed: it is kept with the change. Without a reason they "
            "stay as they are."
        ),
    )


class InstructorForm(GuideReasonForm):
    """Who guides many students at once."""

    field_order = ("instructor", "reason")

    instructor = forms.ModelChoiceField(
        label=_("School instructor"),
        queryset=Teacher.objects.none(),
        widget=forms.Select(attrs=ENHANCED),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["instructor"].queryset = Teacher.objects.filter(left_on=None)


class MentorForm(GuideReasonForm):
    """One mentor for many students at once."""

    field_order = ("mentor", "reason")

    mentor = forms.ModelChoiceField(
        label=_("Mentor at the enterprise"),
        queryset=Contact.objects.none(),
        widget=forms.Select(attrs=ENHANCED),
        help_text=_("For the students at this mentor’s enterprise; the others stay as they are."),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        hosts = Placement.objects.permitting(self.user, "placement.edit").live().values("enterprise")
        mentors = Contact.objects.current().with_role(ContactRole.MENTOR).filter(enterprise__in=hosts)
        fields["mentor"].queryset = mentors.select_related("enterprise").order_by("enterprise", "pk")
        fields["mentor"].label_from_instance = lambda mentor: f"{mentor} · {mentor.enterprise}"


class LodgingForm(RecordForm):
    """Where the student sleeps (INT-30)."""

    lodging = forms.ChoiceField(
        label=_("Lodging"),
        required=False,
        choices=[("", _("As the post offers it")), *Lodging.choices],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        self.placement = placement
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.fields["lodging"].initial = self.placement.lodging


class GuidesForm(GuideReasonForm):
    """Who guides a student, at school and at the enterprise."""

    field_order = ("instructor", "mentor", "reason")

    instructor = forms.ModelChoiceField(
        label=_("School instructor"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=forms.Select(attrs=ENHANCED),
    )
    mentor = forms.ModelChoiceField(
        label=_("Mentor at the enterprise"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.Select(attrs=ENHANCED),
        help_text=_("People of the enterprise with the role “mentor”."),
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        self.placement = placement
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["instructor"].queryset = Teacher.objects.filter(left_on=None)
        fields["mentor"].queryset = mentors_of(self.placement.enterprise)
        fields["instructor"].initial = self.placement.instructor_id
        fields["mentor"].initial = self.placement.mentor_id
        if is_agreed(self.placement):
            fields["reason"].required = True
            fields["reason"].help_text = _("The agreement names them: the reason is kept with the change.")
        else:
            del fields["reason"]
