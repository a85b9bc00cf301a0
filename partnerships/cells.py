"""What a cell of a list names among enterprises and departments."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Department
from core.access import Actor
from core.imports.spec import Reject
from partnerships.models import Enterprise
from partnerships.policies import departments_for


def enterprise_in(cell: str, actor: Actor) -> Enterprise:
    """One that the actor sees, by registration code, else by legal name. Raises Reject."""
    rows = Enterprise.objects.visible_to(actor).filter(merged_into=None).select_related("department")
    found = list(rows.filter(code=cell)[:2]) or list(rows.filter(name=cell)[:2])
    if len(found) != 1:
        raise Reject(
            _("Two enterprises have this name: write the registration code.")
            if found
            else _("There is no such enterprise here, or you do not see it.")
        )
    enterprise: Enterprise = found[0]
    return enterprise


def department_in(cell: str, actor: Actor, power: str) -> Department | None:
    """One over which the actor has the power, by code or by its name in either language."""
    rows = departments_for(actor, power)
    found = rows.filter(code=cell).first() or rows.filter(name_zh=cell).first()
    return found or rows.filter(name_en=cell).first()
