"""What the rules and processes of the centre put into the pages of other apps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.duties import register_duty_source
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import register_children, register_rules_link, register_verbs
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.walls import register_wall, register_wall_function
from governance.duties import acknowledgements
from governance.models import Regulation, RegulationVersion
from governance.notices import KINDS
from governance.operations import regulations
from governance.pages import rules_link
from governance.querysets import works_here
from governance.review import review_of, snapshot_of
from governance.walls import FOR_PARTNERS, FUNCTION, WALLS
from signing.subjects import Subject, register_subject


def offer_regulations() -> None:
    register_capabilities(
        "regulation",
        pgettext_lazy("of the centre", "Regulations"),
        {
            "read": _("see every version, and who has acknowledged it"),
            "edit": _("enter and write them, and have them acknowledged"),
            "review": _("review for the department"),
            "approve": _("approve for the centre, and repeal"),
        },
    )
    register_capabilities("process", _("Processes of the centre"), {"read": _("see how long they take")})
    for kind in KINDS:
        register_kind(kind)
    register_search(SEARCHED)
    register_duty_source(
        "acknowledgements",
        label=_("Regulations to read and acknowledge"),
        icon="books",
        duties=acknowledgements,
        order=60,
    )
    register_subject(
        RegulationVersion,
        Subject(
            snapshot=snapshot_of,
            lock=regulations.locked_version,
            approved=regulations.version_approved,
            returned=regulations.version_returned,
            review=review_of,
            review_template="governance/review.html",
            related=("regulation",),
        ),
    )
    register_rules_link(rules_link)
    register_wall_function(FUNCTION, FOR_PARTNERS)
    for wall in WALLS:
        register_wall(wall)
    for entry in ENTRIES:
        register_entry(entry)
    register_portal_entry(
        PortalEntry(
            label=_("Rules of the school"),
            url_name="portal:regulations",
            icon="books",
            group="together",
            order=95,
        )
    )
    register_children(Regulation._meta.label, ("governance.RegulationVersion", "regulation"))
    register_children(RegulationVersion._meta.label, ("governance.ReadingCall", "version"))
    register_verbs(VERBS)


SEARCHED = SearchKind(
    name="regulation",
    label=pgettext_lazy("of the centre", "Regulations"),
    icon="books",
    rows=lambda actor: Regulation.objects.visible_to(actor).order_by("number"),
    line=lambda regulation: (regulation.name, regulation.number),
    list_url_name="governance:regulation_list",
    order=80,
)
ENTRIES = (
    Entry(
        group="centre",
        label=pgettext_lazy("of the centre", "Regulations"),
        url_name="governance:regulation_list",
        icon="books",
        order=60,
        offered_to=works_here,
    ),
    Entry(
        group="centre",
        label=_("Processes"),
        url_name="governance:process_list",
        icon="sitemap",
        order=61,
        offered_to=works_here,
    ),
)


VERBS: dict[str, Any] = {
    "regulation.enter": pgettext_lazy("regulation", "entered it"),
    "regulation.edit": pgettext_lazy("regulation", "changed it"),
    "regulation.draft": pgettext_lazy("regulation", "drafted a version"),
    "regulation.write": pgettext_lazy("regulation", "changed the draft"),
    "regulation.attach": pgettext_lazy("regulation", "added a file"),
    "regulation.detach": pgettext_lazy("regulation", "took a file away"),
    "regulation.submit": pgettext_lazy("regulation", "submitted it for approval"),
    "regulation.recall": pgettext_lazy("regulation", "took it back from approval"),
    "regulation.approve": pgettext_lazy("regulation", "approved it"),
    "regulation.return": pgettext_lazy("regulation", "returned it with a reason"),
    "regulation.supersede": pgettext_lazy("regulation", "let a later version take its place"),
    "regulation.repeal": pgettext_lazy("regulation", "repealed it"),
    "regulation.withdraw": pgettext_lazy("regulation", "gave the version up"),
    "regulation.ask": pgettext_lazy("regulation", "asked people to acknowledge it"),
    "acknowledgement.confirm": pgettext_lazy("regulation", "acknowledged it"),
}
