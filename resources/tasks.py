from celery import shared_task
from django.utils import timezone

from resources import notices
from resources.operations import bookings, statements


@shared_task
def follow_bookings() -> None:
    """Decline what nobody answered before it began, and remind of safety checks that are due."""
    now = timezone.now()
    bookings.lapse(now=now)
    notices.remind(on=timezone.localdate(now), now=now)


@shared_task(name=statements.TASK)
def make_statements() -> None:
    """Paint, seal and keep the statements of contributions that were asked for."""
    statements.make_ordered_statements(now=timezone.now())
