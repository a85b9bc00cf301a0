"""Making the papers of a placement: the agreement, a newer version of it, an amendment beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.choices import Language
from agreements.documents.printing import CODE_LENGTH, paint, verification_address
from agreements.operations.references import next_reference
from core import audit
from core.access import Actor, NotVisible
from core.kept import with_its_row
from core.rendering.context import Verification
from placements.models import (
    STANDING,
    Placement,
    Tripartite,
    TripartiteNumber,
    TripartiteState,
    TripartiteTemplate,
)
from placements.transitions.papers import EDIT, TRIPARTITE_MOVES
from placements.tripartite_document import (
    Contents,
    NotMade,
    amendment_of,
    contents_of,
    current_template,
    sheet_of,
    with_everything,
)
from signing.subjects import fingerprint

ATTEMPTS = 3


def make_tripartite(*, actor: Actor, placement_pk: int, language: Language, now: datetime) -> Tripartite:
    """The agreement of a placement, made where it is not there yet, or where its words have changed.

    One that is out or signed stays. Painting takes half a second, so it is done before the placement is
    locked; whoever finds then that the words have changed, or that somebody was quicker, begins again.

    Raises:
        NotVisible, PermissionDenied: the placement.
        NotMade: something is missing, or the placement is over.
        NotPrintable, RenderError: the paper cannot be painted; nothing is kept.
    """
    _require_permission(actor, placement_pk)
    number = _number_of(placement_pk, now=now)
    for _attempt in range(ATTEMPTS):
        placement = with_everything(Placement.objects.all()).get(pk=placement_pk)
        standing = _standing(placement)
        if standing is not None and standing.state != TripartiteState.MADE:
            return standing
        if not placement.is_live:
            raise NotMade(_("The placement is over: there is nothing left to agree."))
        template = current_template()
        contents = contents_of(placement, template=template, number=number)
        if standing is not None and _is_same(standing, contents, template, language):
            return standing
        version = _next_version(number, 0)
        made = _paint(contents, number=number, amendment_no=0, version=version, language=language)
        with transaction.atomic():
            Placement.objects.for_write(actor, placement_pk, EDIT)
            fresh = with_everything(Placement.objects.all()).get(pk=placement_pk)
            is_stale = (
                _standing(fresh) != standing
                or _next_version(number, 0) != version
                or contents_of(fresh, template=template, number=number) != contents
            )
            if is_stale:
                continue
            if standing is not None:
                TRIPARTITE_MOVES.move(actor=actor, pk=standing.pk, name="replace", now=now)
            paper = Tripartite(
                placement=fresh,
                template=template,
                number=number,
                version=version,
                language=language,
                contents=contents,
                created_at=now,
                created_by_id=actor.pk,
            )
            return _keep(paper, made, actor=actor, verb="tripartite.made", now=now)
    raise NotMade(_("The placement is being changed just now. Try again in a moment."))


def amend_tripartite(
    *, actor: Actor, placement_pk: int, reason: str, language: Language, now: datetime
) -> Tripartite:
    """An amendment of a signed agreement, with what has changed in the placement since: from → to.

    Raises:
        NotVisible, PermissionDenied: the placement.
        NotMade: the agreement is not signed, another amendment is not signed yet, nothing has changed, or
            no reason is given.
        NotPrintable, RenderError: the paper cannot be painted; nothing is kept.
    """
    _require_permission(actor, placement_pk)
    if not reason.strip():
        raise NotMade(_("Please give a reason: the others will read it."))
    for _attempt in range(ATTEMPTS):
        placement = with_everything(Placement.objects.all()).get(pk=placement_pk)
        base, latest, no = _to_amend(placement)
        wanted: dict[str, Any] = {"base": base, "no": no, "reason": reason.strip()}
        contents = amendment_of(latest.contents, placement, **wanted)
        version = _next_version(base.number, no)
        made = _paint(contents, number=base.number, amendment_no=no, version=version, language=language)
        with transaction.atomic():
            Placement.objects.for_write(actor, placement_pk, EDIT)
            fresh = with_everything(Placement.objects.all()).get(pk=placement_pk)
            is_stale = (
                _to_amend(fresh) != (base, latest, no)
                or _next_version(base.number, no) != version
                or amendment_of(latest.contents, fresh, **wanted) != contents
            )
            if is_stale:
                continue
            paper = Tripartite(
                placement=fresh,
                template=base.template,
                number=base.number,
                amendment_no=no,
                version=version,
                language=language,
                contents=contents,
                reason=reason.strip(),
                created_at=now,
                created_by_id=actor.pk,
            )
            return _keep(paper, made, actor=actor, verb="tripartite.amended", now=now)
    raise NotMade(_("The placement is being changed just now. Try again in a moment."))


@transaction.atomic
def cancel_tripartite(*, actor: Actor, pk: int, reason: str, now: datetime) -> Tripartite:
    """Give up a paper that is not out for signature and not signed.

    Raises:
        NotVisible, PermissionDenied, TransitionRefused: see ``TransitionTable.move``.
    """
    paper = Tripartite.objects.visible_to(actor).filter(pk=pk).first()
    if paper is None:
        raise NotVisible(f"placements.Tripartite {pk}")
    Placement.objects.for_write(actor, paper.placement_id, EDIT)
    return TRIPARTITE_MOVES.move(
        actor=actor, pk=pk, name="cancel", now=now, reason=reason, changes={"reason": reason.strip()}
    )


def code_of(paper: Tripartite) -> str:
    """What stands on the paper for ``/verify/``."""
    return paper.content_sha256[:CODE_LENGTH]


# --- Inside -----------------------------------------------------------------------------------


def _require_permission(actor: Actor, placement_pk: int) -> None:
    with transaction.atomic():
        Placement.objects.for_write(actor, placement_pk, EDIT)


@transaction.atomic
def _number_of(placement_pk: int, *, now: datetime) -> str:
    """Given out once, before anything is painted: a paper that fails keeps its number for the next try."""
    known = TripartiteNumber.objects.filter(placement=placement_pk).first()
    if known is None:
        Placement.objects.select_for_update(of=("self",)).get(pk=placement_pk)
        known = TripartiteNumber.objects.filter(placement=placement_pk).first()
    if known is None:
        known = TripartiteNumber.objects.create(placement_id=placement_pk, number=next_reference(now=now))
    return known.number


def _standing(placement: Placement) -> Tripartite | None:
    return placement.tripartites.filter(amendment_no=0, state__in=STANDING).first()


def _next_version(number: str, amendment_no: int) -> int:
    last = Tripartite.objects.filter(number=number, amendment_no=amendment_no).order_by("-version").first()
    return last.version + 1 if last else 1


def _to_amend(placement: Placement) -> tuple[Tripartite, Tripartite, int]:
    """The agreement, the last paper that was signed, and the number of the next amendment."""
    papers = list(
        placement.tripartites.filter(state__in=STANDING).select_related("template").order_by("amendment_no")
    )
    if not papers or papers[0].amendment_no or papers[0].state != TripartiteState.SIGNED:
        raise NotMade(_("The agreement is not signed yet: it is made anew instead of being amended."))
    if papers[-1].state != TripartiteState.SIGNED:
        raise NotMade(_("The amendment %(number)s is not signed yet.") % {"number": papers[-1].reference})
    return papers[0], papers[-1], papers[-1].amendment_no + 1


def _is_same(paper: Tripartite, contents: Contents, template: TripartiteTemplate, language: Language) -> bool:
    return paper.template_id == template.pk and paper.language == language and paper.contents == contents


def _paint(
    contents: Contents, *, number: str, amendment_no: int, version: int, language: Language
) -> tuple[str, Any]:
    words = fingerprint(
        {"reference": [number, amendment_no, version], "language": language, "words": contents}
    )
    reference = f"{number}/{amendment_no}" if amendment_no else number
    sheet = sheet_of(
        contents,
        reference=reference,
        version=version,
        verification=Verification(address=verification_address(words[:CODE_LENGTH])),
    )
    return words, paint(sheet, Language(language), is_final=True)


def _keep(paper: Tripartite, made: tuple[str, Any], *, actor: Actor, verb: str, now: datetime) -> Tripartite:
    words, pdf = made
    paper.content_sha256, paper.sha256 = words, pdf.sha256
    paper.size, paper.pages = len(pdf.content), pdf.pages
    paper.file.save(f"{pdf.sha256}.pdf", ContentFile(pdf.content), save=False)
    with with_its_row(paper.file.storage, str(paper.file.name)):
        paper.save(force_insert=True)
        audit.record(
            actor=actor,
            subject=paper.placement,
            verb=verb,
            now=now,
            reason=paper.reason,
            details={"reference": paper.reference, "version": paper.version, "sha256": paper.sha256},
            capability=EDIT,
        )
    return paper
