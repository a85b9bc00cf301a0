"""What of joint projects is contact: meetings, for all their enterprises; milestones that one reached."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from projects.models import Meeting, Milestone, Side


def meetings() -> Any:
    return Meeting.objects.annotate(of=F("project__enterprise"), day=F("held_on"))


def meetings_of_partners() -> Any:
    return Meeting.objects.annotate(of=F("project__partners__enterprise"), day=F("held_on"))


def milestones() -> Any:
    rows = Milestone.objects.filter(side=Side.ENTERPRISE, done_on__isnull=False)
    return rows.annotate(of=F("project__enterprise"), day=F("done_on"))
