from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile

from core import access
from core.access import EVERYWHERE, NOWHERE, Scope, register_capabilities
from core.imports import operations, spec, work
from core.models import ImportRun
from tests.core.imports.companies import CompanyImport, create_table

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Person:
    """Somebody with powers, as the core knows them."""

    pk: Any = None
    scope: Scope = EVERYWHERE
    powers: frozenset[str] = field(default_factory=lambda: frozenset({"company.import"}))

    def scope_for(self, capability: str) -> Scope:
        return self.scope if capability in self.powers else NOWHERE

    def on_behalf_of(self, capability, department_id):
        return None


@pytest.fixture
def companies(db, monkeypatch, settings, tmp_path) -> CompanyImport:
    """The kind of list, registered, with an empty table."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(spec, "_specs", {})
    monkeypatch.setattr(access, "_kinds", dict(access._kinds))
    register_capabilities("company", "Companies", {"import": "import"})
    companies = CompanyImport()
    spec.register_import(companies)
    create_table()
    return companies


@pytest.fixture
def officer() -> Person:
    return Person()


@pytest.fixture
def bring_in(companies, officer):
    """Brings in a text as a file: uploaded, checked and, unless told otherwise, applied."""

    def run(text: str | bytes, *, name="list.csv", apply=True, actor=officer, **choices) -> ImportRun:
        content = text.encode() if isinstance(text, str) else text
        started = operations.start_import(
            actor=actor, spec=companies, file=ContentFile(content), file_name=name, now=NOW
        )
        operations.check_import(actor=actor, pk=started.pk, now=NOW, **choices)
        work.work_on(started.pk, now=NOW)
        checked = ImportRun.objects.get(pk=started.pk)
        if not apply:
            return checked
        operations.apply_import(actor=actor, pk=checked.pk, expected=checked.applicable, now=NOW)
        work.work_on(checked.pk, now=NOW)
        return ImportRun.objects.get(pk=checked.pk)

    return run
