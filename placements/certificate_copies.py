"""Certificates at ``/verify/``: number, name, host, dates and result, and nothing else."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.variables import shown_date
from core.copies import CopyKind, KnownCopy
from core.look import Chip, Meaning
from core.rendering.labels import translated
from placements.certificate_document import TITLE
from placements.models import Certificate
from placements.operations.certificates import is_superseded


def by_code(code: str) -> KnownCopy | None:
    return _known(_certificates().filter(content_sha256__startswith=code).first())


def by_digest(digest: str) -> KnownCopy | None:
    return _known(_certificates().filter(sha256=digest).first())


def _certificates():
    return Certificate.objects.select_related("result")


def _known(certificate: Certificate | None) -> KnownCopy | None:
    if certificate is None:
        return None
    is_replaced = is_superseded(certificate)
    dates = _("%(start)s to %(end)s") % {
        "start": shown_date(certificate.starts_on),
        "end": shown_date(certificate.ends_on),
    }
    says = (
        _("The result was corrected since: this certificate does not count any more.") if is_replaced else ""
    )
    return KnownCopy(
        title=_("Certificate of internship"),
        chip=Chip(pgettext("of a copy", "replaced"), Meaning.SOON)
        if is_replaced
        else Chip(pgettext("of a copy", "genuine"), Meaning.GOOD),
        facts=[
            (_("Number"), certificate.number),
            (_("Name"), certificate.holder),
            (_("Host of the internship"), certificate.host),
            (_("Dates"), dates),
            (_("Result of the internship"), str(certificate.get_grade_display())),
        ],
        line=f"{translated(TITLE).en} {certificate.number}, {certificate.holder}, {certificate.host}. "
        f"{says}".strip(),
        sha256=certificate.sha256,
        says=says,
    )


CERTIFICATES = CopyKind(name="placements.certificate", by_code=by_code, by_digest=by_digest)
