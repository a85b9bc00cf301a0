from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.defaults import load_defaults


class Command(BaseCommand):
    help = "Adds the clause library, agreement types, approval routes and reminder policies that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_defaults(now=timezone.now())
        self.stdout.write(
            f"new: {loaded.clauses} clauses, {loaded.types} types, {loaded.routes} approval routes, "
            f"{loaded.reminder_policies} reminder policies"
        )
