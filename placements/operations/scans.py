"""Agreements that come back on paper: piles of scans, sorted by their codes or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.attachments import store_upload
from core.background import nudge
from core.errors import REFUSALS, Refused, refusal_in_words
from core.filetypes import SCANS
from internships.models import Plan
from placements.models import PileFile, PileState, ScannedPage, ScanPile, Tripartite, TripartiteState
from placements.operations.tripartite_signing import record_signed_on_paper, usual_signatories
from placements.printed_pages import as_one_pdf
from placements.scan_work import TASK
from placements.transitions.papers import EDIT

if TYPE_CHECKING:
    from accounts.models import User


class UnableToSort(Refused):
    """The page cannot go there; the message says why."""


@transaction.atomic
def add_pile(*, actor: User, plan_pk: int, uploads: Sequence[File[bytes]], now: datetime) -> ScanPile:
    """Take in scans of printed agreements; a worker sorts them.

    Raises:
        NotVisible, PermissionDenied: the plan.
        UnacceptableFile: one of the files is no picture or document.
    """
    plan: Plan = Plan.objects.for_write(actor, plan_pk, EDIT)
    pile = ScanPile.objects.create(plan=plan, added_by=actor, added_at=now)
    for upload in uploads:
        store_upload(actor=actor, model=PileFile, parent=pile, upload=upload, now=now, accepted=SCANS)
    audit.record(
        actor=actor,
        subject=plan,
        verb="tripartite.scans_added",
        now=now,
        details={"pile": pile.pk, "files": len(uploads)},
        capability=EDIT,
    )
    nudge(TASK)
    return pile


@transaction.atomic
def assign_page(*, actor: Actor, page_pk: int, tripartite_pk: int, page: int, now: datetime) -> ScannedPage:
    """Say by hand of which paper a page is, and which page of it.

    Raises:
        NotVisible, PermissionDenied: the pile.
        UnableToSort: the paper is of another plan, or has fewer pages.
    """
    scanned = _locked(actor, page_pk)
    paper = Tripartite.objects.filter(pk=tripartite_pk, placement__plan=scanned.pile.plan_id).first()
    if paper is None:
        raise UnableToSort(_("The agreement is not one of this plan."))
    if not 1 <= page <= paper.pages:
        raise UnableToSort(_("The agreement has %(count)d pages.") % {"count": paper.pages})
    scanned.tripartite, scanned.page = paper, page
    scanned.assigned_by_id, scanned.is_set_aside, scanned.note = actor.pk, False, ""
    scanned.save(update_fields=["tripartite", "page", "assigned_by", "is_set_aside", "note"])
    return scanned


@transaction.atomic
def set_page_aside(*, actor: Actor, page_pk: int, now: datetime) -> ScannedPage:
    """A page that belongs to no agreement. Raises NotVisible, PermissionDenied."""
    scanned = _locked(actor, page_pk)
    scanned.tripartite, scanned.page = None, None
    scanned.assigned_by_id, scanned.is_set_aside = actor.pk, True
    scanned.save(update_fields=["tripartite", "page", "assigned_by", "is_set_aside"])
    return scanned


@dataclass(slots=True)
class Gathered:
    """A paper of which a pile holds pages: of each the last scan."""

    paper: Tripartite
    pages: dict[int, ScannedPage] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        return [page for page in range(1, self.paper.pages + 1) if page not in self.pages]

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def can_be_recorded(self) -> bool:
        return self.is_complete and self.paper.state == TripartiteState.MADE


def gathered(pile: ScanPile) -> list[Gathered]:
    """What the pages of a pile make together. Two queries.

    Pages of a paper that came in with an earlier pile count as well.
    """
    own = pile.scanned.exclude(tripartite=None).values("tripartite")
    rows = (
        ScannedPage.objects.filter(tripartite__in=own, pile__plan=pile.plan_id)
        .select_related("tripartite__placement__student", "tripartite__placement__enterprise")
        .order_by("pile_id", "number")
    )
    found: dict[int, Gathered] = {}
    for row in rows:
        if row.tripartite is not None and row.page is not None:
            found.setdefault(row.tripartite.pk, Gathered(row.tripartite)).pages[row.page] = row
    return sorted(found.values(), key=lambda one: one.paper.number)


@dataclass(slots=True)
class Recorded:
    """What became of each complete paper."""

    done: list[Tripartite] = field(default_factory=list)
    refused: list[tuple[Tripartite, str]] = field(default_factory=list)


def record_complete(
    *, actor: User, pile: ScanPile, signed_on: date, signatory: User, now: datetime
) -> Recorded:
    """Record every complete paper as signed by those on record for it; each in a transaction of its own.

    Raises:
        NotVisible, PermissionDenied: the plan.
    """
    with transaction.atomic():
        Plan.objects.for_write(actor, pile.plan_id, EDIT)
    result = Recorded()
    for one in gathered(pile):
        if not one.can_be_recorded:
            continue
        try:
            result.done.append(
                record_signed_on_paper(
                    actor=actor,
                    pk=one.paper.pk,
                    signed_on=signed_on,
                    signatory=signatory,
                    others=usual_signatories(one.paper),
                    scan=_scan_of(one),
                    now=now,
                )
            )
        except REFUSALS as refusal:
            result.refused.append((one.paper, refusal_in_words(refusal)))
    return result


def _scan_of(one: Gathered) -> File[bytes]:
    pictures = []
    for number in range(1, one.paper.pages + 1):
        with one.pages[number].picture.open("rb") as file:
            pictures.append(file.read())
    return ContentFile(as_one_pdf(pictures), name=f"{one.paper.number}.pdf")


def _locked(actor: Actor, page_pk: int) -> ScannedPage:
    """Raises NotVisible, PermissionDenied, UnableToSort."""
    scanned = (
        ScannedPage.objects.select_related("pile", "tripartite")
        .select_for_update(of=("self",))
        .filter(pk=page_pk)
        .first()
    )
    if scanned is None:
        raise NotVisible(f"placements.ScannedPage {page_pk}")
    ScanPile.objects.for_write(actor, scanned.pile_id, EDIT)
    if scanned.pile.state != PileState.SORTED:
        raise UnableToSort(_("The pile is being sorted. Wait until it is done."))
    if scanned.tripartite is not None and scanned.tripartite.state == TripartiteState.SIGNED:
        raise UnableToSort(_("The agreement is recorded as signed: its pages stay where they are."))
    return scanned
