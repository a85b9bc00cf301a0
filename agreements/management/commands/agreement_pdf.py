from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.documents import document_of, languages_of
from agreements.documents.printing import LANGUAGES
from agreements.models import Agreement
from core.access import THE_SYSTEM
from core.errors import Refused
from core.rendering import RenderError


class Command(BaseCommand):
    help = "Write the PDF of an agreement, or of one of its amendments, to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="AG-2026-0001; AG-2026-0001/2 for its second amendment")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--language", choices=LANGUAGES, help="default: the language in which it is written"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paper = self.paper(options["reference"])
        offered = languages_of(paper)
        if not offered:
            raise CommandError("It was taken over from before: its words are in the scan.")
        language = LANGUAGES[options["language"]] if options["language"] else offered[0]
        try:
            printed = document_of(actor=THE_SYSTEM, paper=paper, language=language, now=timezone.now())
        except (Refused, RenderError) as fault:
            raise CommandError(str(fault)) from fault
        options["file"].write_bytes(printed.content)
        version = f"version {printed.kept.version}" if printed.kept else "draft"
        self.stdout.write(f"{options['file']}: {paper}, {version}, {len(printed.content):,} bytes")

    @staticmethod
    def paper(reference: str) -> Any:
        agreement = Agreement.objects.numbered(reference).first()
        if agreement is not None:
            return agreement
        number, _slash, amendment = reference.rpartition("/")
        agreement = Agreement.objects.numbered(number).first() if number else None
        found = (
            agreement.amendments.filter(number=amendment).first()
            if agreement and amendment.isdigit()
            else None
        )
        if found is None:
            raise CommandError(f"There is no agreement {reference}.")
        return found
