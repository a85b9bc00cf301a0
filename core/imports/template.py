"""An empty list to fill in: the columns, one example, and what each of them means."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from core.imports.spec import ImportSpec

WIDTH = 20


def write_template(spec: ImportSpec) -> bytes:
    """The workbook, in the language of the moment; its headings are read in any language."""
    output = io.BytesIO()
    workbook = Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    example = workbook.add_format({"italic": True, "font_color": "#666666"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    # Everything is text, or a spreadsheet takes leading zeros off codes and turns numbers into dates.
    as_text = workbook.add_format({"num_format": "@"})

    rows = workbook.add_worksheet(_("List"))
    rows.freeze_panes(1, 0)
    rows.set_column(0, len(spec.fields) - 1, WIDTH, as_text)
    notes = workbook.add_worksheet(_("Notes"))
    notes.set_column(0, 0, WIDTH, wrapped)
    notes.set_column(1, 3, 2 * WIDTH, wrapped)
    notes.write_row(0, 0, [_("Column"), _("Required"), _("What it says"), _("Example")], bold)
    for index, field in enumerate(spec.fields):
        rows.write_string(0, index, str(field.label), bold)
        required = _("yes") if field.required else ""
        notes.write_row(index + 1, 0, [str(field.label), required, str(field.help)], wrapped)
        notes.write_string(index + 1, 3, str(field.example), example)
        rows.write_string(1, index, str(field.example), example)
    notes.write_string(
        len(spec.fields) + 2,
        0,
        _("Overwrite the example, the first row of the list, with your own."),
        wrapped,
    )
    workbook.close()
    return output.getvalue()
