"""What a plan still lacks, before it is submitted and before its internship starts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from internships.models import FilingKind, Plan, PlanDocument, Side
from internships.models.plans import REQUIRED_DOCUMENTS

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing, and the tab of the plan's page on which it is mended ("edit": its form)."""

    message: str
    tab: str


def lacks_before_review(plan: Plan) -> list[Lack]:
    """What INT-05 and INT-32 want of a plan, and what its review needs. Six queries at most."""
    found = []
    if plan.route_id is None:
        found.append(Lack(_("Choose who decides on it."), "edit"))
    if not plan.classes.exists() and not plan.majors.exists():
        found.append(Lack(_("Name the classes or the majors that take part."), "edit"))
    if plan.responsible_id is None:
        found.append(Lack(_("Name the responsible teacher."), "edit"))
    if not plan.instructors.exists():
        found.append(Lack(_("Name the school's instructors."), "edit"))
    if not plan.tasks.exists():
        found.append(Lack(_("List the tasks with their learning outcomes."), "tasks"))
    weights = dict(
        plan.criteria.order_by()
        .values_list("side")
        .annotate(weight=Sum("weight"))
        .values_list("side", "weight")
    )
    if sum(weights.values()) != WHOLE:
        found.append(
            Lack(
                _("The weights of the assessment add up to %(sum)d percent instead of 100.")
                % {"sum": sum(weights.values())},
                "assessment",
            )
        )
    elif set(weights) != set(Side):
        found.append(
            Lack(_("School and enterprise assess together: each side needs a criterion."), "assessment")
        )
    return found


def lacks_before_start(plan: Plan) -> list[Lack]:
    """Papers, hosts, filings and declarations without which nobody starts (INT-03, INT-10, INT-12, INT-31).

    Two queries.
    """
    kinds = set(plan.documents.order_by().values_list("kind", flat=True))
    found = [
        Lack(_("Add the document “%(kind)s”.") % {"kind": PlanDocument.Kind(kind).label}, "documents")
        for kind in REQUIRED_DOCUMENTS
        if kind not in kinds
    ]
    if plan.hosts_published_on is None:
        found.append(Lack(_("Publish the list of hosts."), "hosts"))
    if not plan.filings.filter(kind=FilingKind.BEFORE_START).exists():
        found.append(Lack(_("Report the internship to the authority, and record the filing."), "filings"))
    if not plan.is_declared:
        found.append(Lack(_("Declare what only the school can say of the internship."), "filings"))
    return found
