"""Certificates of courses at ``/verify/``: number, name, enterprise, course, dates, hours; nothing else."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.variables import shown_date
from core.copies import CopyKind, KnownCopy
from core.look import Chip, Meaning
from core.rendering.labels import translated
from training.certificate_document import TITLE
from training.models import CourseCertificate
from training.words import plain


def by_code(code: str) -> KnownCopy | None:
    return _known(CourseCertificate.objects.filter(content_sha256__startswith=code).first())


def by_digest(digest: str) -> KnownCopy | None:
    return _known(CourseCertificate.objects.filter(sha256=digest).first())


def _known(certificate: CourseCertificate | None) -> KnownCopy | None:
    if certificate is None:
        return None
    dates = _("%(start)s to %(end)s") % {
        "start": shown_date(certificate.starts_on),
        "end": shown_date(certificate.ends_on),
    }
    return KnownCopy(
        title=_("Certificate of training"),
        chip=Chip(pgettext("of a copy", "genuine"), Meaning.GOOD),
        facts=[
            (_("Number"), certificate.number),
            (_("Name"), certificate.holder),
            (_("Enterprise"), certificate.employer),
            (_("Course"), certificate.title),
            (_("Dates"), dates),
            (_("Hours attended"), plain(certificate.hours)),
        ],
        line=f"{translated(TITLE).en} {certificate.number}, {certificate.holder}, {certificate.employer}.",
        sha256=certificate.sha256,
    )


COPIES = CopyKind(name="training.certificate", by_code=by_code, by_digest=by_digest)
