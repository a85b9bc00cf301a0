from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from insights.demonstration.sign_ins import sign_ins

HEADINGS = ("Position", "Name", "E-mail or number", "Password", "Second factor: secret", "code now")


class Command(BaseCommand):
    help = "Print how the people of the demonstration sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("There is no demonstration in production.")
        lines = [
            (person.role, person.name, person.login, person.password, person.secret, person.code())
            for person in sign_ins()
        ]
        if not lines:
            self.stdout.write("This database does not hold the demonstration.")
            return
        widths = [max(map(len, column)) for column in zip(HEADINGS, *lines, strict=True)]
        for line in (HEADINGS, tuple("─" * width for width in widths), *lines):
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write(
            "An authenticator app takes the secret; without one, print this again for a fresh code."
        )
