"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from teachers import evidence_notices, parttime_notices, practice_reminders, recognition_reminders
from teachers.operations import practice_links, recognition_certificates, service
from teachers.owed import reckon


@shared_task(name="teachers.tasks.follow_the_days")
def follow_the_days() -> None:
    """Put changes of service that begin today into the records, and tell of what expires or waits."""
    now = timezone.now()
    service.follow_the_days(on=timezone.localdate(now), now=now)
    evidence_notices.remind(on=timezone.localdate(now), now=now)
    recognition_reminders.remind(on=timezone.localdate(now), now=now)
    parttime_notices.remind(on=timezone.localdate(now), now=now)


@shared_task(name="teachers.tasks.follow_practice")
def follow_practice() -> None:
    """Reckon anew how everybody stands before the rules on practice; remind of what is due, and ask
    enterprises for their evaluations."""
    now = timezone.now()
    reckon(on=timezone.localdate(now))
    practice_reminders.remind(on=timezone.localdate(now), now=now)
    practice_links.ask_guides(now=now)
    practice_links.remind_guides(now=now)


@shared_task(name=recognition_certificates.TASK)
def make_recognition_certificates() -> None:
    """Paint, seal and keep the certificates that recognitions and reviews have ordered."""
    recognition_certificates.make_ordered_certificates(now=timezone.now())
