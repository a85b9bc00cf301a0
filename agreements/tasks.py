from celery import shared_task
from django.utils import timezone

from agreements.documents import orders


@shared_task(name=orders.TASK)
def make_documents() -> None:
    """Print and keep what was approved."""
    orders.make_ordered_documents(now=timezone.now())
