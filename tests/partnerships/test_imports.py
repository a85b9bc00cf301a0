"""Lists of companies, brought in by the command as everybody may run it."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.access import THE_SYSTEM
from core.codes.uscc import problem
from core.imports import operations, work
from core.models import ImportRun
from core.search import search
from partnerships.imports import PartnersImport, RegisterImport
from partnerships.models import Enterprise, RegisterEntry, Stage
from tests.factories import DepartmentFactory, EnterpriseFactory, social_credit_code
from tests.real_data import real_file

# Judging commits piece by piece, so that others see how far it is.
pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "企业名称,统一社会信用代码,注册日期,企业类型,注册资金,所在省份,地区,注册地址"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def write(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    return path


def bring_in(path: Path, *arguments: str) -> str:
    output = StringIO()
    call_command("import_enterprises", str(path), *arguments, stdout=output)
    return output.getvalue().strip().splitlines()[-1]


def verdicts(report: Path) -> list[dict[str, str]]:
    with report.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


GOOD = f"苏州新星机械有限公司,{social_credit_code(70)},2006-05-11,N/A,137(万元人民币),江苏,苏州,吴江区"


class TestTheRegister:
    def test_a_line_keeps_what_the_register_knows(self, tmp_path):
        assert bring_in(write(tmp_path, GOOD)) == "new 1, changed 0, unchanged 0, duplicate 0, rejected 0"
        entry = RegisterEntry.objects.get()
        assert (entry.name, entry.code, entry.region) == (
            "苏州新星机械有限公司",
            social_credit_code(70),
            "江苏 苏州",
        )
        assert (entry.registered_on.isoformat(), entry.capital_amount, entry.capital_currency) == (
            "2006-05-11",
            1_370_000,
            "CNY",
        )
        assert entry.country == "CN"
        assert not Enterprise.objects.exists()

    def test_a_second_run_changes_nothing_and_a_new_address_one_line(self, tmp_path):
        bring_in(write(tmp_path, GOOD))
        assert bring_in(write(tmp_path, GOOD)) == "new 0, changed 0, unchanged 1, duplicate 0, rejected 0"
        moved = GOOD.replace("吴江区", "姑苏区")
        assert bring_in(write(tmp_path, moved)) == "new 0, changed 1, unchanged 0, duplicate 0, rejected 0"
        assert RegisterEntry.objects.get().address == "姑苏区"

    def test_a_dry_run_writes_nothing_but_the_report(self, tmp_path):
        report = tmp_path / "report.csv"
        bring_in(write(tmp_path, GOOD), "--dry-run", "--report", str(report))
        assert not RegisterEntry.objects.exists()
        (row,) = verdicts(report)
        assert (row["Verdict"], row["Unified social credit code"]) == ("new", social_credit_code(70))

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (GOOD.replace(social_credit_code(70), "320113000011501"), "old registration number"),
            (GOOD.replace(social_credit_code(70), "91450100MA5K9028AC"), "check digit"),
            (GOOD.replace(social_credit_code(70), "无"), "no code"),
            (GOOD.replace(social_credit_code(70), "苏州"), "not a code"),
            (GOOD.replace("江苏", "普通合伙"), "slipped"),
            (GOOD + ",x,y", "10 cells"),
        ],
    )
    def test_a_bad_row_is_rejected_with_its_reason(self, tmp_path, row, reason):
        report = tmp_path / "report.csv"
        summary = bring_in(write(tmp_path, row, GOOD), "--report", str(report))
        assert summary == "new 1, changed 0, unchanged 0, duplicate 0, rejected 1"
        assert reason in verdicts(report)[0]["Reason"]

    def test_a_british_number_keeps_its_leading_zeros(self, tmp_path):
        bring_in(
            write(tmp_path, "! LTD,08209948,LEEDS", header="CompanyName,CompanyNumber,RegAddress.PostTown")
        )
        entry = RegisterEntry.objects.get()
        assert (entry.scheme, entry.code, entry.country, entry.region) == (
            "gb_company",
            "08209948",
            "GB",
            "LEEDS",
        )

    def test_names_alone_are_told_apart_by_their_folded_form(self, tmp_path):
        summary = bring_in(
            write(tmp_path, " BOLTWHIZ  Limited ", "Boltwhiz LIMITED", header="Organisation Name")
        )
        assert summary == "new 1, changed 0, unchanged 0, duplicate 1, rejected 0"

    def test_a_line_is_found_by_two_characters_and_by_the_start_of_its_code(self, tmp_path, world):
        bring_in(write(tmp_path, GOOD))
        seen = RegisterEntry.objects.visible_to(world.officer)
        assert seen.matching("新星").count() == 1
        assert seen.matching(social_credit_code(70)[:9].lower()).count() == 1
        assert not seen.matching("91320501")
        assert not RegisterEntry.objects.visible_to(world.teacher)


class TestPartners:
    @pytest.fixture
    def centre(self):
        return DepartmentFactory.create(code="C", parent=None)

    def test_a_row_becomes_a_prospect_of_the_centre(self, tmp_path, centre):
        bring_in(write(tmp_path, GOOD))
        assert bring_in(write(tmp_path, GOOD), "--as", "partners").startswith("new 1,")
        enterprise = Enterprise.objects.get()
        assert (enterprise.state, enterprise.department, enterprise.region.code) == (
            Stage.PROSPECT,
            centre,
            "320500",
        )
        assert enterprise.pinyin_initials == "szxxjxyxgs"
        assert list(search(Enterprise.objects.all(), "新星")) == [enterprise]
        assert RegisterEntry.objects.get().adopted_as == enterprise
        assert bring_in(write(tmp_path, GOOD), "--as", "partners").startswith("new 0, changed 0, unchanged 1")

    def test_an_enterprise_that_is_there_is_brought_up_to_date(self, tmp_path, centre):
        department = DepartmentFactory.create(parent=centre)
        enterprise = EnterpriseFactory.create(
            name="苏州旧星机械厂", code=social_credit_code(70), department=department, state=Stage.PARTNER
        )
        assert bring_in(write(tmp_path, GOOD), "--as", "partners").startswith("new 0, changed 1")
        enterprise.refresh_from_db()
        assert (enterprise.name, enterprise.address) == ("苏州新星机械有限公司", "吴江区")
        assert (enterprise.department, enterprise.state) == (department, Stage.PARTNER)
        assert enterprise.names.get().name == "苏州旧星机械厂"
        assert list(search(Enterprise.objects.all(), "旧星")) == [enterprise]

    def test_names_alone_become_enterprises_once(self, tmp_path, centre):
        names, report = write(tmp_path, "无码公司", "苏州小作坊", header="企业名称"), tmp_path / "report.csv"
        summary = bring_in(names, "--as", "partners", "--report", str(report))
        assert summary == "new 2, changed 0, unchanged 0, duplicate 0, rejected 0"
        assert {row["Reason"] for row in verdicts(report)} == {"no code given"}
        enterprise = Enterprise.objects.get(name="无码公司")
        assert (enterprise.code, enterprise.scheme, enterprise.country) == (None, "none", "CN")
        enterprise.full_clean()
        assert bring_in(names, "--as", "partners").startswith("new 0, changed 0, unchanged 0, duplicate 2")
        assert Enterprise.objects.count() == 2

    def test_a_row_without_a_code_comes_in_among_others(self, tmp_path, centre):
        nameless = GOOD.replace("新星", "无码")
        rows = [GOOD, *(nameless.replace(social_credit_code(70), code) for code in ("", "无"))]
        summary = bring_in(write(tmp_path, *rows), "--as", "partners")
        assert summary == "new 2, changed 0, unchanged 0, duplicate 1, rejected 0"
        enterprise = Enterprise.objects.get(name="苏州无码机械有限公司")
        assert (enterprise.code, enterprise.scheme, enterprise.address) == (None, "uscc", "吴江区")

    def test_a_name_that_another_row_gives_with_its_code_is_not_made_twice(self, tmp_path, centre):
        report = tmp_path / "report.csv"
        without = GOOD.replace(social_credit_code(70), "")
        bring_in(write(tmp_path, without, GOOD), "--as", "partners", "--report", str(report))
        assert [row["Verdict"] for row in verdicts(report)] == ["duplicate", "new"]
        assert Enterprise.objects.get().code == social_credit_code(70)

    def test_a_name_that_is_there_waits_for_a_person(self, tmp_path, centre):
        EnterpriseFactory.create(name="苏州新星机械有限公司", code=social_credit_code(70))
        report = tmp_path / "report.csv"
        names = write(tmp_path, "苏州新星机械有限公司", header="企业名称")
        bring_in(names, "--as", "partners", "--report", str(report))
        (row,) = verdicts(report)
        assert (row["Verdict"], row["Reason"]) == (
            "duplicate",
            "already there, with another key or none: compare them by hand",
        )

    def test_a_code_for_a_name_that_is_there_without_one_waits_for_a_person(self, tmp_path, centre):
        EnterpriseFactory.create(name="苏州新星机械有限公司", code=None, scheme="none")
        assert bring_in(write(tmp_path, GOOD), "--as", "partners").endswith("duplicate 1, rejected 0")
        assert Enterprise.objects.get().code is None

    def test_two_codes_are_two_enterprises_whatever_they_are_called(self, tmp_path, centre):
        EnterpriseFactory.create(name="苏州新星机械有限公司", code=social_credit_code(71))
        assert bring_in(write(tmp_path, GOOD), "--as", "partners").startswith("new 1,")

    def test_a_name_entered_since_the_check_is_judged_anew(self, centre):
        spec = PartnersImport()
        now = timezone.now()
        run = operations.start_import(
            actor=THE_SYSTEM,
            spec=spec,
            file=ContentFile("企业名称\n无码公司\n".encode()),
            file_name="names.csv",
            options={"department": centre.pk},
            now=now,
        )
        operations.check_import(actor=THE_SYSTEM, pk=run.pk, now=now)
        work.work_on(run.pk, now=now)
        EnterpriseFactory.create(name="无码公司", code=None, scheme="none")
        operations.apply_import(actor=THE_SYSTEM, pk=run.pk, expected=1, now=now)
        work.work_on(run.pk, now=now)
        work.work_on(run.pk, now=now)
        run.refresh_from_db()
        assert (run.state, run.counts["duplicate"]) == ("checked", 1)
        assert Enterprise.objects.count() == 1

    @pytest.mark.parametrize(
        ("cell", "kept", "remark"),
        [
            ("www.a.com", "https://www.a.com", None),
            (
                "https://www.a.com;www.b.com",
                "https://www.a.com",
                "the first that can be one is kept. Rows: 2",
            ),
            ("无官网，见公众号", "", "is no web address, and is left out. Rows: 2"),
        ],
    )
    def test_only_a_web_address_becomes_the_website(self, tmp_path, centre, cell, kept, remark):
        bring_in(write(tmp_path, f'{GOOD},"{cell}"', header=f"{HEADER},网址"), "--as", "partners")
        assert Enterprise.objects.get().website == kept
        remarks = ImportRun.objects.get().remarks
        assert [said for said in remarks if remark in said] if remark else not remarks

    @pytest.mark.parametrize(("cell", "kept"), [("是", True), ("No", False), ("", None)])
    def test_the_list_says_whether_an_enterprise_is_of_the_integration_type(
        self, tmp_path, centre, cell, kept
    ):
        header = "企业名称,统一社会信用代码,产教融合型企业"
        row = f"苏州新星机械有限公司,{social_credit_code(70)},{cell}"
        bring_in(write(tmp_path, row, header=header), "--as", "partners")
        assert Enterprise.objects.get(code=social_credit_code(70)).is_integration_type is kept

    def test_a_number_of_staff_beyond_all_measure_is_rejected(self, tmp_path, centre):
        row = f"{GOOD},{'9' * 5000}"
        summary = bring_in(write(tmp_path, row, header=f"{HEADER},员工人数"), "--as", "partners")
        assert summary == "new 0, changed 0, unchanged 0, duplicate 0, rejected 1"

    def test_without_a_department_the_command_says_what_to_do(self, tmp_path):
        with pytest.raises(CommandError, match="department"):
            bring_in(write(tmp_path, GOOD), "--as", "partners")

    def test_both_kinds_of_list_judge_a_row_alike(self):
        options = {"department": 1}
        for spec in (RegisterImport(), PartnersImport()):
            read = spec.reader(spec.guess(HEADER.split(",")), options, 8)
            assert read(GOOD.split(","))[1] == ""
            assert (
                "check digit"
                in read(GOOD.replace(social_credit_code(70), "91450100MA5K9028AC").split(","))[1]
            )


@pytest.mark.real_data
class TestRealFiles:
    def test_every_verdict_agrees_with_the_key(self, tmp_path):
        report = tmp_path / "report.csv"
        bring_in(real_file("enterprises/cn_1k_dirty.csv"), "--report", str(report))
        with real_file("enterprises/cn_1k_dirty.key.csv").open(encoding="utf-8") as file:
            key = list(csv.DictReader(file))
        judged = verdicts(report)
        assert len(judged) == len(key) == 1000
        wrong = []
        for row, expected in zip(judged, key, strict=True):
            is_good = expected["verdict_python_stdnum"] == "ok" or (
                # Authorities of agriculture and others, which the library does not know.
                expected["uscc_as_given"][:1] in {"A", "N", "Y"}
                and problem(expected["uscc_as_given"]) is None
            )
            if (row["Verdict"] != "rejected") != is_good:
                wrong.append((expected, row["Verdict"], row["Reason"]))
        assert wrong == []
        groups = Counter(row["uscc_as_given"] for row in key if row["verdict_python_stdnum"] == "ok")
        duplicates = sum(count - 1 for count in groups.values())
        assert Counter(row["Verdict"] for row in judged)["duplicate"] == duplicates

    def test_a_city_comes_in_once(self):
        path = real_file("enterprises/cn_suzhou_22k.csv.gz")
        first = bring_in(path)
        assert first == "new 21742, changed 0, unchanged 0, duplicate 22, rejected 676"
        assert bring_in(path) == "new 0, changed 0, unchanged 21742, duplicate 22, rejected 676"
        assert RegisterEntry.objects.count() == 21742

    def test_british_companies(self):
        bring_in(real_file("enterprises/uk_companies_house_1000.csv"))
        assert RegisterEntry.objects.filter(scheme="gb_company").count() == 1000
        assert RegisterEntry.objects.get(code="08209948").name == "! LTD"
        summary = bring_in(real_file("enterprises/uk_companies_house_raw_31.csv"))
        assert summary.endswith("duplicate 0, rejected 0")
