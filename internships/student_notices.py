"""What students are told."""

from django.utils.translation import gettext_lazy as _

from core.notifications import Importance, Kind, Readers

STUDENT_INVITATION = Kind(
    name="internships.student_invitation",
    label=_("Invitations of students to their pages"),
    icon="mail-opened",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.NOBODY,
)
