from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from internships.selection.market import UnreadableMarket, quoted, read_market
from internships.selection.solver import solve
from internships.selection.verifier import violations

BAD_FILE = 2


class Command(BaseCommand):
    help = (
        "Two-way selection on plain files (docs/selection.md): read who ranks whom, write who goes where. "
        "The same input gives the same bytes."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("input", type=Path, metavar="IN.json")
        parser.add_argument("output", type=Path, metavar="OUT.json")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["input"]
        try:
            market = read_market(source.read_bytes())
        except OSError as error:
            raise CommandError(f"{source}: {error.strerror}.", returncode=BAD_FILE) from error
        except UnreadableMarket as error:
            raise CommandError(f"{source}: {error}", returncode=BAD_FILE) from error
        matching = solve(market)
        closed = [closure.post for closure in matching.closed]
        if faults := violations(market, matching.assignment, closed):
            raise CommandError(f"The result does not hold and was not written: {faults[0]}.")
        try:
            options["output"].write_bytes(matching.as_json())
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}.", returncode=BAD_FILE) from error
        if unknown := market.unknown_ids():
            self.stderr.write(f"Ignored {unknown} mentions of students or posts that the file does not have.")
        for closure in matching.closed:
            self.stdout.write(
                f"Closed {quoted(closure.post)}: {closure.filled} of at least {closure.lower} students."
            )
        self.stdout.write(f"Placed {matching.placed} of {len(matching.assignment)} students.")
