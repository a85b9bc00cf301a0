from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.utils import translation

from core.access import NOWHERE, NotVisible, Scope
from core.codes.uscc import check_digit
from core.imports import operations, work
from core.imports.operations import UnableToImport
from core.imports.reading import UnreadableFile
from core.models import AuditEvent, ImportRow, ImportRun
from core.names import name_key
from core.tasks import work_on_imports
from core.transitions import TransitionRefused
from tests.core.imports.companies import Company
from tests.core.imports.conftest import NOW, Person

State, Verdict = ImportRun.State, ImportRow.Verdict


def code(number: int) -> str:
    body = f"91320505MA1X{number:05d}"
    return body + check_digit(body)


GREEN, STEEL, HARBOUR = code(1), code(2), code(3)
HEADER = "企业名称,统一社会信用代码,注册日期,所在省份,地区,注册地址\n"
LIST = HEADER + (
    f"苏州绿叶物流有限公司,{GREEN},2015-03-02,江苏,苏州,绿叶路1号\n"
    f"昆山精工机械厂,{STEEL},2009年1月5日,江苏,昆山,\n"
)


def verdicts(run: ImportRun) -> dict[int, str]:
    return dict(run.rows.order_by("number").values_list("number", "verdict"))


def reasons(run: ImportRun) -> dict[int, str]:
    return dict(run.rows.exclude(reason="").order_by("number").values_list("number", "reason"))


# --- What becomes of a row


def test_new_rows_come_in_complete(bring_in):
    run = bring_in(LIST)
    assert (run.state, run.counts["new"], run.applied_at) == (State.APPLIED, 2, NOW)
    green = Company.objects.get(code=GREEN)
    assert (green.name, green.registered_on) == ("苏州绿叶物流有限公司", date(2015, 3, 2))
    assert green.address == "江苏 苏州 绿叶路1号"
    assert (green.scheme, green.source, green.note, green.labels) == ("uscc", "register", "as imported", [])
    assert (green.created_at, green.updated_at) == (NOW, NOW)
    assert green.name_key


def test_each_row_leads_to_its_record(bring_in):
    run = bring_in(LIST)
    assert Company.objects.get(pk=run.rows.get(number=3).target_id).code == STEEL


def test_bringing_the_same_list_in_twice_adds_nothing(bring_in):
    bring_in(LIST)
    before = list(Company.objects.order_by("pk").values())
    again = bring_in(LIST)
    assert again.counts == {"new": 0, "changed": 0, "unchanged": 2, "duplicate": 0, "rejected": 0}
    assert list(Company.objects.order_by("pk").values()) == before


def test_a_change_is_shown_from_and_to_and_leaves_the_rest_alone(bring_in):
    bring_in(LIST)
    Company.objects.update(note="known since 2015")
    run = bring_in(f"Name,Code,注册日期\n苏州绿叶物流集团,{GREEN},2015-03-02\n", apply=False)
    row = run.rows.get()
    assert row.verdict == Verdict.CHANGED
    assert row.changes["name"] == ["苏州绿叶物流有限公司", "苏州绿叶物流集团"]
    assert set(row.changes) <= {"name", "name_key"}
    operations.apply_import(actor=Person(), pk=run.pk, expected=1, now=NOW)
    work.work_on(run.pk, now=NOW)
    green = Company.objects.get(code=GREEN)
    assert (green.name, green.note, green.address) == (
        "苏州绿叶物流集团",
        "known since 2015",
        "江苏 苏州 绿叶路1号",
    )


def test_an_empty_cell_leaves_what_is_there(bring_in):
    bring_in(LIST)
    run = bring_in(f"Name,Code,注册日期\n苏州绿叶物流有限公司,{GREEN},\n")
    assert verdicts(run) == {2: Verdict.UNCHANGED}
    assert Company.objects.get(code=GREEN).registered_on == date(2015, 3, 2)


def test_an_empty_cell_empties_where_the_kind_of_list_says_so(bring_in, companies, monkeypatch):
    bring_in(LIST)
    monkeypatch.setattr(type(companies), "empties_overwrite", True)
    run = bring_in(f"Name,Code,注册日期\n苏州绿叶物流有限公司,{GREEN},\n")
    assert run.rows.get().changes == {"registered_on": ["2015-03-02", None]}
    assert Company.objects.get(code=GREEN).registered_on is None


def test_lists_of_values_are_compared_and_kept(bring_in):
    bring_in(f"Name,Code,Labels\nAcme,{GREEN},a/b\n")
    assert Company.objects.get().labels == ["a", "b"]
    run = bring_in(f"Name,Code,Labels\nAcme,{GREEN},a/c\n")
    assert run.rows.get().changes == {"labels": [["a", "b"], ["a", "c"]]}
    assert Company.objects.get().labels == ["a", "c"]


def test_a_repeated_row_is_a_duplicate_of_the_first(bring_in):
    run = bring_in(f"Name,Code\nAcme,{GREEN}\nHarbour,{STEEL}\nAcme,{GREEN}\nAcme Group,{GREEN}\n")
    assert verdicts(run) == {2: "new", 3: "new", 4: "duplicate", 5: "duplicate"}
    assert reasons(run) == {
        4: "identical to row 2",
        5: "the same record as row 2, with other contents",
    }
    assert run.rows.get(number=4).changes is None
    assert run.rows.get(number=5).changes["name"] == ["Acme", "Acme Group"]
    assert Company.objects.get(code=GREEN).name == "Acme"


def test_a_row_that_resembles_a_record_under_another_key_is_its_duplicate(bring_in, companies, monkeypatch):
    bring_in(f"Name,Code\nAcme Ltd,{GREEN}\n")
    monkeypatch.setattr(type(companies), "resembles", ("name_key",))
    run = bring_in(f"Name,Code\nACME LIMITED,{STEEL}\nHarbour,{HARBOUR}\n")
    assert verdicts(run) == {2: "duplicate", 3: "new"}
    assert run.rows.get(number=2).target_id == Company.objects.get(code=GREEN).pk


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Acme,320505000012345,", "Code: This is an old registration number"),
        ("Acme,,", "Code: is empty"),
        (f"Acme,{GREEN[:-1]}{'0' if GREEN[-1] != '0' else '1'},", "Code: The check digit does not fit"),
        (f"Acme,{GREEN},in spring", "Registered on: is no date"),
        (f"Acme,{GREEN},2015-03-02,x", "The row has 4 cells, the header has 3."),
        (f"Acme,{GREEN}", "The row has 2 cells, the header has 3."),
        (f"{'A' * 201},{GREEN},", "Name: longer than 200 characters."),
    ],
)
def test_a_refused_row_says_why_and_keeps_what_it_said(bring_in, row, reason):
    run = bring_in(f"Name,Code,注册日期\n{row}\nHarbour,{HARBOUR},\n")
    assert verdicts(run) == {2: "rejected", 3: "new"}
    refused = run.rows.get(number=2)
    assert refused.reason.startswith(reason)
    assert refused.values["name"] == row.split(",")[0]
    assert Company.objects.get().code == HARBOUR


def test_reasons_are_in_the_language_of_whoever_brought_the_list(bring_in):
    with translation.override("zh-hans"):
        run = bring_in("Name,Code\nAcme,320505000012345\n")
    assert run.language == "zh-hans"
    assert "旧" in run.rows.get().reason or "注册号" in run.rows.get().reason


def test_an_apostrophe_against_formulas_is_taken_off_again(bring_in):
    bring_in(f"Name,Code\n'=cmd,{GREEN}\n")
    assert Company.objects.get().name == "=cmd"


def test_a_list_in_which_every_row_is_refused_changes_nothing(bring_in):
    run = bring_in("Name,Code\nAcme,nothing\n")
    assert (run.state, run.counts["rejected"], Company.objects.count()) == (State.APPLIED, 1, 0)


# --- Columns


def test_columns_are_guessed_in_any_language_and_may_be_chosen(bring_in, companies):
    headers = ["CompanyName", " 统一社会信用代码", "Ort", "registered ON"]
    assert companies.guess(headers) == {"name": [0], "code": [1], "registered_on": [3]}
    run = bring_in(
        f"Firma,Kennung,Ort\nAcme,{GREEN},Leeds\n", mapping={"name": [0], "code": [1], "address": [2]}
    )
    assert run.counts["new"] == 1
    assert Company.objects.get().address == "Leeds"


def test_a_list_without_a_required_column_is_not_checked(bring_in):
    with pytest.raises(UnableToImport, match="No column is chosen for: Code"):
        bring_in("Name,Ort\nAcme,Leeds\n")
    assert ImportRun.objects.get().state == State.UPLOADED


def test_a_column_that_is_not_in_the_file_is_refused(bring_in):
    with pytest.raises(UnableToImport, match="not in the file"):
        bring_in(LIST, mapping={"name": [0], "code": [17]})


def test_another_layout_is_guessed_anew(bring_in):
    run = bring_in(f"Some,title\nName,Code\nAcme,{GREEN}\n", layout={"header_row": 2})
    assert run.mapping == {"name": [0], "code": [1]}
    assert verdicts(run) == {3: "new"}


# --- Who may


def test_somebody_without_the_power_brings_in_nothing(companies):
    stranger = Person(scope=NOWHERE)
    with pytest.raises(PermissionDenied):
        operations.start_import(
            actor=stranger, spec=companies, file=ContentFile(LIST.encode()), file_name="x.csv", now=NOW
        )
    assert not ImportRun.objects.exists()


def test_nobody_brings_in_for_a_department_that_is_not_theirs(companies):
    with pytest.raises(PermissionDenied):
        operations.start_import(
            actor=Person(scope=Scope(departments=frozenset({7}))),
            spec=companies,
            file=ContentFile(LIST.encode()),
            file_name="x.csv",
            options={"department": 8},
            now=NOW,
        )


def test_a_run_is_hidden_from_those_without_its_power(bring_in):
    run = bring_in(LIST, apply=False)
    stranger = Person(powers=frozenset({"other.import"}))
    assert list(ImportRun.objects.visible_to(Person())) == [run]
    assert not ImportRun.objects.visible_to(stranger).exists()
    for attempt in (
        lambda: operations.check_import(actor=stranger, pk=run.pk, now=NOW),
        lambda: operations.apply_import(actor=stranger, pk=run.pk, expected=2, now=NOW),
        lambda: operations.cancel_import(actor=stranger, pk=run.pk, now=NOW),
    ):
        with pytest.raises(NotVisible):
            attempt()
    run.refresh_from_db()
    assert (run.state, Company.objects.count()) == (State.CHECKED, 0)


# --- Moves


def test_only_the_number_that_was_confirmed_is_applied(bring_in):
    run = bring_in(LIST, apply=False)
    with pytest.raises(UnableToImport, match="2 rows would be written, not 3"):
        operations.apply_import(actor=Person(), pk=run.pk, expected=3, now=NOW)
    assert ImportRun.objects.get().state == State.CHECKED


def test_a_list_is_applied_once(bring_in):
    run = bring_in(LIST)
    with pytest.raises(TransitionRefused):
        operations.apply_import(actor=Person(), pk=run.pk, expected=2, now=NOW)


def test_a_repeated_message_to_the_worker_is_harmless(bring_in):
    run = bring_in(LIST)
    work.work_on(run.pk, now=NOW)
    assert work.work_on_all(now=NOW) == 0
    assert Company.objects.count() == 2


def test_records_that_changed_since_the_check_are_judged_anew_before_anything_is_written(bring_in):
    bring_in(f"Name,Code\nAcme,{GREEN}\n")
    run = bring_in(f"Name,Code\nAcme Group,{GREEN}\nHarbour,{HARBOUR}\n", apply=False)
    assert run.applicable == 2
    Company.objects.update(name="Acme Group", name_key=name_key("Acme Group"))
    Company.objects.create(
        scheme="uscc", code=HARBOUR, name="Harbour", name_key="harbour", source="by hand", labels=[]
    )
    operations.apply_import(actor=Person(), pk=run.pk, expected=2, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert run.state == State.CHECKED
    assert run.error.startswith("2 rows are judged anew")
    assert run.applicable == 0
    assert Company.objects.get(code=HARBOUR).source == "by hand"


def test_a_dropped_list_leaves_neither_file_nor_rows(bring_in, django_capture_on_commit_callbacks):
    run = bring_in(LIST, apply=False)
    path = run.file.path
    with django_capture_on_commit_callbacks(execute=True):
        operations.cancel_import(actor=Person(), pk=run.pk, now=NOW)
    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert not run.rows.exists()
    assert not Path(path).exists()


def test_every_step_is_written_down(bring_in):
    run = bring_in(LIST)
    verbs = AuditEvent.objects.filter(subject_id=run.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "import.upload",
        "import.check",
        "import.judge",
        "import.apply",
        "import.finish",
    ]


# --- When something breaks


def test_a_file_that_turns_out_unreadable_fails_with_the_reason_and_can_be_tried_again(bring_in):
    text = "Name,Code\n" + f"Acme,{GREEN}\n" * 1000 + f"Café,{HARBOUR}\n"
    run = bring_in(text.encode("cp1252"), apply=False, layout={"encoding": "ascii"})
    assert run.state == State.FAILED
    assert "not in the encoding" in run.error
    operations.check_import(actor=Person(), pk=run.pk, now=NOW, layout={"encoding": "cp1252"})
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.error, run.counts["new"]) == (State.CHECKED, "", 2)


def test_a_list_that_is_no_list_is_refused_at_once(companies, officer):
    with pytest.raises(UnreadableFile):
        operations.start_import(
            actor=officer, spec=companies, file=ContentFile(b"%PDF-1.7\0"), file_name="x.csv", now=NOW
        )
    assert not ImportRun.objects.exists()


def test_a_check_that_broke_off_starts_over_and_is_given_up_after_three_times(bring_in, monkeypatch):
    run = bring_in(LIST, apply=False)
    operations.check_import(actor=Person(), pk=run.pk, now=NOW)

    def out_of_disk(*args):
        raise DatabaseError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(work.judging, "judge", out_of_disk)
        for _attempt in range(2):
            with pytest.raises(DatabaseError):
                work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (State.CHECKING, 2)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.counts["new"]) == (State.CHECKED, 2)

    operations.check_import(actor=Person(), pk=run.pk, now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(work.judging, "judge", out_of_disk)
        for _attempt in range(3):
            with pytest.raises(DatabaseError):
                work.work_on(run.pk, now=NOW)
        work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "The work broke off several times.")


def test_an_apply_that_breaks_in_the_middle_writes_nothing(bring_in, companies, monkeypatch):
    bring_in(f"Name,Code\nAcme,{GREEN}\n")
    run = bring_in(f"Name,Code\nAcme Group,{GREEN}\nHarbour,{HARBOUR}\n", apply=False)
    operations.apply_import(actor=Person(), pk=run.pk, expected=2, now=NOW)

    def broken(*args, **kwargs):
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(companies, "after_apply", broken, raising=False)
        with pytest.raises(DatabaseError):
            work.work_on(run.pk, now=NOW)
    assert [company.name for company in Company.objects.all()] == ["Acme"]
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert (run.state, Company.objects.count()) == (State.APPLIED, 2)


def test_file_and_rows_are_forgotten_after_a_season_but_not_the_run(bring_in):
    run = bring_in(LIST)
    work.forget_old(now=NOW + timedelta(days=89))
    assert run.rows.count() == 2
    work.forget_old(now=NOW + timedelta(days=91))
    assert run.rows.count() == 0
    assert not Path(run.file.path).exists()
    assert ImportRun.objects.get().counts["new"] == 2


def test_a_small_list_is_worked_on_at_once_and_a_large_one_by_a_worker(
    bring_in, monkeypatch, django_capture_on_commit_callbacks
):
    run = bring_in(LIST, apply=False)
    sent = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: sent.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        run = operations.check_import(actor=Person(), pk=run.pk, now=NOW)
        run.size = work.SMALL_BYTES + 1
        work.begin(run, now=NOW)
    assert (sent, ImportRun.objects.get().state) == ([work.TASK], State.CHECKING)
    run.size = 100
    work.begin(run, now=NOW)
    assert ImportRun.objects.get().state == State.CHECKED


def test_the_worker_does_whatever_waits(bring_in):
    run = bring_in(LIST, apply=False)
    operations.apply_import(actor=Person(), pk=run.pk, expected=2, now=NOW)
    work_on_imports()
    assert (ImportRun.objects.get().state, Company.objects.count()) == (State.APPLIED, 2)


# --- Report


def test_the_report_has_every_row_with_its_verdict_and_runs_no_formula(bring_in):
    bring_in(f"Name,Code\nAcme,{GREEN}\n")
    run = bring_in(f"Name,Code\nAcme Group,{GREEN}\n=HYPERLINK(),none\n", apply=False)
    lines = b"".join(operations.write_report(run)).decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Verdict,Reason,Changes,Name,Code"
    assert lines[1] == f"2,changed,,Name: Acme → Acme Group,Acme Group,{GREEN}"
    assert lines[2].startswith("3,rejected,Code:")
    assert lines[2].endswith(",'=HYPERLINK(),none")
