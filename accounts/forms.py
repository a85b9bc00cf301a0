from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, User
from core.forms import DateInput, RecordModelForm


class ProfileForm(RecordModelForm):
    sections = [(_("How you are shown"), ("name", "name_latin", "phone", "language"))]

    class Meta:
        model = User
        fields = ("name", "name_latin", "phone", "language")


class DelegationForm(RecordModelForm):
    sections = [(_("Who acts for you, and when"), ("delegate", "starts_on", "ends_on", "reason"))]

    class Meta:
        model = Delegation
        fields = ("delegate", "starts_on", "ends_on", "reason")
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "delegate": forms.Select(attrs={"data-enhance": ""}),
        }
        labels = {"delegate": _("Colleague")}
        help_texts = {
            "delegate": _("Gets every power your positions give you, and cannot hand it on."),
            "reason": _("Shown wherever your colleague acts for you, such as “on leave”."),
        }

    def narrow(self) -> None:
        field: Any = self.fields["delegate"]
        field.queryset = (
            User.objects.filter(is_active=True, appointments__isnull=False)
            .exclude(pk=self.user.pk)
            .distinct()
        )
