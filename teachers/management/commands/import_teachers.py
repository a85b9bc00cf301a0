from __future__ import annotations

from typing import Any

from core.imports.command import ImportCommand
from core.imports.spec import ImportSpec, find_spec


class Command(ImportCommand):
    help = "Import the centre's list of teachers: judge every row, write the new and changed ones, report."

    def spec(self, options: dict[str, Any]) -> ImportSpec:
        return find_spec("teachers.teachers")
