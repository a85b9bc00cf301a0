"""The page of a guardian, by a link that lasts: what it shows before it is opened, what its walls let it see.

Other parts of the app put sections on it (consent, leave) with :func:`register_guardian_section`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.walls import PERSON_COLUMNS
from core.access import NotVisible
from core.roles import LINK_ROLE
from core.walls import Wall
from placements.concern_progress import CONCERN_COLUMNS, NOTE_COLUMNS
from placements.models import Concern, GuardianPage, Placement, PlacementState
from signing.links import LinkTask, Shown, links_about
from signing.models import TaskLink

if TYPE_CHECKING:
    from django.http import HttpRequest

NAME = "guardian"
# For what comes up after the last day: the result, a concern.
KEPT_AFTER_LAST_DAY = timedelta(days=90)
AT_LEAST = timedelta(days=180)

STUDENT_COLUMNS = ("id", "name", "name_latin", "pinyin_key", "school_class_id", "state")
GUARDIAN_COLUMNS = ("id", "student_id", "name", "relationship", "language", "is_first")
FUNCTION = "walled_ward"
# The one student whose guardian the link was given to.
WARD = f"""
SELECT guardian.student_id FROM internships_guardian guardian
JOIN placements_guardianpage page ON page.guardian_id = guardian.id
JOIN signing_tasklink link ON link.subject_id = page.id AND link.task = '{NAME}'
WHERE link.id = this_link()
"""  # noqa: S608 — our own constant
LEAVE_COLUMNS = (
    "id", "placement_id", "first_on", "last_on", "reason", "state", "asked_at", "guardian_id",
    "guardian_agreed_on", "guardian_declined_on", "guardian_words", "answer",
)  # fmt: skip
LEAVES_FUNCTION = "walled_ward_leaves"
# Whoever is of age asks for leave without their family.
LEAVES = f"""
SELECT leave.id FROM placements_leave leave
JOIN placements_placement placement ON placement.id = leave.placement_id
JOIN internships_student student ON student.id = placement.student_id
WHERE student.id IN ({WARD}) AND leave.first_on < student.born_on + interval '18 years'
"""  # noqa: S608 — our own constant
_WARD = f"IN (SELECT {FUNCTION}())"
_OWN_PAGE = f"IN (SELECT subject_id FROM signing_tasklink WHERE task = '{NAME}')"  # noqa: S608

WALLS = (
    Wall(role=LINK_ROLE, table="placements_guardianpage", sees=f"id {_OWN_PAGE}"),
    Wall(
        role=LINK_ROLE,
        table="internships_guardian",
        columns=GUARDIAN_COLUMNS,
        sees="id IN (SELECT guardian_id FROM placements_guardianpage)",
    ),
    Wall(role=LINK_ROLE, table="internships_student", columns=STUDENT_COLUMNS, sees=f"id {_WARD}"),
    Wall(
        role=LINK_ROLE,
        table="placements_placement",
        sees=f"student_id {_WARD} AND state <> '{PlacementState.CANCELLED}'",
    ),
    # What is asked of this guardian, not of the student or the other guardian.
    Wall(
        role=LINK_ROLE,
        table="placements_consent",
        sees="party = 'guardian' AND guardian_id IN (SELECT guardian_id FROM placements_guardianpage)",
    ),
    Wall(
        role=LINK_ROLE,
        table="placements_leave",
        columns=LEAVE_COLUMNS,
        sees=f"id IN (SELECT {LEAVES_FUNCTION}())",
    ),
    Wall(
        role=LINK_ROLE,
        table="accounts_user",
        sees="id IN (SELECT given_by_id FROM placements_guardianpage)",
        columns=PERSON_COLUMNS,
    ),
    # What this guardian raised: not what the student did, nor the other guardian.
    Wall(
        role=LINK_ROLE,
        table="placements_concern",
        columns=CONCERN_COLUMNS,
        sees="guardian_id IN (SELECT guardian_id FROM placements_guardianpage)",
    ),
    Wall(
        role=LINK_ROLE,
        table="placements_concernnote",
        columns=NOTE_COLUMNS,
        sees="is_for_raiser AND concern_id IN (SELECT id FROM placements_concern)",
    ),
    Wall(
        role=LINK_ROLE,
        table="placements_concernfile",
        sees="from_raiser AND parent_id IN (SELECT id FROM placements_concern)",
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardianSection:
    """What a part of the app puts on the page of a guardian, beside one placement.

    Attributes:
        context: asked behind the walls of the link, with the request, the page and the placement;
            ``None`` leaves the section out.
    """

    name: str
    template: str
    context: Callable[[HttpRequest, GuardianPage, Placement], dict[str, Any] | None]
    order: int = 50


_sections: dict[str, GuardianSection] = {}


def register_guardian_section(section: GuardianSection) -> None:
    """Called from ``AppConfig.ready``."""
    _sections[section.name] = section


def guardian_sections() -> list[GuardianSection]:
    return sorted(_sections.values(), key=lambda one: (one.order, one.name))


def links_to(page_ids: Iterable[int]) -> QuerySet[TaskLink]:
    return links_about(NAME, page_ids)


def page_of_link(link: TaskLink) -> GuardianPage | None:
    """Behind the walls as well as outside them."""
    rows = GuardianPage.objects.select_related("guardian__student", "given_by")
    shown = [f"guardian__{name}" for name in GUARDIAN_COLUMNS]
    shown += [f"guardian__student__{name}" for name in STUDENT_COLUMNS]
    shown += [f"given_by__{name}" for name in PERSON_COLUMNS]
    return (
        rows.only("id", "guardian_id", "given_by_id", "given_at", *shown).filter(pk=link.subject_id).first()
    )


def page_of_request(request: Any) -> GuardianPage:
    """Raises NotVisible: the link leads to another kind of task."""
    link: TaskLink | None = getattr(request, "link", None)
    page = page_of_link(link) if link is not None and link.task == NAME else None
    if page is None:
        raise NotVisible("placements.GuardianPage")
    return page


def own_concerns(page: GuardianPage) -> QuerySet[Concern]:
    return Concern.objects.filter(guardian=page.guardian_id)


def expiry(page: GuardianPage, *, now: datetime) -> datetime:
    """How long a link given out now stays open: some time beyond the last day of the last placement."""
    last = Placement.objects.of_student(page.guardian.student_id).aggregate(last=Max("ends_on"))["last"]
    least = now + AT_LEAST
    if last is None:
        return least
    midnight = datetime.combine(last + KEPT_AFTER_LAST_DAY, datetime.min.time())
    return max(timezone.make_aware(midnight), least)


def _shown(page: GuardianPage) -> Shown:
    student = page.guardian.student
    return Shown(
        title=str(student),
        asked_by=page.given_by,
        facts=[(_("For"), str(page.guardian)), (_("About"), str(student))],
    )


TASK = LinkTask(
    name=NAME,
    label=gettext_lazy("Your child’s internship"),
    subject=page_of_link,
    shown=_shown,
    page=lambda link, _page: reverse("guardian:page", args=[link.token]),
    ask=lambda page: page.given_by,
)
