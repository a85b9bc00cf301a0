"""The work behind a pile of scans: look at each page, and put it to the paper that its code names.

A worker that dies leaves the pile waiting; the next one begins it anew. A file that cannot be read is
named, and holds up no other.
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
from placements.printed_pages import PageCode, ReadPage, UnreadableScan
from placements.scan_reading import pages_in, read_pages

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
                faults = _sort(pile)
            except UnreadableScan as fault:
                state, faults = PileState.FAILED, [str(fault)]
            else:
                is_lost = faults and not ScannedPage.objects.filter(pile=pile).exists()
                state = PileState.FAILED if is_lost else PileState.SORTED
            said = [_("A file cannot be read: %(why)s") % {"why": fault} for fault in faults]
            ScanPile.objects.filter(pk=pk).update(state=state, error="\n".join(said))


def _sort(pile: ScanPile) -> list[str]:
    """Answers which files cannot be read, and why."""
    _begin_anew(pile)
    faults: list[str] = []
    counted: list[tuple[PileFile, int]] = []
    for file in PileFile.objects.filter(parent=pile).order_by("pk"):
        try:
            counted.append((file, pages_in(_content(file), is_pdf=file.mime == PDF.mime)))
        except UnreadableScan as fault:
            faults.append(f"{file.name} – {fault}")
    pages = sum(count for _file, count in counted)
    if pages > MOST_PAGES:
        raise UnreadableScan(_("%(count)d pages at once are too many: split the pile.") % {"count": pages})
    ScanPile.objects.filter(pk=pile.pk).update(pages=pages)
    number = 0
    for file, count in counted:
        try:
            for read in read_pages(_content(file), count, is_pdf=file.mime == PDF.mime):
                number += 1
                _keep(pile, number, read)
        except UnreadableScan as fault:
            faults.append(f"{file.name} – {fault}")
    return faults


def _keep(pile: ScanPile, number: int, read: ReadPage) -> None:
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
