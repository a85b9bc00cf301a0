"""Each task is a sweep over rows; a message to start one is only a wake-up and may be lost or repeated."""

from celery import shared_task
from django.utils import timezone

from core.background import one_at_a_time
from placements import scan_work
from placements.alternation_notices import remind_of_weeks
from placements.log_reminders import remind_of_logs
from placements.models import Placement
from placements.operations import archives, certificates, mentor_evaluations, tripartite_batches, weeks
from placements.operations.readiness import TASK as RECHECK_MARKED
from placements.operations.readiness import recheck, recheck_marked
from placements.reminders import remind as remind_of_what_is_due
from placements.weekly_reminders import remind_weekly


@shared_task(name="placements.tasks.recheck_all")
def recheck_all() -> None:
    """Check every live placement anew: policies and filings run out with the days, facts change elsewhere.

    What has not changed writes nothing.
    """
    recheck(Placement.objects.live().values_list("pk", flat=True), now=timezone.now())


@shared_task(name=RECHECK_MARKED)
def check_marked() -> None:
    """Check the placements of which facts have changed."""
    recheck_marked(now=timezone.now())


@shared_task(name=certificates.TASK)
def make_certificates() -> None:
    """Paint, seal and keep the certificates that were ordered."""
    certificates.make_ordered_certificates(now=timezone.now())


@shared_task(name=archives.TASK)
def pack_archives() -> None:
    """Pack the archives that were ordered."""
    archives.pack_ordered_archives(now=timezone.now())


@shared_task(name="placements.tasks.remind")
def remind() -> None:
    """Tell of visits, actions and weeks that are due, and of students who may not start yet."""
    now = timezone.now()
    remind_of_what_is_due(on=timezone.localdate(now), now=now)
    remind_of_weeks(on=timezone.localdate(now), now=now)
    remind_weekly(on=timezone.localdate(now), now=now)
    mentor_evaluations.ask_mentors(now=now)
    mentor_evaluations.remind_mentors(now=now)


@shared_task
def follow_the_weeks() -> None:
    """Ask mentors about the week that is over, remind them, tell the instructors of the silent ones."""
    now = timezone.now()
    with one_at_a_time("placements.weeks") as is_mine:
        if is_mine:
            weeks.ask_mentors(now=now)
            weeks.remind_mentors(now=now)
            weeks.give_up_on_mentors(now=now)


@shared_task
def remind_students() -> None:
    """Ask for logs that are missing. Any number of times: each week's reminder is made once."""
    now = timezone.now()
    remind_of_logs(on=timezone.localdate(now), now=now)


@shared_task(name=tripartite_batches.TASK)
def work_on_agreements() -> None:
    """Make, send and remind of the agreements that were ordered."""
    tripartite_batches.work_on_orders()


@shared_task(name=scan_work.TASK)
def sort_scans() -> None:
    """Sort the piles of scans that wait."""
    scan_work.work_on_piles(now=timezone.now())
