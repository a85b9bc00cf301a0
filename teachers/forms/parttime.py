from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import (
    CheckedByTheOperation,
    DateInput,
    RecordForm,
    RecordModelForm,
    RemoteSelect,
    RemoteSelectMultiple,
)
from core.school_years import in_words, school_year, term_of
from partnerships.models import Contact, Enterprise
from partnerships.policies import departments_for
from teachers.models import (
    Appointment,
    ClauseKind,
    Engagement,
    EngagementGrade,
    PartTimeNeed,
    PartTimeTeacher,
)
from teachers.parttime_namesakes import namesakes
from teachers.transitions.parttime import EDIT

YEARS_BACK = 3


class Entered:
    """What was typed, for the operation, which checks the record."""

    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The operation checks the record."""

    def entered(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NeedForm(Entered, RecordModelForm):
    sections = [
        (_("What is needed"), ("department", "title", "majors", "courses", "details")),
        (_("Whom, how many and how much"), ("sought", "seats", "hours_per_term", "starts_on", "ends_on")),
    ]

    class Meta:
        model = PartTimeNeed
        fields = (
            *("department", "title", "majors", "courses", "details"),
            *("sought", "seats", "hours_per_term", "starts_on", "ends_on"),
        )
        widgets = {
            "majors": RemoteSelectMultiple("catalogue:major_choices"),
            "details": forms.Textarea(attrs={"rows": 3}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        if self.instance.pk:
            del fields["department"]
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)
        fields["majors"].widget.choices = fields["majors"].choices

    def entered(self) -> dict[str, Any]:
        return dict(self.cleaned_data) | {"majors": list(self.cleaned_data["majors"])}


class ChooseEnterpriseForm(RecordForm):
    """Where somebody works who is to be taken in."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.visible_to(self.user)
        field.widget.choices = field.choices


class PartTimerForm(Entered, RecordModelForm):
    """Somebody from an enterprise; who is taken in is chosen among its contacts."""

    contact = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Contact.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("Somebody who is missing here is entered as a contact on the page of the enterprise."),
    )
    sections = [
        (_("Who"), ("contact", "department", "teacher", "birth_date")),
        (
            _("Title, skill or exception"),
            ("title", "rank", "skill", "skill_level", "exception", "exception_reason"),
        ),
        (_("Training in teaching"), ("training", "trained_on", "training_hours")),
        (_("Management experience"), ("is_manager", "management")),
    ]

    class Meta:
        model = PartTimeTeacher
        fields = (
            *("department", "teacher", "birth_date", "title", "rank", "skill", "skill_level"),
            *("exception", "exception_reason", "training", "trained_on", "training_hours"),
            *("is_manager", "management"),
        )
        widgets = {
            "teacher": RemoteSelect("teachers:teacher_choices"),
            "birth_date": DateInput(),
            "trained_on": DateInput(),
            "exception_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, enterprise: Enterprise | None = None, **kwargs: Any) -> None:
        self.enterprise = enterprise
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = departments_for(self.user, EDIT)
        known: Any = fields["teacher"].queryset.model.objects.visible_to(self.user)
        fields["teacher"].queryset = known
        fields["teacher"].widget.choices = fields["teacher"].choices
        if self.instance.pk:
            del fields["contact"]
            return
        contacts = Contact.objects.visible_to(self.user).current().filter(enterprise=self.enterprise)
        fields["contact"].queryset = contacts.filter(employments=None)
        self.warn_of_namesakes()

    def warn_of_namesakes(self) -> None:
        """Asks once more where somebody of another enterprise seems to be the same person."""
        key = self.data.get(self.add_prefix("contact"), "") if self.is_bound else ""
        field: Any = self.fields["contact"]
        chosen = field.queryset.filter(pk=key).first() if key.isdecimal() else None
        found = namesakes(self.user, chosen) if chosen is not None else []
        if found:
            people = ", ".join(f"{one} · {one.enterprise}" for one in found)
            words = _(
                "%(people)s has the same name, and the same phone or e-mail. If it is the same person and "
                "among the part-time teachers already, note on their page that they work elsewhere now."
            )
            self.fields["is_somebody_else"] = forms.BooleanField(
                label=_("This is somebody else"), help_text=words % {"people": people}, required=True
            )

    def entered(self) -> dict[str, Any]:
        known = dict(self.cleaned_data)
        known.pop("is_somebody_else", None)
        return known


class EmployerForm(RecordForm):
    """Where somebody works now, and since when."""

    contact = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Contact.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_(
            "The same person as a contact of that enterprise. Among the part-time teachers already, the two "
            "records become one."
        ),
    )
    since = forms.DateField(
        label=_("Works there since"),
        widget=DateInput(),
        help_text=_(
            "At the enterprise before they are noted as having left. Appointments stay with the enterprise "
            "for which they were made: end what does not go on, and propose the person anew."
        ),
    )

    def __init__(self, *args: Any, enterprise: Enterprise, person: PartTimeTeacher, **kwargs: Any) -> None:
        self.enterprise, self.person = enterprise, person
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        contacts = Contact.objects.visible_to(self.user).current().filter(enterprise=self.enterprise)
        known: Any = contacts.exclude(pk=self.person.contact_id)
        field: Any = self.fields["contact"]
        field.queryset = known
        field.initial = next((one for one in known if one.name == self.person.contact.name), None)


class ProposalForm(CheckedByTheOperation):
    person = forms.ModelChoiceField(
        label=_("Part-time teacher"),
        queryset=PartTimeTeacher.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("Somebody who is missing here is taken in at “Part-time teachers” first."),
    )
    sections = [("", ("person", "begins_on", "ends_on", "fee", "statement"))]

    class Meta:
        model = Appointment
        fields = ("begins_on", "ends_on", "fee", "statement")
        widgets = {
            "begins_on": DateInput(),
            "ends_on": DateInput(),
            "statement": forms.Textarea(attrs={"rows": 4}),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        if self.instance.pk:
            del fields["person"], fields["statement"]
            return
        people: Any = PartTimeTeacher.objects.visible_to(self.user).filter(contact__left_on=None)
        fields["person"].queryset = people.with_names()
        fields["person"].label_from_instance = lambda one: f"{one} · {one.contact.enterprise}"


class VettingForm(RecordForm):
    vetting = forms.CharField(
        label=_("What was looked at, and what came of it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgreementForm(RecordForm):
    """The clauses in both languages; without its Chinese text a clause is left out."""

    sections = [(kind.label, (f"{kind.value}_zh", f"{kind.value}_en")) for kind in ClauseKind]

    def narrow(self) -> None:
        for kind in ClauseKind:
            for language, label in (("zh", _("Chinese text")), ("en", _("English text"))):
                self.fields[f"{kind.value}_{language}"] = forms.CharField(
                    label=label, required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
                )

    def clauses(self) -> dict[str, tuple[str, str]]:
        said = self.cleaned_data
        return {kind: (said[f"{kind}_zh"], said[f"{kind}_en"]) for kind in ClauseKind.values}


class SignedForm(RecordForm):
    agreed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    scan = forms.FileField(
        label=_("Signed agreement"), help_text=_("A scan or photograph with all three signatures.")
    )


class InductionForm(RecordForm):
    inducted_on = forms.DateField(label=_("Held on"), widget=DateInput())
    induction = forms.CharField(
        label=_("What the induction covered"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    induction_hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=200, required=False)


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class EndForm(WhyForm):
    ended_on = forms.DateField(
        label=pgettext_lazy("appointment of a part-time teacher", "Last day"), widget=DateInput()
    )


class EngagementForm(Entered, RecordModelForm):
    study_year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    sections = [("", ("study_year", "term", "course", "hours_planned", "fee"))]

    class Meta:
        model = Engagement
        fields = ("study_year", "term", "course", "hours_planned", "fee")

    def narrow(self) -> None:
        today = timezone.localdate()
        this = school_year(today)
        fields: dict[str, Any] = self.fields
        fields["study_year"].choices = [
            (year, in_words(year)) for year in range(this + 1, this - YEARS_BACK, -1)
        ]
        fields["study_year"].initial = this
        fields["term"].initial = term_of(today)


class HoursForm(RecordForm):
    hours_taught = forms.IntegerField(label=_("Hours taught"), min_value=0, max_value=1000)


class AssessmentForm(RecordForm):
    grade = forms.ChoiceField(
        label=_("Assessment"), choices=EngagementGrade.choices, widget=forms.RadioSelect
    )
    assessment = forms.CharField(
        label=_("In words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
