"""Statements of contributions: asked for by either side, made by a worker, kept for good.

A statement is a row with its number and all it says from the moment it is asked for. A worker that dies
leaves it, and the next sweep begins again with the same number.

Locks: the enterprise, then the counter of numbers.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Centre
from agreements.choices import Language
from agreements.documents.printing import paint
from core import audit
from core.access import Actor, NotVisible
from core.background import nudge, one_at_a_time, pause_after
from core.errors import Refused, fault_in_words
from core.kept import with_its_row
from core.rendering.labels import translated
from partnerships.models import Enterprise
from partnerships.policies import require
from partnerships.portal.partner import Partner
from resources.models import ContributionStatement
from resources.statement_document import REASON, statement_sheet
from resources.statement_facts import facts_of, has_anything
from resources.transitions.contributions import CONFIRM
from signing.sealing.providers import seal_provider
from signing.sealing.seal import seal_document
from signing.subjects import fingerprint

logger = logging.getLogger(__name__)

TASK = "resources.tasks.make_statements"
FOLDER = "statements"
NEXT = """
INSERT INTO resources_statementcounter AS counter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = counter.last + 1
RETURNING last
"""
EARLIEST = 2000


class UnableToState(Refused):
    """There is no statement to be made; the message says why."""


@transaction.atomic
def order_statement(*, actor: Actor, enterprise_id: int, year: int, now: datetime) -> ContributionStatement:
    """Raises NotVisible, PermissionDenied, UnableToState."""
    enterprise = Enterprise.objects.visible_to(actor).filter(pk=enterprise_id).first()
    if enterprise is None:
        raise NotVisible(f"partnerships.Enterprise {enterprise_id}")
    require(actor, CONFIRM, enterprise.department)
    return _order(actor, enterprise_id, year, now)


@transaction.atomic
def order_own_statement(*, partner: Partner, year: int, now: datetime) -> ContributionStatement:
    """Outside the walls. Raises UnableToState."""
    return _order(partner, partner.enterprise.pk, year, now)


def _order(actor: Actor, enterprise_id: int, year: int, now: datetime) -> ContributionStatement:
    today = timezone.localdate(now)
    if not EARLIEST <= year <= today.year:
        raise UnableToState(_("There is nothing to state of this year."))
    enterprise = Enterprise.objects.select_for_update().get(pk=enterprise_id)
    said = facts_of(enterprise, year, on=today)
    if not has_anything(said):
        raise UnableToState(_("Nothing that both sides have confirmed was given in this year."))
    rows = ContributionStatement.objects.filter(enterprise=enterprise, year=year)
    latest = rows.order_by("-version").first()
    facts_sha256 = fingerprint(said)
    if latest is not None and latest.facts_sha256 == facts_sha256:
        raise UnableToState(_("%(number)s says all of this already.") % {"number": latest.number})
    number = _next_number(now)
    contents: dict[str, Any] = {
        "number": number,
        "version": latest.version + 1 if latest else 1,
        "replaces": latest.number if latest else "",
        "facts": said,
    }
    statement = ContributionStatement.objects.create(
        enterprise=enterprise,
        department_id=enterprise.department_id,
        year=year,
        version=contents["version"],
        number=number,
        holder=enterprise.name,
        replaces=latest,
        contents=contents,
        facts_sha256=facts_sha256,
        content_sha256=fingerprint(contents),
        ordered_at=now,
        ordered_by_id=actor.pk,
        next_attempt_at=now,
    )
    audit.record(
        actor=actor,
        subject=statement,
        verb="contribution.statement",
        now=now,
        details={"number": number, "year": year},
    )
    nudge(TASK)
    return statement


def _next_number(now: datetime) -> str:
    year = timezone.localdate(now).year
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [year])
        (last,) = cursor.fetchone()
    return f"{Centre.current().reference_prefix}-TR-{year}-{last:05d}"


# --- Making -------------------------------------------------------------------------------------


def make_ordered_statements(*, now: datetime) -> int:
    """Make every statement whose turn has come, one process at a time. Answers how many were made."""
    with one_at_a_time(TASK) as alone:
        if not alone:
            return 0
        due = ContributionStatement.objects.filter(file="", next_attempt_at__lte=now)
        keys = list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True))
        return sum([_fulfil(pk, now=now) for pk in keys])


def _fulfil(pk: int, *, now: datetime) -> bool:
    statement = ContributionStatement.objects.get(pk=pk)
    try:
        make_statement(statement, now=now)
    except Exception as fault:
        # Whatever went wrong (a name no font has, the key, the disk) costs this one an attempt, no other.
        logger.exception("Statement %s is not made", statement.number)
        ContributionStatement.objects.filter(pk=pk, file="").update(
            attempts=F("attempts") + 1,
            next_attempt_at=now + pause_after(statement.attempts + 1),
            error=fault_in_words(fault),
        )
        return False
    return True


def make_statement(statement: ContributionStatement, *, now: datetime) -> ContributionStatement:
    """Paint, seal and keep it; one that is made stays as it is.

    Raises whatever painting, sealing and writing raise; nothing is kept then.
    """
    painted = paint(statement_sheet(statement), Language.BOTH, is_final=True)
    reason = translated(REASON)
    content = seal_document(
        painted.content,
        reason=f"{reason.en} / {reason.zh}",
        now=statement.ordered_at,
        provider=seal_provider(),
    )
    storage = ContributionStatement._meta.get_field("file").storage
    digest = hashlib.sha256(content).hexdigest()
    name = storage.save(f"{FOLDER}/{now:%Y}/{digest}.pdf", ContentFile(content))
    with with_its_row(storage, name):
        held = ContributionStatement.objects.select_for_update().get(pk=statement.pk)
        if held.is_made:
            storage.delete(name)
            return held
        held.file, held.sha256, held.size = name, digest, len(content)
        held.pages, held.error = painted.pages, ""
        held.save(update_fields=["file", "sha256", "size", "pages", "error"])
    return held


def statement_of(actor: Actor, pk: int) -> ContributionStatement:
    """One that is made, for whoever sees it. Raises NotVisible, UnableToState."""
    found = ContributionStatement.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible(f"resources.ContributionStatement {pk}")
    if not found.is_made:
        raise UnableToState(_("The statement is being made. Try again in a moment."))
    return found
