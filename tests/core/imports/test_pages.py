import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core.imports import work
from core.models import ImportRun
from tests.core.imports.companies import Company
from tests.core.imports.test_runs import GREEN, HARBOUR, LIST, STEEL
from tests.world import make_world

State = ImportRun.State


@pytest.fixture
def world(companies):
    """The world, with the director holding the power over this kind of list too."""
    return make_world()


@pytest.fixture
def browse(client, world, django_capture_on_commit_callbacks):
    """A browser of the director's, which sees what happens after the transaction."""
    client.force_login(world.director)

    def go(name, *args, data=None, query="", **headers):
        address = name if name.startswith("/") else reverse(f"core:{name}", args=args)
        with django_capture_on_commit_callbacks(execute=True):
            if data is None:
                return client.get(address + query, headers=headers)
            return client.post(address, data, follow=True)

    return go


def upload(browse, content=LIST, name="合作企业.csv"):
    content = content.encode() if isinstance(content, str) else content
    return browse("import_upload", "test.companies", data={"file": SimpleUploadedFile(name, content)})


def the_run() -> ImportRun:
    return ImportRun.objects.latest("pk")


CHOSEN = {"column_name": "0", "column_code": "1", "column_registered_on": "2", "column_address": ["3", "4"]}


def test_a_list_goes_from_file_to_records(browse, world):
    page = upload(browse)
    assert page.redirect_chain[-1][0] == reverse("core:import_columns", args=[the_run().pk])
    text = page.content.decode()
    assert "苏州绿叶物流有限公司" in text
    assert '<option value="1" selected>统一社会信用代码 — ' in text

    browse("import_columns", the_run().pk, data=CHOSEN)
    run = the_run()
    assert (run.state, run.uploader, run.mapping["address"]) == (State.CHECKED, world.director, [3, 4])
    text = browse("import_detail", run.pk).content.decode()
    assert "Write 2 rows: 2 new, 0 changed?" in text
    assert not Company.objects.exists()

    page = browse("import_apply", run.pk, data={"expected": "2"})
    text = page.content.decode()
    assert "2 rows were written." in text
    assert "Applied by: Lin Wei" in text
    assert ".m.." not in text
    assert Company.objects.get(code=STEEL).address == "江苏 昆山"
    assert the_run().applied_by == world.director


def test_the_same_file_again_is_pointed_out(browse):
    upload(browse)
    browse("import_columns", the_run().pk, data=CHOSEN)
    browse("import_apply", the_run().pk, data={"expected": "2"})
    assert "This very file was" in upload(browse).content.decode()


def test_a_number_that_nobody_was_shown_is_not_applied(browse):
    upload(browse)
    browse("import_columns", the_run().pk, data=CHOSEN)
    for wrong in ("7", "", "many"):
        page = browse("import_apply", the_run().pk, data={"expected": wrong})
        assert page.status_code == 200
    assert (the_run().state, Company.objects.count()) == (State.CHECKED, 0)


def test_what_is_no_list_is_refused_at_the_form(browse):
    page = upload(browse, b"%PDF-1.7\0", "list.pdf")
    assert page.status_code == 422
    assert "This is no list" in page.content.decode()
    assert not ImportRun.objects.exists()


def test_a_required_column_has_to_be_chosen(browse):
    upload(browse, "Firma,Kennung\nAcme,1\n")
    page = browse("import_columns", the_run().pk, data={"column_name": "0"})
    assert page.status_code == 422
    assert the_run().state == State.UPLOADED


def test_another_sheet_is_read_on_demand(browse):
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output)
    for name, code in (("Old", GREEN), ("Current", HARBOUR)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Name", "Code"])
        sheet.write_row(1, 0, [name, code])
    book.close()
    upload(browse, output.getvalue(), "list.xlsx")
    page = browse("import_columns", the_run().pk, data={"again": "1", "sheet": "Current"})
    assert HARBOUR in page.content.decode()
    browse("import_columns", the_run().pk, data={"column_name": "0", "column_code": "1", "sheet": "Current"})
    browse("import_apply", the_run().pk, data={"expected": "1"})
    assert Company.objects.get().code == HARBOUR


def test_rows_are_looked_through_by_verdict_page_by_page(browse, monkeypatch):
    monkeypatch.setattr("core.views.import_result.ROWS_PER_PAGE", 2)
    lines = "".join(f"Acme {number},nothing\n" for number in range(5))
    upload(browse, f"Name,Code\n{lines}Harbour,{HARBOUR}\n")
    browse("import_columns", the_run().pk, data={"column_name": "0", "column_code": "1"})
    run = the_run()
    seen, query = [], "?tab=rows&verdict=rejected"
    while query:
        page = browse("import_detail", run.pk, query=query)
        seen += [line["row"].number for line in page.context["lines"]]
        following = page.context["next_from"]
        query = f"?tab=rows&verdict=rejected&from={following}" if following else ""
    assert seen == [2, 3, 4, 5, 6]
    text = browse("import_detail", run.pk, query="?tab=rows&verdict=rejected").content.decode()
    assert "This is not a code of this register" in text or "wrong number of characters" in text
    assert "Harbour" in browse("import_detail", run.pk, query="?tab=rows&verdict=new").content.decode()


def test_a_change_shows_from_and_to(browse):
    upload(browse, f"Name,Code\nAcme,{GREEN}\n")
    browse("import_columns", the_run().pk, data={"column_name": "0", "column_code": "1"})
    browse("import_apply", the_run().pk, data={"expected": "1"})
    upload(browse, f"Name,Code\nAcme Group,{GREEN}\n")
    browse("import_columns", the_run().pk, data={"column_name": "0", "column_code": "1"})
    text = browse("import_detail", the_run().pk, query="?tab=rows").content.decode()
    assert "<del>Acme</del> → <ins>Acme Group</ins>" in text


def test_a_large_list_shows_its_progress_until_it_is_done(browse, monkeypatch):
    monkeypatch.setattr(work, "SMALL_BYTES", 10)
    monkeypatch.setattr("celery.current_app.send_task", lambda *args, **options: None)
    upload(browse)
    page = browse("import_columns", the_run().pk, data=CHOSEN)
    run = the_run()
    assert run.state == State.CHECKING
    assert 'hx-trigger="every 2s"' in page.content.decode()
    polled = browse("import_detail", run.pk, query="?polled", **{"HX-Request": "true"})
    assert "HX-Refresh" not in polled
    work.work_on_all(now=run.created_at)
    polled = browse("import_detail", run.pk, query="?polled", **{"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_the_report_is_downloaded(browse, fmt):
    upload(browse, f"Name,Code\nAcme,{GREEN}\nHarbour,none\n", "名单.csv")
    browse("import_columns", the_run().pk, data={"column_name": "0", "column_code": "1"})
    answer = browse("import_report", the_run().pk, query=f"?format={fmt}")
    content = b"".join(answer)
    if fmt == "csv":
        assert content.decode("utf-8-sig").splitlines()[1] == f"2,new,,,Acme,{GREEN}"
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert rows[2][:2] == [3.0, "rejected"]
    assert browse("import_report", the_run().pk, query="?format=exe").status_code == 404


def test_a_dropped_list_is_gone_and_cannot_be_applied(browse):
    upload(browse)
    browse("import_columns", the_run().pk, data=CHOSEN)
    page = browse("import_cancel", the_run().pk, data={})
    assert "This list was dropped" in page.content.decode()
    browse("import_apply", the_run().pk, data={"expected": "0"})
    assert (the_run().state, Company.objects.count()) == (State.CANCELLED, 0)


def test_lists_are_found_again(browse):
    upload(browse)
    upload(browse, f"Name,Code\nAcme,{GREEN}\n", "harbour.csv")
    page = browse("import_list", query="?q=harb")
    assert "harbour.csv" in page.content.decode()
    assert "合作企业.csv" not in page.content.decode()
    assert reverse("core:import_list") in browse("/").content.decode()


def test_whoever_may_bring_in_nothing_is_not_offered_the_page(browse, client, world):
    client.force_login(world.teacher)
    assert reverse("core:import_list") not in browse("/").content.decode()
    assert browse("import_list").status_code == 403
    assert browse("import_upload", "test.companies").status_code == 403
    assert browse("import_upload", "test.unknown").status_code == 404
