"""What the papers of placements put into the rest of the house. Called from ``AppConfig.ready``."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.copies import register_copies
from core.imports.spec import register_import
from core.navigation import Entry, register_entry
from core.notifications import register_kind as register_notification
from core.registry import (
    StudentPage,
    register_children,
    register_student_page,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.walls import register_wall, register_wall_function
from placements import paper_facts
from placements.consents_by_link import TASK
from placements.consents_by_link import WALLS as WALLS_OF_LINKS
from placements.guardian_links import register_guardian_section
from placements.guardian_sections import CONSENT, INSURANCE
from placements.me.paper_walls import FUNCTIONS, WALLS
from placements.me.papers import entrance, tasks
from placements.models import Insured, Tripartite, TripartiteState
from placements.operations import tripartite_signing as signing
from placements.paper_imports import InsuranceImport, TrainingImport
from placements.paper_notices import KINDS
from placements.transitions.papers import EDIT
from placements.tripartite_copies import COPIES
from placements.views.papers import PAPERS
from placements.views.tripartite_plan import AGREEMENTS, READ
from placements.watch import Watch, register_watch
from signing.links import register_link_task
from signing.signables import Signable, register_entrance, register_signable

__all__ = ["offer_papers", "paper_facts"]


def _unsigned(rows, on):
    papers = Tripartite.objects.filter(placement=OuterRef("pk"), amendment_no=0)
    signed = papers.filter(state=TripartiteState.SIGNED)
    return rows.live().exclude(Exists(signed))


def _late(rows, on):
    papers = Tripartite.objects.filter(placement=OuterRef("pk"), state=TripartiteState.OUT)
    return rows.live().filter(Exists(papers.filter(due_on__lt=on)))


def _uninsured(rows, on):
    covering = Insured.objects.filter(placement=OuterRef("pk"), covers_until__gte=OuterRef("ends_on"))
    return rows.live().exclude(Exists(covering))


WATCHES = (
    Watch(
        name="unsigned",
        label=_("Tripartite agreement not signed by all"),
        icon="signature",
        advice=_("Make and send it, or remind whoever has not signed."),
        placements=_unsigned,
        order=20,
    ),
    Watch(
        name="late_paper",
        label=_("Agreement not signed in time"),
        icon="alarm",
        advice=_("Remind, send it again, or print it."),
        placements=_late,
        order=21,
    ),
    Watch(
        name="uninsured",
        label=_("Not insured to the last day"),
        icon="shield-x",
        advice=_("Enter the policy, or bring in the insurer's list."),
        placements=_uninsured,
        order=22,
    ),
)


def offer_papers() -> None:
    for kind in KINDS:
        register_notification(kind)
    register_link_task(TASK)
    register_entrance(entrance)
    for name, definition in FUNCTIONS.items():
        register_wall_function(name, definition)
    for wall in (*WALLS, *WALLS_OF_LINKS):
        register_wall(wall)
    register_signable(
        Tripartite,
        Signable(
            capability=EDIT,
            lock=signing.lock_tripartite,
            owner=signing.owner_of,
            objection=signing.objection,
            party_signed=signing.party_signed,
            all_signed=signing.all_signed,
            ended=signing.ended,
        ),
    )
    register_copies(COPIES)
    register_guardian_section(INSURANCE)
    register_guardian_section(CONSENT)
    register_import(InsuranceImport())
    register_import(TrainingImport())
    for watch in WATCHES:
        register_watch(watch)
    register_tab("placements.Placement", PAPERS)
    register_tab("internships.Plan", AGREEMENTS)
    register_student_tasks("papers", tasks, order=20)
    register_student_page(
        StudentPage(
            label=pgettext_lazy("of a student", "My papers"), url_name="me:papers", icon="files", order=40
        )
    )
    register_entry(
        Entry(
            group="students",
            label=_("Tripartite agreements"),
            url_name="placements:tripartite_list",
            icon="signature",
            order=36,
            capability=READ,
        )
    )
    register_children(
        "placements.Placement",
        ("placements.Consent", "placement"),
        ("placements.Insured", "placement"),
        ("placements.SafetyTraining", "placement"),
    )
    register_verbs(
        {
            "consent.asked": _("asked for consent"),
            "consent.recorded": _("entered a consent on paper"),
            "consent.give": _("gave consent"),
            "consent.object": _("objected"),
            "consent.take_back": _("asked no longer for consent"),
            "consent.fall_away": _("a consent fell away with the agreement"),
            "policy.entered": _("entered the policy"),
            "policy.deduction_said": _("said whether the premium is kept back from pay"),
            "placement.insured": _("entered an insurance"),
            "placement.uninsured": _("took an insurance out"),
            "placement.trained": _("entered a safety training"),
            "tripartite.made": _("made the tripartite agreement"),
            "tripartite.amended": _("made an amendment of the tripartite agreement"),
            "tripartite.party_on_paper": _("recorded that one party signed on paper"),
            "tripartite.on_paper": _("recorded that it was signed on paper"),
            "tripartite.send": _("sent it for signature"),
            "tripartite.come_back": _("it came back unsigned"),
            "tripartite.sign": _("it was signed by all"),
            "tripartite.replace": _("replaced it by a new version"),
            "tripartite.cancel": _("cancelled it"),
            "tripartite.text_published": _("published the text of the tripartite agreement"),
            "tripartite.order_make": _("ordered the agreements of the plan"),
            "tripartite.order_send": _("ordered the agreements of the plan to be sent"),
            "tripartite.order_remind": _("reminded everybody who has not signed"),
            "tripartite.scans_added": _("added scans of signed agreements"),
        }
    )
