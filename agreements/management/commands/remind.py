from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.notices import DEADLINE, PARTNER_DEADLINE, UNANSWERED
from agreements.reminders import Reminder, sweep_renewals
from core.delivery import deliver_due
from signing.reminders import sweep_approvals

READERS = {DEADLINE.name: "owner", UNANSWERED.name: "head of department", PARTNER_DEADLINE.name: "enterprise"}


class Command(BaseCommand):
    help = (
        "Make every reminder that is due on a day and was not made before, then send what waits, in the "
        "foreground. A second run makes and sends nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day, as 2026-05-31, for which reminders are made (default: today); they go out now",
        )

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        now = timezone.now()
        on = on or timezone.localdate(now)
        renewals = sweep_renewals(on=on, now=now)
        decisions = sweep_approvals(on=on, now=now)
        for reminder, count in sorted(renewals.queued.items()):
            self.stdout.write(f"{when(reminder)}, to the {READERS[reminder.kind]}: {count}")
        self.stdout.write(f"decisions asked for: {decisions}")
        self.stdout.write(f"queued {renewals.queued.total() + decisions}")

        sweep = deliver_due(now=timezone.now())
        outcomes = Counter(sweep.outcomes)
        self.stdout.write(f"sent {outcomes.pop('sent', 0)}")
        for outcome, count in sorted(outcomes.items()):
            self.stdout.write(f"{outcome} {count}")
        if sweep.unreachable:
            raise CommandError(f"The mail server cannot be used, everything else waits: {sweep.unreachable}")


def when(reminder: Reminder) -> str:
    match reminder.deadline:
        case "again":
            return "on the day asked for"
        case "end" if reminder.days == 0:
            return "on the last day"
        case "end":
            return f"{-reminder.days} days after the last day"
        case _:
            return f"{reminder.days} days before the notice date"
