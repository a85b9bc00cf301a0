"""What stands on the tabs of an alliance, and of an enterprise about alliances and supplies."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from alliances.figures import figures_of
from alliances.models import ROLE_ORDER, Alliance, AllianceTask, Member, MemberRole, SupplyLink
from alliances.transitions import EDIT

SHOWN = 300
EARLIEST = 2000


def may_edit(request: HttpRequest, alliance: Any) -> bool:
    user: Any = request.user
    return not alliance.is_over and alliance.permits(user, EDIT)


def overview(request: HttpRequest, alliance: Any) -> dict[str, Any]:
    """Three queries: the next meeting, open tasks, who leads."""
    now = timezone.now()
    coming = alliance.meetings.filter(state="planned", ends_at__gt=now).order_by("starts_at").first()
    tasks = AllianceTask.objects.open().filter(meeting__alliance=alliance)
    return {
        "alliance": alliance,
        "coming": coming,
        "tasks": list(tasks.select_related("owner", "contact").order_by("due_on", "pk")[:5]),
        "leader": leader_of(alliance),
    }


def leader_of(alliance: Alliance) -> Member | None:
    """Who leads today; nobody where the centre does. One query."""
    today = timezone.localdate()
    return alliance.members.lasting(today).filter(leads=True).select_related("enterprise").first()


def members(request: HttpRequest, alliance: Any) -> dict[str, Any]:
    """One query."""
    today = timezone.localdate()
    rows = list(alliance.members.select_related("enterprise")[:SHOWN])
    rows.sort(key=lambda one: (ROLE_ORDER[MemberRole(one.role)], one.starts_on, one.pk))
    return {
        "alliance": alliance,
        "current": [one for one in rows if one.is_there(today)],
        "others": [one for one in rows if not one.is_there(today)],
        "may_edit": may_edit(request, alliance),
    }


def chain(request: HttpRequest, alliance: Any) -> dict[str, Any]:
    """Who supplies whom among the members of today; two queries."""
    links = links_among(alliance)
    return {
        "alliance": alliance,
        "links": links,
        "chart": graph_of(links),
        "may_edit": may_edit(request, alliance),
    }


def links_among(alliance: Alliance) -> list[SupplyLink]:
    """One query."""
    today = timezone.localdate()
    ours = alliance.members.lasting(today).exclude(enterprise=None).order_by().values("enterprise")
    rows = SupplyLink.objects.lasting(today).filter(supplier__in=ours, customer__in=ours)
    return list(rows.select_related("supplier", "customer").order_by("supplier__pinyin_key", "pk")[:SHOWN])


def graph_of(links: list[SupplyLink]) -> dict[str, Any]:
    """The picture of the chain and its table: a line for each link."""
    names = {one.supplier_id: str(one.supplier) for one in links}
    names |= {one.customer_id: str(one.customer) for one in links}
    return {
        "id": "supply-chain",
        "kind": "graph",
        "title": _("Who supplies whom"),
        "labels": [f"{one.supplier} → {one.customer}" for one in links],
        "series": [{"name": _("Of what"), "values": [one.goods for one in links]}],
        "nodes": [{"id": str(pk), "name": name} for pk, name in names.items()],
        "links": [
            {"source": str(one.supplier_id), "target": str(one.customer_id), "goods": one.goods}
            for one in links
        ],
    }


def meetings(request: HttpRequest, alliance: Any) -> dict[str, Any]:
    """Four queries."""
    rows = alliance.meetings.prefetch_related("attended__enterprise", "tasks__owner", "tasks__contact")
    return {
        "alliance": alliance,
        "meetings": list(rows[:SHOWN]),
        "may_edit": may_edit(request, alliance),
        "now": timezone.now(),
    }


def tasks(request: HttpRequest, alliance: Any) -> dict[str, Any]:
    """One query."""
    user: Any = request.user
    rows = AllianceTask.objects.filter(meeting__alliance=alliance)
    found = list(rows.select_related("owner", "contact__enterprise", "meeting", "ended_by")[:SHOWN])
    keeps = alliance.permits(user, EDIT)
    return {
        "alliance": alliance,
        "lines": [(one, one.state == "open" and (keeps or one.owner_id == user.pk)) for one in found],
        "keeps": keeps,
    }


def documents(request: HttpRequest, alliance: Any) -> dict[str, Any]:
    """Three queries."""
    rows = alliance.documents.prefetch_related("readers__enterprise").order_by("-is_charter", "-added_at")
    return {"alliance": alliance, "files": list(rows), "may_edit": may_edit(request, alliance)}


def year_asked(request: HttpRequest) -> int:
    """?year=, or the year that it is."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    if asked.isdecimal() and len(asked) == 4 and EARLIEST <= int(asked) <= today.year:
        return int(asked)
    return today.year


def figures(request: HttpRequest, alliance: Any) -> dict[str, Any]:
    """Two queries."""
    year = year_asked(request)
    today = timezone.localdate()
    first = alliance.founded_on.year if alliance.founded_on else alliance.created_at.year
    return {
        "alliance": alliance,
        "year": year,
        "years": list(range(max(first, EARLIEST), today.year + 1)),
        "lines": figures_of(alliance, year),
        "member_count": alliance.members.exclude(ends_on__lt=f"{year}-01-01")
        .filter(starts_on__lte=f"{year}-12-31")
        .count(),
    }


def of_enterprise(request: HttpRequest, enterprise: Any) -> dict[str, Any]:
    """Its memberships, suppliers and customers; two queries."""
    user: Any = request.user
    seen = Alliance.objects.visible_to(user).order_by().values("pk")
    rows = Member.objects.filter(enterprise=enterprise.pk, alliance__in=seen)
    ends = Q(supplier=enterprise.pk) | Q(customer=enterprise.pk)
    links = list(SupplyLink.objects.filter(ends).select_related("supplier", "customer")[:SHOWN])
    return {
        "enterprise": enterprise,
        "memberships": list(rows.select_related("alliance").order_by("-starts_on", "-pk")[:100]),
        "suppliers": [one for one in links if one.customer_id == enterprise.pk],
        "customers": [one for one in links if one.supplier_id == enterprise.pk],
        "may_edit": user.scope_for(EDIT).covers(enterprise.department_id),
    }
