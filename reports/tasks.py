from celery import shared_task
from django.utils import timezone

from reports.operations import publishing, return_files, return_looks, return_orders, returns


@shared_task(name=publishing.TASK)
def publish() -> None:
    """Publish the annual reports that were ordered to be."""
    publishing.publish_ordered(now=timezone.now())


@shared_task(name=returns.TASK)
def make_return_files() -> None:
    """Make the spreadsheets of returns that were ordered or submitted."""
    return_files.make_files(now=timezone.now())


@shared_task(name=return_looks.TASK)
def work_on_returns() -> None:
    """Submit the returns that were ordered to be, and look through those that were."""
    return_orders.work(now=timezone.now())


@shared_task
def look_through_returns() -> None:
    """Find anew what is missing in the returns that are being gathered."""
    return_orders.look_through_drafts(now=timezone.now())
