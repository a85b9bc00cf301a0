import codecs
import gzip
import io
import lzma
import subprocess
import zipfile
from datetime import date

import pytest
import xlsxwriter

from core.imports import reading
from core.imports.reading import UnreadableFile, open_table
from tests.real_data import real_file

CHINESE = (
    "企业名称,统一社会信用代码,地区\n苏州绿叶物流有限公司,91320505MA1X000001,苏州\n昆山精工机械厂,无,昆山\n"
)


@pytest.fixture
def write(tmp_path):
    def file(content: bytes | str, name: str = "list.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return file


def contents(path, **choices):
    with open_table(path, **choices) as table:
        return table.headers, list(table.rows())


def workbook(*sheets, options=None) -> bytes:
    """A workbook of (name, rows, state) sheets."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, options)
    for name, rows, state in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, book.add_format({"num_format": "yyyy-mm-dd"}))
                elif value is not None:
                    sheet.write(number, column, value)
        if state == "hidden":
            sheet.hide()
        elif state == "first":
            sheet.set_first_sheet()
            sheet.activate()
    book.close()
    return output.getvalue()


# --- Encodings and shapes


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CHINESE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + CHINESE.encode(), "utf-8-sig"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), "utf-16"),
    ],
)
def test_chinese_is_read_in_the_encodings_that_spreadsheets_write(write, content, encoding):
    path = write(content)
    with open_table(path) as table:
        assert table.encoding == encoding
        assert table.headers == ["企业名称", "统一社会信用代码", "地区"]
        assert next(table.rows()) == (2, ["苏州绿叶物流有限公司", "91320505MA1X000001", "苏州"])


def test_western_letters_are_read(write):
    path = write("Name;Ort\nMüller & Söhne GmbH;Köln\nBäckerei Größe;Düsseldorf\n".encode("cp1252"))
    headers, rows = contents(path)
    assert headers == ["Name", "Ort"]
    assert rows[0] == (2, ["Müller & Söhne GmbH", "Köln"])


def test_a_person_may_say_which_encoding_it_is(write):
    path = write("名前\n会社\n".encode("shift_jis"))
    assert contents(path, encoding="shift_jis") == (["名前"], [(2, ["会社"])])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write, delimiter):
    lines = [["Name", "Town", "Staff"], ["A, B", "Leeds", "3"], ["C", "York; Old", "4"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    headers, rows = contents(write(text))
    assert headers == lines[0]
    assert [cells for _number, cells in rows] == lines[1:]


def test_one_column_needs_no_delimiter(write):
    assert contents(write('Name\n"Acme, Ltd"\nHarbour\n')) == (
        ["Name"],
        [(2, ["Acme, Ltd"]), (3, ["Harbour"])],
    )


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_files_are_read_whatever_their_name(write, pack):
    assert contents(write(pack(b"Name,Town\nAcme,Leeds\n"))) == (["Name", "Town"], [(2, ["Acme", "Leeds"])])


def test_numbers_are_those_that_a_spreadsheet_shows(write):
    text = 'Name,Note\n\nAcme,"two\nlines"\n,\nHarbour,x\n'
    assert contents(write(text))[1] == [(3, ["Acme", "two\nlines"]), (5, ["Harbour", "x"])]


def test_rows_with_too_many_or_too_few_cells_are_kept_and_empty_ends_forgiven(write):
    text = "A,B\n1,2,3\n1\n1,2,,\n"
    assert contents(write(text))[1] == [(2, ["1", "2", "3"]), (3, ["1"]), (4, ["1", "2"])]


def test_the_header_is_found_below_a_title(write):
    text = "2026年合作企业名单,,\n制表：校企合作处,,\n企业名称,代码,地区\n绿叶,1,苏州\n精工,2,昆山\n"
    with open_table(write(text)) as table:
        assert table.header_row == 3
        assert table.headers == ["企业名称", "代码", "地区"]


def test_the_header_is_the_row_with_the_names_we_know(write):
    text = "Acme,1,Leeds\nName,Number,Town\nHarbour,2,York\n"
    with open_table(write(text), is_known=lambda header: header in {"Name", "Town"}) as table:
        assert table.header_row == 2


def test_column_names_lose_blanks_and_wide_letters(write):
    assert contents(write("Name,  Reg  No ,ＣＯＤＥ\na,b,c\n"))[0] == ["Name", "Reg No", "CODE"]


# --- Workbooks


def test_a_workbook_is_read_as_text_with_codes_and_dates_as_they_look(write):
    rows = [
        ["Name", "Number", "Since", "Staff", "Rate", "Open"],
        ["Acme", "08209948", date(2020, 3, 1), 12, 1.5, True],
        ["Harbour", 911304056975818018, None, 7.0, None, None],
    ]
    headers, found = contents(write(workbook(("Sheet", rows, "")), "list.xlsx"))
    assert headers == rows[0]
    assert found == [
        (2, ["Acme", "08209948", "2020-03-01", "12", "1.5", "TRUE"]),
        # The digits are gone: the text shows it, so that no code is made of it.
        (3, ["Harbour", "9.11304056975818E+17", "", "7", "", ""]),
    ]


def test_hidden_and_empty_sheets_are_passed_over_and_others_can_be_chosen(write):
    path = write(
        workbook(
            ("Secret", [["x"], ["y"]], "hidden"),
            ("Empty", [], "first"),
            ("Partners", [["Name"], ["Acme"]], ""),
            ("More", [["Name"], ["Harbour"]], ""),
        )
    )
    with open_table(path) as table:
        assert (table.sheet, table.sheets) == ("Partners", ["Empty", "Partners", "More"])
    assert contents(path, sheet="More")[1] == [(2, ["Harbour"])]
    with pytest.raises(UnreadableFile, match="no sheet “Gone”"):
        contents(path, sheet="Gone")


def test_numbers_of_rows_stay_right_where_a_sheet_starts_further_down(write):
    rows = [[], [], [None, "Name", "Town"], [None, "Acme", "Leeds"]]
    assert contents(write(workbook(("S", rows, ""))))[1] == [(4, ["Acme", "Leeds"])]


# --- Hostile and broken files


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n\n", "no row of column names"),
        (b"%PDF-1.7\n\0\1\2", "no list"),
        (b"\x1f\x8b\x08\x00broken", "damaged"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "none that can be read"),
        (b'Name,Town\n"never closed,' + b"x" * 200_000, "never closed"),
    ],
)
def test_an_unreadable_file_says_why(write, content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        contents(write(content))


def test_an_archive_that_is_no_workbook_is_refused(write):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("list.csv", "Name\nAcme\n")
    with pytest.raises(UnreadableFile, match="send the file inside"):
        contents(write(output.getvalue()))


def test_a_workbook_for_a_later_program_is_refused(write):
    content = bytearray(workbook(("S", [["Name", "Town"], ["Acme", "Leeds"]], "")))
    content[content.index(b"PK\x01\x02") + 6] = 255
    with pytest.raises(UnreadableFile, match="damaged"):
        contents(write(bytes(content)))


def test_an_archive_that_grows_too_much_is_refused_before_it_is_opened(write, monkeypatch):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 2_000_000)
    monkeypatch.setattr(reading, "MAX_BYTES", 1_000_000)
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: pytest.fail("it was opened"))
    assert len(output.getvalue()) < 10_000
    with pytest.raises(UnreadableFile, match="larger than"):
        contents(write(output.getvalue()))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bytes])
def test_a_packed_text_that_grows_too_much_is_refused(write, monkeypatch, pack):
    monkeypatch.setattr(reading, "MAX_BYTES", 100_000)
    with pytest.raises(UnreadableFile, match="larger than"):
        contents(write(pack(b"Name\n" * 50_000)))


def test_a_cell_far_away_costs_a_message_and_not_the_server(write):
    """The library would ask for 550 GB and abort the process."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "Name")
    sheet.write(1_048_575, 16_383, "far away")
    book.close()
    with pytest.raises(UnreadableFile, match="too large or damaged"):
        contents(write(output.getvalue()))


# --- Files that nobody here wrote


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "encoding", "columns", "rows", "odd"),
    [
        ("cn_1k_dirty.csv", "utf-8", 9, 1_000, {13: 7}),
        ("cn_suzhou_22k.csv.gz", "utf-8", 9, 22_440, {}),
        ("cn_200k_slim.csv.xz", "utf-8", 8, 200_000, {}),
        ("uk_companies_house_1000.csv", "utf-8", 14, 1_000, {}),
        ("uk_companies_house_raw_31.csv", "utf-8", 55, 31, {}),
        ("uk_sponsor_names_106k.csv.gz", "utf-8", 1, 106_328, {}),
        ("gleif_europe_60k.csv.xz", "utf-8", 3, 60_000, {}),
        ("../schools/us_ipeds_hd2023.csv", "utf-8-sig", 19, 6_163, {}),
        ("../schools/cn_moe_institutions_2025.csv", "utf-8", 9, 2_919, {}),
        ("../taxonomies/esco_occupations.csv.gz", "utf-8", 2, 3_658, {}),
    ],
)
def test_every_row_of_a_real_file_is_read(name, encoding, columns, rows, odd):
    count, widths = 0, {}
    with open_table(real_file(f"enterprises/{name}")) as table:
        for _number, cells in table.rows():
            count += 1
            if len(cells) != len(table.headers):
                widths[len(cells)] = widths.get(len(cells), 0) + 1
        assert (table.encoding, len(table.headers), table.header_row) == (encoding, columns, 1)
    assert (count, widths) == (rows, odd)


@pytest.mark.real_data
def test_the_raw_register_loses_the_blanks_in_its_column_names():
    with open_table(real_file("enterprises/uk_companies_house_raw_31.csv")) as table:
        assert table.headers[:2] == ["CompanyName", "CompanyNumber"]
        assert "RegAddress.AddressLine2" in table.headers
        assert next(table.rows())[1][:2] == ["! LIMITED", "12778855"]


@pytest.mark.real_data
def test_leading_zeros_of_company_numbers_are_kept():
    with open_table(real_file("enterprises/uk_companies_house_1000.csv")) as table:
        numbers = [cells[1] for _number, cells in table.rows()]
    assert {len(number) for number in numbers} == {8}
    assert sum(number.startswith("0") for number in numbers) > 100


@pytest.mark.real_data
def test_a_real_list_is_known_in_the_encoding_of_chinese_spreadsheets(write):
    text = gzip.decompress(real_file("enterprises/cn_suzhou_22k.csv.gz").read_bytes()).decode()
    path = write(text.encode("gb18030"))
    with open_table(path) as table:
        assert table.encoding == "gb18030"
        assert sum(1 for _row in table.rows()) == 22_440
