from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.delivery import deliver_due
from core.digests import gather_daily_mails


class Command(BaseCommand):
    help = (
        "Make the mail of a day for everybody who wants one a day and has none of that day yet, then send "
        "what waits, in the foreground. A second run makes and sends nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day, as 2026-05-31, whose mails are made (default: today); they go out now",
        )

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        # What is due goes first to where its reader wants it: some of it belongs into these mails.
        before = deliver_due(now=timezone.now())
        now = timezone.now()
        self.stdout.write(f"queued {gather_daily_mails(on=on or timezone.localdate(now), now=now)}")
        after = deliver_due(now=timezone.now())
        self.stdout.write(f"sent {(before.outcomes + after.outcomes)['sent']}")
        if unreachable := before.unreachable or after.unreachable:
            raise CommandError(f"The mail server cannot be used, everything else waits: {unreachable}")
