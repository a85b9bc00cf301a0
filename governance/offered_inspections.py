"""What inspections put into the pages of other apps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.calendar import register_deadlines
from core.duties import register_duty_source
from core.navigation import Entry, register_entry
from core.notifications import register_kind
from core.registry import register_children, register_verbs
from governance.dossiers import register_dossier
from governance.dossiers.agreements import KIND as AGREEMENTS
from governance.dossiers.placements import KIND as PLACEMENTS
from governance.dossiers.recognitions import KIND as RECOGNITIONS
from governance.duties import deadlines, findings
from governance.inspection_notices import INSPECTION_KINDS
from governance.inspection_transitions import READ
from governance.models import Finding, Inspection


def offer_inspections() -> None:
    register_capabilities(
        "inspection",
        _("Inspections"),
        {
            "read": _("see inspections, the dossiers they look at, and what inspectors saw"),
            "edit": _("prepare them, draw samples, enter findings and accept what was put right"),
            "open": _("let inspectors in, take access back, and close"),
        },
    )
    for kind in INSPECTION_KINDS:
        register_kind(kind)
    for dossier in (PLACEMENTS, AGREEMENTS, RECOGNITIONS):
        register_dossier(dossier)
    for entry in ENTRIES:
        register_entry(entry)
    register_duty_source(
        "findings",
        label=_("Findings of inspections"),
        icon="list-check",
        duties=findings,
        order=55,
    )
    register_deadlines("findings", deadlines)
    register_children(
        Inspection._meta.label, ("governance.Inspector", "inspection"), ("governance.Finding", "inspection")
    )
    register_children(Finding._meta.label, ("governance.FindingFile", "parent"))
    register_verbs(VERBS)


ENTRIES = (
    Entry(
        group="centre",
        label=_("Inspections"),
        url_name="governance:inspection_list",
        icon="clipboard-check",
        order=62,
        capability=READ,
    ),
)


VERBS: dict[str, Any] = {
    "inspection.prepare": pgettext_lazy("inspection", "prepared it"),
    "inspection.change": pgettext_lazy("inspection", "changed it"),
    "inspection.inspector": pgettext_lazy("inspection", "named an inspector"),
    "inspection.invite": pgettext_lazy("inspection", "invited an inspector"),
    "inspection.correct": pgettext_lazy("inspection", "corrected an inspector"),
    "inspection.give_back": pgettext_lazy("inspection", "gave an inspector access again"),
    "inspection.joined": pgettext_lazy("inspection", "came in to inspect"),
    "inspection.revoke": pgettext_lazy("inspection", "took an inspector’s access back"),
    "inspection.draw": pgettext_lazy("inspection", "drew a sample"),
    "inspection.open": pgettext_lazy("inspection", "let the inspectors in"),
    "inspection.days": pgettext_lazy("inspection", "changed the last day of access"),
    "inspection.close": pgettext_lazy("inspection", "closed it"),
    "inspection.end_early": pgettext_lazy("inspection", "ended it early"),
    "finding.enter": pgettext_lazy("finding", "entered it"),
    "finding.change": pgettext_lazy("finding", "changed it"),
    "finding.take_up": pgettext_lazy("finding", "took it up"),
    "finding.attach": pgettext_lazy("finding", "added evidence"),
    "finding.detach": pgettext_lazy("finding", "took evidence away"),
    "finding.hand_in": pgettext_lazy("finding", "handed in the evidence"),
    "finding.accept": pgettext_lazy("finding", "accepted it"),
    "finding.return": pgettext_lazy("finding", "returned it with a reason"),
    "finding.withdraw": pgettext_lazy("finding", "took it back"),
}
