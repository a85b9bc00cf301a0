from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.delivery import deliver_due
from core.models import Notification


class Command(BaseCommand):
    help = "Send the notifications that are due, in the foreground, and say what came of them."

    def handle(self, *args: Any, **options: Any) -> None:
        sweep = deliver_due(now=timezone.now())
        self.stdout.write(", ".join(f"{state} {sweep.outcomes[state]}" for state in Notification.State))
        if sweep.unreachable:
            raise CommandError(f"The mail server cannot be used: {sweep.unreachable}")
