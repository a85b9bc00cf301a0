"""What practice in enterprises puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compliance.changes import register_recheck
from core.access import Actor, register_capabilities
from core.look import Meaning
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    register_children,
    register_partner_deadlines,
    register_partner_figures,
    register_tab,
    register_verbs,
)
from core.walls import register_wall
from signing.links import register_link_task
from teachers import link_practice, practice_notices, practice_reminders
from teachers.facts import register_teacher_facts
from teachers.facts_of_practice import of_practice
from teachers.file_cards import FileCard, register_file_cards
from teachers.models import Practice, PracticeDue, Teacher
from teachers.operations.practice import READ
from teachers.owed import reckon
from teachers.policies import teaches_here
from teachers.portal.practice import deadlines, figures
from teachers.practice_people import sees_practice
from teachers.practice_walls import WALLS
from teachers.views.openings import OF_ENTERPRISE
from teachers.views.practice import PRACTICE

A_YEAR = timedelta(days=366)


def offer_practice() -> None:
    register_portal_entry(
        PortalEntry(
            label=gettext_lazy("Teachers who practise with us"),
            url_name="portal:practices",
            icon="chalkboard",
            group="teachers",
            order=30,
        ),
        PortalEntry(
            label=gettext_lazy("Posts for teachers"),
            url_name="portal:openings",
            icon="door-enter",
            group="teachers",
            order=31,
        ),
    )
    register_capabilities(
        "practice",
        gettext_lazy("Practice of teachers in enterprises"),
        {
            "read": gettext_lazy("see"),
            "plan": gettext_lazy("plan for others, and enter posts"),
            "approve": gettext_lazy("approve"),
            "accept": gettext_lazy("accept"),
        },
    )
    for entry in ENTRIES:
        register_entry(entry)
    for kind in (*practice_notices.KINDS, *practice_reminders.KINDS):
        register_kind(kind)
    for wall in (*WALLS, *link_practice.WALLS):
        register_wall(wall)
    register_teacher_facts("practice", of_practice)
    register_file_cards("practice", cards_of_practice, order=20)
    register_tab("teachers.Teacher", PRACTICE)
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_partner_figures("teachers", figures, order=60)
    register_partner_deadlines("teachers", deadlines)
    register_recheck(reckon_teacher)
    register_link_task(link_practice.EVALUATION)
    register_children(
        Practice._meta.label,
        ("teachers.PracticeEntry", "practice"),
        ("teachers.PracticeEvaluation", "practice"),
        ("teachers.PracticeChange", "practice"),
    )
    register_verbs(VERBS)


def reckon_teacher(record: models.Model, now: datetime) -> None:
    """Facts about a teacher have changed: when they serve, and as what."""
    if isinstance(record, Teacher):
        reckon(on=timezone.localdate(now), teachers=[record.pk])


def cards_of_practice(actor: Actor, teacher: Teacher, on: date) -> Iterator[FileCard]:
    """What a teacher owes within a year, and what is to be written or handed in. Two queries."""
    address = reverse("teachers:my_practice")
    owed = PracticeDue.objects.of([teacher.pk]).filter(short_from_as_planned__lte=on + A_YEAR)
    for due in owed.order_by("short_from")[:1]:
        is_late = due.short_from <= on
        yield FileCard(
            heading=_("Practice in an enterprise is owed")
            if is_late
            else _("Practice in an enterprise will be owed"),
            text=_("%(months)s of %(wanted)s months are practised.")
            % {"months": floatformat(due.months, -1), "wanted": floatformat(due.months_wanted, -1)},
            url=address,
            action=_("My practice"),
            icon="building-factory-2",
            meaning=Meaning.LATE if is_late else Meaning.SOON,
            due_on=due.short_from,
        )
    mine = Practice.objects.of([teacher.pk]).filter(state__in=["returned", "under_way"])
    for practice in mine.select_related("enterprise"):
        if practice.state == "returned" or practice.is_over(on):
            yield FileCard(
                heading=str(practice.enterprise),
                text=practice.answer or _("It is over: say what came of it, and submit it."),
                url=practice.get_absolute_url(),
                icon="building-factory-2",
                meaning=Meaning.SOON,
            )


ENTRIES = (
    Entry(
        group="teachers",
        label=gettext_lazy("My practice"),
        url_name="teachers:my_practice",
        icon="building-factory-2",
        order=6,
        offered_to=teaches_here,
    ),
    Entry(
        group="teachers",
        label=gettext_lazy("Practice in enterprises"),
        url_name="teachers:practice_list",
        icon="building-factory",
        order=30,
        capability=READ,
    ),
    Entry(
        group="teachers",
        label=gettext_lazy("Practice owed"),
        url_name="teachers:practice_owed",
        icon="alarm",
        order=31,
        capability=READ,
    ),
    Entry(
        group="teachers",
        label=gettext_lazy("Posts for teachers"),
        url_name="teachers:opening_list",
        icon="door-enter",
        order=32,
        offered_to=sees_practice,
    ),
)
VERBS: dict[str, Any] = {
    "practice.plan": pgettext_lazy("practice of a teacher", "planned it"),
    "practice.replan": pgettext_lazy("practice of a teacher", "changed the plan"),
    "practice.record": pgettext_lazy("practice of a teacher", "entered it from paper"),
    "practice.approve": pgettext_lazy("practice of a teacher", "approved the plan"),
    "practice.return": pgettext_lazy("practice of a teacher", "returned the plan"),
    "practice.begin": pgettext_lazy("practice of a teacher", "began it"),
    "practice.log": pgettext_lazy("practice of a teacher", "wrote in the log"),
    "practice.unlog": pgettext_lazy("practice of a teacher", "took an entry out of the log"),
    "practice.submit": pgettext_lazy("practice of a teacher", "submitted it"),
    "practice.evaluate": pgettext_lazy("practice of a teacher", "evaluated it for the enterprise"),
    "practice.ask": pgettext_lazy("practice of a teacher", "asked the enterprise by link to evaluate it"),
    "practice.accept": pgettext_lazy("practice of a teacher", "accepted it"),
    "practice.send_back": pgettext_lazy("practice of a teacher", "sent it back"),
    "practice.reopen": pgettext_lazy("practice of a teacher", "took the acceptance back"),
    "practice.cancel": pgettext_lazy("practice of a teacher", "cancelled it"),
    "practice.end_early": pgettext_lazy("practice of a teacher", "let it end early"),
    "practice.ask_to_prolong": pgettext_lazy("practice of a teacher", "asked to prolong it"),
    "practice.prolong": pgettext_lazy("practice of a teacher", "prolonged it"),
    "practice.name_guide": pgettext_lazy("practice of a teacher", "named the guide"),
    "practice_change.approve": pgettext_lazy("practice of a teacher", "approved the prolongation"),
    "practice_change.refuse": pgettext_lazy("practice of a teacher", "refused the prolongation"),
    "practice_change.withdraw": pgettext_lazy("practice of a teacher", "took the prolongation back"),
    "opening.offer": pgettext_lazy("post for a teacher", "offered the post"),
    "opening.change": pgettext_lazy("post for a teacher", "changed the post"),
    "opening.close": pgettext_lazy("post for a teacher", "closed the post"),
    "opening.reopen": pgettext_lazy("post for a teacher", "opened the post again"),
}
