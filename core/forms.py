"""Forms: sections of a few fields, choices narrowed to what the person may pick."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Actor, Text


def _laid_out(line: list[str]) -> str | Div:
    """One field, or several side by side."""
    if len(line) == 1:
        return line[0]
    return Div(*(Div(name, css_class="col-sm") for name in line), css_class="row")


class SectionedForm(forms.BaseForm):
    """Mixed into every form. ``sections`` is (heading, field names) in order; ``user`` is who fills it in.

    Names in a tuple of their own stand side by side where there is room.
    """

    sections: ClassVar[list[tuple[Text, tuple[str | tuple[str, ...], ...]]]] = []

    def __init__(self, *args: Any, user: Actor, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.narrow()
        for field in self.fields.values():
            if isinstance(field.widget, RemoteSelect):
                field.widget.ask_as(user)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        if self.sections:
            lines = [(heading, [self._fields_of(line) for line in names]) for heading, names in self.sections]
            named = {name for _heading, names in lines for line in names for name in line}
            self.helper.layout = Layout(
                *(
                    Fieldset(heading, *(_laid_out(line) for line in names if line))
                    for heading, names in lines
                    if any(names)
                ),
                *(name for name in self.fields if name not in named),
            )

    def _fields_of(self, line: str | tuple[str, ...]) -> list[str]:
        """The fields of a line that the form has."""
        return [name for name in ((line,) if isinstance(line, str) else line) if name in self.fields]

    def narrow(self) -> None:
        """Leave in every choice field only what ``self.user`` may pick."""


class RecordForm(SectionedForm, forms.Form):
    """A form that is not tied to one model."""


class RecordModelForm(SectionedForm, forms.ModelForm):
    """A form of one model's fields. A view hands them to an operation; the form itself is never saved."""


class CheckedByTheOperation(RecordModelForm):
    """A form of one model's fields whose operation checks the record, so that the form does not."""

    def _post_clean(self) -> None:
        """Neither is a record made nor validated here."""


class ReasonForm(RecordForm):
    """Asks why, because the other side will read it."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


# Django's own words for a choice that is not made yet, which it does not say in Chinese.
NOTHING_CHOSEN = _("- Select an option -")


class RemoteSelect(forms.Select):
    """A choice among too many rows to put on a page: asks ``url_name`` (?q=) while one types.

    The page carries only the row that is chosen. The field's queryset still decides what is valid.
    """

    def __init__(self, url_name: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-enhance": "", **(attrs or {})})
        self.url_name = url_name

    def ask_as(self, user: Any) -> None:
        """People of enterprises ask at the portal, for the pages of the staff are hidden from them."""
        if user.is_partner:
            self.url_name = f"portal:{self.url_name.rpartition(':')[2]}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {**(attrs or {}), "data-url": reverse(self.url_name)})

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        nothing = [] if self.allow_multiple_selected else [("", NOTHING_CHOSEN)]
        shown = (forms.SelectMultiple if self.allow_multiple_selected else forms.Select)(choices=nothing)
        if isinstance(self.choices, forms.models.ModelChoiceIterator):
            field = self.choices.field
            rows: Any = field.queryset
            chosen = rows.filter(pk__in=[pk for pk in value if str(pk).isdecimal()])
            shown.choices = [*nothing, *((str(row.pk), field.label_from_instance(row)) for row in chosen)]
        return shown.optgroups(name, value, attrs)


class RemoteSelectMultiple(RemoteSelect, forms.SelectMultiple):
    """Several of them."""


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)
