"""Certificates of dual qualification at ``/verify/``: what stands on them, and whether they count today."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.variables import shown_date
from core.copies import CopyKind, KnownCopy
from core.look import Chip, Meaning
from core.rendering.labels import translated
from teachers.models import RecognitionCertificate
from teachers.recognition_document import TITLE


def by_code(code: str) -> KnownCopy | None:
    return _known(_certificates().filter(content_sha256__startswith=code).first())


def by_digest(digest: str) -> KnownCopy | None:
    return _known(_certificates().filter(sha256=digest).first())


def _certificates():
    return RecognitionCertificate.objects.exclude(file="").select_related("recognition", "term")


def _known(certificate: RecognitionCertificate | None) -> KnownCopy | None:
    if certificate is None:
        return None
    chip, says = _standing(certificate)
    term = certificate.term
    dates = _("%(start)s to %(end)s") % {
        "start": shown_date(term.starts_on),
        "end": shown_date(term.ends_on),
    }
    return KnownCopy(
        title=str(_(TITLE)),
        chip=chip,
        facts=[
            (_("Number"), certificate.number),
            (_("Name"), certificate.holder),
            (pgettext("of a dual-qualified teacher", "Level"), str(certificate.get_level_display())),
            (_("Stage of schooling"), str(certificate.get_stage_display())),
            (_("Valid"), dates),
        ],
        line=f"{translated(TITLE).en} {certificate.number}, {certificate.holder}. {says}".strip(),
        sha256=certificate.sha256,
        says=says,
    )


def _standing(certificate: RecognitionCertificate) -> tuple[Chip, str]:
    today = timezone.localdate()
    ended_on = certificate.recognition.ended_on
    if ended_on is not None and ended_on <= today:
        says = _("It was revoked on %(day)s: this certificate does not count any more.")
        return Chip(pgettext("of a copy", "revoked"), Meaning.STOPPED), says % {"day": shown_date(ended_on)}
    if certificate.term.ends_on < today:
        says = _("Its term is over. A later certificate counts, if there is one.")
        return Chip(pgettext("of a copy", "lapsed"), Meaning.SOON), says
    return Chip(pgettext("of a copy", "genuine"), Meaning.GOOD), ""


COPIES = CopyKind(name="teachers.recognition", by_code=by_code, by_digest=by_digest)
