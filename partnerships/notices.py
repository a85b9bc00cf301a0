"""What people of enterprises are told."""

from django.utils.translation import gettext_lazy as _

from core.notifications import Importance, Kind, Readers

INVITATION = Kind(
    name="partnerships.invitation",
    label=_("Invitations to the partner portal"),
    icon="mail-opened",
    importance=Importance.HIGH,
    can_be_off=False,
    readers=Readers.NOBODY,
)
