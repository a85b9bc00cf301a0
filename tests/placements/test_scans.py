"""Agreements on paper: printed with a code on each page, scanned in a mixed pile, sorted, recorded."""

import random
import subprocess
import sys
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from core.access import NotVisible
from core.kept import content_of
from placements import page_reader, scan_reading, tasks
from placements.models import ScannedPage, ScanPile, Tripartite
from placements.operations import scans
from placements.operations.tripartite import code_of
from placements.printed_pages import UnreadableScan, code_in, print_together
from tests.placements.papering import another_ready, made, ready_to_agree
from tests.placements.placing import NOW, TODAY, Placed
from tests.world import signed_in

# What reads a page asks for more than there is.
GREEDY = """
import io, sys
from placements import page_reader, printed_pages
printed_pages.pages_in = lambda content, is_pdf: bytearray(4 * 1024**3)
sys.stdin = io.TextIOWrapper(io.BytesIO())
sys.exit(page_reader.main(["count", "pdf"]))
"""


@pytest.fixture
def office(placed: Placed, time_machine) -> Placed:
    time_machine.move_to(NOW)
    return ready_to_agree(placed)


def scanned_pages(printed: bytes, *, dpi: int = 150) -> list[Image.Image]:
    """Pages as a scanner sees them: grey, a little turned, some upside down."""
    dice = random.Random(7)
    with pypdfium2.PdfDocument(printed) as document:
        sheets = [sheet.render(scale=dpi / 72).to_pil().convert("L") for sheet in document]
    return [sheet.rotate(dice.uniform(-1.5, 1.5) + dice.choice([0, 180]), fillcolor=255) for sheet in sheets]


def as_pdf(pages: list[Image.Image]) -> ContentFile:
    file = BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return ContentFile(file.getvalue(), name="pile.pdf")


def as_jpeg(page: Image.Image) -> ContentFile:
    file = BytesIO()
    page.save(file, "JPEG", quality=60)
    return ContentFile(file.getvalue(), name="page.jpg")


def pile_of(office: Placed, *files: ContentFile) -> ScanPile:
    pile = scans.add_pile(actor=office.world.coordinator, plan_pk=office.plan.pk, uploads=files, now=NOW)
    tasks.sort_scans()
    pile.refresh_from_db()
    return pile


def printed(*papers: Tripartite) -> bytes:
    return print_together((code_of(paper), content_of(paper)) for paper in papers)


def test_every_printed_page_carries_its_code(office):
    paper = made(office)
    pages = scanned_pages(printed(paper))
    assert len(pages) == paper.pages
    assert sorted(code_in(page).page for page in pages) == list(range(1, paper.pages + 1))
    assert {code_in(page).code for page in pages} == {code_of(paper)}


def test_a_mixed_pile_sorts_itself_and_names_what_is_missing(office):
    first, second = made(office), made(office, another_ready(office))
    pages = scanned_pages(printed(first, second))
    lost = pages.pop()  # the last page of the second
    random.Random(3).shuffle(pages)
    blank = Image.new("L", (1240, 1754), 255)
    pile = pile_of(office, as_pdf(pages[:3]), as_pdf([*pages[3:], blank]))

    assert (pile.state, pile.pages) == ("sorted", len(pages) + 1)
    found = {one.paper.pk: one for one in scans.gathered(pile)}
    assert found[first.pk].is_complete
    assert found[second.pk].missing == [second.pages]
    assert pile.scanned.filter(tripartite=None).count() == 1

    later = pile_of(office, as_jpeg(lost))  # the missing page comes with another pile
    assert scans.gathered(later)[0].is_complete


def test_complete_papers_are_recorded_as_signed_with_their_scan(office):
    paper = made(office)
    pile = pile_of(office, as_pdf(scanned_pages(printed(paper))))
    client = signed_in(office.world.coordinator)
    assert "1 complete agreement" in client.get(pile.get_absolute_url()).content.decode()
    form = reverse("placements:pile_record", args=[pile.pk])
    answer = client.post(form, {"signed_on": TODAY.isoformat(), "signatory": office.world.director.pk})
    assert answer.status_code == 302, answer.content.decode()

    paper.refresh_from_db()
    assert paper.state == "signed"
    with pypdfium2.PdfDocument(paper.scans.get().file.read()) as scan:
        assert len(scan) == paper.pages
    assert not {"INT-07", "INT-13"} & set(office.check().blocking)


def test_an_incomplete_paper_is_not_recorded(office):
    paper = made(office)
    pile = pile_of(office, as_pdf(scanned_pages(printed(paper))[1:]))
    result = scans.record_complete(
        actor=office.world.coordinator, pile=pile, signed_on=TODAY, signatory=office.world.director, now=NOW
    )
    assert (result.done, result.refused) == ([], [])
    assert Tripartite.objects.get().state == "made"


def test_a_page_without_a_code_is_assigned_by_hand_or_set_aside(office):
    paper = made(office)
    blank = Image.new("L", (1240, 1754), 255)
    pile = pile_of(office, as_pdf([*scanned_pages(printed(paper))[1:], blank, blank]))
    first, second = pile.scanned.filter(tripartite=None)
    client = signed_in(office.world.coordinator)
    assign = reverse("placements:page_assign", args=[first.pk])
    assert client.get(assign).status_code == 200
    refused = client.post(assign, {"tripartite": paper.pk, "page": paper.pages + 1})
    assert refused.status_code == 422
    client.post(assign, {"tripartite": paper.pk, "page": 1})
    client.post(reverse("placements:page_aside", args=[second.pk]))

    (one,) = scans.gathered(pile)
    assert one.is_complete
    assert ScannedPage.objects.get(pk=first.pk).assigned_by == office.world.coordinator
    assert ScannedPage.objects.get(pk=second.pk).is_set_aside


def test_a_page_of_another_plan_is_left_for_a_person(office):
    paper = made(office)
    pages = scanned_pages(printed(paper))
    pile = scans.add_pile(
        actor=office.world.director,
        plan_pk=office.stranger_placement.plan_id,
        uploads=[as_jpeg(pages[0])],
        now=NOW,
    )
    tasks.sort_scans()
    page = pile.scanned.get()
    assert page.tripartite is None
    assert "no agreement of this plan" in page.note


def test_a_damaged_file_is_said_to_be_one(office):
    pile = pile_of(office, ContentFile(b"%PDF-1.7\nbroken", name="broken.pdf"))
    assert pile.state == "failed"
    assert pile.error


def test_a_damaged_file_holds_up_no_other(office):
    paper = made(office)
    pages = scanned_pages(printed(paper))
    pile = pile_of(office, ContentFile(b"%PDF-1.7\nbroken", name="broken.pdf"), as_pdf(pages))

    assert (pile.state, pile.pages) == ("sorted", len(pages))
    assert "broken.pdf" in pile.error
    assert scans.gathered(pile)[0].is_complete
    page = signed_in(office.world.coordinator).get(pile.get_absolute_url()).content.decode()
    assert "broken.pdf" in page


def test_a_child_that_takes_too_long_or_dies_loses_its_file_and_not_the_pile(office, monkeypatch):
    pages = scanned_pages(printed(made(office)))
    real, ends = subprocess.run, iter([subprocess.TimeoutExpired("child", 1), -9])

    def run(command, **given):
        if "read" in command and (end := next(ends, None)) is not None:
            if isinstance(end, BaseException):
                raise end
            return subprocess.CompletedProcess(command, end, b"", b"")
        return real(command, **given)

    monkeypatch.setattr("placements.scan_reading.subprocess.run", run)
    files = [as_pdf(pages[:1]), as_pdf(pages[:1]), as_pdf(pages[1:])]
    pile = pile_of(office, *files)

    assert pile.state == "sorted"
    assert pile.error.count("pile.pdf") == 2
    assert pile.scanned.count() == len(pages) - 1


def test_the_child_may_not_take_all_the_memory(monkeypatch):
    child = [sys.executable, "-c", GREEDY]
    ended = subprocess.run(child, capture_output=True, check=False, timeout=60)

    assert ended.returncode == page_reader.TOO_MUCH


def test_a_file_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(scan_reading, "MOST_PAGES_OF_A_FILE", 1)
    blank = Image.new("L", (100, 100), 255)

    with pytest.raises(UnreadableScan):
        scan_reading.pages_in(as_pdf([blank, blank]).read(), is_pdf=True)
    monkeypatch.setattr(scan_reading, "MOST_BYTES", 10)
    with pytest.raises(UnreadableScan):
        scan_reading.pages_in(b"x" * 11, is_pdf=True)


def test_strangers_see_neither_piles_nor_pages(office):
    paper = made(office)
    pile = pile_of(office, as_jpeg(scanned_pages(printed(paper))[0]))
    page = pile.scanned.get()
    stranger = signed_in(office.world.stranger_officer)
    for address in (
        pile.get_absolute_url(),
        reverse("placements:pile_status", args=[pile.pk]),
        reverse("placements:page_picture", args=[page.pk]),
        reverse("placements:page_assign", args=[page.pk]),
        reverse("placements:tripartite_printed", args=[office.plan.pk, 1]),
    ):
        assert stranger.get(address).status_code == 404, address
    with pytest.raises(NotVisible):
        scans.assign_page(
            actor=office.world.stranger_officer, page_pk=page.pk, tripartite_pk=paper.pk, page=2, now=NOW
        )
    page.refresh_from_db()
    assert page.page == 1
    assert (
        signed_in(office.world.coordinator)
        .get(reverse("placements:page_picture", args=[page.pk]))
        .content.startswith(b"\xff\xd8")
    )


def test_the_plan_prints_what_waits_to_be_signed(office):
    made(office)
    client = signed_in(office.world.coordinator)
    address = reverse("placements:tripartite_printed", args=[office.plan.pk, 1])
    assert client.get(address).content.startswith(b"%PDF-")
    assert client.get(reverse("placements:tripartite_printed", args=[office.plan.pk, 2])).status_code == 404
