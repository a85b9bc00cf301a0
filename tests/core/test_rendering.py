"""The painter: what it makes, what it refuses, and what becomes of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from core.rendering import (
    Attachment,
    Limits,
    RenderedPdf,
    RenderError,
    RenderRejected,
    RenderTimeout,
    missing_glyphs,
    render_pdf,
)
from core.rendering.process import painter

HTML = """<html lang="zh-Hans"><style>html {{ font-family: "Paper Serif SC", "Noto Serif CJK SC" }}
b {{ font-family: "Paper Sans SC" }}</style><h1>合作协议</h1><p>校企双方，<b>平等自愿</b>。</p>
<table><tr><th scope="col">甲方</th><th scope="col">乙方</th></tr><tr><td>1</td><td>2</td></tr>
</table>{}</html>"""
SQUARE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
XML = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}


def render(extra: str = "", **options) -> RenderedPdf:
    return render_pdf(html=HTML.format(extra), title="合作协议 XQ-1", language="zh-Hans", **options)


def catalogue(pdf: RenderedPdf):
    return PdfFileReader(BytesIO(pdf.content)).root


def children_seconds_of(pid: int) -> float:
    """CPU seconds of the children it has waited for (proc(5), fields 16 and 17)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def poppler(tool: str, content: bytes, *options: str) -> str:
    done = subprocess.run(
        [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])],
        input=content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


class TestWhatItMakes:
    def test_the_same_html_gives_the_same_bytes_also_from_another_painter(self):
        first = render()
        painter.stop()
        assert render().content == first.content
        assert len(first.sha256) == 64
        assert first.pages == 1

    def test_it_claims_to_be_archived_and_accessible_in_one_packet(self):
        packet = catalogue(render())["/Metadata"].data
        root = ElementTree.fromstring(packet)
        assert len(root.findall("rdf:RDF", XML)) == 1
        claims = {**dict(attribute for element in root.iter() for attribute in element.attrib.items())}
        assert claims[f"{{{XML['pdfaid']}}}part"] == "3"
        assert claims[f"{{{XML['pdfaid']}}}conformance"] == "A"
        assert root.find(".//pdfuaid:part", XML).text == "1"
        assert root.find(".//schema:namespaceURI", XML).text == XML["pdfuaid"]
        assert root.find(".//schema:prefix", XML).text == "pdfuaid"

    def test_it_is_tagged_titled_and_in_a_language(self):
        pdf = render()
        root = catalogue(pdf)
        assert root["/Lang"] == "zh-Hans"
        assert root["/MarkInfo"]["/Marked"].value is True
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
        assert "Title:           合作协议 XQ-1" in poppler("pdfinfo", pdf.content)
        structure = poppler("pdfinfo", pdf.content, "-struct-text")
        for tag in ("H1", "P", "Table", "TH", "TD"):
            assert f"\n{'':<2}{tag}" in structure or f" {tag}" in structure, structure

    def test_its_colours_have_a_profile_and_its_fonts_are_inside(self):
        pdf = render()
        intent = catalogue(pdf)["/OutputIntents"][0]
        assert intent["/S"] == "/GTS_PDFA1"
        assert intent["/DestOutputProfile"].data
        fonts = [line.split() for line in poppler("pdffonts", pdf.content).splitlines()[2:]]
        assert {font[0].partition("+")[2] for font in fonts} >= {"Paper-Serif-SC"}
        assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts), fonts  # embedded, subset, unicode

    def test_its_chinese_can_be_copied_out_again(self):
        assert "校企双方，平等自愿。" in poppler("pdftotext", render().content)

    def test_an_attachment_travels_inside_with_its_own_date(self):
        places = Attachment(
            name="places.csv",
            content="岗位,人数\n".encode(),
            description="岗位一览表",
            modified_at=datetime(2026, 9, 1, 8, tzinfo=UTC),
        )
        pdf = render(attachments=[places])
        assert len(catalogue(pdf)["/AF"]) == 1
        specification = catalogue(pdf)["/AF"][0]
        assert specification["/UF"] == "places.csv"
        assert specification["/AFRelationship"] == "/Supplement"
        assert specification["/EF"]["/F"].data == places.content
        assert specification["/EF"]["/F"]["/Params"]["/ModDate"] == "D:20260901080000Z"
        assert render(attachments=[places]).content == pdf.content

    def test_what_no_font_can_draw_is_found(self):
        assert missing_glyphs("合作协议 㼆𠮷镕翀 XQ-1") == set()
        assert missing_glyphs("王\ue123") == {"\ue123"}


class TestWhatItRefuses:
    @pytest.mark.parametrize(
        "extra",
        [
            '<img alt="x" src="{address}">',
            '<link rel="stylesheet" href="{address}">',
            '<link rel="attachment" href="{address}">',
            '<style>@import url("{address}");</style>',
            '<style>p {{ background: url("{address}") }}</style>',
            '<style>@font-face {{ font-family: x; src: url("{address}") }}</style>',
            '<object data="{address}"></object>',
            '<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}" width="9" height="9"/></svg>',
        ],
    )
    def test_nothing_is_fetched_from_a_file_or_an_address(self, extra, tmp_path):
        secret = tmp_path / "secret.txt"
        secret.write_text("the private key")
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.setblocking(False)
            for address in (secret.as_uri(), f"http://127.0.0.1:{server.getsockname()[1]}/x"):
                with pytest.raises(RenderRejected, match=r"secret\.txt|127\.0\.0\.1"):
                    render(extra.format(address=address))
            with pytest.raises(BlockingIOError):
                server.accept()

    def test_a_picture_that_is_part_of_the_document_is_drawn(self):
        assert render(f'<img alt="a square" src="{SQUARE}">').pages == 1

    def test_a_broken_or_undescribed_picture_is_a_fault(self):
        with pytest.raises(RenderRejected, match="faults"):
            render('<img alt="x" src="data:image/png;base64,AAAA">')
        with pytest.raises(RenderRejected, match="alt"):
            render(f'<img src="{SQUARE}">')

    def test_an_endless_table_costs_at_most_six_seconds(self):
        render()
        before = children_seconds_of(painter.pid)
        with pytest.raises(RenderTimeout, match="5 seconds of computing"):
            render("<table><tr><td colspan=100000>x</td></tr></table>", limits=Limits(wall_seconds=60))
        assert children_seconds_of(painter.pid) <= before + 6
        assert render().pages == 1

    def test_the_clock_ends_what_the_processor_does_not(self):
        with pytest.raises(RenderTimeout, match=r"0\.2 seconds"):
            render("<p>" + "word " * 200_000, limits=Limits(wall_seconds=0.2))

    def test_too_much_memory_ends_the_document_and_nothing_else(self):
        with pytest.raises(RenderError):  # by MemoryError, or by a C library that could not go on
            render("<p>" * 30_000, limits=Limits(memory_bytes=250 << 20, wall_seconds=60))
        assert render().pages == 1

    def test_too_large_a_result_is_refused(self):
        noise = Attachment(name="noise", content=os.urandom(3 << 20), modified_at=datetime.now(UTC))
        with pytest.raises(RenderRejected, match="2 MiB"):
            render(attachments=[noise], limits=Limits(output_bytes=2 << 20))

    def test_endless_nesting_is_refused(self):
        with pytest.raises(RenderRejected, match="nested"):
            render("<div>" * 3000)


class TestWhatBecomesOfIt:
    def test_it_is_handed_no_secret(self):
        render()
        environment = Path(f"/proc/{painter.pid}/environ").read_text()
        assert "DATABASE" not in environment
        assert "SECRET" not in environment

    def test_it_stays_small(self):
        for _ in range(20):
            pdf = render()
        status = Path(f"/proc/{painter.pid}/status").read_text()
        resident = int(status.partition("VmRSS:")[2].split()[0])
        assert resident < 150_000
        assert pdf.peak_kib < 200_000

    def test_killed_it_is_replaced(self):
        render()
        old = painter.pid
        os.kill(old, signal.SIGKILL)
        assert render().pages == 1
        assert painter.pid != old

    def test_threads_take_turns(self):
        with ThreadPoolExecutor(4) as threads:
            assert len({pdf.sha256 for pdf in threads.map(lambda _: render(), range(8))}) == 1

    def test_a_forked_worker_gets_its_own(self):
        pids, sums = run_apart(FORKING).split()
        mine, workers, mine_again = pids.split(",")
        assert mine == mine_again != workers
        assert len(set(sums.split(","))) == 1

    def test_it_ends_when_its_owner_is_killed(self):
        command = [sys.executable, "-c", PROLOGUE + OWNING]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as owner:
            orphan = int(owner.stdout.readline())
            owner.kill()
        deadline = time.monotonic() + 10
        while is_running(orphan) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not is_running(orphan)


ROOT = Path(__file__).resolve().parents[2]
PROLOGUE = """
import os, time
from django.conf import settings
settings.configure(TEMPLATES=[])
from core.rendering.pdf import render_pdf
from core.rendering.process import painter
def paint():
    return str(painter.pid), render_pdf(html="<p>x", title="x", language="en").sha256, str(painter.pid)
"""
FORKING = """
first = paint()
reader, writer = os.pipe()
if os.fork() == 0:
    os.write(writer, ",".join(paint()).encode())
    os._exit(0)
os.wait()
second = os.read(reader, 1000).decode().split(",")
third = paint()
print(",".join([first[2], second[2], third[2]]), ",".join([first[1], second[1], third[1]]))
"""
OWNING = """
print(paint()[2], flush=True)
time.sleep(60)
"""


def run_apart(program: str) -> str:
    """In a process without this one's threads, as a Celery worker is."""
    command = [sys.executable, "-c", PROLOGUE + program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()
