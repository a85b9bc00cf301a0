from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from insights.demonstration.load import is_empty, load


class Command(BaseCommand):
    help = "Load the demonstration: a centre with its people, enterprises and agreements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where somebody works already."
        )
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="The day it is told from. Default: today."
        )

    def handle(self, *args: Any, if_empty: bool, on: date | None, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Its passwords are known to everybody: it is not loaded in production.")
        if not is_empty():
            if if_empty:
                return
            raise CommandError(
                "There are people in this database already. The demonstration needs an empty one."
            )
        self.stdout.write("Loading the demonstration …", ending=" ")
        self.stdout.flush()
        started = time.monotonic()
        load(on=on or timezone.localdate())
        self.stdout.write(f"done in {time.monotonic() - started:.0f} s.")
