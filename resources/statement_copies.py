"""Statements of contributions at ``/verify/``: number, enterprise, year, and whether a later one counts."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.variables import shown_date
from core.copies import CopyKind, KnownCopy
from core.look import Chip, Meaning
from core.rendering.labels import translated
from resources.models import ContributionStatement
from resources.statement_document import TITLE


def by_code(code: str) -> KnownCopy | None:
    return _known(_statements().filter(content_sha256__startswith=code).first())


def by_digest(digest: str) -> KnownCopy | None:
    return _known(_statements().filter(sha256=digest).first())


def _statements():
    return ContributionStatement.objects.exclude(file="").select_related("replaced_by", "replaces")


def replaced_by(statement: ContributionStatement) -> ContributionStatement | None:
    return getattr(statement, "replaced_by", None)


def _known(statement: ContributionStatement | None) -> KnownCopy | None:
    if statement is None:
        return None
    later = replaced_by(statement)
    says = (
        _("It was replaced by %(number)s: this statement does not count any more.") % {"number": later}
        if later
        else ""
    )
    return KnownCopy(
        title=str(_(TITLE)),
        chip=Chip(pgettext("of a copy", "replaced"), Meaning.SOON)
        if later
        else Chip(pgettext("of a copy", "genuine"), Meaning.GOOD),
        facts=[
            (_("Number"), statement.number),
            (_("Enterprise"), statement.holder),
            (_("Year"), str(statement.year)),
            (_("Version"), str(statement.version)),
            (_("Issued on"), shown_date(timezone.localdate(statement.ordered_at))),
        ],
        line=f"{translated(TITLE).en} {statement.number}, {statement.holder}, {statement.year}. "
        f"{says}".strip(),
        sha256=statement.sha256,
        says=says,
    )


COPIES = CopyKind(name="resources.statement", by_code=by_code, by_digest=by_digest)
