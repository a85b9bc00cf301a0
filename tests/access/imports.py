"""The rules of the addresses at which lists are brought in."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from django.utils import timezone

from core.imports.spec import register_import
from core.models import ImportRun
from tests.access.rules import Rule, holder, row
from tests.core.imports.companies import CompanyImport
from tests.world import World


class ListOfCompanies(CompanyImport):
    """Some list that those may bring in who may import enterprises."""

    name = "test.list"
    capability = "enterprise.import"


register_import(ListOfCompanies())


def import_run(world: World) -> ImportRun:
    return ImportRun.objects.create(
        spec_name=ListOfCompanies.name,
        department_id=world.mechanics.pk,
        file_name="list.csv",
        size=1,
        created_at=timezone.now(),
    )


def handled(method: Literal["GET", "POST"] = "GET") -> Rule:
    """A list is hidden from those who could not bring it in themselves."""
    return row(import_run, "enterprise.import", read="enterprise.import", method=method)


RULES: dict[str, Rule] = {
    # The coordinator brings in students.
    "core:import_list": replace(holder("enterprise.import"), also_for=("coordinator",)),
    "core:import_new": replace(holder("enterprise.import"), also_for=("coordinator",)),
    "core:import_upload": holder("enterprise.import", spec_name=ListOfCompanies.name),
    "core:import_template": holder("enterprise.import", spec_name=ListOfCompanies.name),
    "core:import_detail": handled(),
    "core:import_columns": handled(),
    "core:import_report": handled(),
    "core:import_apply": handled("POST"),
    "core:import_cancel": handled("POST"),
}
