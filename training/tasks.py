"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from training import notices
from training.operations import certificates, enrolments


@shared_task(name=certificates.TASK)
def make_certificates() -> None:
    """Paint, seal and keep the certificates of courses that were closed."""
    certificates.make_ordered_certificates(now=timezone.now())


@shared_task(name="training.tasks.follow")
def follow() -> None:
    """Tell of courses that are over and not closed, and forget phone numbers."""
    now = timezone.now()
    notices.remind(on=timezone.localdate(now), now=now)
    enrolments.forget_phones(now=now)
