from celery import shared_task
from django.utils import timezone

from internships import round_work
from internships.operations.rounds import close_due_rounds
from internships.round_reminders import remind_of_rounds


@shared_task(name=round_work.TASK)
def work_on_rounds() -> None:
    """Close the rounds whose time is over, tell what is due, and run those that were asked to."""
    now = timezone.now()
    close_due_rounds(now=now)
    remind_of_rounds(now=now)
    round_work.work_on_all(now=now)
