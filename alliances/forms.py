from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from alliances.models import Alliance, Meeting, Member, MemberRole
from alliances.transitions import EDIT
from core.forms import CheckedByTheOperation, DateInput, RecordForm, RemoteSelect
from internships.forms.rounds import InstantInput
from partnerships.models import Contact, Enterprise
from partnerships.policies import departments_for

ENHANCED = {"data-enhance": ""}


class AllianceForm(CheckedByTheOperation):
    sections: ClassVar[Any] = [
        (pgettext_lazy("heading of a form", "What it is"), ("kind", "name", "aims", "department")),
        (_("How it is founded"), ("founded_on", "legal_form", "entity")),
        (_("Where it works"), ("industry", "region", "organiser")),
    ]

    class Meta:
        model = Alliance
        fields = (
            *("kind", "name", "aims", "department", "founded_on", "legal_form", "entity", "industry"),
            *("region", "organiser"),
        )
        widgets = {
            "aims": forms.Textarea(attrs={"rows": 4}),
            "founded_on": DateInput(),
            "industry": RemoteSelect("catalogue:industry_choices"),
            "region": RemoteSelect("catalogue:region_choices"),
            "organiser": forms.Select(attrs=ENHANCED),
        }

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["organiser"].queryset = staff()
        for name in ("industry", "region"):
            fields[name].widget.choices = fields[name].choices
        if self.instance.pk:
            del fields["department"]
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)


def staff() -> Any:
    return User.objects.staff().order_by("name", "pk")


class MemberForm(CheckedByTheOperation):
    sections: ClassVar[Any] = [
        (_("Who"), ("enterprise", "organisation", "outside_kind")),
        (_("As what, and when"), ("role", "leads", "starts_on", "ends_on")),
    ]

    class Meta:
        model = Member
        fields = (*("enterprise", "organisation", "outside_kind", "role", "leads", "starts_on", "ends_on"),)
        widgets = {
            "enterprise": RemoteSelect("partnerships:enterprise_choices"),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
        }

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.visible_to(self.user)
        field.widget.choices = field.choices


class RoleForm(RecordForm):
    role = forms.ChoiceField(label=pgettext_lazy("member of an alliance", "Role"), choices=MemberRole)
    leads = forms.BooleanField(label=_("Leading unit"), required=False)
    starts_on = forms.DateField(label=_("From"), widget=DateInput(), initial=timezone.localdate)


class EndForm(RecordForm):
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput(), initial=timezone.localdate)


class SupplyForm(RecordForm):
    supplier = forms.ModelChoiceField(
        label=_("Supplier"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    customer = forms.ModelChoiceField(
        label=_("Customer"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    goods = forms.CharField(
        label=pgettext_lazy("supply link", "Of what"),
        max_length=160,
        help_text=_("What is supplied, such as: precision castings."),
    )
    starts_on = forms.DateField(label=_("Since"), widget=DateInput(), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Until"), widget=DateInput(), required=False)

    def narrow(self) -> None:
        for name in ("supplier", "customer"):
            field: Any = self.fields[name]
            field.queryset = Enterprise.objects.visible_to(self.user)
            field.widget.choices = field.choices


class MeetingForm(CheckedByTheOperation):
    class Meta:
        model = Meeting
        fields = ("title", "starts_at", "ends_at", "place", "agenda")
        widgets = {
            "starts_at": InstantInput(),
            "ends_at": InstantInput(),
            "agenda": forms.Textarea(attrs={"rows": 5}),
        }


class MembersField(forms.ModelMultipleChoiceField):
    def __init__(self, **more: Any) -> None:
        super().__init__(
            queryset=Member.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, **more
        )


class MinutesForm(RecordForm):
    minutes = forms.CharField(
        label=pgettext_lazy("meeting of an alliance", "Minutes"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    attended = MembersField(label=_("Members who were there"))

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        self.members = members
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["attended"]
        field.queryset = self.members


class TaskForm(RecordForm):
    text = forms.CharField(
        label=pgettext_lazy("task of an alliance", "What was resolved"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ModelChoiceField(
        label=_("Somebody of the staff does it"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.Select(attrs=ENHANCED),
    )
    contact = forms.ModelChoiceField(
        label=_("Or somebody of a member"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.Select(attrs=ENHANCED),
    )
    due_on = forms.DateField(label=_("Due on"), widget=DateInput())

    def __init__(self, *args: Any, enterprises: Any, **kwargs: Any) -> None:
        self.enterprises = enterprises
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = staff()
        rows = Contact.objects.filter(enterprise__in=self.enterprises, left_on=None)
        fields["contact"].queryset = rows.select_related("enterprise").order_by("enterprise", "pk")
        fields["contact"].label_from_instance = lambda one: f"{one} · {one.enterprise}"


class WordForm(RecordForm):
    word = forms.CharField(
        label=pgettext_lazy("task of an alliance", "What became of it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DocumentForm(RecordForm):
    upload = forms.FileField(label=_("File"))
    is_charter = forms.BooleanField(label=_("It is the charter"), required=False)
    readers = MembersField(
        label=_("Only for these members"), help_text=_("Choose nobody to share it with all.")
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        self.members = members
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["readers"]
        field.queryset = self.members
