from celery import shared_task
from django.utils import timezone

from collaboration import exchange_notices


@shared_task
def remind() -> None:
    """Who takes part in an exchange tomorrow, and who has to close one."""
    now = timezone.now()
    exchange_notices.remind(on=timezone.localdate(now), now=now)
