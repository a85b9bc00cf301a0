from celery import shared_task
from django.utils import timezone

from projects import notices


@shared_task
def remind() -> None:
    """Milestones of joint projects that are due within a fortnight."""
    now = timezone.now()
    notices.remind(on=timezone.localdate(now), now=now)
