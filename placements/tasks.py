"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from placements.models import Placement
from placements.operations import archives, certificates
from placements.operations.readiness import recheck
from placements.reminders import remind as remind_of_what_is_due


@shared_task(name="placements.tasks.recheck_all")
def recheck_all() -> int:
    """Check every live placement anew: policies and filings run out with the days, facts change elsewhere.

    What has not changed writes nothing.
    """
    return recheck(Placement.objects.live().values_list("pk", flat=True), now=timezone.now())


@shared_task(name=certificates.TASK)
def make_certificates() -> None:
    """Paint, seal and keep the certificates that were ordered."""
    certificates.make_ordered_certificates(now=timezone.now())


@shared_task(name=archives.TASK)
def pack_archives() -> None:
    """Pack the archives that were ordered."""
    archives.pack_ordered_archives(now=timezone.now())


@shared_task(name="placements.tasks.remind")
def remind() -> None:
    """Tell of visits and actions that are due, and of students who may not start yet."""
    now = timezone.now()
    remind_of_what_is_due(on=timezone.localdate(now), now=now)
