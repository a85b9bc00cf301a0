"""What two enterprises that become one mean for alliances: one is no member twice, nor its own supplier."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from partnerships.merging import Step
from partnerships.models import Enterprise

BOTH_MEMBERS = """
SELECT 1 FROM alliances_member one JOIN alliances_member other ON other.alliance_id = one.alliance_id
WHERE one.enterprise_id = %(kept)s AND other.enterprise_id = %(merged)s
  AND daterange(one.starts_on, one.ends_on, '[]') && daterange(other.starts_on, other.ends_on, '[]')
LIMIT 1
"""
SUPPLIES_CLASH = """
SELECT 1 FROM alliances_supplylink
WHERE (supplier_id, customer_id) IN ((%(kept)s, %(merged)s), (%(merged)s, %(kept)s))
UNION ALL
SELECT 1 FROM alliances_supplylink one JOIN alliances_supplylink other
  ON (one.supplier_id = %(kept)s AND other.supplier_id = %(merged)s AND one.customer_id = other.customer_id)
  OR (one.customer_id = %(kept)s AND other.customer_id = %(merged)s AND one.supplier_id = other.supplier_id)
WHERE daterange(one.starts_on, one.ends_on, '[]') && daterange(other.starts_on, other.ends_on, '[]')
LIMIT 1
"""


def obstacle(kept: Enterprise, merged: Enterprise) -> str | None:
    """Two queries."""
    keys = {"kept": kept.pk, "merged": merged.pk}
    with connection.cursor() as cursor:
        cursor.execute(BOTH_MEMBERS, keys)
        if cursor.fetchone():
            return _("Both are members of one alliance at a time: end one of the memberships first.")
        cursor.execute(SUPPLIES_CLASH, keys)
        if cursor.fetchone():
            return _("One supplies the other, or both are linked with the same enterprise: end that first.")
    return None


STEP = Step(name="alliances", obstacle=obstacle)
