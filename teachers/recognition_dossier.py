"""The dossier of an application as a ZIP: what an outside body, or an inspection, is handed.

It holds the application and its check-list as a table, and the scans of the evidence that is confirmed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.checklist import lines_of
from core.exports import ExportColumn, stream_csv
from teachers.models import Achievement, Experience, Qualification, Recognition, TaughtCourse, Training
from teachers.recognition_facts import rows_behind
from teachers.standards import latest_check

KINDS = (Qualification, TaughtCourse, Experience, Training, Achievement)
RESERVED = '/\\:*?"<>|'


def dossier_of(recognition: Recognition) -> bytes:
    """Needs the teacher with the department. A few queries for each kind of evidence."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files_of(recognition):
            archive.writestr(name, content)
    return packed.getvalue()


def files_of(recognition: Recognition) -> Iterator[tuple[str, bytes]]:
    """Path in the archive and contents."""
    yield f"{_('Application')}.csv", _table(_application(recognition))
    yield f"{_('Check-list')}.csv", _table(_checklist(recognition))
    for model in KINDS:
        yield from _scans(model, recognition)
    folder = _clean(str(_("Papers of the recognition")))
    for number, kept in enumerate(recognition.files.order_by("pk"), start=1):
        yield f"{folder}/{number:02d} {_clean(kept.name)}", _content(kept)


def _application(recognition: Recognition) -> list[list[str]]:
    teacher = recognition.teacher
    return [
        [_("Staff number"), teacher.staff_number],
        [_("Name"), teacher.name],
        [_("Department"), str(teacher.department)],
        [_("Level"), str(recognition.get_level_display())],
        [_("Stage of schooling"), str(recognition.get_stage_display())],
        [_("State"), str(recognition.get_state_display())],
        [_("Applied on"), str(recognition.applied_on or "")],
        [_("What the teacher says for it"), recognition.statement],
        [_("Packed on"), str(timezone.localdate())],
    ]


def _checklist(recognition: Recognition) -> list[list[str]]:
    """A line a rule, with what was found, who decided, and the evidence behind it."""
    lines = [[_("Number"), _("Rule"), _("Source"), _("Standing"), _("Reasons"), _("Evidence")]]
    check = latest_check(recognition)
    if check is None:
        return lines
    for _group, found in lines_of(check):
        for line in found:
            one = line.judged
            decided = f"{one.decision.decided_by}: {one.decision.reason}" if one.decision else ""
            behind = rows_behind(check.facts, one.finding.rule.reads)
            lines.append(
                [
                    one.code,
                    one.title,
                    line.source,
                    str(line.chip.label),
                    decided or " ".join(one.reasons),
                    "; ".join(f"{row.title} ({row.detail}, {row.on})" for row in behind),
                ]
            )
    return lines


def _table(rows: list[list[str]]) -> bytes:
    """As spreadsheets open it, whatever their language; a text that begins like a formula stays a text."""
    heads, *lines = rows
    columns = [ExportColumn(head, itemgetter(number)) for number, head in enumerate(heads)]
    return b"".join(stream_csv(columns, lines))


def _scans(model: Any, recognition: Recognition) -> Iterator[tuple[str, bytes]]:
    rows = model.objects.confirmed().filter(teacher=recognition.teacher).prefetch_related("files")
    folder = _clean(str(model._meta.verbose_name_plural))
    for row in rows.order_by("pk"):
        for number, kept in enumerate(row.files.all(), start=1):
            yield f"{folder}/{row.pk}-{number} {_clean(str(row))} {_clean(kept.name)}", _content(kept)


def _content(kept: Any) -> bytes:
    with kept.file.open("rb") as file:
        content: bytes = file.read()
    return content


def _clean(name: str) -> str:
    return "".join("_" if letter in RESERVED else letter for letter in name).strip(" .")[:80]
