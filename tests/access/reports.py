"""The rules of the addresses of annual reports."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import timezone

from reports.models import AnnualReport, Chapter, ReportState
from reports.operations import annual
from tests.access.rules import Rule, holder, portal, row
from tests.reports.reporting import a_report, published
from tests.world import World

READ, EDIT, APPROVE = (f"annual_report.{name}" for name in ("read", "edit", "approve"))


def report_in(state: str) -> Any:
    def find(world: World) -> AnnualReport:
        return AnnualReport.objects.filter(state=state).first() or a_report(world, state=state)

    return find


draft, reviewed = report_in(ReportState.DRAFT), report_in(ReportState.IN_REVIEW)


def chapter(world: World) -> Chapter:
    return draft(world).chapters.order_by("order").first()


def of_paper(world: World) -> dict[str, Any]:
    return {"pk": draft(world).pk, "language": "en", "format": "pdf"}


def of_enterprise(world: World) -> dict[str, Any]:
    return {"pk": world.partner.pk, "year": timezone.localdate().year, "language": "en", "format": "pdf"}


def of_own_enterprise(world: World) -> dict[str, Any]:
    return {"year": timezone.localdate().year, "language": "zh-hans", "format": "pdf"}


def of_liaisons(**more: Any) -> Rule:
    """Each has the part of their own enterprise; their colleagues know that there is one."""
    rule = portal(only_for="liaison", **more)
    return replace(rule, also_for=("stranger_liaison",), seen_by=("signatory", "mentor"))


def for_partners(world: World) -> dict[str, Any]:
    """Published and shown; made once for a world."""
    found = AnnualReport.objects.filter(state=ReportState.PUBLISHED).first()
    if found is None:
        found = published(world)
        annual.show_to_partners(actor=world.director, pk=found.pk, is_shown=True, now=timezone.now())
    return {"pk": found.pk, "language": "en", "format": "pdf"}


def of(find: Any, capability: str = EDIT, **more: Any) -> Rule:
    return row(find, capability, read=READ, **more)


RULES: dict[str, Rule] = {
    "reports:annual_report_list": holder(READ),
    "reports:annual_report_new": holder(EDIT),
    "reports:annual_report_detail": of(draft, READ),
    "reports:annual_report_edit": of(draft),
    "reports:annual_report_freeze": of(draft),
    "reports:annual_report_submit": of(draft),
    "reports:annual_report_recall": of(reviewed),
    "reports:annual_report_return": of(reviewed, APPROVE),
    "reports:annual_report_publish": of(reviewed, APPROVE),
    "reports:annual_report_partners": of(draft, APPROVE),
    "reports:annual_report_paper": of(draft, READ, arguments=of_paper),
    "reports:chapter_detail": of(chapter, READ),
    "reports:chapter_edit": of(chapter),
    "reports:chapter_assign": of(chapter),
    "reports:enterprise_part_paper": row(
        lambda world: world.partner, "enterprise.read", arguments=of_enterprise
    ),
    "portal:annual_reports": portal(),
    "portal:annual_report_paper": Rule(access="portal", arguments=for_partners),
    "portal:own_part": of_liaisons(),
    "portal:own_part_paper": of_liaisons(arguments=of_own_enterprise),
}
