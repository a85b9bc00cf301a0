"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from core import scheduled_exports
from core.attachments import sweep_attachments
from core.background import nudge, one_at_a_time
from core.delivery import deliver_due
from core.digests import GOES_OUT_FROM, gather_daily_mails
from core.imports import work
from core.models import Heartbeat
from core.notifications import DELIVERY_TASK
from core.personal import forget_old

# A worker that is told to stop finishes its task first, within the supervisor's grace.
SWEEP_SECONDS = 10


@shared_task
def heartbeat() -> None:
    """Show that beat, broker and worker work together. ``/health/ready/`` looks at it."""
    Heartbeat.objects.update_or_create(name="beat", defaults={"at": timezone.now()})


@shared_task(name=DELIVERY_TASK)
def deliver_notifications() -> None:
    """Send what waits. One sender at a time, so that a kill leaves at most one mail in doubt."""
    with one_at_a_time(DELIVERY_TASK) as alone:
        if not alone:
            return
        sweep = deliver_due(now=timezone.now(), seconds=SWEEP_SECONDS)
    if sweep.more:
        nudge(DELIVERY_TASK)


@shared_task
def send_daily_mails() -> None:
    """Make the mail of the day for everybody who wants one a day, once it is late enough."""
    now = timezone.localtime()
    if now.time() >= GOES_OUT_FROM:
        gather_daily_mails(on=now.date(), now=now)


@shared_task(name=work.TASK)
def work_on_imports() -> None:
    """Check and apply the lists that wait."""
    work.work_on_all(now=timezone.now())


@shared_task
def forget_old_imports() -> None:
    work.forget_old(now=timezone.now())


@shared_task
def forget_old_accesses() -> None:
    """Delete from the log of access to personal data what the centre keeps no longer."""
    forget_old(now=timezone.now())


@shared_task
def forget_lost_files() -> None:
    """Delete the attachments that no record has."""
    sweep_attachments(now=timezone.now())


@shared_task
def make_scheduled_exports() -> None:
    """Make the files that people asked for by the calendar, once it is late enough."""
    now = timezone.localtime()
    if now.time() < GOES_OUT_FROM:
        return
    with one_at_a_time("core.tasks.make_scheduled_exports") as alone:
        if alone:
            scheduled_exports.make_due(now=now)


@shared_task
def forget_old_exports() -> None:
    """Delete the files of scheduled exports that were kept long enough."""
    scheduled_exports.forget_old(now=timezone.now())
