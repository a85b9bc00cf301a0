from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self, cast

from django.db.models import Q

from agreements.choices import Phase, RenewalRule, State
from agreements.phases import DATED_STATES, EXPIRING_DAYS
from core.access import ScopedQuerySet
from core.search import search


class AgreementQuerySet(ScopedQuerySet):
    read_capability: ClassVar[str] = "agreement.read"

    def in_phase(self, phase: str, on: date) -> Self:
        """Agreements that :func:`agreements.phases.phase_on` puts into this phase."""
        dated = self.filter(state__in=DATED_STATES)
        expiring = Q(state=State.SIGNED, notice_on__lte=on + timedelta(days=EXPIRING_DAYS))
        match phase:
            case Phase.UPCOMING:
                return dated.filter(starts_on__gt=on)
            case Phase.EXPIRED:
                return dated.filter(starts_on__lte=on, last_day__lt=on)
            case Phase.EXPIRING:
                return dated.filter(expiring, starts_on__lte=on, last_day__gte=on)
            case Phase.IN_FORCE:
                return dated.filter(~expiring, starts_on__lte=on, last_day__gte=on)
        raise ValueError(phase)

    def binding(self, on: date) -> Self:
        """Agreements that bind the parties on a day: in force, whether expiring or not."""
        return self.filter(state__in=DATED_STATES, starts_on__lte=on, last_day__gte=on)

    def in_force_on(self, on: date) -> Self:
        """Those that bound the parties on any day, by what is known now: one that is suspended today did so
        until the day before that."""
        return self.filter(
            Q(state__in=DATED_STATES) | Q(state=State.SUSPENDED, suspended_on__gt=on),
            starts_on__lte=on,
            last_day__gte=on,
        )

    def awaiting_decision(self, on: date) -> Self:
        """Signed agreements whose end is near or past and for which nobody has decided what follows."""
        return self.filter(
            state=State.SIGNED,
            renewal_decision="",
            notice_on__lte=on + timedelta(days=EXPIRING_DAYS),
        )

    def renewing_themselves(self, on: date) -> Self:
        """Agreements past their last day that renew themselves, and that nobody decided to end."""
        return self.filter(
            Q(revised_renewal_rule=RenewalRule.AUTOMATIC)
            | Q(revised_renewal_rule="", renewal_rule=RenewalRule.AUTOMATIC),
            state=State.SIGNED,
            renewal_decision="",
            last_day__lt=on,
        )

    def numbered(self, number: str) -> Self:
        """The agreement known by a reference, ours or the one it was taken over with."""
        return self.filter(Q(reference=number) | Q(old_reference=number))

    def matching(self, text: str) -> Self:
        """Agreements whose title, number or enterprise contain every word."""
        return cast(Self, search(self, text))


class AmendmentQuerySet(ScopedQuerySet):
    read_capability: ClassVar[str] = "agreement.read"
    department_field: ClassVar[str] = "agreement__department_id"

    def signed(self) -> Self:
        return self.filter(state="signed")


class RequestQuerySet(ScopedQuerySet):
    """What enterprises ask for: seen by whoever sees the agreement."""

    read_capability: ClassVar[str] = "agreement.read"
    department_field: ClassVar[str] = "agreement__department_id"

    def open(self) -> Self:
        """What nobody has answered yet."""
        return self.filter(state="open")


class ObligationQuerySet(ScopedQuerySet):
    """What an agreement promises: seen by whoever sees the agreement."""

    read_capability: ClassVar[str] = "agreement.read"
    department_field: ClassVar[str] = "agreement__department_id"


class PromisedPeriodQuerySet(ScopedQuerySet):
    """As what is promised."""

    read_capability: ClassVar[str] = "agreement.read"
    department_field: ClassVar[str] = "agreement__department_id"

    def on(self, day: date) -> Self:
        """Those that run on a day."""
        return self.filter(starts_on__lte=day, due_on__gte=day)

    def with_names(self) -> Self:
        return self.select_related("obligation", "agreement", "enterprise")
