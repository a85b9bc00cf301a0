from celery import shared_task
from django.utils import timezone

from assessments import sweeps
from assessments.operations import actions, surveys
from core.background import one_at_a_time


@shared_task
def warn() -> None:
    """Early warnings that have come, changed or gone."""
    now = timezone.now()
    with one_at_a_time("assessments.warn") as alone:
        if alone:
            sweeps.sweep(on=timezone.localdate(now), now=now)


@shared_task
def remind() -> None:
    """Surveys that open, close soon or are over, and improvement actions that are due."""
    now = timezone.now()
    on = timezone.localdate(now)
    surveys.remind(on=on, now=now)
    surveys.mix_closed(on=on)
    actions.remind(on=on, now=now)
