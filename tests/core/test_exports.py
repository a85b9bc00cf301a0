import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from accounts.models import User
from core.exports import (
    FORMULA_STARTS,
    ExportColumn,
    export_response,
    neutralise,
    restore,
    stream_csv,
    write_xlsx,
)
from core.views import ListView
from partnerships.models import Contact, Enterprise
from tests.access.classification import RULES
from tests.agreements.office import furnish

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@dataclass
class Owner:
    name: str


@dataclass
class Row:
    name: object = ""
    value: object = None
    owner: Owner | None = None

    def shout(self) -> str:
        return str(self.name).upper()


COLUMNS = [
    ExportColumn("Name", "name"),
    ExportColumn("Value", "value"),
    ExportColumn("Owner", "owner.name"),
    ExportColumn("Shouted", "shout"),
    ExportColumn("Length", lambda row: len(str(row.name))),
]


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def csv_rows(rows: list[Row]) -> list[list[str]]:
    return read_csv(b"".join(stream_csv(COLUMNS, rows)))


def xlsx_sheets(columns, rows) -> list[list[list]]:
    output = io.BytesIO()
    write_xlsx(columns, rows, output)
    output.seek(0)
    book = CalamineWorkbook.from_filelike(output)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_columns_read_attributes_paths_methods_and_functions():
    assert csv_rows([Row("绿叶物流", 3, Owner("Wang")), Row("Harbour")]) == [
        ["Name", "Value", "Owner", "Shouted", "Length"],
        ["绿叶物流", "3", "Wang", "绿叶物流", "4"],
        ["Harbour", "", "", "HARBOUR", "7"],
    ]


def test_excel_knows_the_file_as_unicode():
    assert b"".join(stream_csv(COLUMNS, [])).startswith(b"\xef\xbb\xbfName,")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86 21 5555", "'+86 21 5555"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("a=1", "a=1"),
        (-5, "-5"),
        (Decimal("-1.50"), "-1.50"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 16, 30, tzinfo=UTC), "2026-03-02 00:30"),
        (["a", "b"], "a; b"),
        (True, "yes"),
    ],
)
def test_a_csv_cell_is_never_a_formula_and_numbers_stay_numbers(value, cell):
    assert csv_rows([Row(value=value)])[1][1] == cell


@given(TEXT)
def test_no_neutralised_text_starts_a_formula(text):
    assert not neutralise(text).lstrip(" ").startswith(FORMULA_STARTS)


@given(TEXT)
def test_a_neutralised_text_can_be_read_back(text):
    assert restore(neutralise(text)) == text


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_every_text_survives_the_way_through_a_csv_file(pairs):
    columns = [ExportColumn("A", lambda row: row[0]), ExportColumn("B", lambda row: row[1])]
    rows = read_csv(b"".join(stream_csv(columns, pairs)))[1:]
    assert [tuple(restore(cell) for cell in row) for row in rows] == pairs


def test_words_are_in_the_readers_language_although_the_file_is_sent_later():
    columns = [ExportColumn(_("English"), lambda row: _("English"))]
    with translation.override("zh-hans"):
        pieces = stream_csv(columns, [1])
        head = next(pieces)
    with translation.override("en"):
        assert head.decode("utf-8-sig").strip() == "英语"
        with translation.override("zh-hans"):
            assert b"".join(pieces).decode().strip() == "英语"


def test_rows_are_read_piece_by_piece():
    taken = 0

    def rows():
        nonlocal taken
        for number in range(1_000_000):
            taken += 1
            yield Row(str(number))

    pieces = stream_csv(COLUMNS, rows())
    next(pieces)
    assert taken == 0
    next(pieces)
    assert taken == 1000


def test_a_workbook_keeps_numbers_dates_and_long_codes_and_runs_no_formula():
    rows = [
        Row("=1+1", 12.5),
        Row("08209948", date(2026, 3, 1)),
        Row("x", 911304056975818018),
        Row("y", date(1899, 1, 1)),
    ]
    output = io.BytesIO()
    write_xlsx(COLUMNS, rows, output)
    output.seek(0)
    sheet = CalamineWorkbook.from_filelike(output).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in sheet[1:]] == [
        ["=1+1", 12.5],
        ["08209948", date(2026, 3, 1)],
        ["x", "911304056975818018"],
        ["y", "1899-01-01"],
    ]
    with ZipFile(output) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_full_sheet_continues_on_the_next(monkeypatch):
    monkeypatch.setattr("core.exports.ROWS_PER_SHEET", 3)
    sheets = xlsx_sheets([ExportColumn("N", lambda row: row)], range(1, 6))
    assert sheets == [[["N"], [1.0], [2.0]], [["N"], [3.0], [4.0]], [["N"], [5.0]]]


def test_a_workbook_without_rows_still_has_its_header():
    assert xlsx_sheets([ExportColumn("N", lambda row: row)], []) == [[["N"]]]


@pytest.mark.django_db
class TestAResponse:
    columns = (ExportColumn("App", "app_label"), ExportColumn("Model", "model"))

    def response(self, rf, fmt, **options):
        queryset = ContentType.objects.order_by("app_label", "model")
        return export_response(
            rf.get("/"), filename="合作 企业", columns=self.columns, queryset=queryset, fmt=fmt, **options
        )

    @pytest.fixture
    def expected(self):
        rows = ContentType.objects.order_by("app_label", "model").values_list("app_label", "model")
        return [["App", "Model"], *map(list, rows)]

    def test_csv_holds_every_row_under_a_name_in_any_script(self, rf, expected):
        response = self.response(rf, "csv")
        assert read_csv(b"".join(response)) == expected
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == (
            "attachment; filename*=utf-8''%E5%90%88%E4%BD%9C_%E4%BC%81%E4%B8%9A.csv"
        )
        assert response["Cache-Control"] == "private, no-store"

    def test_xlsx_holds_every_row(self, rf, expected):
        response = self.response(rf, "xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response)))
        assert book.get_sheet_by_index(0).to_python() == expected

    def test_another_format_is_refused(self, rf):
        with pytest.raises(BadRequest):
            self.response(rf, "exe")

    def test_rows_are_read_in_the_transaction_that_the_caller_opens(self, rf, monkeypatch):
        """As a portal does: its role and tenant live in one transaction only."""

        @contextmanager
        def as_tenant():
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL portal.tenant = '7'")
                yield
                cursor.execute("RESET portal.tenant")

        def tenant(row):
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('portal.tenant', true)")
                return cursor.fetchone()[0]

        monkeypatch.setattr(self, "columns", [ExportColumn("Tenant", tenant)], raising=False)
        response = self.response(rf, "csv", within=as_tenant)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('portal.tenant', true)")
            assert not cursor.fetchone()[0]
        assert {cell for row in read_csv(b"".join(response))[1:] for cell in row} == {"7"}


# --- Every list -------------------------------------------------------------------------------

HOSTILE = "=HYPERLINK(1)"


def addresses_of_lists(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses_of_lists(entry, inner)
        elif issubclass(getattr(entry.callback, "view_class", object), ListView):
            yield f"{namespace}{entry.name}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(addresses_of_lists())))
def test_no_cell_of_any_list_is_a_formula(name, world, client):
    """Whatever people called their enterprises and agreements, and for every column there is."""
    furnish(world).sent(title_en=f"{HOSTILE} with Jinggong", title_zh=f"{HOSTILE}合作协议")
    for model in (Enterprise, Contact, User):
        texts = {"name", "name_en", "name_latin", "title", "address"}
        model.objects.filter(pk__in=model.objects.values("pk")).update(
            **{
                field.name: Concat(Value(HOSTILE), field.name)
                for field in model._meta.concrete_fields
                if field.name in texts
            }
        )
    client.force_login(world.director)
    address = reverse(name, kwargs=RULES[name].arguments(world))
    columns = [column["name"] for column in client.get(address).context["columns"]]

    as_csv = client.get(address, {"export": "csv", "columns": columns})
    cells = [cell for row in read_csv(b"".join(as_csv)) for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA_STARTS)] == []

    as_xlsx = io.BytesIO(b"".join(client.get(address, {"export": "xlsx", "columns": columns})))
    with ZipFile(as_xlsx) as book:
        sheets = [book.read(part).decode() for part in book.namelist() if "/worksheets/" in part]
    assert sheets
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_spreadsheets_are_written_nowhere_else():
    """Two more modules write them: a template of headings of our own, and what an import reads to itself."""
    writing = re.compile(r"csv\.(?:Dict)?writer\(|Workbook\(")
    root = Path(settings.BASE_DIR)
    writers = {
        str(path.relative_to(root))
        for path in root.glob("*/**/*.py")
        if not path.relative_to(root).parts[0].startswith((".", "tests", "benchmarks", "var"))
        and writing.search(path.read_text())
    }
    assert writers == {"core/exports.py", "core/imports/sheets.py", "core/imports/template.py"}
