"""Agreements on paper: what is printed, in which language, and that it stays on the page."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from core.rendering import document_html, document_title, language_tag, qr_svg, render_pdf
from core.rendering.context import Bilingual, Clause, Signature
from core.rendering.markup import Item, Paragraph, article, chinese_number, parse
from core.rendering.typography import typeset, written
from tests.core.sample_document import agreement, long_agreement

MILLIMETRE = 100 / 25.4  # pixels, at 100 dots an inch


def paint(context, language):
    return render_pdf(
        html=document_html(context, language=language),
        title=document_title(context, language=language),
        language=language_tag(language),
    )


def text_of(pdf, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf.content, capture_output=True, check=True).stdout.decode()


def pages_of(pdf, tmp_path):
    (tmp_path / "document.pdf").write_bytes(pdf.content)
    command = ["pdftoppm", "-r", "100", "-gray", "document.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True)
    return [Image.open(BytesIO(path.read_bytes())) for path in sorted(tmp_path.glob("page-*.pgm"))]


def grey_pixels(page) -> int:
    """Of the watermark's grey and no other."""
    return page.histogram()[0xEC]


def assert_margins_are_blank(page):
    """Text keeps 25 mm on both sides; header and footer keep 12 mm above and below."""
    width, height = page.size
    side, edge = round(24.8 * MILLIMETRE), round(12 * MILLIMETRE)
    strips = {
        "left": (0, 0, side, height),
        "right": (width - side, 0, width, height),
        "top": (0, 0, width, edge),
        "bottom": (0, height - edge, width, height),
    }
    for name, box in strips.items():
        darkest, _ = page.crop(box).getextrema()
        assert darkest > 250, f"something is drawn in the {name} margin"


class TestLanguages:
    def test_english_prints_english_alone(self):
        text = text_of(paint(agreement(), "en"))
        assert "School–Enterprise Cooperation Agreement" in text
        assert "Page 1 of" in text
        assert "Signature page" in text
        assert not re.search(r"[\u4e00-\u9fff]", text)

    def test_chinese_prints_chinese(self):
        text = text_of(paint(agreement(), "zh-hans"))
        for words in ("校企合作协议", "第一条", "合作宗旨", "附件一", "签署页", "（以下无正文，为签署页）"):
            assert words in text
        assert re.search(r"第\s*1\s*页\s*共\s*\d\s*页", text)
        assert "Purpose" not in text

    def test_both_print_clause_beside_clause(self):
        layout = text_of(paint(agreement(), "both"), "-layout")
        assert re.search(r"1\s+Purpose\s+第一条\s+合作宗旨", layout)
        assert re.search(r"2\.3\s+The enterprise takes six teachers.*2\.3\s+乙方每年接收6名教师", layout)

    def test_every_part_is_marked_with_its_language(self):
        html = document_html(agreement(), language="both")
        assert '<html lang="en"' in html
        assert '<span class="phrase" lang="zh-Hans">太湖职业教育中心</span>' in html

    def test_a_text_that_exists_in_one_language_stands_in_for_the_other(self):
        name = Bilingual(zh="苏州恒睿精密机械有限公司")
        assert written(name, "en") == '<span class="phrase" lang="zh-Hans">苏州恒睿精密机械有限公司</span>'
        assert written(name, "both") == written(name, "en")
        assert written(Bilingual.same("XQ-1"), "both") == '<span class="phrase" lang="en">XQ-1</span>'

    def test_texts_with_unlike_paragraphs_still_stand_side_by_side(self):
        clause = Clause(number="1", heading=Bilingual("Aim", "宗旨"), text=Bilingual("One.\nTwo.", "一段。"))
        layout = text_of(paint(agreement(clauses=(clause,)), "both"), "-layout")
        assert re.search(r"One\.\s+一段。", layout)


class TestPages:
    @pytest.mark.parametrize("language", ["en", "zh-hans", "both"])
    def test_nothing_leaves_the_page(self, language, tmp_path):
        for page in pages_of(paint(agreement(), language), tmp_path):
            assert_margins_are_blank(page)

    def test_thirteen_pages_of_chinese_hold_together(self, tmp_path):
        pdf = paint(long_agreement(), "zh-hans")
        assert pdf.pages >= 13
        assert pdf.peak_kib < 300_000
        text = text_of(pdf)
        assert "第六十条" in text
        assert "averylongaddresswithoutanyplacetobreakit" in re.sub(r"[-\s]", "", text)
        for name in ("林㼆", "王翀", "陈镕", "张𠮷鸿"):
            assert name in text
        for page in pages_of(pdf, tmp_path):
            assert_margins_are_blank(page)

    def test_every_page_after_the_first_bears_reference_and_version(self):
        pages = text_of(paint(agreement(), "en"), "-layout").split("\f")[1:-1]
        assert pages
        assert all(re.search(r"XQ-2026-0042\s+·\s+Version 3", page[:300]) for page in pages)

    def test_a_heading_is_never_left_behind_at_the_foot(self):
        for body in text_of(paint(long_agreement(), "zh-hans"), "-layout").split("\f")[:-1]:
            *_, last, _footer = [line for line in body.splitlines() if line.strip()]
            assert not re.match(r"\s*第.+条\s", last), last

    def test_a_draft_says_so_on_every_page_and_a_final_on_none(self, tmp_path):
        draft = paint(agreement(is_draft=True), "zh-hans")
        (tmp_path / "draft").mkdir()
        (tmp_path / "final").mkdir()
        assert min(map(grey_pixels, pages_of(draft, tmp_path / "draft"))) > 5000
        assert max(map(grey_pixels, pages_of(paint(agreement(), "zh-hans"), tmp_path / "final"))) < 500
        structure = subprocess.run(
            ["pdfinfo", "-struct-text", "-"], input=draft.content, capture_output=True, check=True
        ).stdout.decode()
        assert "草案" not in structure  # seen, not read aloud

    def test_six_parties_find_room_to_sign(self, tmp_path):
        signatures = [
            Signature(
                role=Bilingual(f"Party {letter}", f"{letter}方"),
                party=Bilingual("A school " * 8, "学校" * 20),
            )
            for letter in "ABCDEF"
        ]
        pdf = paint(replace(agreement(), signatures=signatures), "both")
        assert text_of(pdf).count("盖章处") == 6
        for page in pages_of(pdf, tmp_path):
            assert_margins_are_blank(page)


class TestText:
    def test_nothing_written_becomes_markup(self):
        clause = Clause(number="1", text=Bilingual(en="<script>x</script>\n(1) <b>&amp;</b>"))
        html = document_html(agreement(clauses=(clause,)), language="en")
        assert "<script>" not in html
        assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in html

    def test_items_nest_by_the_kind_of_their_marker(self):
        blocks = parse("总则：\n一、甲方\n（一）提供师资\n1. 两名\n2. 三名\n（二）提供场地\n二、乙方\n结束。")
        assert blocks == [
            Paragraph("总则："),
            Item(
                "一、",
                "甲方",
                [
                    Item("（一）", "提供师资", [Item("1.", "两名"), Item("2.", "三名")]),
                    Item("（二）", "提供场地"),
                ],
            ),
            Item("二、", "乙方"),
            Paragraph("结束。"),
        ]

    def test_numbers_in_running_text_are_no_items(self):
        assert parse("2026年9月1日起。\n3.5 hours a day\n10%") == [
            Paragraph("2026年9月1日起。"),
            Paragraph("3.5 hours a day"),
            Paragraph("10%"),
        ]

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (45, "四十五"),
            (103, "一百零三"),
            (110, "一百一十"),
        ],
    )
    def test_articles_are_counted_in_chinese(self, number, words):
        assert chinese_number(number) == words
        assert article(str(number)) == f"第{words}条"
        assert article("2.1") == "2.1"

    def test_two_full_width_marks_in_a_row_lose_the_blank_between_them(self):
        assert typeset("《职业教育法》（草案）。", "zh-Hans") == (
            '《职业教育法<span class="half">》</span>（草案<span class="half">）</span>。'
        )
        assert typeset("“a” (b).", "en") == "“a” (b)."

    def test_a_qr_code_is_a_picture_without_a_file(self):
        assert qr_svg("https://example.edu.cn/verify/1").startswith("data:image/svg+xml")
