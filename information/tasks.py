"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from information.notices import assignments
from information.operations.announcements import spread_to_newcomers


@shared_task(name="information.tasks.tell_newcomers")
def tell_newcomers() -> None:
    """Whoever came since it was published is told what is still shown."""
    now = timezone.now()
    spread_to_newcomers(on=timezone.localdate(now), now=now)


@shared_task(name="information.tasks.remind_of_tasks")
def remind_of_tasks() -> None:
    """Whose task is due soon, or late, is told so once each."""
    now = timezone.now()
    assignments.remind(on=timezone.localdate(now), now=now)
