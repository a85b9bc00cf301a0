"""Completeness: present, there but not in order and why, missing, not required: as rules and figures say."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import AmendmentState
from agreements.models import AgreementDocument, AgreementFile, Amendment
from core.indicators import indicator_of
from governance.dossiers import dossier_kind, dossiers_of
from governance.dossiers.placement_papers import insurance, uncovered
from governance.dossiers.registry import Standing
from governance.inspection_papers import report_sheet
from governance.operations import samples
from internships.models import PlanKind, PlanState
from placements.models import Arrangement, Consent, InsurancePolicy, Insured, Placement, SafetyTraining
from tests.factories import BindingAgreementFactory
from tests.governance.inspecting import drawn, now, opened, placements, today

FIRST, LAST = date(2026, 11, 2), date(2027, 1, 29)


def line(begins: int, ends: int) -> Insured:
    """Insured from so many days after the first day until so many after the last."""
    return Insured(covers_from=FIRST + timedelta(days=begins), covers_until=LAST + timedelta(days=ends))


@pytest.mark.parametrize(
    ("lines", "standing", "said"),
    [
        ([(0, 0)], Standing.PRESENT, "until"),
        ([(-30, 30)], Standing.PRESENT, "until"),
        ([(4, 0)], Standing.FAULTY, "cover begins 4 days after the start"),
        ([(0, -1)], Standing.FAULTY, "cover ends 1 day before the end"),
        ([(200, 300)], Standing.FAULTY, "covers no day of it"),
    ],
)
def test_insurance_says_where_it_does_not_cover(lines, standing, said):
    found = insurance([line(*one) for one in lines], FIRST, LAST)

    assert found[0] is standing
    assert said in found[1]


def test_days_between_two_policies_are_days_without_cover():
    first = Insured(covers_from=FIRST, covers_until=FIRST + timedelta(days=10))
    second = Insured(covers_from=FIRST + timedelta(days=14), covers_until=LAST)

    assert insurance([first, second], FIRST, LAST) == (Standing.FAULTY, "3 days without cover")
    assert insurance([], FIRST, LAST) is None


@given(st.lists(st.tuples(st.integers(-5, 25), st.integers(0, 12)), max_size=6))
def test_uncovered_days_are_those_that_no_line_holds(spans):
    lines = [
        Insured(covers_from=FIRST + timedelta(days=a), covers_until=FIRST + timedelta(days=a + b))
        for a, b in spans
    ]
    last = FIRST + timedelta(days=20)
    days = [FIRST + timedelta(days=n) for n in range(21)]
    by_hand = sum(not any(one.covers_from <= day <= one.covers_until for one in lines) for day in days)

    assert uncovered(lines, FIRST, last) == by_hand


# --- Internships ------------------------------------------------------------------------------


def items(one, on=None):
    with override("en"):
        (found,) = dossiers_of(dossier_kind("placement"), [one.pk], on or one.ends_on + timedelta(days=1))
    return found.item_of


def answer(one, party: str, state: str = "given", days: int = -5) -> None:
    Consent.objects.create(
        placement=one, party=party, name="李建国", state=state, means="paper",
        decided_on=one.started_on + timedelta(days=days), recorded_at=now(),
        reason="太远" if state == "objected" else "",
    )  # fmt: skip


@pytest.fixture
def one(world):
    found = placements(world, 1)[0]
    assert found.plan.kind == PlanKind.POST
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "standing", "said"),
    [
        ([], Standing.MISSING, ""),
        ([("student", "given")], Standing.FAULTY, "only the student’s"),
        ([("guardian", "given")], Standing.FAULTY, "only the guardian’s"),
        ([("student", "given"), ("guardian", "objected")], Standing.FAULTY, "objected"),
        ([("student", "given"), ("guardian", "given", 3)], Standing.FAULTY, "3 days after the start"),
        ([("student", "given"), ("guardian", "given")], Standing.PRESENT, ""),
    ],
)
def test_consents_are_in_order_once_both_have_given_theirs_before_the_start(one, answers, standing, said):
    for each in answers:
        answer(one, *each)
    found = items(one)["consents"]

    assert found.standing is standing
    assert said in found.detail


@pytest.mark.django_db
def test_what_the_rules_do_not_ask_for_is_not_required(one):
    Placement.objects.filter(pk=one.pk).update(
        arrangement=Arrangement.SELF_ARRANGED, applied_on=one.starts_on, approved_on=one.starts_on
    )
    chosen = items(one)["consents"]
    type(one.plan).objects.filter(pk=one.plan_id).update(kind=PlanKind.OBSERVATION)

    assert (chosen.standing, chosen.detail) == (Standing.NOT_REQUIRED, "the student found the post")
    assert items(one)["agreement"].standing is Standing.NOT_REQUIRED


@pytest.mark.django_db
def test_who_failed_the_training_has_not_got_it_in_order(one):
    def trained(score: int, days: int) -> None:
        SafetyTraining.objects.create(
            placement=one, course=f"安全{score}", held_on=one.started_on + timedelta(days=days), score=score
        )

    trained(62, -3)
    failed = items(one)["training"]
    trained(90, 2)
    late = items(one)["training"]
    trained(85, -1)

    assert (failed.standing, failed.detail) == (Standing.FAULTY, "not passed (62 points)")
    assert late.standing is Standing.FAULTY
    assert "after the start" in late.detail


@pytest.mark.django_db
def test_a_plan_that_was_never_approved_is_there_and_not_in_order(one):
    type(one.plan).objects.filter(pk=one.plan_id).update(state=PlanState.DRAFT)

    assert items(one)["plan"].standing is Standing.FAULTY


@pytest.mark.django_db
def test_the_list_and_the_indicator_of_insured_internships_agree(world):
    found = placements(world, 6)
    policy = InsurancePolicy.objects.create(
        department=world.mechanics, insurer="PICC", number="1",
        covers_from=date(2024, 1, 1), covers_until=date(2028, 1, 1),
    )  # fmt: skip
    second = InsurancePolicy.objects.create(
        department=world.mechanics, insurer="PICC", number="2",
        covers_from=date(2024, 1, 1), covers_until=date(2028, 1, 1),
    )  # fmt: skip
    for number, lines in enumerate(
        (
            [(policy, 0, 0)],
            [(policy, 4, 0)],
            [(policy, 0, -1)],
            [(policy, 0, -100), (second, 100, 0)],
            [(policy, -3, -60), (second, 20, 3)],
        )
    ):
        one = found[number]
        for which, begins, ends in lines:
            Insured.objects.create(
                policy=which, placement=one,
                covers_from=one.started_on + timedelta(days=begins),
                covers_until=one.ended_on + timedelta(days=ends),
            )  # fmt: skip
    on = found[0].ended_on
    counted = {one.pk: bool(one.part) for one in indicator_of("insurance_rate").members(on, None)}
    listed = {
        one.key: one.item_of["insurance"].standing is Standing.PRESENT
        for one in dossiers_of(dossier_kind("placement"), [one.pk for one in found], on)
    }

    assert listed == counted
    assert sorted(listed.values()) == [False, False, False, False, True, True]


# --- Agreements -------------------------------------------------------------------------------


def paper_of(agreement):
    with override("en"):
        (found,) = dossiers_of(dossier_kind("agreement"), [agreement.pk], today())
    return found.item_of["paper"]


def names_of(agreement) -> list[str]:
    part = next(one for one in dossier_kind("agreement").parts() if one.name == "paper")
    return [name for name, _content in part.files(agreement)]


def file_of(agreement, name: str, **fields) -> None:
    given = {"purpose": "scan", "mime": "application/pdf", "size": 4, "sha256": "0" * 64, "added_at": now()}
    AgreementFile.objects.create(
        parent=agreement, name=name, file=ContentFile(b"%PDF", name=name), **given | fields
    )


@pytest.mark.django_db
def test_only_what_was_really_signed_is_the_signed_paper(world):
    agreement = BindingAgreementFactory.create(department=world.mechanics, enterprise=world.partner)
    given = {"agreement": agreement, "reason": "增加", "effective_on": today(), "created_at": now()}
    dropped = Amendment.objects.create(
        number=1, state=AmendmentState.WITHDRAWN, proposed_by=world.officer, **given
    )
    file_of(agreement, "annex.pdf", purpose="annex")
    AgreementDocument.objects.create(
        agreement=agreement, version=1, language="zh", content_sha256="0" * 64, sha256="0" * 64, size=4,
        pages=1, created_at=now(), file=ContentFile(b"%PDF", name="words.pdf"),
    )  # fmt: skip
    nothing = paper_of(agreement)
    assert names_of(agreement) == []
    file_of(agreement, "signed.pdf")
    file_of(agreement, "never-concluded.pdf", amendment=dropped)
    signed = paper_of(agreement)
    assert names_of(agreement) == ["signed.pdf"]
    Amendment.objects.create(
        number=2, state=AmendmentState.SIGNED, signed_on=today(), proposed_by=world.officer, **given
    )
    lacking = paper_of(agreement)

    assert (nothing.standing, nothing.detail) == (Standing.FAULTY, "only the words, no signed paper")
    assert signed.standing is Standing.PRESENT
    assert (lacking.standing, lacking.detail) == (Standing.FAULTY, "no signed paper of: 2")


# --- Where it is told -------------------------------------------------------------------------


@pytest.mark.django_db
def test_manifest_and_report_say_all_four_standings(world, one):
    answer(one, "student")
    inspection = opened(world)
    drawn(world, inspection, size=1)
    samples.order_bundle(actor=world.director, inspection=inspection, now=now())
    samples.pack_ordered(now=now())
    with (
        samples.open_bundle(samples.latest_bundle(inspection)) as file,
        zipfile.ZipFile(io.BytesIO(file.read())) as archive,
    ):
        manifest = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    told = {line["standing"] for line in manifest} - {""}
    sheet = report_sheet(inspection, [], lambda: samples.sampled_dossiers(inspection, now=now()), now=now())
    (clause,) = sheet.clauses

    assert len(told) == 3
    assert "There, not in order: " in clause.text.en
    assert "only the student’s" in clause.text.en
    assert "有但不合规：" in clause.text.zh or "有但不合规: " in clause.text.zh
    assert "仅有学生的" in clause.text.zh
    assert clause.heading.zh.startswith("材料完整情况")
