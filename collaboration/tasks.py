from celery import shared_task
from django.utils import timezone

from collaboration import exchange_notices
from collaboration.operations import registrations


@shared_task
def remind() -> None:
    """Who takes part in an exchange tomorrow, and who has to close one; old feedback is mixed."""
    now = timezone.now()
    registrations.mix_feedback(now=now)
    exchange_notices.remind(on=timezone.localdate(now), now=now)
