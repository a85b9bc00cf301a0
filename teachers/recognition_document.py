"""What the certificate of dual qualification says (“双师型”教师证书), in both languages."""

from __future__ import annotations

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
from teachers.models import Level, RecognitionCertificate, Schooling
from teachers.standards import latest_check

TITLE = gettext_noop("Certificate of dual-qualified teacher")
REASON = gettext_noop("Issued and sealed by the centre")


def words_of(certificate: RecognitionCertificate) -> dict[str, object]:
    """What is certified, as data: its fingerprint is the code on the paper."""
    teacher, term = certificate.recognition.teacher, certificate.term
    return {
        "number": certificate.number,
        "teacher": [teacher.staff_number, teacher.name, teacher.name_latin],
        "level": certificate.level,
        "stage": certificate.stage,
        "term": [term.starts_on.isoformat(), term.ends_on.isoformat()],
    }


def fingerprint_of(certificate: RecognitionCertificate) -> str:
    return fingerprint(words_of(certificate))


def certificate_sheet(certificate: RecognitionCertificate, *, words: str) -> paper.DocumentContext:
    """Needs the recognition with its teacher and department, and the term."""
    centre = Centre.current()
    recognition, term = certificate.recognition, certificate.term
    teacher = recognition.teacher
    check = latest_check(recognition)
    return paper.DocumentContext(
        title=translated(TITLE),
        reference=certificate.number,
        version="1",
        issuer=in_both(lambda: centre),
        logo=logo(centre),
        facts=[
            paper.Fact(
                label=in_both(lambda: _("Name")),
                value=paper.Bilingual(
                    en=f"{teacher.name_latin or teacher.name} · {teacher.staff_number}",
                    zh=f"{teacher.name} · {teacher.staff_number}",
                ),
            ),
            *facts(
                fact(lambda: _("Department"), lambda: teacher.department.name),
                fact(
                    lambda: pgettext("of a dual-qualified teacher", "Level"),
                    lambda: f"{Level(certificate.level).label} · {Schooling(certificate.stage).label}",
                ),
                fact(
                    lambda: _("Standard"),
                    lambda: f"{check.version.pack} · {_('version')} {check.version.number}" if check else "",
                ),
                fact(
                    lambda: _("Valid"),
                    lambda: (
                        _("%(start)s to %(end)s")
                        % {"start": shown_date(term.starts_on), "end": shown_date(term.ends_on)}
                    ),
                ),
                fact(lambda: _("Issued on"), lambda: shown_date(timezone.localdate(certificate.ordered_at))),
            ),
        ],
        preamble=in_both(
            lambda: _(
                "This is to certify that the teacher named above was recognised as a dual-qualified "
                "teacher of the level given, after application, vote of the panel and publicity period. "
                "It is valid for the term given and lapses with its last day unless reviewed before."
            )
        ),
        verification=paper.Verification(address=address_of(words[:CODE_LENGTH])),
    )


def address_of(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('agreements:verify', args=[code])}"
