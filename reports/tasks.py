from celery import shared_task
from django.utils import timezone

from reports.operations import publishing


@shared_task(name=publishing.TASK)
def publish() -> None:
    """Publish the annual reports that were ordered to be."""
    publishing.publish_ordered(now=timezone.now())
