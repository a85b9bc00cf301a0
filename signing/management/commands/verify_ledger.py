from typing import Any

from django.core.management.base import BaseCommand, CommandError

from signing.ledger import faults_in
from signing.models import Envelope

AT_A_TIME = 200


class Command(BaseCommand):
    help = "Check that nobody has altered the ledger of what was sent for signature. Exit code 1 if so."

    def handle(self, *args: Any, **options: Any) -> None:
        envelopes = Envelope.objects.order_by("pk").prefetch_related("events", "signatories")
        faults = list(faults_in(envelopes.iterator(chunk_size=AT_A_TIME)))
        for fault in faults:
            self.stderr.write(f"Envelope {fault.envelope.pk} ({fault.envelope.reference}): {fault.words}.")
        if faults:
            raise CommandError(f"{len(faults)} found.")
        self.stdout.write(f"{Envelope.objects.count()} envelopes, every line as it was written.")
