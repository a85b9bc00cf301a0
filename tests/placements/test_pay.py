"""Pay: what was agreed, what the sheet says, what the student says, and what the rules find."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from compliance.choices import Outcome, Stage
from compliance.models import Evaluation
from compliance.operations import judged
from core.access import NotVisible
from core.imports import operations as imports
from core.imports import work
from core.imports.spec import find_spec
from core.models import ImportRun, Notification
from internships.models import Post
from placements import day_watches
from placements.models import Payment, Placement
from placements.operations import pay as operations
from placements.pay import agreed_for, reconcile
from placements.weeks import end_of_month
from tests.placements.daily import NOW, Daily, make_daily
from tests.world import signed_in

NOVEMBER = date(2026, 11, 1)
DECEMBER = date(2026, 12, 1)
LATER = NOW + timedelta(days=50)  # the ninth of January


@pytest.fixture
def daily(world) -> Daily:
    return make_daily(world)


def record(daily: Daily, amount: str = "3000", month: date = DECEMBER, **fields: object) -> Payment:
    given: dict = {
        "period_from": month,
        "period_until": end_of_month(month),
        "paid_on": date(2027, 1, 5),
    }
    return operations.record_payment(
        actor=daily.world.director,
        placement_pk=daily.placement.pk,
        month=month,
        amount=Decimal(amount),
        now=LATER,
        **given | fields,
    )


def found(daily: Daily, month: str = "2026-12") -> dict[str, str]:
    check = Evaluation.objects.current().about(daily.placement).get(stage=Stage.PAY, occasion=month)
    return {one.code: one.outcome for one in judged(check)}


# --- What was agreed --------------------------------------------------------------------------


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 40), st.integers(1, 9_999_99))
def test_the_parts_of_a_month_are_paid_like_the_whole(day, length, cents):
    month, last = day.replace(day=1), end_of_month(day)
    placement = Placement(post=Post(pay_per_month=Decimal(cents) / 100))
    parts = agreed_for(placement, month, day), agreed_for(placement, day + timedelta(days=1), last)
    whole = agreed_for(placement, month, last)
    if day == last:
        assert parts[0] == whole
    else:
        assert abs(sum(parts) - whole) <= Decimal("0.01")


def test_nothing_agreed_is_not_known_rather_than_nothing():
    assert agreed_for(Placement(post=Post(pay_per_month=None)), NOVEMBER, NOVEMBER) is None


# --- Rules ------------------------------------------------------------------------------------


def test_pay_in_full_in_money_to_the_student_keeps_the_rules(daily):
    record(daily, "3200")
    assert (found(daily)["INT-25"], found(daily)["INT-26b"]) == (Outcome.PASS, Outcome.PASS)


def test_less_than_four_fifths_of_the_wage_of_the_post_is_found_with_its_article(daily):
    record(daily, "3000")  # of 4000
    assert found(daily)["INT-25"] == Outcome.FAIL
    page = signed_in(daily.world.class_teacher).get(f"{daily.placement.get_absolute_url()}?tab=pay")
    assert "Article 18" in page.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"deducted": Decimal(100), "deducted_for": "Uniform"},
        {"form": "vouchers"},
        {"payee": "third_party"},
        {"period_from": date(2026, 11, 1)},
    ],
)
def test_deductions_vouchers_others_in_between_and_long_periods_are_forbidden(daily, fields):
    record(daily, "3200", **fields)
    assert found(daily)["INT-26b"] == Outcome.FAIL
    assert day_watches.with_disputed_pay(Placement.objects.all(), LATER.date()).get() == daily.placement


def test_correcting_the_record_clears_what_was_found_and_what_the_student_said(daily):
    payment = record(daily, "3200", deducted=Decimal(100))
    operations.say_not_received(pupil=daily.pupil, pk=payment.pk, text="100 are missing", now=LATER)
    again = record(daily, "3200", deducted=Decimal(0))
    assert (again.pk, again.disputed_at, again.dispute) == (payment.pk, None, "")
    assert found(daily)["INT-26b"] == Outcome.PASS


def test_pay_is_recorded_by_those_who_keep_the_papers_only(daily):
    given: dict = {
        "placement_pk": daily.placement.pk,
        "month": DECEMBER,
        "period_from": DECEMBER,
        "period_until": end_of_month(DECEMBER),
        "amount": Decimal(1),
        "now": LATER,
    }
    with pytest.raises(PermissionDenied):
        operations.record_payment(actor=daily.world.class_teacher, **given)
    with pytest.raises(NotVisible):
        operations.record_payment(actor=daily.world.stranger_officer, **given)
    with pytest.raises(ValidationError, match="first day"):
        operations.record_payment(actor=daily.world.director, **given | {"month": date(2026, 12, 2)})
    assert not Payment.objects.exists()


# --- The student ------------------------------------------------------------------------------


def test_a_student_says_that_it_has_not_come_and_the_instructor_is_told(daily):
    payment = record(daily)
    client = signed_in(daily.pupil.user)
    assert "¥3,000" in client.get(reverse("me:pay")).content.decode()
    client.post(reverse("me:pay_dispute", args=[payment.pk]), {"text": "Nothing has come"})

    payment.refresh_from_db()
    assert payment.dispute == "Nothing has come"
    told = Notification.objects.get(kind="placements.pay_disputed")
    assert told.recipient == daily.world.class_teacher
    page = signed_in(daily.world.class_teacher).get(f"{daily.placement.get_absolute_url()}?tab=pay")
    assert "Nothing has come" in page.content.decode()


def test_a_student_says_so_once_and_of_their_own_pay_only(daily):
    payment = record(daily)
    stranger = signed_in(daily.stranger_pupil.user)
    assert stranger.post(reverse("me:pay_received", args=[payment.pk])).status_code == 404
    with pytest.raises(NotVisible):
        operations.say_received(pupil=daily.stranger_pupil, pk=payment.pk, now=LATER)
    operations.say_received(pupil=daily.pupil, pk=payment.pk, now=LATER)
    with pytest.raises(operations.UnableToSay):
        operations.say_not_received(pupil=daily.pupil, pk=payment.pk, text="No", now=LATER)
    payment.refresh_from_db()
    assert (payment.received_at, payment.disputed_at) == (LATER, None)


# --- The sheet --------------------------------------------------------------------------------

HEADER = "学号,姓名,实发金额,扣款,发放形式,收款人,发放日期\n"


def sheet(daily: Daily, rows: str, header: str = HEADER) -> ImportRun:
    """Checked, not applied."""
    run = imports.start_import(
        actor=daily.world.director,
        spec=find_spec("placements.pay"),
        file=ContentFile((header + rows).encode(), name="工资表.csv"),
        file_name="工资表.csv",
        options={
            "plan": daily.placement.plan_id,
            "month": "2026-12",
            "department": daily.placement.department_id,
        },
        now=LATER,
    )
    imports.check_import(actor=daily.world.director, pk=run.pk, now=LATER)
    work.work_on(run.pk, now=LATER)
    return ImportRun.objects.get(pk=run.pk)


def take_in(daily: Daily, run: ImportRun) -> None:
    imports.apply_import(actor=daily.world.director, pk=run.pk, expected=run.applicable, now=LATER)
    work.work_on(run.pk, now=LATER)


PAID = "20240101,李明,3000.00,0,转账,本人,2027-01-05\n"


def test_a_sheet_is_reconciled_person_by_person(daily):
    absent = daily.classmate()
    run = sheet(daily, PAID + "99999999,谁,2000,0,转账,本人,2027-01-05\n")

    verdicts = {row.values["number"]: (row.verdict, row.reason) for row in run.rows.all()}
    assert verdicts["20240101"][0] == "new"
    verdict, reason = verdicts["99999999"]
    assert verdict == "rejected"
    assert "Nobody with this number" in reason
    assert any(absent.student.number in remark for remark in run.remarks)
    assert not Payment.objects.exists(), "only checked"

    take_in(daily, run)
    payment = Payment.objects.get()
    assert (payment.placement, payment.amount, payment.form, payment.payee) == (
        daily.placement,
        3000,
        "money",
        "student",
    )
    assert (payment.period_from, payment.period_until) == (DECEMBER, date(2026, 12, 31))
    assert Evaluation.objects.about(daily.placement).filter(stage=Stage.PAY).exists()


def test_the_same_sheet_again_changes_nothing_and_a_corrected_one_changes_what_differs(daily):
    take_in(daily, sheet(daily, PAID))
    assert sheet(daily, PAID).applicable == 0
    run = sheet(daily, PAID.replace("3000.00,0", "2900.00,100"))
    row = run.rows.get()
    assert (row.verdict, row.changes["amount"]) == ("changed", ["3000.00", "2900.00"])
    assert "less than agreed" in row.reason
    assert any("got less than agreed" in remark for remark in run.remarks)


def test_who_was_at_two_enterprises_in_the_month_is_paid_by_each(daily):
    """They went on at another one on the sixteenth."""
    first, second = daily.placement, daily.classmate()
    Placement.objects.filter(pk=first.pk).update(
        state="ended_early", reason="Moved", ended_on=date(2026, 12, 15)
    )
    Placement.objects.filter(pk=second.pk).update(
        student=first.student, enterprise=daily.world.stranger, started_on=date(2026, 12, 16)
    )
    host, other = str(daily.world.partner.name), str(daily.world.stranger.name)
    line = PAID.strip()

    run = sheet(daily, f"{line},{host}\n{line},{other}\n{line},\n", header=HEADER.replace("\n", ",单位\n"))

    assert [row.verdict for row in run.rows.order_by("number")] == ["new", "new", "rejected"]
    take_in(daily, run)
    assert set(Payment.objects.values_list("placement", "period_from", "period_until")) == {
        (first.pk, DECEMBER, date(2026, 12, 15)),
        (second.pk, date(2026, 12, 16), date(2026, 12, 31)),
    }


def test_a_row_with_another_name_pays_nobody(daily):
    (row,) = sheet(daily, PAID.replace("李明", "王强")).rows.all()
    assert (row.verdict, "another name" in row.reason) == ("rejected", True)


def test_students_of_another_plan_are_not_on_this_sheet(daily):
    row = sheet(daily, PAID.replace("20240101", "20240901").replace("李明", "陌生")).rows.get()
    assert row.verdict == "rejected"


# --- Who is missing ---------------------------------------------------------------------------


def test_exceptions_come_first_and_each_says_what_is_wrong(daily):
    unpaid = daily.classmate()
    record(daily, "2900")
    rows = Placement.objects.filter(plan=daily.placement.plan).select_related("post")
    lines = {line.placement: line for line in reconcile(list(rows), DECEMBER)}
    assert lines[unpaid].is_missing
    assert lines[daily.placement].gap == 100
    assert day_watches.without_pay(Placement.objects.all(), date(2027, 1, 20)).get() == unpaid
    assert not day_watches.without_pay(Placement.objects.all(), date(2026, 11, 20)).exists()


@time_machine.travel(LATER, tick=False)
def test_the_page_of_a_month_shows_what_somebody_sees_and_no_more(daily):
    record(daily, "2900")
    page = signed_in(daily.world.director).get(reverse("placements:pay_month")).content.decode()
    assert "Li Ming" in page
    assert "¥100 less" in page
    assert signed_in(daily.world.stranger_officer).get(reverse("placements:pay_month")).status_code == 403
