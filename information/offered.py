"""What the app puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.calendar import register_deadlines
from core.duties import register_duty_source
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    AddedAct,
    StudentPage,
    register_act,
    register_partner_figures,
    register_student_page,
    register_student_tasks,
    register_tab,
    register_verbs,
)
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.walls import register_wall
from information.duties import deadlines, own_tasks
from information.me import announcements as own
from information.models import Announcement, Assignment, LibraryDocument
from information.notices.announcements import KINDS
from information.notices.assignments import KINDS as KINDS_OF_TASKS
from information.notices.library import KINDS as KINDS_OF_LIBRARY
from information.offered_stories import offer_stories
from information.portal import announcements as portal
from information.subjects import STEP, SUBJECTS, task_url
from information.views.assignments import OF_RECORD
from information.walls import LIBRARY_WALLS, WALLS
from partnerships.merging import register_step


def offer() -> None:
    """Each feature's part stands in a function of its own."""
    offer_announcements()
    offer_assignments()
    offer_library()
    offer_stories()


def offer_announcements() -> None:
    register_capabilities(
        "announcement",
        _("Announcements"),
        {"read": _("see all of its departments"), "edit": _("write, publish and withdraw them")},
    )
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    register_search(SEARCHED)
    register_entry(
        Entry(
            group="today",
            label=_("Announcements"),
            url_name="information:announcement_board",
            icon="speakerphone",
            order=95,
        )
    )
    register_portal_entry(
        PortalEntry(
            label=_("Announcements"),
            url_name="portal:announcements",
            icon="speakerphone",
            group="together",
            order=60,
        )
    )
    register_partner_figures("announcements", portal.figures, order=5)
    register_student_page(
        StudentPage(label=_("Announcements"), url_name="me:announcements", icon="speakerphone", order=85)
    )
    register_student_tasks("announcements", own.tasks, order=80)
    register_verbs(VERBS)


def offer_assignments() -> None:
    register_capabilities(
        "assignment",
        pgettext_lazy("to-do", "Tasks"),
        {
            "read": _("see those of the people of its departments"),
            "edit": _("give them to colleagues, and keep those of its departments"),
        },
    )
    for kind in KINDS_OF_TASKS:
        register_kind(kind)
    register_search(TASKS_SEARCHED)
    register_step(STEP)
    register_deadlines("assignments", deadlines)
    register_duty_source(
        "assignments",
        label=pgettext_lazy("to-do", "Tasks"),
        icon="checkbox",
        duties=own_tasks,
        order=0,
    )
    register_entry(
        Entry(
            group="today",
            label=pgettext_lazy("to-do", "My tasks"),
            url_name="information:assignment_board",
            icon="checkbox",
            order=8,
        )
    )
    for model in SUBJECTS:
        register_tab(model._meta.label, OF_RECORD)
    register_act("signing.Approval", ADD_TASK)
    register_verbs(TASK_VERBS)


def offer_library() -> None:
    register_capabilities(
        "library",
        pgettext_lazy("of documents", "Library"),
        {
            "read": _("see all that its departments keep, drafts too"),
            "edit": _("enter, share and withdraw documents, and see who fetched them"),
        },
    )
    for wall in LIBRARY_WALLS:
        register_wall(wall)
    for kind in KINDS_OF_LIBRARY:
        register_kind(kind)
    register_search(LIBRARY_SEARCHED)
    register_entry(
        Entry(
            group="together",
            label=pgettext_lazy("of documents", "Library"),
            url_name="information:library_list",
            icon="books",
            order=90,
        )
    )
    register_portal_entry(
        PortalEntry(
            label=pgettext_lazy("of documents", "Library"),
            url_name="portal:library",
            icon="books",
            group="together",
            order=62,
        )
    )
    register_verbs(LIBRARY_VERBS)


SEARCHED = SearchKind(
    name="announcement",
    label=_("Announcements"),
    icon="speakerphone",
    rows=Announcement.objects.visible_to,
    line=lambda one: (one.title, one.audience_label),
    list_url_name="information:announcement_list",
    order=80,
)
VERBS: dict[str, Any] = {
    "announcement.write": pgettext_lazy("announcement", "wrote it"),
    "announcement.change": pgettext_lazy("announcement", "changed it"),
    "announcement.publish": pgettext_lazy("announcement", "published it"),
    "announcement.withdraw": pgettext_lazy("announcement", "withdrew it"),
    "announcement.discard": pgettext_lazy("announcement", "discarded a draft"),
    "announcement.attach": pgettext_lazy("announcement", "attached a file"),
    "announcement.detach": pgettext_lazy("announcement", "took a file out"),
}
TASKS_SEARCHED = SearchKind(
    name="assignment",
    label=pgettext_lazy("to-do", "Tasks"),
    icon="checkbox",
    rows=lambda actor: Assignment.objects.visible_to(actor).select_related("owner"),
    line=lambda one: (one.title, str(one.owner)),
    list_url_name="information:assignment_list",
    order=82,
)
ADD_TASK = AddedAct(label=pgettext_lazy("to-do", "Make a task of it"), icon="checkbox", url=task_url)
TASK_VERBS: dict[str, Any] = {
    "assignment.give": pgettext_lazy("to-do", "gave the task"),
    "assignment.change": pgettext_lazy("to-do", "changed it"),
    "assignment.hand_over": pgettext_lazy("to-do", "handed it over"),
    "assignment.finish": pgettext_lazy("to-do", "did it"),
    "assignment.give_up": pgettext_lazy("to-do", "gave it up"),
}
LIBRARY_SEARCHED = SearchKind(
    name="library",
    label=pgettext_lazy("of documents", "Library"),
    icon="books",
    rows=LibraryDocument.objects.visible_to,
    line=lambda one: (one.title, str(one.get_kind_display())),
    list_url_name="information:library_list",
    order=84,
)
LIBRARY_VERBS: dict[str, Any] = {
    "library.enter": pgettext_lazy("library document", "entered it"),
    "library.change": pgettext_lazy("library document", "changed it"),
    "library.version": pgettext_lazy("library document", "added a version"),
    "library.share": pgettext_lazy("library document", "shared it"),
    "library.withdraw": pgettext_lazy("library document", "withdrew it"),
    "library.discard": pgettext_lazy("library document", "discarded a draft"),
}
