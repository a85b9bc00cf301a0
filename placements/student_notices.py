"""What students are told of the places that they found themselves."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications import Importance, Kind, Readers, notify
from placements.models import ApplicationState, PlaceApplication

APPROVED = Kind(
    name="placements.application_approved",
    label=_("A host that I found was approved"),
    icon="checks",
    importance=Importance.HIGH,
    readers=Readers.STUDENTS,
)
REFUSED = Kind(
    name="placements.application_refused",
    label=_("A host that I found was refused"),
    icon="circle-x",
    importance=Importance.HIGH,
    readers=Readers.STUDENTS,
)
KINDS = {ApplicationState.APPROVED: APPROVED, ApplicationState.REFUSED: REFUSED}


def tell_student(application: PlaceApplication, *, now: datetime) -> None:
    """What the school said to an application; it stands on the student's page as well."""
    kind = KINDS[ApplicationState(application.state)]
    student = application.student
    if student.user is None:
        return
    notify(
        key=f"{kind.name}:{application.pk}",
        kind=kind.name,
        recipient=student.user,
        subject=application,
        data={
            "enterprise": application.enterprise_name,
            "reason": application.answer,
            "url": reverse("me:own_places"),
        },
        now=now,
    )
