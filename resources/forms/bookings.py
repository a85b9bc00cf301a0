from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Agreement
from core.forms import CheckedByTheOperation, RecordForm, RemoteSelect
from internships.forms.rounds import InstantInput
from partnerships.models import Enterprise
from resources.models import Booking, Resource

WHAT = ("starts_at", "ends_at", "purpose", "people")


class BookingForm(CheckedByTheOperation):
    """When, what for and for how many; the operation checks the record.

    ``agreements`` are those of the enterprise, as far as whoever books sees them.
    """

    class Meta:
        model = Booking
        fields = (*WHAT, "enterprise", "agreement")
        widgets: ClassVar[dict[str, Any]] = {
            "starts_at": InstantInput(),
            "ends_at": InstantInput(),
            "enterprise": RemoteSelect("partnerships:enterprise_choices"),
            "agreement": forms.Select(attrs={"data-enhance": ""}),
        }

    def __init__(self, *args: Any, resource: Resource, agreements: Any = None, **kwargs: Any) -> None:
        self.resource, self.agreements = resource, agreements
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["people"].help_text = _("There is room for %(count)d.") % {"count": self.resource.capacity}
        if self.agreements is not None:  # at the portal
            del fields["enterprise"]
            fields["agreement"].queryset = self.agreements
            return
        if self.resource.is_of_centre:
            fields["enterprise"].queryset = Enterprise.objects.visible_to(self.user)
            fields["enterprise"].widget.choices = fields["enterprise"].choices
            fields["enterprise"].help_text = _("Where an enterprise comes to use it.")
            del fields["agreement"]
        else:
            del fields["enterprise"]
            rows = Agreement.objects.visible_to(self.user).filter(
                parties__enterprise=self.resource.enterprise_id
            )
            fields["agreement"].queryset = rows.binding(timezone.localdate()).distinct()

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class UsageForm(RecordForm):
    used_people = forms.IntegerField(label=_("People who came"), min_value=1, max_value=5000)
    used_hours = forms.DecimalField(
        label=_("Hours used"),
        min_value=Decimal("0.5"),
        max_digits=6,
        decimal_places=1,
        help_text=_("No more than were booked. What is promised is counted from these."),
    )
    remark = forms.CharField(
        label=pgettext_lazy("booking", "remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Damage, what was missing, what went well."),
    )


class RemarkForm(RecordForm):
    remark = forms.CharField(
        label=pgettext_lazy("booking", "remark"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhyForm(RecordForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
