from celery import shared_task
from django.utils import timezone

from placements.models import Placement
from placements.operations.readiness import recheck


@shared_task(name="placements.tasks.recheck_all")
def recheck_all() -> int:
    """Check every live placement anew: policies and filings run out with the days, facts change elsewhere.

    What has not changed writes nothing.
    """
    return recheck(Placement.objects.live().values_list("pk", flat=True), now=timezone.now())
