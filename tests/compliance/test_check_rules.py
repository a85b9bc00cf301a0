"""`manage.py check_rules`: facts in a file, findings as JSON, one clear line where it cannot."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from compliance.models import Evaluation
from tests.compliance.samples import GOOD, changed

pytestmark = pytest.mark.django_db


def run(tmp_path, capsys, content, *options: str) -> dict:
    path = tmp_path / "facts.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    call_command("check_rules", str(path), "--on", "2026-03-02", *options)
    return json.loads(capsys.readouterr().out)


def test_good_facts_pass(tmp_path, capsys):
    answer = run(tmp_path, capsys, GOOD)

    assert (answer["pack"], answer["version"], answer["on"]) == ("cn-internship-2021", 2, "2026-03-02")
    assert answer["passes"]
    assert len(answer["findings"]) == 47
    assert not Evaluation.objects.exists()


def test_a_breach_is_said_with_its_source_in_both_languages(tmp_path, capsys):
    answer = run(tmp_path, capsys, changed(("student.study_year", 1)))

    assert answer["blocking"] == ["INT-15"]
    (finding,) = [one for one in answer["findings"] if one["blocks"]]
    assert finding["outcome"] == "fail"
    assert finding["article"] == {"en": "Article 16(1)", "zh": "第十六条第（一）项"}
    assert finding["severity"] == "forbidden"
    assert finding["evidence"] == "verified"
    assert finding["title"]["zh"] == "不得安排一年级学生岗位实习"
    assert finding["reasons"] == ["Year of study: 1; at least 2."]


def test_another_pack_and_a_single_stage(tmp_path, capsys):
    answer = run(tmp_path, capsys, GOOD, "--pack", "cn-qingdao", "--stage", "pay")

    assert [one["rule"] for one in answer["findings"]] == ["INT-25", "INT-26b", "INT-27b", "QD-35"]


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("{", (), "Expecting property name"),
        ("[]", (), "one object"),
        ('{"student": {"age": 17}}', (), "no fact called “student.age”"),
        ('{"student": {"study_year": NaN}}', (), "not a number"),
        ("{}", ("--pack", "cn-nowhere"), "no pack “cn-nowhere”"),
        ("[" * 100_000, (), "recursion"),
    ],
)
def test_what_cannot_be_checked_is_one_line_and_code_two(tmp_path, capsys, content, options, words):
    with pytest.raises(CommandError, match=words) as refusal:
        run(tmp_path, capsys, content, *options)

    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="No such file") as refusal:
        call_command("check_rules", str(tmp_path / "none.json"))

    assert refusal.value.returncode == 2


def test_a_day_that_is_none_is_said_so(tmp_path):
    (tmp_path / "facts.json").write_text("{}")
    with pytest.raises(CommandError, match="--on") as refusal:
        call_command("check_rules", str(tmp_path / "facts.json"), "--on", "tomorrow")

    assert refusal.value.returncode == 2
