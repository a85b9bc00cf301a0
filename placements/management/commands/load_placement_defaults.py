from typing import Any

from django.core.management.base import BaseCommand

from placements.tripartite_defaults import load_defaults


class Command(BaseCommand):
    help = "Adds the text of the tripartite agreement, as a draft, where there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        template = load_defaults()
        self.stdout.write(f"text: {template}" if template else "text: there is one already")
