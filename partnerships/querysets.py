from __future__ import annotations

import re
from datetime import date
from typing import Self, cast

from django.db import models
from django.db.models import Prefetch

from accounts.models import User
from accounts.walls import PERSON_COLUMNS
from core.access import Actor, Scope, ScopedQuerySet
from core.codes import schemes
from core.search import search

PORTAL_ROLES = ["liaison", "signatory", "mentor"]
_START_OF_CODE = re.compile(r"(?=.*\d)[0-9A-Z]{4,20}")


class EnterpriseQuerySet(ScopedQuerySet):
    """Enterprises of the centre. One that was merged into another is out of everybody's sight."""

    read_capability = "enterprise.read"

    def living(self) -> Self:
        return self.filter(merged_into=None)

    def survivors(self) -> dict[int, int]:
        """Every merged enterprise and the one that stands for it, over however many merges. One query."""
        into = dict(self.exclude(merged_into=None).order_by().values_list("pk", "merged_into"))

        def standing(pk: int) -> int:
            return standing(into[pk]) if pk in into else pk

        return {gone: standing(gone) for gone in into}

    def matching(self, terms: str) -> Self:
        """Those one of whose names, initials or code contain every one of the terms."""
        return cast(Self, search(self, terms))

    def permitting(self, actor: Actor, capability: str) -> Self:
        return super().permitting(actor, capability).living()

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).living()


class OfEnterpriseQuerySet(ScopedQuerySet):
    """Rows that belong to an enterprise, and are seen and changed by whoever sees and changes it."""

    read_capability = "enterprise.read"
    department_field = "enterprise__department_id"

    def permitting(self, actor: Actor, capability: str) -> Self:
        return super().permitting(actor, capability).filter(enterprise__merged_into=None)

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).filter(enterprise__merged_into=None)


class ContactQuerySet(OfEnterpriseQuerySet):
    def current(self) -> Self:
        """Those who still work there, as far as we know."""
        return self.filter(left_on=None)

    def with_role(self, role: str) -> Self:
        return self.filter(roles__contains=[role])

    def in_portal(self) -> Self:
        """Those whom a role lets into the partner portal: access ends with the role, or with the work."""
        return self.current().filter(roles__overlap=PORTAL_ROLES, enterprise__merged_into=None)

    def liaisons_with_account(self) -> Self:
        """Whom one tells what concerns an enterprise: its liaisons who can sign in at the portal."""
        return self.in_portal().with_role("liaison").exclude(user=None)


class CorrectionQuerySet(OfEnterpriseQuerySet):
    def waiting(self) -> Self:
        """What nobody has decided on yet."""
        return self.filter(state="waiting")


class QuestionQuerySet(OfEnterpriseQuerySet):
    def open(self) -> Self:
        """What nobody has answered yet."""
        return self.filter(state="open")

    def with_asker(self) -> Self:
        """With as much of whoever asked as anybody may know. Two queries."""
        return self.prefetch_related(Prefetch("asked_by", User.objects.only(*PERSON_COLUMNS)))


class InvitationQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None)


class InteractionQuerySet(OfEnterpriseQuerySet):
    def with_open_action(self) -> Self:
        return self.filter(next_action_done_at=None).exclude(next_action="")

    def overdue(self, on: date) -> Self:
        return self.with_open_action().filter(next_action_on__lt=on)


class RegisterQuerySet(ScopedQuerySet):
    """The look-up register is public knowledge: whoever reads enterprises anywhere sees all of it."""

    read_capability = "enterprise.read"

    def within(self, scope: Scope) -> Self:
        return self

    def matching(self, terms: str) -> Self:
        """Those whose name contains every term, or whose code begins with the only one."""
        by_name = search(self, terms)
        start = "".join(terms.split()).upper()
        if not _START_OF_CODE.fullmatch(start):
            return cast(Self, by_name)
        by_code = self.order_by().filter(
            scheme__in=[scheme.key for scheme in schemes()], key__startswith=start
        )
        return self.filter(pk__in=by_name.order_by().values("pk").union(by_code.values("pk")))
