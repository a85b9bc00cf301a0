from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from insights.generation.agreements import generate, learn
from partnerships.models import Enterprise


class Command(BaseCommand):
    """Connects as the owner of the tables (``config.database.OWNER_COMMANDS``)."""

    help = "Make a realistic large data set for measuring: agreements with parties, quickly."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agreements", type=int, required=True, metavar="N")
        parser.add_argument("--enterprises", type=int, metavar="M", help="Default: one for 25 agreements.")
        parser.add_argument(
            "--force", action="store_true", help="Even into a database that holds enterprises already."
        )

    def handle(
        self, *args: Any, agreements: int, enterprises: int | None, force: bool, **options: Any
    ) -> None:
        if settings.PRODUCTION:
            raise CommandError("Invented agreements are not made in production.")
        if Enterprise.objects.exists() and not force:
            raise CommandError("There are enterprises in this database already. --force adds to them.")
        if agreements < 1:
            raise CommandError("At least one agreement.")
        started = time.monotonic()
        enterprises = enterprises or max(agreements // 25, 10)
        generate(agreements=agreements, enterprises=enterprises, on=timezone.localdate())
        if not connection.in_atomic_block:
            learn()
        self.stdout.write(
            f"{agreements} agreements with {enterprises} enterprises in {time.monotonic() - started:.0f} s."
        )
