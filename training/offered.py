"""What training puts into the pages of other apps. Called from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import register_capabilities
from core.contact import register_contact
from core.copies import register_copies
from core.metrics import register_metric
from core.navigation import Entry, PortalEntry, register_entry, register_portal_entry
from core.notifications import register_kind
from core.registry import (
    Tab,
    register_children,
    register_partner_deadlines,
    register_partner_figures,
    register_tab,
    register_verbs,
)
from core.search import Kind as SearchKind
from core.search import register_kind as register_search
from core.story import register_story
from core.walls import register_wall
from partnerships.merging import register_step
from training import in_contact
from training.certificate_copies import COPIES
from training.merging import STEP
from training.metrics import METRICS
from training.models import Course
from training.notices import KINDS
from training.portal.courses import deadlines, figures
from training.story import STORY
from training.transitions import READ
from training.views import tabs
from training.walls import WALLS


def offer() -> None:
    register_capabilities(
        "training",
        _("Training for employees of partners"),
        {
            "read": _("see"),
            "edit": _("plan, offer, enrol, mark who was there, record payments"),
            "close": _("close courses, waive fees"),
        },
    )
    for wall in WALLS:
        register_wall(wall)
    for kind in KINDS:
        register_kind(kind)
    for metric in METRICS:
        register_metric(metric)
    register_copies(COPIES)
    register_step(STEP)
    register_story(STORY)
    register_contact("courses", in_contact.days)
    register_search(SEARCHED)
    register_entry(
        Entry(
            group="together",
            label=_("Training for partners"),
            url_name="training:course_list",
            icon="school",
            order=14,
            capability=READ,
        )
    )
    register_portal_entry(
        PortalEntry(
            label=_("Training of our employees"),
            url_name="portal:courses",
            icon="school",
            group="together",
            order=43,
        )
    )
    register_partner_figures("training", figures, order=67)
    register_partner_deadlines("training", deadlines)
    register_tab("partnerships.Enterprise", OF_ENTERPRISE)
    register_tab("teachers.Teacher", OF_TEACHER)
    register_children(
        Course._meta.label,
        ("training.Session", "course"),
        ("training.Trainer", "course"),
        ("training.Enrolment", "course"),
        ("training.Fee", "course"),
    )
    register_verbs(VERBS)


def line(course: Any) -> tuple[str, str]:
    return course.title, f"{course.get_state_display()} · {course.department}"


SEARCHED = SearchKind(
    name="course",
    label=_("Courses for employees"),
    icon="school",
    rows=lambda actor: Course.objects.visible_to(actor).select_related("department"),
    line=line,
    list_url_name="training:course_list",
    order=62,
)
OF_ENTERPRISE = Tab(
    name="training",
    label=_("Training of employees"),
    template="training/courses_of.html",
    context=tabs.of_enterprise,
    order=49,
    capability=READ,
)
OF_TEACHER = Tab(
    name="employee_training",
    label=_("Training given to employees"),
    template="training/given_by.html",
    context=tabs.of_teacher,
    order=56,
)
VERBS: dict[str, Any] = {
    "training_course.plan": pgettext_lazy("course for employees", "planned it"),
    "training_course.change": pgettext_lazy("course for employees", "changed it"),
    "training_course.sessions": pgettext_lazy("course for employees", "changed its sessions"),
    "training_course.offer": pgettext_lazy("course for employees", "offered it"),
    "training_course.record": pgettext_lazy("course for employees", "recorded that it was held"),
    "training_course.begin": pgettext_lazy("course for employees", "began it"),
    "training_course.sheet": pgettext_lazy("course for employees", "filled in the attendance sheet"),
    "training_course.close": pgettext_lazy("course for employees", "closed it"),
    "training_course.cancel": pgettext_lazy("course for employees", "cancelled it"),
    "training_enrolment.enrol": pgettext_lazy("enrolment in a course", "enrolled somebody"),
    "training_enrolment.seat": pgettext_lazy("enrolment in a course", "gave a place"),
    "training_enrolment.queue": pgettext_lazy("enrolment in a course", "put on the waiting list"),
    "training_enrolment.withdraw": pgettext_lazy("enrolment in a course", "withdrew somebody"),
    "training_fee.pay": pgettext_lazy("fee for a course", "recorded the payment"),
    "training_fee.waive": pgettext_lazy("fee for a course", "waived the fee"),
    "training_fee.reopen": pgettext_lazy("fee for a course", "took the payment or waiver back"),
}
