"""What is asked on the way from a file to records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.imports.reading import Table
from core.imports.spec import ColumnMap, Field, ImportSpec
from core.models import ImportRun

ENCODINGS = [
    ("", _("as detected")),
    ("utf-8-sig", "UTF-8"),
    ("gb18030", "GB 18030 (GBK, GB 2312)"),
    ("big5hkscs", "Big5"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
]
SAMPLE_LETTERS = 30


def upload_form(spec: ImportSpec) -> type[RecordForm]:
    """The form for one kind of list: the file, and what the kind has to know besides."""

    class UploadForm(spec.options_form or RecordForm):  # type: ignore[misc]
        file = forms.FileField(
            label=_("File"),
            help_text=_("CSV in any encoding (also packed as .gz or .xz), XLSX, XLS or ODS."),
            widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xz,.xlsx,.xls,.ods"}),
        )
        field_order = ["file", "companion"]

        def options(self) -> dict[str, Any]:
            files = {"file", "companion"}
            return {name: value for name, value in self.cleaned_data.items() if name not in files}

        def narrow(self) -> None:
            super().narrow()
            if spec.companion is not None:
                self.fields["companion"] = forms.FileField(
                    label=str(spec.companion.label),
                    help_text=str(spec.companion.help),
                    required=False,
                    widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
                )
                self.order_fields(self.field_order)

    return UploadForm


class ColumnsForm(RecordForm):
    """Which column is what, and how the file has to be read."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    header_row = forms.IntegerField(
        label=_("Row of the column names"), min_value=1, max_value=20, required=False
    )

    def __init__(self, *args: Any, run: ImportRun, table: Table, **kwargs: Any) -> None:
        self.run, self.table = run, table
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        sample = next(iter(self.table.sample(1)), [])
        columns = [
            (str(index), f"{header or index + 1}{_example(sample, index)}")
            for index, header in enumerate(self.table.headers)
        ]
        for field in self.run.spec.fields:
            self.fields[_name(field)] = self._choice(field, columns)
        if self.table.sheets:
            self.fields["sheet"].choices = [(name, name) for name in self.table.sheets]  # type: ignore[attr-defined]
            self.fields["sheet"].initial = self.table.sheet
            del self.fields["encoding"]
        else:
            del self.fields["sheet"]
            self.fields["encoding"].initial = self.run.layout.get("encoding", "")
        self.fields["header_row"].initial = self.table.header_row
        self.sections = [  # type: ignore[misc]
            (_("Which column is what"), tuple(_name(field) for field in self.run.spec.fields)),
            (_("How the file is read"), ("sheet", "encoding", "header_row")),
        ]

    def _choice(self, field: Field, columns: list[tuple[str, str]]) -> forms.Field:
        chosen = [str(index) for index in self.run.mapping.get(field.name, [])]
        if field.joined_by is None:
            return forms.ChoiceField(
                label=str(field.label),
                help_text=str(field.help),
                choices=[("", _("— not in this file —")), *columns],
                required=field.required,
                initial=chosen[0] if chosen else "",
            )
        return forms.MultipleChoiceField(
            label=str(field.label),
            help_text=str(field.help or _("Several columns are joined.")),
            choices=columns,
            required=field.required,
            initial=chosen,
            widget=forms.SelectMultiple(attrs={"data-enhance": True}),
        )

    def mapping(self) -> ColumnMap:
        chosen = {field.name: self.cleaned_data[_name(field)] for field in self.run.spec.fields}
        return {
            name: [int(index) for index in ([value] if isinstance(value, str) else value) if index]
            for name, value in chosen.items()
        }

    def layout(self) -> dict[str, Any]:
        """What differs from what was detected."""
        detected = {"sheet": self.table.sheet, "encoding": "", "header_row": self.table.header_row}
        chosen = {name: self.cleaned_data.get(name) for name in detected}
        return self.run.layout | {
            name: value for name, value in chosen.items() if value and value != detected[name]
        }


def _name(field: Field) -> str:
    return f"column_{field.name}"


def _example(sample: list[str], index: int) -> str:
    text = sample[index] if index < len(sample) else ""
    return f" — {text[:SAMPLE_LETTERS]}" if text else ""
