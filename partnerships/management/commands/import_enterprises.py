from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.models import Department
from core.imports.command import ImportCommand
from core.imports.spec import ImportSpec, find_spec


class Command(ImportCommand):
    """A list of companies, into the look-up register or as enterprises of the centre."""

    help = "Import a list of companies: judge every row, write the new and changed ones, report."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--as",
            dest="destination",
            choices=("register", "partners"),
            default="register",
            help="The look-up register (default), or enterprises of the centre.",
        )
        parser.add_argument(
            "--department",
            default="",
            metavar="CODE",
            help="Whose enterprises they become; else the centre's as a whole.",
        )

    def spec(self, options: dict[str, Any]) -> ImportSpec:
        return find_spec(f"partnerships.{options['destination']}")

    def spec_options(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["destination"] == "register":
            return {}
        departments = Department.objects.filter(is_active=True).order_by("code")
        wanted = options["department"]
        department = departments.filter(**{"code": wanted} if wanted else {"parent": None}).first()
        if department is None:
            raise CommandError(
                f"There is no department {wanted}."
                if wanted
                else "There is no department yet whose enterprises they could be: make one in the admin."
            )
        return {"department": department.pk}
