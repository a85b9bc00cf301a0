"""Reference numbers: per year, without a gap, never twice."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

from accounts.models import Centre

# One statement makes the year's row or takes its next number, and keeps the row locked until the
# transaction ends: a submission that fails gives its number back.
NEXT = """
INSERT INTO agreements_referencecounter AS counter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = counter.last + 1
RETURNING last
"""


def next_reference(*, now: datetime) -> str:
    """The next number of the year, in the centre's time zone. Call it inside the submission's transaction."""
    year = timezone.localdate(now).year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [year])
        (number,) = cursor.fetchone()
    return f"{Centre.current().reference_prefix}-{year}-{number:04d}"
