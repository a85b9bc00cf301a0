"""Whatever expires is announced in steps, to its holder and to the office, each thing once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.emails import compose
from core.models import Notification
from teachers.evidence_notices import remind
from tests.factories import QualificationFactory, TrainingFactory
from tests.teachers.samples import NOW, TODAY

pytestmark = pytest.mark.django_db


def sweep(days: int = 0) -> int:
    return remind(on=TODAY + timedelta(days=days), now=NOW + timedelta(days=days))


def told(kind: str) -> int:
    """How often somebody was told; the director, who holds every power, is told beside the office."""
    rows = Notification.objects.filter(kind=f"teachers.{kind}")
    return rows.exclude(recipient__email="director@centre.example").count()


def test_a_holder_is_told_ninety_thirty_and_seven_days_before_each_once(teacher):
    QualificationFactory.create(teacher=teacher, expires_on=TODAY + timedelta(days=100))
    seen = []
    for days in (0, 9, 10, 11, 70, 71, 93, 100, 101):
        sweep(days)
        sweep(days)
        seen.append(told("qualification_expires"))
    assert seen == [0, 0, 1, 1, 2, 2, 3, 3, 3]


def test_nothing_is_said_of_what_was_renewed_is_not_confirmed_or_belongs_to_somebody_gone(teacher):
    ends = TODAY + timedelta(days=20)
    QualificationFactory.create(teacher=teacher, expires_on=ends)
    renewed = QualificationFactory.create(
        teacher=teacher, issued_on=TODAY, expires_on=ends.replace(year=2029)
    )
    QualificationFactory.create(teacher=teacher, name="other", expires_on=ends, state="entered")
    sweep()
    assert told("qualification_expires") == 0

    renewed.delete()
    teacher.left_on = TODAY
    teacher.save()
    sweep()
    assert told("qualification_expires") == 0


def test_the_office_hears_once_a_week_what_expires_and_what_waits(office, teacher):
    QualificationFactory.create(teacher=teacher, expires_on=TODAY + timedelta(days=60))
    TrainingFactory.create(teacher=teacher, state="entered")
    for days in (0, 1, 2):  # Friday to Sunday
        sweep(days)
    assert (told("qualifications_expiring"), told("evidence_waiting")) == (1, 1)
    sweep(3)
    assert (told("qualifications_expiring"), told("evidence_waiting")) == (2, 2)
    row = Notification.objects.filter(kind="teachers.evidence_waiting", recipient=office).earliest("pk")
    assert "1 entry of a teacher waits" in compose(row).subject
