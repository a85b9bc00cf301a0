from typing import Any

from django.core.management.base import BaseCommand

from internships.defaults import load_defaults


class Command(BaseCommand):
    help = "Adds the approval route of internship plans where it is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"route: {load_defaults()}")
