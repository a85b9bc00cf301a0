"""Annual reports as papers and pages."""

from __future__ import annotations

import io
import shutil
import subprocess

import docx
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation
from PIL import ImageOps

from core.kept import content_of
from core.rendering import missing_glyphs
from reports.annual.papers import drawn_up
from reports.models import PaperFormat, PaperLanguage, ReportState
from reports.operations import annual
from tests.factories import TeacherFactory
from tests.query_counts import assert_query_count
from tests.reports.reporting import a_report, now, published, text_of, today, written
from tests.world import signed_in

pytestmark = pytest.mark.django_db
S = ReportState
EDGE = 12
"""So many points of every side of a page stay white: four millimetres."""


@pytest.fixture
def kept(world):
    TeacherFactory.create(department=world.mechanics)
    return published(world)


# --- Papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", PaperLanguage.values)
def test_the_pdf_of_a_draft_is_marked_and_whole(world, language):
    report = written(a_report(world))

    content = drawn_up(report, language, PaperFormat.PDF, today=today())

    said = text_of(content).replace("\n", "")
    with translation.override(language):
        for chapter in report.chapters.all():
            assert chapter.title.replace("　", "") in said.replace("　", "") or chapter.title in said
    assert "\ufffd" not in said
    # Nothing runs over the edge of a page: every letter stands within its box.
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            width, height = page.get_size()
            letters = page.get_textpage()
            for index in range(letters.count_rects()):
                left, bottom, right, top = letters.get_rect(index)
                assert 0 <= left <= right <= width + 1
                assert 0 <= bottom <= top <= height + 1
        assert len(document) >= 6


def test_the_published_pages_are_painted_without_overflow_or_missing_letters(world, kept):
    for paper in kept.papers.filter(format=PaperFormat.PDF):
        content = content_of(paper)
        said = text_of(content)
        assert missing_glyphs(said) == set()
        assert "Nothing is written" not in said
        assert "尚未撰写" not in said
        assert "\ufffd" not in said
        with pypdfium2.PdfDocument(content) as document:
            for number, page in enumerate(document, start=1):
                painted = page.render(scale=1).to_pil().convert("L")
                ink = ImageOps.invert(painted).getbbox()
                assert ink is not None, f"page {number} is empty"
                left, top, right, bottom = ink
                assert left >= EDGE, f"page {number} runs over the left edge"
                assert top >= EDGE, f"page {number} runs over the upper edge"
                assert right <= painted.width - EDGE, f"page {number} runs over the right edge"
                assert bottom <= painted.height - EDGE, f"page {number} runs over the lower edge"


@pytest.mark.parametrize("language", PaperLanguage.values)
def test_the_word_file_has_headings_tables_contents_and_fonts(world, language):
    TeacherFactory.create(department=world.mechanics)
    report = written(a_report(world))

    content = drawn_up(report, language, PaperFormat.DOCX, today=today())

    document = docx.Document(io.BytesIO(content))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert len(headings) == 16
    assert len(document.tables) >= 13
    xml = document.element.xml
    assert "TOC \\o" in xml
    fonts = document.styles["Heading 1"].element.rPr.rFonts
    assert fonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia") == "SimHei"
    title = report.name_zh if language == "zh-hans" else report.name_en
    assert any(one.text == title and one.style.name == "Title" for one in document.paragraphs)
    assert ("草稿" if language == "zh-hans" else "DRAFT") in document.sections[0].header.paragraphs[0].text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_the_word_file(world, tmp_path):
    report = written(a_report(world))
    (tmp_path / "report.docx").write_bytes(drawn_up(report, "zh-hans", "docx", today=today()))

    subprocess.run(
        [shutil.which("soffice"), "--headless", "--convert-to", "pdf", "report.docx"],
        cwd=tmp_path,
        check=True,
        timeout=120,
    )

    assert "学校概况" in text_of((tmp_path / "report.pdf").read_bytes())


# --- Pages ----------------------------------------------------------------------------------------


def test_the_opening_page_says_what_is_missing(world):
    report = a_report(world)
    annual.assign(actor=world.director, pk=report.chapters.first().pk, responsible=world.teacher, now=now())

    page = signed_in(world.director).get(report.get_absolute_url()).content.decode()

    assert "0 of 11 chapters" in page
    assert str(world.teacher) in page
    assert "no Chinese text" in page


def test_a_frozen_number_opens_its_definition_and_rows(world, kept):
    page = signed_in(world.director).get(f"{kept.get_absolute_url()}?tab=numbers").content.decode()

    snapshot = kept.numbers.get(code="dual_qualified_share").snapshot
    assert reverse("insights:snapshot_detail", args=[snapshot.pk]) in page


def test_queries_do_not_grow(world):
    report = written(a_report(world))
    client = signed_in(world.director)
    chapter = report.chapters.get(key="teachers")

    assert_query_count("annual report list", client, reverse("reports:annual_report_list"))
    assert_query_count("annual report", client, report.get_absolute_url())
    assert_query_count("annual report numbers", client, f"{report.get_absolute_url()}?tab=numbers")
    assert_query_count("annual report chapter", client, chapter.get_absolute_url())
