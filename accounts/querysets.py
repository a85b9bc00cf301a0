from __future__ import annotations

from datetime import date

from django.db import models


class PeriodQuerySet(models.QuerySet):
    """Rows with a first and a last day, both included; no last day means until further notice."""

    def on(self, day: date):
        return self.during(day, day)

    def during(self, first: date, last: date):
        """Rows that hold on some day from the first to the last."""
        return self.filter(starts_on__lte=last).exclude(ends_on__lt=first)


class DelegationQuerySet(PeriodQuerySet):
    def on(self, day: date):
        return super().on(day).filter(revoked_at=None)
