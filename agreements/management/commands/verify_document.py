import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.documents import Verdict, find_file
from agreements.documents.amendment import reference_of
from core.copies import copy_with_digest


class Command(BaseCommand):
    help = "Say whether a PDF is a document that was made here, to the last byte. Exit code 1 if not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        if not content.startswith(b"%PDF-"):
            raise CommandError("Unknown: this is not a PDF.")
        finding = find_file(content)
        if finding is None:
            if known := copy_with_digest(hashlib.sha256(content).hexdigest()):
                self.stdout.write(f"Genuine: {known.line}")
                return
            raise CommandError(
                "Unknown: no document with this SHA-256 was made here. "
                "It was changed, if only by a byte, or it comes from elsewhere, or it is a draft."
            )
        document = finding.document
        made = timezone.localtime(document.created_at)
        self.stdout.write(
            f"Genuine: {document.amendment or document.agreement}, version {document.version}, "
            f"{document.get_language_display()}, made {made:%Y-%m-%d %H:%M}."
        )
        if finding.is_sealed and finding.envelope is not None and finding.envelope.sealed_at is not None:
            sealed = timezone.localtime(finding.envelope.sealed_at)
            self.stdout.write(
                f"It is the sealed file, signed by all parties; sealed {sealed:%Y-%m-%d %H:%M}."
            )
        elif finding.signed_on:
            self.stdout.write(f"Its words were signed by all parties on {finding.signed_on}.")
        match finding.verdict:
            case Verdict.SUPERSEDED:
                self.stdout.write("Its words have been replaced since: another version counts.")
            case Verdict.TERMINATED:
                self.stdout.write(f"Terminated: it ended on {document.agreement.terminated_on}.")
            case Verdict.AMENDED if finding.amended_by is not None:
                self.stdout.write(
                    f"Superseded in part by amendment {reference_of(finding.amended_by)}, "
                    f"effective from {finding.amended_by.effective_on}."
                )
