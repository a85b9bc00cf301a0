"""Who is at the pages of students."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

from core.access import NOWHERE, Scope

if TYPE_CHECKING:
    from accounts.models import User
    from internships.models import Student


@dataclass(frozen=True, slots=True)
class Pupil:
    """A student who is signed in. No capability of the centre is theirs, whatever happens.

    Attributes:
        student: the whole record, with class, major, department and class teacher, fetched before the wall.
    """

    user: User
    student: Student

    @property
    def pk(self) -> int:
        return self.user.pk

    def scope_for(self, capability: str) -> Scope:
        return NOWHERE

    def on_behalf_of(self, capability: str, department_id: int | None) -> None:
        return None


class PupilRequest(HttpRequest):
    """A request of the students' pages, once the middleware has let it in."""

    user: User
    pupil: Pupil


def pupil_of(user: User) -> Pupil | None:
    """As whom somebody comes in; nobody who has left the school. One query."""
    from internships.models import Student, StudentState

    student = (
        Student.objects.filter(user=user)
        .exclude(state=StudentState.LEFT)
        .select_related(
            "school_class__major", "school_class__department", "school_class__class_teacher__user"
        )
        .first()
    )
    return Pupil(user, student) if student else None
