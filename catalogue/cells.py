"""What a cell of a list names in the catalogues."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from catalogue.models import Major
from core.imports.spec import Reject


def majors_in(cell: str) -> list[Major]:
    """Majors by code or name, several apart by commas, semicolons or slashes; a query or two for each.

    Raises Reject.
    """
    found = []
    for name in (one.strip() for one in re.split(r"[,;，；、/]", cell)):
        if not name:
            continue
        rows = Major.objects.filter(code=name) or Major.objects.filter(name_zh=name)
        major = rows.order_by("code").first()
        if major is None:
            raise Reject(_("“%(name)s” is no major of the catalogue.") % {"name": name[:40]})
        found.append(major)
    return found
