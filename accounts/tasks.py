from celery import shared_task
from django.utils import timezone

from accounts import operations


@shared_task
def forget_ended_sessions() -> None:
    """Keep no record of where people were signed in once they no longer are."""
    operations.forget_ended_sessions(now=timezone.now())
