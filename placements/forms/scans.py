from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordForm
from placements.forms.tripartite import SignatoryField
from placements.models import ScannedPage, Tripartite


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or [None]]


class PileForm(RecordForm):
    scans = ManyFilesField(
        label=_("Scans"),
        help_text=_("PDF or pictures, in any order; the codes on the pages sort them."),
        widget=ManyFiles(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
    )


class AssignForm(RecordForm):
    """Of which paper a page without a readable code is."""

    tripartite = forms.ModelChoiceField(
        label=_("Agreement"),
        queryset=Tripartite.objects.none(),
        widget=forms.Select(attrs={"data-enhance": ""}),
    )
    page = forms.IntegerField(label=_("Page"), min_value=1, max_value=99)

    def __init__(self, *args: Any, scanned: ScannedPage, **kwargs: Any) -> None:
        self.scanned = scanned
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        field: Any = self.fields["tripartite"]
        rows = Tripartite.objects.filter(placement__plan=self.scanned.pile.plan_id, state="made")
        field.queryset = rows.select_related("placement__student").order_by("number")
        field.label_from_instance = lambda paper: f"{paper.reference} · {paper.placement.student}"


class RecordPileForm(RecordForm):
    """Who signed for the school, and when, of every complete paper."""

    signed_on = forms.DateField(
        label=_("Signed on"), widget=DateInput(), help_text=_("The day of the last signature.")
    )
    signatory = SignatoryField()

    def __init__(self, *args: Any, department_id: int, **kwargs: Any) -> None:
        self.department_id = department_id
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["signed_on"].initial = timezone.localdate()
        fields["signatory"].offer(self.department_id)
