"""What somebody of an enterprise says when they ask for something about an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Agreement, AgreementRequest
from agreements.requests import earliest_last_day, last_day_problem, notice_days, targets
from agreements.terms import effective_terms
from core.comments import LONGEST_TEXT
from core.forms import DateInput, RecordForm

Kind = AgreementRequest.Kind


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class AskForm(RecordForm):
    text = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))
    uploads = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("If you like: a draft, a decision, a letter. Only the centre sees them."),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **kwargs)


class ChangeForm(AskForm):
    sections = [("", ("target", "text", "uploads"))]
    target = forms.ChoiceField(label=gettext_lazy("What is to change"), required=False)

    def narrow(self) -> None:
        target: Any = self.fields["target"]
        terms = effective_terms(self.agreement, on=timezone.localdate())
        target.choices = [("", _("Something else, or the whole")), *targets(terms).items()]
        self.fields["text"].label = _("How it should read, and why")


class RenewalForm(AskForm):
    sections = [("", ("new_ends_on", "text", "uploads"))]
    new_ends_on = forms.DateField(
        label=gettext_lazy("Last day of the new term"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("Leave it empty for the centre to propose one."),
    )

    def narrow(self) -> None:
        self.fields["text"].label = _("What should go on, and what should change")

    def clean_new_ends_on(self) -> Any:
        day = self.cleaned_data["new_ends_on"]
        if day is not None and day <= self.agreement.term[1]:
            raise forms.ValidationError(_("The new term ends after the present one."))
        return day


class NoticeForm(AskForm):
    sections = [("", ("last_day", "text", "uploads"))]
    last_day = forms.DateField(label=gettext_lazy("Last day wished for"), widget=DateInput())

    def narrow(self) -> None:
        earliest, (_start, end) = (
            earliest_last_day(self.agreement, on=timezone.localdate()),
            self.agreement.term,
        )
        self.fields["text"].label = _("Why you give notice")
        self.fields["last_day"].initial = end
        self.fields["last_day"].widget.attrs |= {"min": earliest.isoformat(), "max": end.isoformat()}
        self.fields["last_day"].help_text = _(
            "The last day on which it binds you. It asks for %(days)d days of notice."
        ) % {"days": notice_days(self.agreement)}

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if problem := last_day_problem(self.agreement, day, on=timezone.localdate()):
            raise forms.ValidationError(problem)
        return day


FORMS: dict[str, type[AskForm]] = {
    Kind.CHANGE: ChangeForm,
    Kind.RENEWAL: RenewalForm,
    Kind.NOTICE: NoticeForm,
}
