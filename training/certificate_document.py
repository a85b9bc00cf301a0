"""What the certificate of a course for employees says (培训结业证书), in both languages."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from accounts.models import Centre
from agreements.documents.words import fact, facts, in_both, logo
from agreements.variables import shown_date
from core.copies import CODE_LENGTH
from core.rendering import context as paper
from core.rendering.labels import translated
from signing.subjects import fingerprint
from training.models import Course, Enrolment
from training.words import plain

TITLE = gettext_noop("Certificate of training")
REASON = gettext_noop("Issued and sealed by the centre")


def days_of(course: Course) -> tuple[date, date]:
    """The first and the last day of a course that was offered, and so has sessions."""
    return timezone.localdate(course.first_at), timezone.localdate(course.last_at)


def fingerprint_of(enrolment: Enrolment, *, number: str) -> str:
    """Of what is certified; its beginning is the code on the paper."""
    course = enrolment.course
    words: dict[str, object] = {
        "number": number,
        "name": enrolment.name,
        "enterprise": [enrolment.enterprise.name, enrolment.enterprise.name_en],
        "course": course.title,
        "days": [day.isoformat() for day in days_of(course)],
        "hours": str(enrolment.hours),
    }
    return fingerprint(words)


def certificate_sheet(
    enrolment: Enrolment, *, number: str, words: str, issued_on: date
) -> paper.DocumentContext:
    """Needs the enrolment with its course and enterprise."""
    centre, course = Centre.current(), enrolment.course
    first, last = days_of(course)
    return paper.DocumentContext(
        title=translated(TITLE),
        reference=number,
        version="1",
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=facts(
            fact(lambda: _("Name"), lambda: enrolment.name),
            fact(lambda: _("Enterprise"), lambda: enrolment.enterprise.display_name),
            fact(lambda: _("Course"), lambda: course.title),
            fact(
                lambda: _("Dates"),
                lambda: _("%(start)s to %(end)s") % {"start": shown_date(first), "end": shown_date(last)},
            ),
            fact(lambda: _("Hours attended"), lambda: plain(enrolment.hours or 0)),
            fact(lambda: pgettext("course for employees", "Result"), enrolment.get_result_display),
            fact(lambda: _("Issued on"), lambda: shown_date(issued_on)),
        ),
        preamble=in_both(
            lambda: _(
                "This is to certify that the person named above, employed at the enterprise, took part "
                "in the course given by this centre for the hours stated and passed it."
            )
        ),
        clauses=[
            paper.Clause(
                number="1",
                heading=in_both(lambda: _("Aims and contents of the course")),
                text=paper.Bilingual.same(course.aims.strip()),
            )
        ],
        verification=paper.Verification(
            address=f"{settings.SITE_URL}{reverse('agreements:verify', args=[words[:CODE_LENGTH]])}"
        ),
    )
