from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import CheckedByTheOperation, RecordForm
from core.school_years import YearKind
from partnerships.policies import departments_for
from reports.models import AnnualReport, Chapter
from reports.transitions.annual import EDIT

ELSEWHERE = "elsewhere_"


def last_finished() -> int:
    """The school year that ended last."""
    return YearKind.SCHOOL.year_of(timezone.localdate()) - 1


class ReportForm(CheckedByTheOperation):
    sections: ClassVar[Any] = [
        (_("Of which year"), ("year_kind", "year", "department")),
        (_("Its title"), ("name_zh", "name_en")),
    ]

    class Meta:
        model = AnnualReport
        fields = ("year_kind", "year", "department", "name_zh", "name_en")
        labels: ClassVar[Any] = {"name_zh": _("Title in Chinese"), "name_en": _("Title in English")}

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = departments_for(self.user, EDIT)
        if self.user.scope_for(EDIT).everywhere:
            fields["department"].empty_label = _("The whole centre")
        else:
            fields["department"].required = True
            fields["department"].empty_label = None


class ChapterForm(CheckedByTheOperation):
    """``expected`` is the version that was shown."""

    sections: ClassVar[Any] = [
        (_("The text"), ("text_zh", "text_en")),
        (_("How far it is"), ("is_finished",)),
    ]
    expected = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Chapter
        fields = ("text_zh", "text_en", "is_finished")
        labels: ClassVar[Any] = {"is_finished": _("This chapter is finished")}
        widgets: ClassVar[Any] = {
            "text_zh": forms.Textarea(attrs={"rows": 16, "lang": "zh-Hans"}),
            "text_en": forms.Textarea(attrs={"rows": 16, "lang": "en"}),
        }

    def narrow(self) -> None:
        self.fields["expected"].initial = self.instance.version
        names = []
        for one in self.instance.figures_elsewhere:
            names.append(f"{ELSEWHERE}{one.key}")
            self.fields[names[-1]] = forms.CharField(
                label=one.name,
                initial=one.value,
                required=False,
                max_length=100,
                help_text=_("Not kept here; it is to be had from: %(who)s. With its unit.")
                % {"who": one.who},
            )
        own = (_("Figures that others keep"), tuple(names))
        self.sections = [own, *type(self).sections]  # type: ignore[misc]  # of this chapter

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        told = {name: found.pop(name) for name in list(found) if name.startswith(ELSEWHERE)}
        return found | {"elsewhere": {name.removeprefix(ELSEWHERE): value for name, value in told.items()}}


class AssignForm(RecordForm):
    responsible = forms.ModelChoiceField(
        label=_("Responsible"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-enhance": ""}),
        help_text=_("They are told, and may write this chapter, whatever their other powers."),
    )

    def narrow(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["responsible"].queryset = User.objects.staff().order_by("name", "pk")
