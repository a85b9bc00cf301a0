"""What the records of teachers put into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.imports.spec import register_import
from core.navigation import Entry, register_entry
from core.notifications import register_kind as register_notification
from core.registry import register_children, register_verbs
from core.search import Kind, register_kind
from teachers.evidence_notices import KINDS
from teachers.facts import of_evidence, of_record, register_teacher_facts
from teachers.imports import TeachersImport
from teachers.models import Teacher
from teachers.policies import CONFIRM, READ, teaches_here
from teachers.transitions.evidence import KINDS as EVIDENCE
from teachers.views.waiting import waiting_count


def offer_teachers() -> None:
    register_capabilities(
        "teacher",
        _("Teachers"),
        {
            "read": _("see"),
            "edit": _("edit"),
            "confirm": _("confirm what teachers enter in their files"),
            "import": _("import"),
        },
    )
    register_entry(
        Entry(
            group="teachers",
            label=_("My file"),
            url_name="teachers:my_file",
            icon="id-badge-2",
            order=5,
            offered_to=teaches_here,
        )
    )
    register_entry(
        Entry(
            group="teachers",
            label=_("To confirm"),
            url_name="teachers:to_confirm",
            icon="checks",
            order=15,
            capability=CONFIRM,
            badge=waiting_count,
        )
    )
    register_entry(
        Entry(
            group="teachers",
            label=_("Qualifications"),
            url_name="teachers:qualification_list",
            icon="certificate",
            order=20,
            capability=CONFIRM,
        )
    )
    register_entry(
        Entry(
            group="teachers",
            label=_("Teachers"),
            url_name="teachers:teacher_list",
            icon="chalkboard",
            order=10,
            capability=READ,
        )
    )
    register_kind(
        Kind(
            name="teacher",
            label=_("Teachers"),
            icon="chalkboard",
            rows=Teacher.objects.visible_to,
            line=lambda row: (str(row), row.staff_number),
            list_url_name="teachers:teacher_list",
            order=40,
            personal_data="record",
        )
    )
    register_teacher_facts("record", of_record)
    register_teacher_facts("evidence", of_evidence)
    register_import(TeachersImport())
    for kind in KINDS:
        register_notification(kind)
    register_children(
        Teacher._meta.label,
        ("teachers.ServicePeriod", "teacher"),
        ("teachers.Absence", "teacher"),
        *((model._meta.label, "teacher") for model in EVIDENCE),
    )
    register_verbs(
        {
            "teacher.added": _("entered the teacher"),
            "teacher.changed": _("changed the record of the teacher"),
            "teacher.service_changed": _("changed department or kind"),
            "teacher.service_corrected": _("corrected a period of service"),
            "teacher.left": _("recorded that the teacher leaves"),
            "teacher.came_back": _("recorded that the teacher came back"),
            "teacher.absent": _("recorded an absence"),
            "teacher.absence_changed": _("changed an absence"),
            "teacher_evidence.enter": _("entered it"),
            "teacher_evidence.change": _("changed it"),
            "teacher_evidence.reopen": _("changed what was confirmed"),
            "teacher_evidence.correct": _("corrected and confirmed it"),
            "teacher_evidence.confirm": _("confirmed it"),
            "teacher_evidence.credit": _("confirmed it"),
            "teacher_evidence.return": _("returned it"),
            "teacher_evidence.withdraw": _("took it back"),
            "teacher_evidence.remove_file": _("took a scan out"),
        }
    )
