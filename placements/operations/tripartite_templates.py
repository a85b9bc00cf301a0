"""Writing the text of the tripartite agreement. What is published never changes: a new version does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.variables import VariableProblem, names_in
from core import audit
from core.bilingual import listed
from core.errors import Refused
from placements.models import Point, TripartiteClause, TripartiteTemplate
from placements.tripartite_values import VALUES

if TYPE_CHECKING:
    from accounts.models import User


class UnableToPublish(Refused):
    """The text cannot be published, or written anew; the message says why."""


@transaction.atomic
def begin_version(*, actor: User, now: datetime) -> TripartiteTemplate:
    """A draft, the copy of the latest version. The caller has authorised the actor.

    Raises:
        UnableToPublish: there is a draft already.
    """
    latest = TripartiteTemplate.objects.select_for_update().order_by("-number").first()
    if latest is None:
        raise UnableToPublish(_("There is no text yet: add one."))
    if not latest.is_published:
        raise UnableToPublish(_("There is a draft already: publish it, or go on writing it."))
    draft = TripartiteTemplate.objects.create(
        number=latest.number + 1,
        basis=latest.basis,
        consent_en=latest.consent_en,
        consent_zh=latest.consent_zh,
        reason="",
        author=actor,
        created_at=now,
    )
    TripartiteClause.objects.bulk_create(
        TripartiteClause(
            template=draft,
            order=clause.order,
            point=clause.point,
            heading_en=clause.heading_en,
            heading_zh=clause.heading_zh,
            text_en=clause.text_en,
            text_zh=clause.text_zh,
        )
        for clause in latest.clauses.all()
    )
    return draft


@transaction.atomic
def publish(*, actor: User, pk: int, now: datetime) -> TripartiteTemplate:
    """From now on agreements are made on this text. The caller has authorised the actor.

    Raises:
        UnableToPublish: it is published, says not why, does not speak of every point of the law (INT-14),
            lacks a language, or names a variable that there is not.
    """
    template = TripartiteTemplate.objects.select_for_update().get(pk=pk)
    if template.is_published:
        raise UnableToPublish(_("This version is published already."))
    if not template.reason.strip():
        raise UnableToPublish(_("Say why the words change."))
    clauses = list(template.clauses.all())
    spoken_of = {clause.point for clause in clauses}
    if missing := [point.label for point in Point if point not in spoken_of]:
        raise UnableToPublish(_("The text does not speak of: %(points)s.") % {"points": listed(missing)})
    for clause in clauses:
        words = (clause.heading_en, clause.heading_zh, clause.text_en, clause.text_zh)
        if not all(text.strip() for text in words):
            raise UnableToPublish(_("Clause %(number)d lacks a language.") % {"number": clause.order})
    if bool(template.consent_en.strip()) != bool(template.consent_zh.strip()):
        raise UnableToPublish(_("The informed consent lacks a language."))
    check_variables(
        [text for clause in clauses for text in (clause.text_en, clause.text_zh)]
        + [template.consent_en, template.consent_zh]
    )
    template.published_at = now
    template.author = actor
    template.save(update_fields=["published_at", "author"])
    audit.record(
        actor=actor,
        subject=template,
        verb="tripartite.text_published",
        now=now,
        reason=template.reason,
        details={"number": template.number, "basis": template.basis},
    )
    return template


def check_variables(texts: Iterable[str]) -> None:
    """Raises :class:`UnableToPublish` where a text names a variable that no placement fills in."""
    for text in texts:
        try:
            unknown = [name for name in names_in(text) if name not in VALUES]
        except VariableProblem as problem:
            raise UnableToPublish(str(problem)) from problem
        if unknown:
            raise UnableToPublish(_("The variable “%(name)s” is not known.") % {"name": unknown[0]})
