import csv
import io

import pytest
from django.core.management import CommandError, call_command

from core.imports.command import ImportCommand
from core.models import ImportRun
from tests.core.imports.companies import Company
from tests.core.imports.test_runs import GREEN, HEADER, LIST
from tests.real_data import real_file


@pytest.fixture
def bring(companies, tmp_path):
    class Command(ImportCommand):
        def add_arguments(self, parser):
            super().add_arguments(parser)
            parser.add_argument("--scheme", default="uscc")

        def spec(self, options):
            return companies

        def spec_options(self, options):
            return {"scheme": options["scheme"]}

    def run(file, *arguments) -> list[str]:
        if isinstance(file, str):
            path = tmp_path / "list.csv"
            path.write_text(file)
            file = path
        output = io.StringIO()
        call_command(Command(stdout=output), str(file), *arguments)
        return output.getvalue().splitlines()

    return run


def test_the_last_line_counts_the_verdicts_and_a_second_run_changes_nothing(bring):
    assert bring(LIST)[-1] == "new 2, changed 0, unchanged 0, duplicate 0, rejected 0"
    assert bring(LIST)[-1] == "new 0, changed 0, unchanged 2, duplicate 0, rejected 0"
    assert Company.objects.count() == 2


def test_a_dry_run_judges_and_writes_nothing(bring, tmp_path):
    lines = bring(LIST + "X,无,,,,\n", "--dry-run", "--report", str(tmp_path / "out.csv"))
    assert lines[-1] == "new 2, changed 0, unchanged 0, duplicate 0, rejected 1"
    assert "1 × Code: There is no code." in lines[0]
    assert not Company.objects.exists()
    assert ImportRun.objects.get().state == ImportRun.State.CANCELLED
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as report:
        assert [row["Verdict"] for row in csv.DictReader(report)] == ["rejected", "new", "new"][::-1]


def test_options_reach_the_kind_of_list(bring):
    bring(LIST, "--scheme", "other")
    assert {company.scheme for company in Company.objects.all()} == {"other"}


def test_a_file_that_cannot_be_taken_in_says_why(bring, tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        bring(tmp_path / "gone.csv")
    with pytest.raises(CommandError, match="No column is chosen for: Code"):
        bring("Name\nAcme\n")
    with pytest.raises(CommandError, match="The file is empty"):
        bring("")


@pytest.mark.real_data
def test_a_citys_enterprises_come_in_with_every_row_accounted_for(bring):
    """22,440 rows of which 22 are repeated."""
    path = real_file("enterprises/cn_suzhou_22k.csv.gz")
    first = bring(path)[-1]
    assert first == "new 21745, changed 0, unchanged 0, duplicate 22, rejected 673"
    assert bring(path)[-1] == "new 0, changed 0, unchanged 21745, duplicate 22, rejected 673"
    assert Company.objects.count() == 21_745
    duplicates = ImportRun.objects.latest("pk").rows.filter(verdict="duplicate")
    assert duplicates.filter(changes__isnull=True).count() == 22


@pytest.mark.real_data
def test_shifted_and_overlong_rows_are_refused_with_the_reason(bring):
    assert bring(real_file("enterprises/cn_1k_dirty.csv"), "--dry-run")[-1].startswith("new 6")
    bring(real_file("enterprises/cn_1k_dirty.csv"))
    run = ImportRun.objects.latest("pk")
    assert sum(run.counts.values()) == 1000
    assert run.rows.filter(reason="The row has 13 cells, the header has 9.").count() == 7


def test_a_header_alone_is_an_empty_list(bring):
    assert bring(HEADER)[-1] == "new 0, changed 0, unchanged 0, duplicate 0, rejected 0"
    assert GREEN not in Company.objects.values_list("code", flat=True)
