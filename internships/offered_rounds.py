"""What other apps show of rounds of selection: the words for what was done, and the powers over them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.access import register_capabilities
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    StudentPage,
    register_children,
    register_partner_deadlines,
    register_student_page,
    register_student_tasks,
    register_verbs,
)
from core.walls import register_wall, register_wall_function
from internships.me.rounds import tasks_of_rounds
from internships.portal.rounds import deadlines_of_rounds
from internships.round_notices import KINDS
from internships.round_walls import CLOSED, CLOSED_POSTS, OWN_ROUNDS, OWN_SEATS, ROUNDS, SEATS, WALLS


def offer_rounds() -> None:
    register_portal_entry(
        PortalEntry(label=_("Posts"), url_name="portal:posts", icon="briefcase", group="students", order=20),
        PortalEntry(
            label=_("Students who want to come"),
            url_name="portal:rounds",
            icon="list-numbers",
            group="students",
            order=21,
        ),
    )
    register_capabilities(
        "round", _("Rounds of selection"), {"read": _("see"), "run": _("prepare, run and publish")}
    )
    register_entry(
        Entry(
            group="students",
            label=_("Rounds of selection"),
            url_name="internships:round_list",
            icon="list-numbers",
            order=30,
            capability="round.read",
        )
    )
    register_student_page(
        StudentPage(label=_("Choosing a post"), url_name="me:rounds", icon="list-numbers", order=30)
    )
    register_student_tasks("rounds", tasks_of_rounds, order=10)
    register_partner_deadlines("rounds", deadlines_of_rounds)
    for kind in KINDS:
        register_kind(kind)
    register_wall_function(ROUNDS, OWN_ROUNDS)
    register_wall_function(SEATS, OWN_SEATS)
    register_wall_function(CLOSED, CLOSED_POSTS)
    for wall in WALLS:
        register_wall(wall)
    register_verbs(
        {
            "round.prepare": _("prepared it"),
            "round.reschedule": _("changed its times"),
            "round.offer_seats": _("offered seats of a post"),
            "round.offer_all_seats": _("offered the seats of all posts of the plan"),
            "round.take_out_seats": _("took a post out"),
            "round.open": _("opened it"),
            "round.close": _("closed the rankings"),
            "round.rank_students": _("handed in the list of a post"),
            "round.remind": _("reminded those who had not ranked"),
            "round.freeze": _("froze the rankings"),
            "round.thaw": _("took the freeze back"),
            "round.start": _("had it run"),
            "round.complete": _("gave out the seats; the result was verified"),
            "round.publish": _("published the result"),
            "round.run_again": _("had it run again without those who declined"),
            "round.keep": _("kept what was published"),
            "round.finish": _("finished it"),
            "round.cancel": _("cancelled it"),
            "student.rank_posts": _("ranked posts"),
            "student.name_reach": _("named the regions within reach"),
            "student.confirm_place": _("confirmed a place"),
            "student.decline_place": _("declined a place"),
        }
    )
    register_children(
        "internships.SelectionRound",
        ("internships.RoundSeat", "round"),
        ("internships.RoundRun", "round"),
    )
