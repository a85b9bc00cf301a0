from celery import shared_task
from django.utils import timezone

from core.background import one_at_a_time
from governance.operations import findings, samples, seen
from governance.operations.acknowledgements import sweep


@shared_task
def remind_to_acknowledge() -> None:
    """Regulations that somebody has to read: who joined is asked, who has not answered is reminded."""
    now = timezone.now()
    with one_at_a_time("governance.remind_to_acknowledge") as alone:
        if alone:
            sweep(on=timezone.localdate(now), now=now)


@shared_task
def remind_of_findings() -> None:
    """Findings of inspections that are due or overdue, and inspections that nobody has closed."""
    now = timezone.now()
    with one_at_a_time("governance.remind_of_findings") as alone:
        if alone:
            findings.remind(on=timezone.localdate(now), now=now)


@shared_task
def forget_seen() -> None:
    """What inspectors saw, once the log of access to personal data would be forgotten."""
    seen.forget_seen(now=timezone.now())


@shared_task(name=samples.TASK)
def pack_dossiers() -> None:
    """Pack the papers of samples that were ordered, and delete those of inspections that are over."""
    samples.pack_ordered(now=timezone.now())
