"""The people of the portal, as the staff sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AccessLog
from core.views import BulkAct, ListView
from partnerships import operations
from partnerships.filters import PortalPeopleFilters
from partnerships.models import Contact
from partnerships.policies import EDIT, READ
from partnerships.portal_people import portal_people
from partnerships.tables import PortalPeopleTable


def _invite(*, user: Any, pk: int) -> None:
    operations.invite_contact(actor=user, pk=pk, now=timezone.now())


def _uninvite(*, user: Any, pk: int) -> None:
    operations.revoke_invitation(actor=user, pk=pk, now=timezone.now())


class PortalPeople(ListView):
    title = _("People of the portal")
    capability = READ
    list_name = "partnerships:portal_people"
    personal_data = AccessLog.Data.CONTACT
    table_class = PortalPeopleTable
    filterset_class = PortalPeopleFilters
    sorts = {
        "name": "name",
        "enterprise": "enterprise__pinyin_key",
        "invited_at": "invited_at",
        "joined_at": "joined_at",
        "last_signed_in_at": "last_signed_in_at",
    }
    default_sort = "-invited_at"
    search_placeholder = _("Person, e-mail or enterprise")
    empty_title = _("Nobody has been invited yet")
    empty_text = _("Open an enterprise, choose a contact with a role and an e-mail address, and invite them.")
    empty_icon = "door-enter"
    bulk_acts = {
        "invite": BulkAct(
            label=_("Invite again"),
            question=_("Send these %(count)s people a new link? Only the last one opens."),
            perform=_invite,
            capability=EDIT,
            icon="send",
        ),
        "uninvite": BulkAct(
            label=_("Take the invitation back"),
            question=_("Take the invitations of these %(count)s people back?"),
            perform=_uninvite,
            capability=EDIT,
            icon="x",
            danger=True,
        ),
    }

    def get_queryset(self) -> QuerySet:
        return portal_people(Contact.objects.visible_to(self.request.user), now=timezone.now()).defer("notes")
