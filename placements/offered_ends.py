"""What the end of internships puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.copies import register_copies
from core.imports.spec import register_import
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    StudentPage,
    register_children,
    register_partner_figures,
    register_student_page,
    register_tab,
    register_verbs,
)
from core.search import Kind
from core.search import register_kind as register_search
from core.walls import register_wall, register_wall_function
from placements import archive_contents as contents
from placements import archive_files, link_evaluation
from placements.archive_parts import register_archive_part
from placements.certificate_copies import CERTIFICATES
from placements.destination_imports import DestinationsImport
from placements.end_facts import facts_of_the_end
from placements.end_walls import ENDS, FUNCTION, WALLS
from placements.evaluation_notices import KINDS
from placements.facts import register_facts
from placements.models import Vacancy
from placements.portal.evaluation import figures
from placements.vacancy_notices import KINDS as VACANCY_KINDS
from placements.views.archive import ARCHIVE
from placements.views.destinations import DESTINATION
from placements.views.evaluation import EVALUATION, REPORT
from placements.views.results import PLAN_END
from signing.links import register_link_task

FOUND_VACANCIES = Kind(
    name="vacancy",
    label=_("Vacancies"),
    icon="briefcase",
    rows=lambda actor: (
        Vacancy.objects.visible_to(actor).select_related("enterprise").order_by("-updated_at", "-pk")
    ),
    line=lambda vacancy: (vacancy.name, str(vacancy.enterprise)),
    list_url_name="placements:vacancy_list",
    order=42,
)


def offer_ends() -> None:
    register_portal_entry(
        PortalEntry(
            label=_("Evaluations"), url_name="portal:evaluations", icon="scale", group="students", order=25
        ),
        PortalEntry(
            label=_("Vacancies"), url_name="portal:vacancies", icon="users-group", group="students", order=26
        ),
    )
    register_capabilities(
        "evaluation",
        _("Results of internships"),
        {
            "grade": _("judge for the school, whoever instructs"),
            "confirm": _("confirm, correct, answer appeals"),
        },
    )
    register_capabilities("certificate", _("Certificates of internships"), {"issue": _("issue")})
    register_capabilities(
        "archive", _("Archives of internships"), {"take": _("take whole archives with them")}
    )
    register_capabilities(
        "vacancy",
        _("Vacancies for graduates"),
        {"read": _("see"), "edit": _("enter and edit"), "approve": _("approve and return")},
    )
    register_capabilities(
        "destination",
        _("Destinations of graduates"),
        {"read": _("see"), "edit": _("report and bring in"), "confirm": _("confirm")},
    )
    register_import(DestinationsImport())
    register_search(FOUND_VACANCIES)
    register_facts(facts_of_the_end)
    register_copies(CERTIFICATES)
    _archive()
    register_wall_function(FUNCTION, ENDS)
    register_link_task(link_evaluation.EVALUATION)
    for wall in (*WALLS, *link_evaluation.WALLS):
        register_wall(wall)
    for kind in (*KINDS, *VACANCY_KINDS):
        register_kind(kind)
    register_tab("placements.Placement", REPORT)
    register_tab("placements.Placement", EVALUATION)
    register_tab("placements.Placement", ARCHIVE)
    register_tab("internships.Plan", PLAN_END)
    register_tab("internships.Student", DESTINATION)
    for order, (label, name, icon, capability) in enumerate(
        (
            (_("Vacancies"), "vacancy_list", "briefcase", "vacancy.read"),
            (_("Graduates"), "graduate_list", "school", "destination.read"),
        )
    ):
        register_entry(
            Entry(
                group="students",
                label=label,
                url_name=f"placements:{name}",
                icon=icon,
                order=70 + order,
                capability=capability,
            )
        )
    register_student_page(
        StudentPage(label=_("Vacancies"), url_name="me:vacancies", icon="briefcase", order=64)
    )
    register_student_page(
        StudentPage(label=_("After school"), url_name="me:destination", icon="school", order=66)
    )
    register_student_page(
        StudentPage(
            label=pgettext_lazy("of a student", "My report"), url_name="me:report", icon="file-text", order=60
        )
    )
    register_student_page(
        StudentPage(
            label=pgettext_lazy("of a student", "My result"),
            url_name="me:result",
            icon="certificate",
            order=62,
        )
    )
    register_partner_figures("evaluations", figures, order=60)
    register_entry(
        Entry(
            group="students",
            label=_("Results"),
            url_name="placements:result_list",
            icon="certificate",
            order=60,
            capability="placement.read",
        )
    )
    register_children(
        "placements.Placement",
        ("placements.SideEvaluation", "placement"),
        ("placements.Appeal", "placement"),
        ("placements.InternshipReport", "placement"),
    )
    register_verbs(
        {
            "evaluation.school": _("judged for the school"),
            "evaluation.enterprise": _("judged for the enterprise"),
            "evaluation.on_paper": _("entered what the enterprise judged on paper"),
            "evaluation.confirmed": _("confirmed the result"),
            "evaluation.corrected": _("corrected the result"),
            "evaluation.appealed": _("appealed against the result"),
            "evaluation.answered": _("answered the appeal"),
            "report.submit": _("handed the report in"),
            "report.accept": _("accepted the report"),
            "report.return": _("returned the report"),
            "certificate.ordered": _("had certificates made"),
            "archive.ordered": _("had the archive packed"),
            "archive.released": _("let it be archived all the same"),
            "vacancy.enter": _("entered it"),
            "vacancy.edit": _("changed it"),
            "vacancy.offer": _("handed it in for approval"),
            "vacancy.offer_by_enterprise": _("offered it at the portal"),
            "vacancy.approve": _("approved it"),
            "vacancy.return": _("returned it with a reason"),
            "vacancy.close": _("closed it"),
            "vacancy.close_by_enterprise": _("closed it at the portal"),
            "vacancy.applied": _("applied for it"),
            "vacancy_application.read": _("opened the application"),
            "vacancy_application.invite": _("invited the applicant"),
            "vacancy_application.offer": _("offered the work"),
            "vacancy_application.turn_down": _("turned the applicant down"),
            "vacancy_application.accept": _("accepted the work"),
            "vacancy_application.decline": _("declined the work"),
            "vacancy_application.withdraw": _("withdrew the application"),
            "destination.reported": _("reported what became of the student"),
            "destination.confirmed": _("confirmed what became of the student"),
        }
    )


def _archive() -> None:
    """What INT-34 names, and what else shows that the internship was in order."""
    for order, (name, label, files, held) in enumerate(
        (
            (
                "agreement",
                _("Tripartite agreement"),
                contents.agreement_files,
                contents.agreements_held,
            ),
            ("consents", _("Consents"), contents.consent_files, contents.consents_held),
            ("insurance", _("Insurance"), contents.insurance_files, contents.insurance_held),
            ("training", _("Safety training"), contents.training_files, contents.trainings_held),
        ),
        start=10,
    ):
        register_archive_part(name, label, files, held=held, order=order)
    for order, (name, label, files, held) in enumerate(
        (
            ("log", pgettext_lazy("archive", "Log"), contents.log_files, contents.logs_held),
            ("attendance", _("Hours"), contents.attendance_files, contents.attendance_held),
            (
                "inspections",
                _("Records of inspections"),
                contents.inspection_files,
                contents.inspections_held,
            ),
            (
                "evidence",
                pgettext_lazy("archive", "Evidence"),
                contents.evidence_files,
                contents.evidence_held,
            ),
        ),
        start=50,
    ):
        register_archive_part(name, label, files, held=held, order=order)
    register_archive_part(
        "certificate",
        _("Certificate"),
        archive_files.certificate_files,
        held=archive_files.certificates_held,
        order=41,
    )
    register_archive_part(
        "plan", _("Internship plan"), archive_files.plan_files, held=archive_files.plan_held, order=20
    )
    register_archive_part(
        "report",
        _("Internship report"),
        archive_files.report_files,
        held=archive_files.reports_held,
        order=30,
    )
    register_archive_part(
        "result", _("Result"), archive_files.result_files, held=archive_files.results_held, order=40
    )
    register_archive_part(
        "summary", _("Summary"), archive_files.summary_files, held=archive_files.reports_held, order=70
    )
