"""Placements: the list, and one of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import AccessLog
from core.personal import note_reading
from core.registry import Tab
from core.views import BulkAct, DetailView, ListView
from placements.filters.placements import PlacementFilters
from placements.forms.placements import InstructorForm, MentorForm, ReasonForm
from placements.models import Placement, PlacementState
from placements.operations import placements as operations
from placements.operations.changes import change_guides
from placements.operations.readiness import latest_check
from placements.standing import ready_chip, with_checks
from placements.tables.placements import PlacementTable
from placements.transitions.placements import PLACEMENT_MOVES
from placements.views.readiness import READINESS

READ, EDIT, START = (f"placement.{action}" for action in ("read", "edit", "start"))
S = PlacementState


def crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Placements"), "url": reverse("placements:placement_list")}]


def prepare(*, user: Any, pk: int) -> None:
    operations.prepare_placement(actor=user, pk=pk, now=timezone.now())


def start(*, user: Any, pk: int) -> None:
    operations.start_placement(actor=user, pk=pk, now=timezone.now())


def finish(*, user: Any, pk: int) -> None:
    operations.finish_placement(actor=user, pk=pk, now=timezone.now())


def cancel(*, user: Any, pk: int, reason: str) -> None:
    operations.cancel_placement(actor=user, pk=pk, reason=reason, now=timezone.now())


def choose_guide(*, user: Any, pk: int, **chosen: Any) -> None:
    change_guides(actor=user, pk=pk, now=timezone.now(), **chosen)


BULK_ACTS = {
    "instructor": BulkAct(
        label=gettext_lazy("Choose the instructor"),
        question=gettext_lazy("Choose one instructor for %(count)s students?"),
        perform=choose_guide,
        capability=EDIT,
        icon="user-check",
        form=InstructorForm,
    ),
    "mentor": BulkAct(
        label=gettext_lazy("Choose the mentor"),
        question=gettext_lazy("Choose one mentor for %(count)s students?"),
        perform=choose_guide,
        capability=EDIT,
        icon="users",
        form=MentorForm,
    ),
    "prepare": BulkAct(
        label=gettext_lazy("Declare ready"),
        question=gettext_lazy("Declare %(count)s placements ready? Each is checked against the rules."),
        perform=prepare,
        capability=START,
        icon="checks",
    ),
    "start": BulkAct(
        label=gettext_lazy("Start"),
        question=gettext_lazy("Start %(count)s placements? Each is checked against the rules once more."),
        perform=start,
        capability=START,
        icon="player-play",
    ),
    "finish": BulkAct(
        label=gettext_lazy("Finish"),
        question=gettext_lazy("Finish %(count)s placements whose last day has come?"),
        perform=finish,
        capability=START,
        icon="circle-check",
    ),
    "cancel": BulkAct(
        label=gettext_lazy("Cancel"),
        question=gettext_lazy("Cancel %(count)s placements? Their seats are free again."),
        perform=cancel,
        capability=EDIT,
        icon="ban",
        danger=True,
        form=ReasonForm,
    ),
}


class PlacementList(ListView):
    capability = READ
    title = gettext_lazy("Placements")
    list_name = "placements:placements"
    table_class = PlacementTable
    filterset_class = PlacementFilters
    sorts = {"starts_on": "starts_on", "ends_on": "ends_on", "updated": "updated_at"}
    default_sort = "-starts_on"
    search_placeholder = gettext_lazy("Student, post or enterprise")
    empty_title = gettext_lazy("No placements yet")
    empty_text = gettext_lazy(
        "They are made from the confirmed places of a round, or by placing a student directly."
    )
    empty_icon = "briefcase"
    bulk_acts = BULK_ACTS

    def get_queryset(self) -> QuerySet[Placement]:
        rows = Placement.objects.visible_to(self.request.user)
        return with_checks(rows).with_names().select_related("instructor", "mentor").defer("application")


# --- One placement ----------------------------------------------------------------------------


def overview(request: Any, placement: Placement) -> dict[str, Any]:
    student = placement.student
    return {
        "placement": placement,
        "guardians": student.guardians.all() if student.permits(request.user, "student.read") else [],
        "tasks": placement.plan.tasks.all(),
    }


MOVES = {
    "prepare": "checks",
    "start": "player-play",
    "resume": "player-play",
    "finish": "circle-check",
    "reopen": "arrow-back-up",
    "interrupt": "player-pause",
    "end_early": "circle-x",
    "cancel": "ban",
}
FORWARD = ("prepare", "start", "resume", "finish")
# These ask nothing: they are sent at once.
AT_ONCE = ("prepare", "start", "resume")


class PlacementDetail(DetailView):
    record: Placement
    tabs = [
        Tab(
            name="overview",
            label=gettext_lazy("Overview"),
            template="placements/overview.html",
            context=overview,
            order=0,
        ),
        READINESS,
    ]

    def get_queryset(self) -> QuerySet[Placement]:
        return (
            Placement.objects.visible_to(self.request.user)
            .with_names()
            .select_related(
                "post__region",
                "department",
                "instructor",
                "mentor",
                "created_by",
                "approved_by",
                "student__school_class__class_teacher",
            )
        )

    def context(self) -> dict[str, Any]:
        placement = self.record
        note_reading(self.request, [placement.student], data=AccessLog.Data.RECORD)
        primary, actions = self.actions()
        return {
            "title": str(placement.student),
            "chip": placement.chip,
            "subtitle": f"{placement.post} · {placement.enterprise}",
            "breadcrumbs": crumbs(),
            "primary_action": primary,
            "actions": [
                *actions,
                {
                    "label": _("Raise a concern"),
                    "url": reverse("placements:concern_new", args=[placement.pk]),
                    "icon": "message-report",
                },
            ],
            "next_step": self.next_step(),
            "facts": self.facts(),
            "people": self.people(),
        }

    def actions(self) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        placement, user = self.record, self.request.user
        moves = [
            {
                "name": offer.name,
                "label": capfirst(str(offer.transition.label)),
                "url": reverse(f"placements:placement_{offer.name}", args=[placement.pk]),
                "icon": MOVES[offer.name],
                "danger": offer.transition.is_final and offer.name != "finish",
                "post": offer.name in AT_ONCE,
                "disabled_reason": offer.refusal,
            }
            for offer in PLACEMENT_MOVES.offers(actor=user, record=placement, now=timezone.now())
        ]
        open_moves = [move for move in moves if not move["disabled_reason"]]
        primary = next((move for move in open_moves if move["name"] in FORWARD), None)
        menu = [move for move in moves if move is not primary]
        if placement.is_live and placement.permits(user, EDIT):
            guides = reverse("placements:placement_guides", args=[placement.pk])
            menu.insert(0, {"label": _("Choose who guides"), "url": guides, "icon": "user-check"})
            lodging = reverse("placements:placement_lodging", args=[placement.pk])
            menu.insert(1, {"label": _("Say where the student sleeps"), "url": lodging, "icon": "bed"})
        return primary, sorted(menu, key=lambda action: bool(action.get("danger")))

    def next_step(self) -> dict[str, Any] | None:
        placement = self.record
        office = _("Internship coordinator")
        match placement.state:
            case S.OFFERED:
                return self._what_is_missing(office)
            case S.PREPARED:
                return {
                    "text": _("Start it on its first day."),
                    "whose": office,
                    "due": placement.starts_on,
                    "meaning": "good",
                }
            case S.IN_PROGRESS:
                return {
                    "text": _("Guide the student; finish it on the last day."),
                    "whose": str(placement.instructor or office),
                    "due": placement.ends_on,
                    "meaning": "good",
                }
            case S.INTERRUPTED:
                return {
                    "text": _("Interrupted: %(reason)s") % {"reason": placement.reason},
                    "whose": office,
                    "meaning": "late",
                }
            case S.ENDED_EARLY | S.CANCELLED:
                return {
                    "text": f"{placement.get_state_display()}: {placement.reason}",
                    "meaning": "stopped",
                }
        return None

    def _what_is_missing(self, office: str) -> dict[str, Any]:
        placement = self.record
        tab = f"{placement.get_absolute_url()}?tab=readiness"
        more = {"url": tab, "label": _("See what is missing"), "due": placement.starts_on, "whose": office}
        if placement.instructor_id is None or placement.mentor_id is None:
            guides = reverse("placements:placement_guides", args=[placement.pk])
            return more | {
                "text": _("Choose who guides the student on both sides."),
                "url": guides,
                "label": _("Choose"),
            }
        check = latest_check(placement)
        if check is None:
            return more | {"text": _("Have it checked against the rules.")}
        if check.blocking:
            chip = ready_chip(check.blocking)
            return more | {"text": str(chip.label), "meaning": "soon"}
        return more | {"text": _("Everything is there: declare it ready."), "meaning": "good"}

    def facts(self) -> list[dict[str, Any]]:
        placement = self.record
        return [
            {
                "label": _("Dates"),
                "value": f"{date_format(placement.starts_on)} – {date_format(placement.ends_on)}",
            },
            {
                "label": _("Began on"),
                "value": _day(placement.started_on),
            },
            {"label": _("Ended on"), "value": _day(placement.ended_on)},
            {"label": _("Plan"), "value": placement.plan, "url": placement.plan.get_absolute_url()},
            {"label": _("Post"), "value": placement.post, "url": placement.post.get_absolute_url()},
            {
                "label": _("Enterprise"),
                "value": placement.enterprise,
                "url": placement.enterprise.get_absolute_url(),
            },
            {"label": _("How it came about"), "value": placement.get_arrangement_display()},
            {"label": _("Lodging"), "value": placement.get_lodging_display()},
            {"label": _("Department"), "value": placement.department},
        ]

    def people(self) -> list[dict[str, Any]]:
        placement = self.record
        teacher = placement.student.school_class.class_teacher
        found = []
        for person, role in (
            (placement.instructor, _("School instructor")),
            (placement.mentor, _("Mentor at the enterprise")),
            (teacher, _("Class teacher")),
        ):
            if person is not None:
                email = getattr(person, "email", "")  # teachers have none of their own
                found.append({"name": str(person), "role": role, "email": email, "phone": person.phone})
        return found


def _day(on: date | None) -> str:
    return date_format(on) if on else ""
