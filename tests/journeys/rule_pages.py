"""The pages behind the access rules of a part: who opens which, with the rows that they need."""

from __future__ import annotations

from collections import defaultdict

from django.urls import reverse

from accounts.models import User
from governance.models import Inspector
from tests.access.rules import Rule
from tests.world import World

# Files, pieces of pages, and pages that send one on.
NO_PAGES = (
    *("file", "scan", "document", "picture", "printed", "status", "archive"),
    *("certificate", "payslip", "agreement", "evidence", "paper", "readers", "brief", "downloads"),
    *("library_version", "logo", "photo", "inspection_report", "return_ordered", "return_missing"),
    *("_population", "_matrix", "_bundle", "inspection_part", "inspected_part"),
)
BEHIND_A_LINK = ("consent", "guardian", "week")


def whose(name: str, rule: Rule, world: World) -> User | None:
    """Who looks at an address; nobody in particular where it is a link."""
    namespace = name.partition(":")[0]
    if namespace in BEHIND_A_LINK:
        return None
    if namespace == "me":
        return world.student.user
    if rule.access == "inspector":
        return Inspector.objects.exclude(user=None).get().user
    if namespace == "portal":
        return world.mentor.user if rule.only_for == "mentor" else world.liaison.user
    return world.director


def pages(world: World, rules: dict[str, Rule]) -> dict[User | None, list[str]]:
    """The addresses of a part that show something, by who looks; the rows they need are made."""
    found: dict[User | None, list[str]] = defaultdict(list)
    for name, rule in sorted(rules.items()):
        last = name.rpartition(":")[2]
        if rule.method == "GET" and ":signing:" not in name and not last.endswith(NO_PAGES):
            if rule.row is not None:
                rule.row(world)
            found[whose(name, rule, world)].append(reverse(name, kwargs=rule.arguments(world)))
    return found
