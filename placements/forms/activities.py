from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, RecordModelForm
from placements.models import StudentActivity


class ActivityForm(RecordModelForm):
    """What a student took part in. The enterprises to choose among are those they have to do with."""

    sections = [
        (_("What it was"), ("kind", "title", "role")),
        (_("When and where"), ("starts_on", "ends_on", "hours", "host", "place")),
        (_("What came of it"), ("outcome", "upload")),
    ]
    host = forms.TypedChoiceField(
        label=_("With which enterprise"), coerce=int, required=False, empty_value=None
    )
    upload = forms.FileField(
        label=_("Photo or file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,application/pdf,.docx,.xlsx,.pptx,.txt"}),
        help_text=_("Where and when a photo was taken is removed from it before it is kept."),
    )

    class Meta:
        model = StudentActivity
        fields = ("kind", "title", "role", "starts_on", "ends_on", "hours", "place", "outcome")
        widgets: ClassVar[dict[str, Any]] = {
            "kind": forms.RadioSelect,
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "outcome": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, hosts: list[tuple[int, str]], **kwargs: Any) -> None:
        self.hosts = hosts
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [choice for choice in fields["kind"].choices if choice[0]]
        if not self.hosts:
            del self.fields["host"]
            return
        fields["host"].choices = [("", _("none, or another")), *self.hosts]
        fields["host"].initial = self.instance.enterprise_id
