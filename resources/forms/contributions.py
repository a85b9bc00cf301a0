from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.choices import CONCLUDED_STATES
from agreements.models import Agreement
from core.forms import CheckedByTheOperation, DateInput, RecordForm, RemoteSelect
from partnerships.models import Enterprise
from partnerships.policies import departments_for
from resources.models import Contribution, Resource
from resources.transitions.contributions import CONFIRM, EDIT

WHAT = ("giver", "kind", "title", "details", "given_on")
WORTH = ("value", "extent")
WHOSE = ("ownership", "lent_until")
WHERE = ("agreement", "resource")


class ChooseEnterpriseForm(RecordForm):
    """With whom."""

    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        field.queryset = Enterprise.objects.visible_to(self.user)
        field.widget.choices = field.choices


class ContributionForm(CheckedByTheOperation):
    """What is given; the operation checks the record. At the portal the rows to choose from are handed in."""

    sections: ClassVar[Any] = [
        (pgettext_lazy("contribution", "What is given"), WHAT),
        (pgettext_lazy("contribution", "What it is worth"), WORTH),
        (pgettext_lazy("contribution", "For equipment"), WHOSE),
        (pgettext_lazy("contribution", "What it belongs to"), (*WHERE, "department")),
    ]

    class Meta:
        model = Contribution
        fields = (*WHAT, *WORTH, *WHOSE, *WHERE, "department")
        widgets: ClassVar[dict[str, Any]] = {
            "giver": forms.RadioSelect,
            "details": forms.Textarea(attrs={"rows": 4}),
            "given_on": DateInput(),
            "lent_until": DateInput(),
            "agreement": forms.Select(attrs={"data-enhance": ""}),
            "resource": forms.Select(attrs={"data-enhance": ""}),
        }

    def __init__(
        self,
        *args: Any,
        enterprise: Enterprise,
        agreements: Any = None,
        resources: Any = None,
        **kwargs: Any,
    ) -> None:
        self.enterprise, self.agreements, self.resources = enterprise, agreements, resources
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["giver"].choices = [one for one in fields["giver"].choices if one[0]]
        if self.agreements is not None:  # at the portal
            fields["agreement"].queryset = self.agreements
            fields["resource"].queryset = self.resources
            del fields["department"]
            return
        agreements = Agreement.objects.visible_to(self.user).filter(parties__enterprise=self.enterprise.pk)
        fields["agreement"].queryset = agreements.filter(state__in=CONCLUDED_STATES).distinct()
        fields["resource"].queryset = Resource.objects.visible_to(self.user)
        if self.instance.pk:
            del fields["department"]
        else:
            fields["department"].queryset = departments_for(self.user, EDIT)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class EvidenceForm(RecordForm):
    upload = forms.FileField(label=_("File"), help_text=_("Invoice, receipt, deed of gift, photo."))


class StatementForm(RecordForm):
    enterprise = forms.ModelChoiceField(
        label=_("Enterprise"),
        queryset=Enterprise.objects.none(),
        widget=RemoteSelect("partnerships:enterprise_choices"),
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def narrow(self) -> None:
        field: Any = self.fields["enterprise"]
        within = departments_for(self.user, CONFIRM).order_by().values("pk")
        field.queryset = Enterprise.objects.visible_to(self.user).filter(department__in=within)
        field.widget.choices = field.choices
        self.fields["year"].initial = timezone.localdate().year


class YearForm(RecordForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def narrow(self) -> None:
        self.fields["year"].initial = timezone.localdate().year


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
