"""What is told to partners stands behind walls that let no student, and nobody unnamed, through."""

from __future__ import annotations

import re

import pytest

from core.walls import inside, walls
from governance.models import Regulation, RegulationVersion
from governance.walls import REGULATION_COLUMNS, VERSION_COLUMNS
from information.models import LibraryDocument
from information.walls import LIBRARY_COLUMNS
from tests.core.test_house import ROOT
from tests.governance.ruling import in_force
from tests.information.sharing import shared
from tests.world import come_in

FOR_PARTNERS = (
    "governance_regulation",
    "governance_regulationversion",
    "information_librarydocument",
    "reports_annualreport",
)


@pytest.mark.django_db
def test_regulations_and_documents_for_all_partners_are_not_for_students(world):
    in_force(world, is_for_partners=True)
    shared(world)

    def found() -> list[int]:
        return [
            len(model.objects.only(*columns).order_by())
            for model, columns in (
                (Regulation, REGULATION_COLUMNS),
                (RegulationVersion, VERSION_COLUMNS),
                (LibraryDocument, LIBRARY_COLUMNS),
            )
        ]

    student = come_in(world.student)
    with inside(person_id=student.pk):
        to_student = found()
    with inside(enterprise_id=world.partner.pk, person_id=student.pk):
        to_partner = found()

    assert to_student == [0, 0, 0]
    assert to_partner == [1, 1, 1]


@pytest.mark.parametrize("table", FOR_PARTNERS)
def test_what_is_for_partners_asks_for_an_enterprise(table):
    (wall,) = (one for one in walls() if one.table == table)

    assert "(SELECT this_enterprise()) IS NOT NULL" in wall.sees


def test_who_is_from_outside_is_asked_in_one_place():
    """Inspectors are from outside as well: whoever tells the kinds apart by hand forgets one."""
    by_hand = re.compile(
        r"not .*is_partner.*not .*is_student|is_partner or .*is_student|is_partner=False, is_student=False"
    )
    found = [
        path.relative_to(ROOT).as_posix()
        for app in ROOT.iterdir()
        if app.is_dir() and (app / "apps.py").exists()
        for path in app.rglob("*.py")
        if "migrations" not in path.parts and by_hand.search(path.read_text())
    ]

    assert found == ["accounts/models.py"]
