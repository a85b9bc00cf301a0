from celery import shared_task
from django.utils import timezone

from core.background import one_at_a_time
from governance.operations.acknowledgements import sweep


@shared_task
def remind_to_acknowledge() -> None:
    """Regulations that somebody has to read: who joined is asked, who has not answered is reminded."""
    now = timezone.now()
    with one_at_a_time("governance.remind_to_acknowledge") as alone:
        if alone:
            sweep(on=timezone.localdate(now), now=now)
