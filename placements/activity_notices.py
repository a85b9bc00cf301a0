"""Who is told of activities: whoever confirms them, and the student what became of them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications import Kind, Readers, notify
from internships.models import SchoolClass
from placements.models import OPEN_STATES, Placement, StudentActivity

ENTERED = Kind(
    name="placements.activity_entered",
    label=_("Activities of my students that wait to be confirmed"),
    icon="trophy",
    can_wait=True,
)
DECIDED = Kind(
    name="placements.activity_decided",
    label=_("Answers to my activities"),
    icon="trophy",
    can_wait=True,
    readers=Readers.STUDENTS,
)
KINDS = (ENTERED, DECIDED)


def tell_those_who_confirm(activity: StudentActivity, *, now: datetime) -> None:
    """The instructor of a student who is at a host, else the class teacher."""
    student = activity.student
    placement = (
        Placement.objects.of_student(student.pk)
        .filter(state__in=sorted(OPEN_STATES))
        .select_related("instructor__user")
        .first()
    )
    teacher = placement.instructor if placement is not None else None
    if teacher is None or teacher.user is None:
        rows = SchoolClass.objects.select_related("class_teacher__user")
        teacher = rows.get(pk=student.school_class_id).class_teacher
    if teacher is None or teacher.user is None:
        return
    notify(
        key=f"{ENTERED.name}:{activity.pk}:{now.isoformat()}",
        kind=ENTERED.name,
        recipient=teacher.user,
        subject=activity,
        data={"student": {"zh": student.name, "en": student.name_latin or student.name}},
        now=now,
    )


def tell_student(activity: StudentActivity, *, now: datetime) -> None:
    user = activity.student.user
    if user is not None:
        notify(
            key=f"{DECIDED.name}:{activity.pk}:{now.isoformat()}",
            kind=DECIDED.name,
            recipient=user,
            subject=activity,
            data={
                "url": reverse("me:activities"),
                "is_confirmed": activity.state == "confirmed",
                "answer": activity.answer,
            },
            now=now,
        )
