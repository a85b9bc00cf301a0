from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, RecordForm, RemoteSelect
from internships.models import Plan, Post, Student
from internships.round_progress import cohort_of
from placements.models import Arrangement
from teachers.models import Teacher

ENHANCED = {"data-enhance": ""}
DIRECT = (Arrangement.ASSIGNED, Arrangement.ORDER_CLASS)


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.enterprise}"


class PlaceForm(RecordForm):
    """One student into one post, without a round."""

    student = forms.ModelChoiceField(
        label=_("Student"),
        queryset=Student.objects.none(),
        widget=RemoteSelect("internships:student_choices"),
        help_text=_("Somebody of the plan’s classes without a place. Type a name or a number."),
    )
    post = PostChoice(
        label=pgettext_lazy("internship", "Post"),
        queryset=Post.objects.none(),
        widget=forms.Select(attrs=ENHANCED),
    )
    arrangement = forms.ChoiceField(
        label=pgettext_lazy("placement", "How it came about"),
        choices=[(one.value, one.label) for one in DIRECT],
        widget=forms.RadioSelect,
        initial=Arrangement.ASSIGNED,
    )
    was_free = forms.TypedChoiceField(
        label=_("Could the student have chosen another host?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        help_text=_("No host is imposed on anybody (INT-10): with “no” the student cannot start."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(label=pgettext_lazy("of an internship", "Last day"), widget=DateInput())
    instructor = forms.ModelChoiceField(
        label=_("School instructor"),
        queryset=Teacher.objects.none(),
        required=False,
        widget=forms.Select(attrs=ENHANCED),
        help_text=_("May be chosen later, for many at once."),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        self.plan = plan
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["student"].queryset = Student.objects.visible_to(self.user) & cohort_of(self.plan)
        posts = Post.objects.visible_to(self.user).approved()
        fields["post"].queryset = (
            (posts.filter(plan=self.plan) | posts.filter(plan=None))
            .select_related("enterprise")
            .defer("duties", "search_text", "search_bigrams")
            .order_by("enterprise", "pk")
        )
        fields["instructor"].queryset = Teacher.objects.filter(left_on=None)
        fields["starts_on"].initial = self.plan.starts_on
        fields["ends_on"].initial = self.plan.ends_on

    def as_operation(self) -> dict[str, Any]:
        """What :func:`placements.operations.placing.place_student` takes."""
        given = dict(self.cleaned_data)
        given["is_host_imposed"] = not given.pop("was_free")
        return given
