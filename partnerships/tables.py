from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.template.defaultfilters import yesno
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import look
from core.bilingual import listed
from core.tables import (
    LinkColumn,
    NumberColumn,
    RecordTable,
    RelativeDateColumn,
    StateColumn,
    TwoLineColumn,
)
from partnerships.models import Contact, Enterprise, Interaction, RegisterEntry
from partnerships.portal_people import CHIPS, PortalState, latest_invitation, why_ended


class EnterpriseTable(RecordTable):
    default_columns = ("name", "state", "industry", "region", "owner", "updated_at")

    name = TwoLineColumn(accessor="display_name", second="code", verbose_name=_("enterprise"))
    code = tables.Column(verbose_name=_("registration code"))
    state = StateColumn(verbose_name=_("stage"))
    industry = tables.Column(accessor="industry__name", verbose_name=_("industry"))
    region = tables.Column(accessor="region__name", verbose_name=_("region"))
    size_band = tables.Column(verbose_name=_("size"))
    staff_count = NumberColumn(verbose_name=_("number of staff"))
    is_integration_type = tables.Column(verbose_name=_("of the integration type"))
    owner = tables.Column(verbose_name=_("owner"))
    department = tables.Column(verbose_name=_("department"))
    tags = tables.ManyToManyColumn(verbose_name=_("tags"), transform=str)
    state_since = RelativeDateColumn(verbose_name=_("in this stage since"))
    updated_at = RelativeDateColumn(verbose_name=_("last changed"))

    class Meta:
        model = Enterprise
        fields = ()

    def value_name(self, record: Enterprise) -> str:
        return record.name

    def render_is_integration_type(self, value: bool) -> str:
        return str(yesno(value))

    def value_is_integration_type(self, value: bool | None) -> str:
        return "" if value is None else str(yesno(value))

    def value_tags(self, record: Enterprise) -> str:
        return listed(record.tags.all())


class InteractionTable(RecordTable):
    default_columns = ("summary", "enterprise", "kind", "happened_at", "next_action", "due", "owner")

    summary = LinkColumn(verbose_name=_("summary"))
    enterprise = tables.Column(linkify=True, verbose_name=_("enterprise"))
    kind = tables.Column(verbose_name=_("kind"))
    happened_at = RelativeDateColumn(verbose_name=_("when"))
    place = tables.Column(verbose_name=_("place"))
    next_action = tables.Column(verbose_name=_("next action"))
    due = tables.Column(accessor="next_action_on", verbose_name=_("due on"))
    owner = tables.Column(accessor="next_action_owner", verbose_name=_("to be done by"))

    class Meta:
        model = Interaction
        fields = ()

    def render_due(self, value: Any, record: Interaction) -> SafeString:
        return look.deadline_html(value, soon_days=7, done=not record.has_open_action)

    def value_due(self, value: Any) -> Any:
        return value


class PortalPeopleTable(RecordTable):
    default_columns = (
        "name",
        "enterprise",
        "state",
        "invited_at",
        "invited_by",
        "last_signed_in_at",
        "ended",
    )

    name = TwoLineColumn(accessor="display_name", second="title", verbose_name=_("person"))
    enterprise = tables.Column(linkify=True, verbose_name=_("enterprise"))
    roles = tables.Column(accessor="role_labels", verbose_name=_("roles"))
    email = tables.Column(verbose_name=_("e-mail"))
    state = tables.Column(accessor="portal_state", verbose_name=_("state"))
    invited_at = RelativeDateColumn(verbose_name=_("invited"))
    invited_by = tables.Column(accessor="invitations", verbose_name=_("invited by"))
    times_sent = NumberColumn(accessor="invitations", verbose_name=_("times sent"))
    joined_at = RelativeDateColumn(verbose_name=_("came in"))
    last_signed_in_at = RelativeDateColumn(verbose_name=_("last signed in"))
    ended = tables.Column(accessor="roles", empty_values=(), verbose_name=_("why it ended"))

    class Meta:
        model = Contact
        fields = ()

    def render_roles(self, value: list[str]) -> str:
        return listed(value)

    def render_state(self, value: str) -> SafeString:
        return look.chip_html(CHIPS[PortalState(value)])

    def value_state(self, value: str) -> str:
        return str(PortalState(value).label)

    def render_invited_by(self, record: Contact) -> str:
        invitation = latest_invitation(record)
        return str(invitation.invited_by) if invitation else "—"

    def render_times_sent(self, record: Contact) -> Any:
        invitation = latest_invitation(record)
        return invitation.times_sent if invitation else "—"

    def render_ended(self, record: Contact) -> str:
        return why_ended(record) or "—"


class RegisterTable(RecordTable):
    default_columns = ("name", "region", "registered_on", "capital", "status", "adopted")

    name = TwoLineColumn(second="code", verbose_name=_("name"))
    code = tables.Column(verbose_name=_("registration code"))
    scheme = tables.Column(verbose_name=_("register"))
    region = tables.Column(verbose_name=_("region"))
    address = tables.Column(verbose_name=_("address"))
    industry = tables.Column(verbose_name=_("industry"))
    registered_on = tables.DateColumn(verbose_name=_("registered on"))
    capital = NumberColumn(accessor="capital_amount", verbose_name=_("registered capital"))
    status = tables.Column(verbose_name=_("status"))
    source = tables.Column(verbose_name=_("source"))
    adopted = tables.Column(accessor="adopted_as", linkify=True, verbose_name=_("with us"))

    class Meta:
        model = RegisterEntry
        fields = ()

    def render_capital(self, record: RegisterEntry) -> SafeString:
        return format_html("{}", record.capital_in_words)

    def value_registered_on(self, value: Any) -> Any:
        return value
