"""What two records of an enterprise that become one mean for courses: it owes for one course once, and one
employee is there once.

What is paid or waived on both sides stays as it is, the merged record's with the merged record: it is income
that was entered, and history.
"""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from partnerships.merging import Step
from partnerships.models import Enterprise

BOTH_OWE = """
SELECT course.title FROM training_fee one
JOIN training_fee other ON other.course_id = one.course_id
JOIN training_course course ON course.id = one.course_id
WHERE one.enterprise_id = %(kept)s AND other.enterprise_id = %(merged)s AND 'due' IN (one.state, other.state)
ORDER BY course.title LIMIT 1
"""
ENROLLED_TWICE = """
SELECT one.name, course.title FROM training_enrolment one
JOIN training_enrolment other
  ON (other.course_id, other.name, other.job) = (one.course_id, one.name, one.job)
JOIN training_course course ON course.id = one.course_id
WHERE one.enterprise_id = %(kept)s AND other.enterprise_id = %(merged)s
  AND one.state <> 'withdrawn' AND other.state <> 'withdrawn' AND course.state IN ('offered', 'running')
ORDER BY course.title, one.name LIMIT 1
"""


def obstacle(kept: Enterprise, merged: Enterprise) -> str | None:
    """Two queries."""
    keys = {"kept": kept.pk, "merged": merged.pk}
    with connection.cursor() as cursor:
        cursor.execute(BOTH_OWE, keys)
        if found := cursor.fetchone():
            return _("Both owe for the course “%(course)s”: enter what was paid, or waive one, first.") % {
                "course": found[0]
            }
        cursor.execute(ENROLLED_TWICE, keys)
        if found := cursor.fetchone():
            return _("Both have enrolled %(name)s in the course “%(course)s”: withdraw one first.") % {
                "name": found[0],
                "course": found[1],
            }
    return None


STEP = Step(name="training", obstacle=obstacle)
