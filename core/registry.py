"""What a lower app shows of a higher one, put in from above.

``partnerships`` knows nothing of agreements, yet the page of an enterprise has a tab of them: the
agreements app puts it in from its ``AppConfig.ready``. Nothing here touches a model, so that an
``apps`` module can import it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import HttpRequest

from core.access import Text


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab of a detail page.

    Attributes:
        context: what the template needs; called only when the tab is open.
        capability: needed anywhere for the tab to be offered.
        count: a number beside the label; one indexed query at most.
    """

    name: str
    label: Text
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any]]
    order: int = 50
    capability: str | None = None
    count: Callable[[HttpRequest, Any], int | None] | None = None


_tabs: dict[str, list[Tab]] = defaultdict(list)


def register_tab(page: str, tab: Tab) -> None:
    """Put a tab on the detail page named ``page`` (the label of its model, "partnerships.Enterprise")."""
    _tabs[page].append(tab)


def tabs_for(page: str) -> list[Tab]:
    return list(_tabs[page])


# --- Acts of detail pages -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AddedAct:
    """What somebody can do from a record's page in a higher app.

    Attributes:
        url: where it is done, for a user and the record; ``""`` where there is nothing to do for them. It
            costs no query.
    """

    label: Text
    icon: str
    url: Callable[[Any, Any], str]
    order: int = 50


_acts: dict[str, list[AddedAct]] = defaultdict(list)


def register_act(page: str, added: AddedAct) -> None:
    """Put an act into the menu of the detail page named ``page`` (the label of its model)."""
    _acts[page].append(added)


def acts_for(user: Any, record: Any) -> list[dict[str, Any]]:
    """As the menu of a page shows them."""
    found = sorted(_acts[type(record)._meta.label], key=lambda added: added.order)
    return [
        {"label": added.label, "icon": added.icon, "url": url}
        for added in found
        if (url := added.url(user, record))
    ]


# --- Filters of lists ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AddedFilter:
    """One way to narrow a list by what a higher app knows of its rows.

    Attributes:
        name: the parameter in the list's address.
        build: makes the ``django_filters`` filter, anew for each list shown. It asks
            ``self.parent.request.user`` for rows and stays within what that person sees.
        capability: needed anywhere for the filter to be offered.
    """

    name: str
    build: Callable[[], Any]
    capability: str | None = None


_filters: dict[str, list[AddedFilter]] = defaultdict(list)


def register_filter(page: str, added: AddedFilter) -> None:
    """Put a filter on the lists of ``page`` (the label of its model, "partnerships.Enterprise")."""
    _filters[page].append(added)


def filters_for(page: str) -> list[AddedFilter]:
    return list(_filters[page])


# --- Rules that apply to a page -----------------------------------------------------------------

type RulesLink = Callable[[Any, Any], str]
"""The page of the rules that apply to a kind of record, or ``""``, for somebody. It costs no query."""
_rules_links: list[RulesLink] = []


def register_rules_link(link: RulesLink) -> None:
    """Let lists and detail pages lead to the rules of their records. Called from ``AppConfig.ready``."""
    _rules_links[:] = [link]


def rules_link(user: Any, model: Any) -> str:
    return next(filter(None, (link(user, model) for link in _rules_links)), "")


# --- History ----------------------------------------------------------------------------------

_verbs: dict[str, Text] = {}
_children: dict[str, list[tuple[str, str]]] = defaultdict(list)


def register_verbs(verbs: dict[str, Text]) -> None:
    """Say acts in words: ``{"agreement.submit": _("submitted it for review")}``."""
    _verbs.update(verbs)


def verb_label(verb: str) -> str:
    return str(_verbs.get(verb, verb))


def register_children(parent: str, *children: tuple[str, str]) -> None:
    """Show other tables' changes on a record's history: (model label, name of the key to the record)."""
    _children[parent].extend(children)


def children_of(parent: str) -> list[tuple[str, str]]:
    return list(_children[parent])


# --- Home of the partner portal -----------------------------------------------------------------


class Direction(StrEnum):
    """Who gives what is counted; the enterprise reads it from its own side."""

    TOGETHER = "together"
    GIVEN = "given"
    RECEIVED = "received"


@dataclass(frozen=True, kw_only=True, slots=True)
class PartnerFigure:
    """One line of what an enterprise and the centre give each other, counted from real records.

    Attributes:
        value: a number or an amount, as it is read.
        text: what it counts, or until when.
        url: a page of the portal.
    """

    label: Text
    value: str
    direction: Direction = Direction.TOGETHER
    text: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PartnerDeadline:
    """One day on which something of an enterprise's ends or has to be decided."""

    on: date
    title: str
    text: str = ""
    url: str = ""


type PartnerFigures = Callable[[Any, date], Iterable[PartnerFigure]]
"""What an app counts for a partner on a day, asked behind the walls; a constant number of queries."""
type PartnerDeadlines = Callable[[Any, date, date], Iterable[PartnerDeadline]]
"""A partner's deadlines from one day to another, both included; asked behind the walls."""

_partner_figures: dict[str, tuple[int, PartnerFigures]] = {}
_partner_deadlines: dict[str, PartnerDeadlines] = {}


def register_partner_figures(name: str, figures: PartnerFigures, *, order: int = 50) -> None:
    """Put an app's lines on the home page of the portal. Called from ``AppConfig.ready``."""
    _partner_figures[name] = (order, figures)


def register_partner_deadlines(name: str, deadlines: PartnerDeadlines) -> None:
    """Put an app's deadlines on the home page of the portal. Called from ``AppConfig.ready``."""
    _partner_deadlines[name] = deadlines


def partner_figures(partner: Any, on: date) -> dict[Direction, list[PartnerFigure]]:
    """Every line, by direction, in the order of the apps; a direction without any is left out."""
    found: dict[Direction, list[PartnerFigure]] = defaultdict(list)
    for _order, figures in sorted(_partner_figures.values(), key=lambda entry: entry[0]):
        for line in figures(partner, on):
            found[line.direction].append(line)
    return {direction: found[direction] for direction in Direction if direction in found}


def partner_deadlines(partner: Any, first: date, last: date) -> list[PartnerDeadline]:
    """Every deadline, the nearest first."""
    found = [one for provide in _partner_deadlines.values() for one in provide(partner, first, last)]
    return sorted(found, key=lambda one: (one.on, one.title))


# --- Pages of students --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class StudentTask:
    """One thing that waits for a student, on their first page.

    Attributes:
        url: where it is done.
        due_on: until when, if there is such a day.
    """

    title: str
    url: str
    text: str = ""
    icon: str = "checkbox"
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StudentCard:
    """What stands on the first page of a student beside the tasks: their internship, a result, a date."""

    heading: Text
    template: str
    context: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class StudentPage:
    """One of the few pages that the bar of a student's pages leads to."""

    label: Text
    url_name: str
    icon: str
    order: int = 50


type StudentTasks = Callable[[Any, date], Iterable[StudentTask]]
"""What waits for a student on a day, asked behind the walls; a constant number of queries."""
type StudentCards = Callable[[Any, date], Iterable[StudentCard]]

_student_tasks: dict[str, tuple[int, StudentTasks]] = {}
_student_cards: dict[str, tuple[int, StudentCards]] = {}
_student_pages: list[StudentPage] = []


def register_student_tasks(name: str, tasks: StudentTasks, *, order: int = 50) -> None:
    """Put what waits onto the first page of students. Called from ``AppConfig.ready``."""
    _student_tasks[name] = (order, tasks)


def register_student_cards(name: str, cards: StudentCards, *, order: int = 50) -> None:
    """Put cards onto the first page of students. Called from ``AppConfig.ready``."""
    _student_cards[name] = (order, cards)


def register_student_page(page: StudentPage) -> None:
    """Put a page into the bar of the students' pages. Called from ``AppConfig.ready``."""
    _student_pages.append(page)
    _student_pages.sort(key=lambda one: one.order)


def student_tasks(student: Any, on: date) -> list[StudentTask]:
    """What has a day comes first, the nearest before the others."""
    ordered = sorted(_student_tasks.values(), key=lambda entry: entry[0])
    found = [task for _order, tasks in ordered for task in tasks(student, on)]
    return sorted(found, key=lambda task: task.due_on or date.max)


def student_cards(student: Any, on: date) -> list[StudentCard]:
    ordered = sorted(_student_cards.values(), key=lambda entry: entry[0])
    return [card for _order, cards in ordered for card in cards(student, on)]


def student_pages() -> list[StudentPage]:
    return list(_student_pages)
