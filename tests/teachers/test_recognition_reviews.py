"""What becomes of a recognition: reviewed, revoked, told of in time, decided by an outside body."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.models import Centre
from catalogue.models import Region
from compliance.models import Pack
from compliance.operations import begin_draft, publish
from core.emails import compose
from core.models import Notification
from teachers.models import (
    Recognition,
    RecognitionCertificate,
    RecognitionTerm,
    ReviewOutcome,
)
from teachers.operations import conclusion
from teachers.operations.recognition import (
    UnableToRecognise,
    record_outside_decision,
    send_out,
)
from teachers.recognition_reminders import remind
from teachers.recognition_standing import standing_of, total_of
from tests.teachers.recognising import (
    agreed,
    applied,
    concluded,
)
from tests.teachers.samples import NOW, TODAY, scan

pytestmark = pytest.mark.django_db


# --- Reviews ------------------------------------------------------------------------------------


def test_a_review_keeps_it_for_another_term_and_the_past_stays_as_it_was(public, affairs):
    recognition = concluded(affairs, public)
    reviewed = date(2032, 2, 1)  # two months too late
    conclusion.review(
        actor=affairs,
        pk=recognition.pk,
        outcome=ReviewOutcome.KEPT,
        reason="Practised and taught.",
        reviewed_on=reviewed,
        valid_until=date(2037, 1, 31),
        now=NOW.replace(year=2032, month=2, day=1),
    )

    days = [date(2031, 11, 27), date(2031, 12, 24), reviewed, date(2037, 1, 31), date(2037, 2, 1)]
    assert [Recognition.objects.valid_on(day).exists() for day in days] == [True, False, True, True, False]


def kept_after_review(affairs, recognition, on: date, until: date) -> None:
    conclusion.review(
        actor=affairs,
        pk=recognition.pk,
        outcome=ReviewOutcome.KEPT,
        reason="Practised and taught.",
        reviewed_on=on,
        valid_until=until,
        now=NOW.replace(year=on.year, month=on.month, day=on.day),
    )


def test_a_review_keeps_to_the_term_of_the_province(world, public, affairs):
    recognition = concluded(affairs, public)
    now, on = NOW.replace(year=2027, month=5), date(2027, 5, 20)
    pack = Pack.objects.get(code="cn-shanxi-dual-qualified-2025")
    three_years = begin_draft(actor=world.administrator, pack_id=pack.pk, now=now)
    rule = three_years.parent_version.rules.get(code="DQ-04")
    rule.pk, rule.version = None, three_years
    rule.parameters = rule.parameters | {"maximum": 1095}
    rule.save(force_insert=True)
    publish(
        actor=world.administrator,
        version_id=three_years.pk,
        reason_en="Three years.",
        reason_zh="",
        effective_from=on,
        now=now,
    )
    Centre.objects.update_or_create(pk=1, defaults={"region": Region.objects.get(code="140000")})

    with pytest.raises(UnableToRecognise, match="DQ-04"):
        kept_after_review(affairs, recognition, on, date(2032, 5, 19))
    assert not recognition.reviews.exists()


def test_a_review_does_not_lie_before_another(public, affairs):
    recognition = concluded(affairs, public)
    kept_after_review(affairs, recognition, date(2031, 6, 1), date(2036, 5, 31))

    with pytest.raises(UnableToRecognise, match="reviewed later"):
        kept_after_review(affairs, recognition, date(2031, 5, 1), date(2036, 4, 30))


def test_a_revoked_recognition_counts_until_the_day_it_was_revoked(public, affairs):
    recognition = concluded(affairs, public)
    revoked = date(2028, 5, 4)
    conclusion.review(
        actor=affairs,
        pk=recognition.pk,
        outcome=ReviewOutcome.REVOKED,
        reason="A breach of ethics.",
        reviewed_on=revoked,
        valid_until=None,
        now=NOW.replace(year=2028, month=5, day=4),
    )

    assert Recognition.objects.valid_on(revoked - timedelta(days=1)).exists()
    assert not Recognition.objects.valid_on(revoked).exists()


def test_teacher_and_office_are_reminded_in_time_once_a_step(world, public, affairs):
    recognition = concluded(affairs, public)
    due = recognition.review_due

    assert remind(on=due - timedelta(days=200), now=NOW) == 0
    assert remind(on=due - timedelta(days=170), now=NOW) == 3  # the teacher, the office, the director
    assert remind(on=due - timedelta(days=169), now=NOW) == 0
    remind(on=due + timedelta(days=1), now=NOW)
    told = Notification.objects.filter(kind="teachers.recognition_lapses", recipient=world.class_teacher)
    assert [one.data["has_lapsed"] for one in told.order_by("pk")] == [False, True]
    to_office = Notification.objects.filter(kind="teachers.recognitions_lapsing", recipient=affairs)
    assert [one.data["have_lapsed"] for one in to_office.order_by("pk")] == [False, True]
    assert [one.data["url"].partition("?")[2] for one in to_office.order_by("pk")] == [
        "lapses=half&sort=review_due",
        "lapses=lapsed&sort=-review_due",
    ]
    assert "has lapsed without a review" in compose(to_office.latest("pk")).subject


def test_nobody_is_reminded_of_a_recognition_that_another_one_outlasts(public, affairs):
    junior = concluded(affairs, public)
    due = junior.review_due
    assert due is not None
    Recognition.objects.create(
        teacher=junior.teacher,
        level="senior",
        stage=junior.stage,
        state="recognised",
        waiting_since=TODAY,
        recognised_on=TODAY,
        review_due=due + timedelta(days=400),
    )

    assert remind(on=due - timedelta(days=170), now=NOW) == 0
    assert remind(on=due + timedelta(days=1), now=NOW) == 0


# --- An outside body ----------------------------------------------------------------------------


def test_where_an_outside_body_recognises_its_decision_is_recorded_instead_of_a_certificate(
    world, candidate, affairs, reviewer
):
    application = agreed(reviewer, applied(world.class_teacher, candidate, body="outside"))
    sent = send_out(actor=affairs, pk=application.pk, outside_body="省教育厅", now=NOW)
    assert sent.state == "sent_out"

    recognition = record_outside_decision(
        actor=affairs,
        pk=sent.pk,
        is_recognised=True,
        number="晋教师〔2026〕7号",
        decided_on=TODAY,
        review_due=date(2031, 11, 19),
        reason="",
        scan=scan(),
        now=NOW,
    )

    assert (recognition.state, recognition.outside_number) == ("recognised", "晋教师〔2026〕7号")
    assert Recognition.objects.valid_on(TODAY).get() == recognition
    assert recognition.files.count() == 1
    assert not RecognitionCertificate.objects.exists()
    with pytest.raises(UnableToRecognise, match="record what that body decides"):
        kept_after_review(affairs, recognition, date(2031, 6, 1), date(2036, 5, 31))


def test_an_outside_decision_needs_its_number_and_scan(world, candidate, affairs, reviewer):
    application = agreed(reviewer, applied(world.class_teacher, candidate, body="outside"))
    send_out(actor=affairs, pk=application.pk, outside_body="省教育厅", now=NOW)

    with pytest.raises(UnableToRecognise, match="number of the decision"):
        record_outside_decision(
            actor=affairs,
            pk=application.pk,
            is_recognised=True,
            number=" ",
            decided_on=TODAY,
            review_due=date(2031, 11, 19),
            reason="",
            scan=None,
            now=NOW,
        )


# --- Departments --------------------------------------------------------------------------------


def test_the_standing_of_a_department_is_that_of_the_day(world, public, affairs):
    recognition = concluded(affairs, public)
    departments = [world.mechanics, world.tourism]

    def held(day: date) -> int | None:
        return total_of(standing_of(departments, day))["recognised"]

    assert [held(TODAY), held(recognition.recognised_on), held(recognition.review_due)] == [0, 1, 1]
    assert held(recognition.review_due + timedelta(days=1)) == 0


def test_what_was_due_within_a_year_on_a_past_day_is_told_as_it_was_then(world, candidate):
    """A term to March 2023, reviewed in time for five years more."""
    recognition = Recognition.objects.create(
        teacher=candidate,
        level="junior",
        stage="secondary",
        state="recognised",
        waiting_since=TODAY,
        recognised_on=date(2018, 3, 2),
        review_due=date(2028, 2, 28),
    )
    for first, last in (
        (date(2018, 3, 2), date(2023, 3, 1)),
        (date(2023, 3, 1), date(2028, 2, 28)),
    ):
        RecognitionTerm.objects.create(recognition=recognition, starts_on=first, ends_on=last)
    by_hand = """
        SELECT count(*) FROM teachers_recognitionterm
        WHERE starts_on <= %s AND ends_on BETWEEN %s AND %s
    """

    for day, due in ((date(2022, 6, 30), 1), (date(2024, 6, 30), 0), (date(2027, 6, 30), 1)):
        total = total_of(standing_of([world.mechanics], day))
        with connection.cursor() as cursor:
            cursor.execute(by_hand, [day, day, day + timedelta(days=365)])
            (counted,) = cursor.fetchone()
        assert total["lapsing"] == counted == due
        assert total["open_ones"] is None
