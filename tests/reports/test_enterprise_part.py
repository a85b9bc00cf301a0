"""The enterprise's part for its own annual report, and reports that are shown to partners."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.access import THE_SYSTEM
from reports.enterprise import manuscript_of
from reports.operations import annual
from reports.printing import pdf
from reports.word import docx as word
from tests.collaboration.exchanging import AFTERWARDS, an_exchange
from tests.projects.joining import a_project
from tests.query_counts import assert_query_count
from tests.reports.reporting import now, published
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


def this_year() -> int:
    return timezone.localdate().year


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_names_the_enterprise_and_its_agreements_in_both_languages(world, language):
    manuscript = manuscript_of(
        world.partner, this_year(), language, reader=THE_SYSTEM, today=timezone.localdate()
    )

    said = text_of(pdf(manuscript).content)
    with translation.override(language):
        assert str(world.partner) in said.replace("\r\n", "")
        assert str(world.stranger) not in said
    document = docx.Document(io.BytesIO(word(manuscript)))
    assert len([one for one in document.paragraphs if one.style.name == "Heading 1"]) == 7


def test_the_liaison_reads_only_the_part_of_their_own_enterprise(world):
    client = signed_in(join(world.liaison))

    page = client.get(reverse("portal:own_part")).content.decode()
    answer = client.get(reverse("portal:own_part_paper", args=[this_year(), "zh-hans", "pdf"]))

    assert answer.status_code == 200
    said = text_of(answer.content).replace("\r\n", "")
    with translation.override("zh-hans"):
        assert str(world.partner) in said
        assert str(world.stranger) not in page + said
    staff = reverse("reports:enterprise_part_paper", args=[world.stranger.pk, this_year(), "en", "pdf"])
    assert client.get(staff).status_code in {302, 403, 404}


def test_a_mentor_is_refused(world):
    client = signed_in(join(world.mentor))

    assert client.get(reverse("portal:own_part")).status_code == 403


def test_a_year_that_is_not_offered_is_not_found(world):
    client = signed_in(world.director)
    for year, language, kind in ((1999, "en", "pdf"), (this_year(), "fr", "pdf"), (this_year(), "en", "odt")):
        address = reverse("reports:enterprise_part_paper", args=[world.partner.pk, year, language, kind])
        assert client.get(address).status_code == 404


def test_nothing_that_happened_after_the_year_is_in_it(world):
    before = manuscript_of(
        world.partner, this_year() - 1, "en", reader=THE_SYSTEM, today=timezone.localdate()
    )

    assert dict(before.facts)["Period"].endswith(str(this_year() - 1))
    assert date(this_year(), 1, 1) - timedelta(days=1) == date(this_year() - 1, 12, 31)


# --- Published reports at the portal --------------------------------------------------------------


def test_partners_read_a_published_report_while_it_is_shown(world):
    report = published(world)
    client = signed_in(join(world.stranger_liaison))
    page, paper = (
        reverse("portal:annual_reports"),
        reverse("portal:annual_report_paper", args=[report.pk, "zh-hans", "pdf"]),
    )

    assert report.name_en not in client.get(page).content.decode()
    assert client.get(paper).status_code == 404

    annual.show_to_partners(actor=world.director, pk=report.pk, is_shown=True, now=now())
    assert report.name_en in client.get(page).content.decode()
    assert client.get(paper).content.startswith(b"%PDF")

    annual.show_to_partners(actor=world.director, pk=report.pk, is_shown=False, now=now())
    assert client.get(paper).status_code == 404


def test_queries_do_not_grow(world):
    liaison = signed_in(join(world.liaison))

    assert_query_count("portal:own_part", liaison, reverse("portal:own_part"))
    assert_query_count("portal:annual_reports", liaison, reverse("portal:annual_reports"))
    assert_query_count(
        "enterprise annual part",
        signed_in(world.director),
        f"{world.partner.get_absolute_url()}?tab=annual-part",
    )


# --- What is listed -------------------------------------------------------------------------------


CLOSED = {"state": "closed", "hours": 2, "closed_at": AFTERWARDS}


def listed(world, title, *, year=None):
    """The rows of a chapter, and what is said below them."""
    made = manuscript_of(
        world.partner, year or this_year(), "en", reader=THE_SYSTEM, today=timezone.localdate()
    )
    part = next(one for one in made.parts if one.title == title)
    return [row for sheet in part.sheets for row in sheet.rows], [one.note for one in part.sheets]


def test_no_list_is_cut_off(world):
    for number in range(65):
        an_exchange(world, title=f"Lecture {number}", **CLOSED)

    rows, _notes = listed(world, "Lectures, training and other exchanges", year=2026)

    assert len(rows) == 65


def test_what_was_held_and_is_not_closed_does_not_count_and_is_said(world):
    an_exchange(world, title="Closed one", **CLOSED)
    an_exchange(world, title="Held one", state="held", code="482916")

    rows, notes = listed(world, "Lectures, training and other exchanges", year=2026)

    assert [row[1] for row in rows] == ["Closed one"]
    assert notes == ["1 more was held, whose records are not closed yet: it does not count."]


def test_a_project_that_runs_late_is_listed_and_one_accepted_before_is_not(world):
    a_project(
        world,
        title="Late",
        starts_on=date(2024, 3, 1),
        ends_on=date(2025, 6, 30),
        started_on=date(2024, 3, 1),
    )
    a_project(
        world,
        title="Over",
        state="closed",
        starts_on=date(2024, 3, 1),
        ends_on=date(2025, 6, 30),
        started_on=date(2024, 3, 1),
        accepted_on=date(2025, 7, 15),
        result="accepted",
    )

    rows, _notes = listed(world, "Joint projects", year=2026)

    assert [row[0] for row in rows] == ["Late"]
    assert {row[0] for row in listed(world, "Joint projects", year=2025)[0]} == {"Late", "Over"}
