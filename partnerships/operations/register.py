from __future__ import annotations

from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Region
from core import audit
from core.access import Actor
from core.codes.uscc import region_code
from core.errors import Refused
from partnerships.models import Enterprise, RegisterEntry
from partnerships.operations.enterprises import EnterpriseFields, add_enterprise
from partnerships.policies import EDIT


class UnableToAdopt(Refused):
    """The line of the register cannot become an enterprise of the centre; the message says why."""


@transaction.atomic
def adopt(
    *,
    actor: Actor,
    pk: Any,
    now: datetime,
    **fields: Unpack[EnterpriseFields],
) -> Enterprise:
    """Make a line of the look-up register an enterprise of the centre, with what the register knows.

    ``fields`` overrides it and names at least the department.

    Raises:
        NotVisible, PermissionDenied, ValidationError, UnableToAssign: see :func:`add_enterprise`.
        UnableToAdopt: somebody adopted it already.
    """
    entry: RegisterEntry = RegisterEntry.objects.for_write(actor, pk, EDIT)
    if entry.adopted_as_id is not None:
        raise UnableToAdopt(_("This entry has become an enterprise of the centre already."))
    known = suggested_fields(entry)
    known.update(fields)
    enterprise = add_enterprise(actor=actor, now=now, **known)
    entry.adopted_as = enterprise
    entry.save(update_fields=["adopted_as"])
    audit.record(
        actor=actor,
        subject=enterprise,
        verb="enterprise.adopted",
        now=now,
        details={"source": entry.source, "code": entry.code},
        capability=EDIT,
    )
    return enterprise


def suggested_fields(entry: RegisterEntry) -> EnterpriseFields:
    """What the register knows, as the form for a new enterprise starts. One query for the region."""
    return EnterpriseFields(
        name=entry.name,
        scheme=entry.scheme,
        code=entry.code or None,
        country=entry.country or "CN",
        region=region_of(entry),
        address=entry.address,
    )


def region_of(entry: RegisterEntry) -> Region | None:
    """The region of the authority that gave the code: the smallest one we know, none elsewhere."""
    if entry.scheme != "uscc":
        return None
    county = region_code(entry.code)
    codes = [county, f"{county[:4]}00", f"{county[:2]}0000"]
    known = {region.code: region for region in Region.objects.in_country("CN").filter(code__in=codes)}
    return next((known[code] for code in codes if code in known), None)
