import json
import re
import runpy
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.look import Chip, Meaning, chip_html, days_in_words, deadline_html, icon, relative_date_html

SPRITE = settings.BASE_DIR / "static/vendor/tabler-icons/icons.svg"
TODAY = date(2026, 9, 1)


def test_every_icon_named_in_templates_and_code_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    named = set()
    for path in settings.BASE_DIR.glob("templates/**/*.html"):
        named |= set(
            re.findall(r'{% icon "([^"]+)"|icon\|default:"([^"]+)"', path.read_text(encoding="utf-8"))
        )
    names = {name for pair in named for name in pair if name}
    for path in settings.BASE_DIR.glob("*/**/*.py"):
        if ".venv" not in path.parts and "tests" not in path.parts and "var" not in path.parts:
            names |= set(re.findall(r'\bicon(?:=|\()"([^"]+)"', path.read_text(encoding="utf-8")))
    assert names - drawn == set()


def test_the_vendored_files_are_those_of_the_manifest() -> None:
    vendor = runpy.run_path(str(settings.BASE_DIR / "bin/vendor"))
    assert vendor["check"]() == []


def test_every_vendored_package_brings_its_licence() -> None:
    manifest = json.loads((settings.BASE_DIR / "static/vendor/VENDOR.json").read_text(encoding="utf-8"))
    for package in manifest["packages"]:
        assert package["licence"], package["name"]
        assert any(Path(file["path"]).name == "LICENSE" for file in package["files"]), package["name"]


@pytest.mark.parametrize("meaning", Meaning)
def test_a_chip_never_speaks_by_colour_alone(meaning: Meaning) -> None:
    html = chip_html(Chip("In force", meaning))
    assert f"chip-{meaning}" in html
    assert "<svg" in html
    assert "In force" in html


def test_a_chip_escapes_its_label() -> None:
    assert "<script>" not in chip_html(Chip("<script>", Meaning.GOOD))


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("lock")
    assert 'aria-label="Locked"' in icon("lock", label="Locked")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (59, "in 59 days"),
        (-2, "2 days ago"),
        (61, "in 2 months"),
        (-365, "12 months ago"),
        (1096, "in 3 years"),
    ],
)
def test_a_distance_reads_as_one_would_say_it(days: int, words: str) -> None:
    assert days_in_words(days) == words


def test_a_distance_reads_in_chinese() -> None:
    with translation.override("zh-hans"):
        assert days_in_words(20) == "20 天后"


def test_a_relative_date_keeps_the_exact_one() -> None:
    html = relative_date_html(date(2026, 9, 4), today=TODAY)
    assert 'datetime="2026-09-04"' in html
    assert "in 3 days" in html


def test_an_instant_counts_in_the_time_of_the_centre() -> None:
    # 18:00 UTC is already the next day in Shanghai.
    assert "tomorrow" in relative_date_html(datetime(2026, 9, 1, 18, 0, tzinfo=UTC), today=TODAY)


def test_a_deadline_warns_only_while_something_is_to_be_done() -> None:
    assert "due-soon" in deadline_html(date(2026, 9, 20), today=TODAY)
    assert "due-late" in deadline_html(date(2026, 8, 31), today=TODAY)
    assert "due-" not in deadline_html(date(2026, 8, 31), today=TODAY, done=True)
    assert "due-" not in deadline_html(date(2026, 12, 1), today=TODAY)
    assert deadline_html(None) == ""


def test_the_page_for_a_fault_needs_no_context() -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")


def test_no_page_template_has_inline_script_style_or_handlers() -> None:
    forbidden = re.compile(r"""\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(?:nonce=|application/json))""")
    guilty = []
    for path in settings.BASE_DIR.glob("templates/**/*.html"):
        shown = path.relative_to(settings.BASE_DIR / "templates").as_posix()
        if shown.startswith(("documents/", "emails/")):
            continue
        text = re.sub(r"(?s){% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"))
        guilty += [f"{shown}: {match.group().strip()}" for match in forbidden.finditer(text)]
    assert guilty == []
