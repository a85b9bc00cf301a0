"""A list of agreements from before, with its scans, as an office would send it."""

from __future__ import annotations

import io
import random
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from agreements.choices import Phase, RenewalDecision, State
from agreements.imports import ExistingAgreements
from agreements.models import Agreement, ReferenceCounter
from core.filetypes import UnacceptableFile
from core.imports import operations, work
from core.imports.spec import find_spec
from core.models import ImportRow, ImportRun
from partnerships.models import RegisterEntry
from signing.models import Approval
from tests.agreements.office import NOW, TODAY
from tests.world import ONE_PIXEL

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ntrailer<<>>\n%%EOF\n"
HEADINGS = {
    "old_reference": "协议编号",
    "title": "协议名称",
    "enterprise": "合作企业",
    "code": "统一社会信用代码",
    "type": "类型",
    "signed_on": "签订日期",
    "starts_on": "开始日期",
    "ends_on": "到期日期",
    "renewal": "续签方式",
    "notice": "通知期",
    "value": "合同金额",
    "owner": "Owner e-mail",
    "department": "部门代码",
    "terminated_on": "解除日期",
    "reason": "解除原因",
    "scan": "扫描件",
}
GOOD = {
    "old_reference": "校企〔2024〕17号",
    "title": "实习基地协议",
    "enterprise": "苏州精工机械有限公司",
    "type": "合作框架协议",
    "signed_on": datetime(2024, 8, 20),
    "starts_on": datetime(2024, 9, 1),
    "ends_on": datetime(2027, 8, 31),
    "owner": "officer@centre.example",
    "department": "C1",
}


def workbook(*rows: dict) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADINGS.values())
    for number, row in enumerate(rows, start=1):
        for column, name in enumerate(HEADINGS):
            if name in row:
                sheet.write(number, column, row[name])
    book.close()
    return output.getvalue()


def archive(**papers: bytes) -> bytes:
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as packed:
        for name, content in papers.items():
            packed.writestr(name, content)
    return output.getvalue()


@pytest.fixture(autouse=True)
def _kept_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def check(office):
    """Checks a list for the director."""

    def run(*rows: dict, scans: bytes | None = None) -> ImportRun:
        started = operations.start_import(
            actor=office.world.director,
            spec=find_spec(ExistingAgreements.name),
            file=ContentFile(workbook(*rows)),
            file_name="台账.xlsx",
            companion=ContentFile(scans, name="scans.zip") if scans else None,
            now=NOW,
        )
        operations.check_import(actor=office.world.director, pk=started.pk, now=NOW)
        work.work_on(started.pk, now=NOW)
        checked = ImportRun.objects.get(pk=started.pk)
        assert checked.state == ImportRun.State.CHECKED, checked.error
        return checked

    return run


@pytest.fixture
def take_over(office, check):
    """Checks a list and applies what is good in it."""

    def run(*rows: dict, scans: bytes | None = None) -> ImportRun:
        checked = check(*rows, scans=scans)
        operations.apply_import(
            actor=office.world.director, pk=checked.pk, expected=checked.applicable, now=NOW
        )
        work.work_on(checked.pk, now=NOW)
        applied = ImportRun.objects.get(pk=checked.pk)
        assert applied.state == ImportRun.State.APPLIED, applied.error
        return applied

    return run


def row_of(run: ImportRun, number: int) -> ImportRow:
    return run.rows.get(number=number)


def kept_files(root: Path) -> list[Path]:
    return [path for path in root.glob("attachments/**/*") if path.is_file()]


def test_a_good_row_becomes_an_agreement_with_its_old_reference(office, take_over):
    run = take_over(GOOD | {"value": "12万元", "notice": "90天", "renewal": "自动续签"})
    assert row_of(run, 2).reason == "It will be “in force”."
    agreement = Agreement.objects.get()
    assert (agreement.number, agreement.reference) == ("校企〔2024〕17号", None)
    assert (agreement.title_zh, agreement.language) == ("实习基地协议", "zh")
    assert (agreement.starts_on, agreement.ends_on) == (date(2024, 9, 1), date(2027, 8, 31))
    assert (agreement.signed_on, agreement.is_imported) == (date(2024, 8, 20), True)
    assert (agreement.value_amount, agreement.value_currency, agreement.notice_days) == (120_000, "CNY", 90)
    assert agreement.renewal_rule == "automatic"
    assert (agreement.owner, agreement.department) == (office.officer, office.world.mechanics)
    assert agreement.counterparty_name == "苏州精工机械有限公司"


def test_states_follow_from_the_dates(take_over):
    past = {"starts_on": datetime(2020, 9, 1), "ends_on": datetime(2023, 8, 31), "signed_on": ""}
    run = take_over(
        GOOD,
        GOOD | past | {"old_reference": "2020-5"},
        GOOD | {"old_reference": "2024-9", "terminated_on": datetime(2025, 6, 30), "reason": "企业搬迁"},
    )
    assert [row.reason for row in run.rows.order_by("number")] == [
        "It will be “in force”.",
        "It will be “expired”.",
        "It will be “terminated”.",
    ]
    assert Agreement.objects.in_phase(Phase.IN_FORCE, TODAY).get().number == "校企〔2024〕17号"
    expired = Agreement.objects.in_phase(Phase.EXPIRED, TODAY).get(state=State.SIGNED)
    assert (expired.number, expired.renewal_decision) == ("2020-5", RenewalDecision.LAPSE)
    ended = Agreement.objects.get(state=State.TERMINATED)
    assert (ended.terminated_on, ended.termination_reason) == (date(2025, 6, 30), "企业搬迁")


def test_nothing_is_approved_again_and_nobody_is_reminded_of_what_is_past(take_over):
    take_over(GOOD | {"ends_on": datetime(2026, 3, 31)})
    agreement = Agreement.objects.get()
    assert agreement.notice_on < TODAY
    assert agreement.reminders_from == TODAY
    assert not Approval.objects.exists()
    assert not ReferenceCounter.objects.exists()


def test_a_second_run_adds_nothing(take_over):
    scans = archive(**{"17.pdf": PDF})
    rows = (GOOD | {"scan": "17.pdf"}, GOOD | {"old_reference": "2"})
    assert take_over(*rows, scans=scans).counts["new"] == 2
    again = take_over(*rows, scans=scans)
    assert (again.counts["unchanged"], again.applicable) == (2, 0)
    assert Agreement.objects.count() == 2
    assert Agreement.objects.get(old_reference="校企〔2024〕17号").files.count() == 1


def test_what_was_taken_over_is_not_overwritten_and_the_difference_is_said(take_over):
    take_over(GOOD)
    run = take_over(GOOD | {"ends_on": datetime(2028, 8, 31)})
    assert row_of(run, 2).verdict == "unchanged"
    assert "otherwise about: last day" in row_of(run, 2).reason
    assert row_of(run, 2).target_id == Agreement.objects.get().pk
    assert Agreement.objects.get().ends_on == date(2027, 8, 31)


def test_a_row_that_comes_twice_counts_once(take_over):
    run = take_over(GOOD, GOOD, GOOD | {"title": "另一份"})
    assert [row.verdict for row in run.rows.order_by("number")] == ["new", "duplicate", "duplicate"]
    assert row_of(run, 3).reason == "identical to row 2"
    assert Agreement.objects.get().title_zh == "实习基地协议"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (
            {"enterprise": "不存在有限公司"},
            "There is no enterprise “不存在有限公司”: add it, or import it, first.",
        ),
        ({"enterprise": ""}, "There is no enterprise."),
        ({"code": "91320594MA1XXXXX0X"}, "has another registration code here"),
        ({"type": "lease"}, "There is no type of agreement “lease”."),
        ({"department": "C9"}, "There is no department “C9”."),
        ({"owner": "nobody@centre.example"}, "Nobody here has the e-mail address"),
        ({"ends_on": "soon"}, "Last day: “soon” is no date"),
        ({"ends_on": ""}, "Last day: is empty"),
        ({"ends_on": datetime(2024, 8, 31)}, "The last day lies before the first."),
        ({"signed_on": datetime(2030, 1, 1)}, "Nobody can have signed in the future."),
        ({"terminated_on": datetime(2030, 1, 1)}, "outside its term"),
        ({"reason": "moved"}, "no day of it"),
        ({"renewal": "perhaps"}, "“perhaps” is none of"),
        ({"notice": "long"}, "“long” is no number of days."),
        ({"value": "a lot"}, "“a lot” is no amount"),
        ({"title": ""}, "There is no title."),
        ({"old_reference": ""}, "Old reference: is empty"),
    ],
)
def test_a_bad_row_waits_with_its_number_and_the_reason_while_good_ones_come_in(take_over, wrong, reason):
    run = take_over(GOOD, GOOD | {"old_reference": "2"} | wrong)
    bad = run.rows.get(verdict="rejected")
    assert bad.number == 3
    assert reason in bad.reason
    assert Agreement.objects.get().old_reference == "校企〔2024〕17号"


def test_an_enterprise_of_the_register_has_to_be_adopted_first(check):
    RegisterEntry.objects.create(
        scheme="uscc", key="K", code="K", name="无锡新能源有限公司", name_key="无锡新能源", imported_at=NOW
    )
    run = check(GOOD | {"enterprise": "无锡新能源有限公司"})
    assert "look-up register only: adopt it" in row_of(run, 2).reason


def test_an_enterprise_is_found_by_its_code_alone_and_gives_the_department(office, take_over):
    row = GOOD | {"enterprise": "", "code": office.world.stranger.code, "department": ""}
    take_over(row | {"owner": office.world.stranger_officer.email})
    agreement = Agreement.objects.get()
    assert agreement.counterparty_name == "扬州海天旅游有限公司"
    assert agreement.department == office.world.tourism


def test_several_enterprises_are_parties_of_one_agreement(take_over):
    take_over(GOOD | {"enterprise": "苏州精工机械有限公司；扬州海天旅游有限公司"})
    assert Agreement.objects.get().parties.count() == 3


# --- Scans ------------------------------------------------------------------------------------


def test_scans_are_found_by_their_names_and_those_left_over_are_reported(take_over):
    scans = archive(
        **{
            "扫描件/17号.PDF": PDF,
            "扫描件/附件.png": ONE_PIXEL,
            "2024-9.pdf": PDF + b"9",
            "foreign.pdf": PDF + b"f",
            "__MACOSX/._17.pdf": b"junk",
        }
    )
    run = take_over(
        GOOD | {"scan": "17号；附件.png"},
        GOOD | {"old_reference": "2024/9"},
        GOOD | {"old_reference": "3", "scan": "lost.pdf"},
        scans=scans,
    )
    files = {
        agreement.number: [file.name for file in agreement.files.order_by("name")]
        for agreement in Agreement.objects.all()
    }
    assert files == {"校企〔2024〕17号": ["17号.PDF", "附件.png"], "2024/9": ["2024-9.pdf"], "3": []}
    assert "Not in the archive: lost.pdf." in row_of(run, 4).reason
    assert run.remarks == [
        "1 scan belongs to no row: foreign.pdf",
        "1 row names a scan that did not come with the list.",
        "1 new agreement comes without a scan.",
    ]


def test_scans_may_come_later(take_over):
    take_over(GOOD | {"scan": "17.pdf"})
    run = take_over(GOOD | {"scan": "17.pdf"}, scans=archive(**{"17.pdf": PDF}))
    assert row_of(run, 2).verdict == "changed"
    assert row_of(run, 2).changes == {"scan": [None, "17.pdf"]}
    file = Agreement.objects.get().files.get()
    assert (file.name, file.purpose, file.parent.pk) == ("17.pdf", "scan", row_of(run, 2).target_id)


def test_an_archive_from_windows_gives_its_chinese_names(take_over):
    packed = archive(**{"XXXX.pdf": PDF}).replace(b"XXXX", "扫描".encode("gbk"))
    take_over(GOOD | {"scan": "扫描.pdf"}, scans=packed)
    assert Agreement.objects.get().files.get().name == "扫描.pdf"


def test_what_is_no_scan_makes_the_row_wait_and_leaves_no_file(check, settings):
    run = check(GOOD | {"scan": "17.pdf"}, scans=archive(**{"17.pdf": b"MZ\x90\0 a program"}))
    assert row_of(run, 2).reason.startswith("17.pdf: Files of this type are not accepted")
    assert not kept_files(Path(settings.MEDIA_ROOT))


def test_a_check_keeps_neither_agreements_nor_scans(check, settings):
    assert check(GOOD | {"scan": "17.pdf"}, scans=archive(**{"17.pdf": PDF})).counts["new"] == 1
    assert not Agreement.objects.exists()
    assert not kept_files(Path(settings.MEDIA_ROOT))


def test_all_or_nothing_comes_in_and_a_row_that_changed_since_is_judged_again(office, check, settings):
    rows = (GOOD | {"scan": "17.pdf"}, GOOD | {"old_reference": "2", "enterprise": "扬州海天旅游有限公司"})
    run = check(*rows, scans=archive(**{"17.pdf": PDF}))
    office.world.stranger.name = office.world.stranger.name_en = "Renamed"
    office.world.stranger.save()
    operations.apply_import(actor=office.world.director, pk=run.pk, expected=2, now=NOW)
    work.work_on(run.pk, now=NOW)
    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED
    assert run.error.startswith("Row 3: There is no enterprise")
    assert (run.counts["new"], run.counts["rejected"]) == (1, 1)
    assert not Agreement.objects.exists()
    assert not kept_files(Path(settings.MEDIA_ROOT))


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        (b"%PDF-1.7", "This is no ZIP archive"),
        (archive(**{"../../etc/x.pdf": PDF}), "outside its folder"),
        (archive(**{f"{number}.pdf": PDF for number in range(5001)}), "holds too much"),
        (archive(**{f"{number}.pdf": bytes(27 * 1024**2) for number in range(40)}), "holds too much"),
    ],
    ids=["no archive", "out of its folder", "too many files", "a bomb"],
)
def test_a_harmful_archive_is_refused(check, harm, complaint):
    with pytest.raises(UnacceptableFile, match=complaint):
        check(GOOD, scans=harm)
    assert not ImportRun.objects.exists()


def test_an_archive_beyond_all_measure_is_refused(check, monkeypatch):
    monkeypatch.setattr(operations, "MAX_UPLOAD_BYTES", 10_000)
    scan = PDF + random.Random(1).randbytes(20_000)
    with pytest.raises(operations.UnableToImport, match="archive is larger"):
        check(GOOD | {"scan": "17.pdf"}, scans=archive(**{"17.pdf": scan}))
    assert not ImportRun.objects.exists()


def test_a_member_without_a_name_is_passed_over(take_over):
    take_over(GOOD | {"scan": "17.pdf"}, scans=archive(**{".": b"x", "17.pdf": PDF}))
    assert Agreement.objects.get().files.get().name == "17.pdf"


def test_a_scan_is_hidden_from_strangers(office, take_over, client):
    take_over(GOOD | {"scan": "17.pdf"}, scans=archive(**{"17.pdf": PDF}))
    agreement = Agreement.objects.get()
    address = reverse("agreements:file", args=[agreement.pk, agreement.files.get().pk])
    client.force_login(office.world.stranger_officer)
    assert client.get(address).status_code == 404
    client.force_login(office.officer)
    assert b"".join(client.get(address)) == PDF


# --- By hand and by command -------------------------------------------------------------------


def test_a_person_brings_list_and_scans_in_through_the_browser(office, client):
    client.force_login(office.world.director)
    upload = reverse("core:import_upload", args=[ExistingAgreements.name])
    files = {
        "file": SimpleUploadedFile("list.xlsx", workbook(GOOD | {"scan": "17"})),
        "companion": SimpleUploadedFile("scans.zip", archive(**{"17.pdf": PDF})),
    }
    page = client.post(upload, files, follow=True)
    assert "实习基地协议" in page.content.decode()
    run = ImportRun.objects.get()
    operations.check_import(actor=office.world.director, pk=run.pk, now=NOW)
    work.work_on(run.pk, now=NOW)
    assert "Write 1 row" in client.get(run.get_absolute_url()).content.decode()
    work_on_it = client.post(reverse("core:import_apply", args=[run.pk]), {"expected": "1"}, follow=True)
    assert "1 row was written." in work_on_it.content.decode()
    assert Agreement.objects.get().files.get().added_by == office.world.director


def test_a_long_list_is_left_to_a_worker(office, monkeypatch):
    nudged = []
    monkeypatch.setattr(work, "nudge", nudged.append)
    rows = [GOOD | {"old_reference": f"校企〔2024〕{number}号"} for number in range(200)]
    run = operations.start_import(
        actor=office.world.director,
        spec=find_spec(ExistingAgreements.name),
        file=ContentFile(workbook(*rows)),
        file_name="list.xlsx",
        now=NOW,
    )
    work.begin(operations.check_import(actor=office.world.director, pk=run.pk, now=NOW), now=NOW)
    run.refresh_from_db()
    assert (nudged, run.state) == ([work.TASK], ImportRun.State.CHECKING)


def test_an_officer_does_not_bring_such_a_list_in(office, client):
    client.force_login(office.officer)
    assert client.get(reverse("core:import_upload", args=[ExistingAgreements.name])).status_code == 403
    assert client.get(reverse("core:import_template", args=[ExistingAgreements.name])).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_template_is_a_list_whose_columns_are_understood_in_any_language(office, client, language):
    client.force_login(office.world.director)
    client.cookies["django_language"] = language
    spec = find_spec(ExistingAgreements.name)
    response = client.get(reverse("core:import_template", args=[spec.name]))
    run = operations.start_import(
        actor=office.world.director,
        spec=spec,
        file=ContentFile(response.content),
        file_name="template.xlsx",
        now=NOW,
    )
    assert run.mapping == {field.name: [index] for index, field in enumerate(spec.fields)}


@pytest.fixture
def command(office, tmp_path):
    def run(*rows: dict, arguments: tuple = ()) -> list[str]:
        path = tmp_path / "list.xlsx"
        path.write_bytes(workbook(*rows))
        output = io.StringIO()
        call_command("import_agreements", str(path), *map(str, arguments), stdout=output)
        return output.getvalue().splitlines()

    return run


def test_the_command_takes_a_folder_of_scans(command, tmp_path):
    folder = tmp_path / "scans"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "17.pdf").write_bytes(PDF)
    (folder / "other.pdf").write_bytes(PDF + b"o")
    report = tmp_path / "out.csv"
    lines = command(
        GOOD | {"scan": "2024/17.pdf"},
        GOOD | {"old_reference": "2", "owner": ""},
        arguments=("--scans", folder, "--report", report),
    )
    assert "  1 × Say who looks after it: name an owner." in lines
    assert "  1 scan belongs to no row: other.pdf" in lines
    assert lines[-1] == "new 1, changed 0, unchanged 0, duplicate 0, rejected 1"
    assert "Say who looks after it" in report.read_text(encoding="utf-8-sig")
    assert Agreement.objects.get().files.get().name == "17.pdf"


def test_a_dry_run_writes_nothing_and_keeps_no_upload(command, settings):
    assert command(GOOD, arguments=("--dry-run",))[-1].startswith("new 1")
    assert not Agreement.objects.exists()


def test_a_missing_archive_is_named(command, tmp_path):
    with pytest.raises(CommandError, match="There is no"):
        command(GOOD, arguments=("--scans", tmp_path / "gone.zip"))
