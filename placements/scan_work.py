"""The work behind a pile of scans: look at each page, and put it to the paper that its code names.

A worker that dies leaves the pile waiting; the next one begins it anew.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.background import one_at_a_time
from core.filetypes import PDF
from placements.models import PileFile, PileState, ScannedPage, ScanPile, Tripartite
from placements.printed_pages import PageCode, UnreadableScan, pages_in, read_page

TASK = "placements.tasks.sort_scans"
MOST_ATTEMPTS = 3
MOST_PAGES = 3000


def work_on_piles(*, now: datetime) -> int:
    """The sweep: whatever waits. Answers how many piles it looked at."""
    waiting = list(
        ScanPile.objects.filter(state=PileState.WAITING).order_by("pk").values_list("pk", flat=True)
    )
    for pk in waiting:
        work_on(pk, now=now)
    return len(waiting)


def work_on(pk: int, *, now: datetime) -> None:
    """Sort one pile. Harmless where it is sorted or somebody else is at it."""
    with one_at_a_time(f"pile {pk}") as alone:
        if not alone:
            return
        pile = ScanPile.objects.select_related("added_by").get(pk=pk)
        if pile.state != PileState.WAITING:
            return
        ScanPile.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
        with override(pile.added_by.language):
            try:
                if pile.attempts >= MOST_ATTEMPTS:
                    raise UnreadableScan(_("The work broke off several times."))
                _sort(pile)
            except UnreadableScan as fault:
                ScanPile.objects.filter(pk=pk).update(
                    state=PileState.FAILED,
                    error=_("A file cannot be read: %(why)s") % {"why": fault},
                )
            else:
                ScanPile.objects.filter(pk=pk).update(state=PileState.SORTED, error="")


def _sort(pile: ScanPile) -> None:
    _begin_anew(pile)
    files = list(PileFile.objects.filter(parent=pile).order_by("pk"))
    contents = [(_content(file), file.mime == PDF.mime) for file in files]
    counts = [pages_in(content, is_pdf=is_pdf) for content, is_pdf in contents]
    if sum(counts) > MOST_PAGES:
        raise UnreadableScan(
            _("%(count)d pages at once are too many: split the pile.") % {"count": sum(counts)}
        )
    ScanPile.objects.filter(pk=pile.pk).update(pages=sum(counts))
    number = 0
    for (content, is_pdf), count in zip(contents, counts, strict=True):
        for index in range(count):
            number += 1
            read = read_page(content, index, is_pdf=is_pdf)
            paper, note = _paper_of(pile, read.code)
            page = ScannedPage(
                pile=pile,
                number=number,
                tripartite=paper,
                page=read.code.page if paper and read.code else None,
                note=note,
            )
            page.picture.save(uuid4().hex, ContentFile(read.picture), save=True)


def _begin_anew(pile: ScanPile) -> None:
    for page in pile.scanned.all():
        page.picture.delete(save=False)
    pile.scanned.all().delete()


def _content(file: PileFile) -> bytes:
    try:
        with file.file.open("rb") as kept:
            return kept.read()
    except OSError as error:
        raise UnreadableScan(file.name) from error


def _paper_of(pile: ScanPile, code: PageCode | None) -> tuple[Tripartite | None, str]:
    if code is None:
        return None, ""
    paper = Tripartite.objects.filter(
        placement__plan=pile.plan_id, content_sha256__startswith=code.code
    ).first()
    if paper is None:
        return None, _("The code belongs to no agreement of this plan.")
    if code.pages != paper.pages:
        return None, _("The code speaks of another number of pages.")
    return paper, ""
