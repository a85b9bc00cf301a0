"""What did not pass a gate of the rules keeps an archive back until somebody answers: hours, pay, papers."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from compliance.choices import DecidedOutcome, Stage
from compliance.models import Decision, Evaluation
from compliance.operations import decide
from core.access import NotVisible
from core.models import AuditEvent
from placements.archive_gates import obstacles_of
from placements.models import ArchiveRelease, Placement
from placements.operations import archives
from placements.operations.archive_release import (
    UnableToRelease,
    release_archive,
    release_archives_of_plan,
)
from placements.operations.attendance import Hours, hand_in_days
from placements.operations.pay import record_payment
from placements.weeks import end_of_month
from tests.placements import daily as at_work
from tests.placements.ending import NOW, a_plan, an_ended_placement, another_student, confirmed
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(world) -> Placement:
    placement = an_ended_placement(world)
    confirmed(world, placement)
    return placement


@pytest.fixture
def daily(world) -> at_work.Daily:
    return at_work.make_daily(world)


def codes(placement: Placement) -> set[str]:
    return {one.judged.code for one in obstacles_of([placement.pk]).get(placement.pk, [])}


def question(placement: Placement, stage: Stage, code: str) -> Evaluation:
    return Evaluation.objects.current().about(placement).get(stage=stage, asking__contains=[code])


def in_zip(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


# --- Questions where they are shown -----------------------------------------------------------


def test_a_question_about_a_week_is_answered_on_the_page_of_the_days(daily):
    saturday = date(2027, 3, 6)
    hand_in_days(
        pupil=daily.pupil,
        placement_pk=daily.placement.pk,
        days={saturday: Hours(hours=Decimal(4), begins_at=time(8), ends_at=time(12))},
        now=at_work.NOW + timedelta(days=120),
    )
    check = question(daily.placement, Stage.DAY, "INT-23b")
    address = f"{daily.placement.get_absolute_url()}?tab=days"
    link = reverse("compliance:decide", args=[check.pk, "INT-23b"])
    client = signed_in(daily.world.director)
    assert link in client.get(address).content.decode()
    assert link not in signed_in(daily.world.class_teacher).get(address).content.decode()

    answer = client.post(link, {"outcome": DecidedOutcome.PASS, "reason": "The notice makes it a workday."})

    assert answer["Location"] == address
    assert link not in client.get(address).content.decode()
    assert Decision.objects.get().code == "INT-23b"


def test_the_rules_before_archiving_are_a_check_list_with_their_questions(world, placement):
    address = f"{placement.get_absolute_url()}?tab=archive"
    client = signed_in(world.director)
    client.post(reverse("placements:archive_check", args=[placement.pk]))
    check = question(placement, Stage.ARCHIVE, "INT-29b")
    page = client.get(address).content.decode()
    for code in ("INT-28", "INT-29b", "INT-33", "INT-34"):
        assert f'id="{code}"' in page
    link = reverse("compliance:decide", args=[check.pk, "INT-29b"])
    assert link in page

    answer = client.post(link, {"outcome": DecidedOutcome.PASS, "reason": "Minutes of the meetings."})

    assert answer["Location"] == address
    assert "Minutes of the meetings." in client.get(address).content.decode()


# --- The gate ---------------------------------------------------------------------------------


def test_what_the_rule_on_archives_asks_keeps_the_archive_back_until_it_is_decided(world, placement):
    client = signed_in(world.director)
    download = reverse("placements:archive", args=[placement.pk])

    assert client.get(download)["Location"] == f"{placement.get_absolute_url()}?tab=archive"
    assert codes(placement) == {"INT-34"}
    assert f'"{download}"' not in client.get(f"{placement.get_absolute_url()}?tab=archive").content.decode()

    check = question(placement, Stage.ARCHIVE, "INT-34")
    decide(
        actor=world.director,
        evaluation_id=check.pk,
        code="INT-34",
        outcome=DecidedOutcome.PASS,
        reason="The rest is in the paper file.",
        now=NOW,
    )

    archive = in_zip(client.get(download))
    (name,) = [name for name in archive.namelist() if "/" not in name]
    assert "The rest is in the paper file." in archive.read(name).decode("utf-8-sig")


def test_hours_and_pay_that_broke_a_rule_keep_the_archive_back(daily):
    daily.work(at_work.MONDAY, hours="9", begins_at=time(8), ends_at=time(18))
    assert codes(daily.placement) == {"INT-24b"}

    month = date(2026, 12, 1)
    record_payment(
        actor=daily.world.director,
        placement_pk=daily.placement.pk,
        month=month,
        amount=Decimal(3000),
        period_from=month,
        period_until=end_of_month(month),
        paid_on=date(2027, 1, 5),
        now=at_work.NOW + timedelta(days=50),
    )
    assert codes(daily.placement) == {"INT-24b", "INT-25"}

    daily.work(at_work.MONDAY, hours="8", begins_at=time(8), ends_at=time(17))
    assert codes(daily.placement) == {"INT-25"}


def test_whoever_may_decide_says_why_it_is_archived_all_the_same_for_just_these_findings(daily):
    world, placement = daily.world, daily.placement
    daily.work(at_work.MONDAY, hours="9", begins_at=time(8), ends_at=time(18))
    with pytest.raises(UnableToRelease, match="reason"):
        release_archive(actor=world.director, pk=placement.pk, reason=" ", now=at_work.NOW)

    client = signed_in(world.director)
    client.post(
        reverse("placements:archive_release", args=[placement.pk]),
        {"reason": "The host paid the hour.", "confirmed": "1"},
    )

    assert codes(placement) == set()
    assert AuditEvent.objects.get(verb="archive.released").details == {"rules": ["INT-24b"]}
    archive = in_zip(client.get(reverse("placements:archive", args=[placement.pk])))
    (name,) = [name for name in archive.namelist() if "/" not in name]
    told = archive.read(name).decode("utf-8-sig")
    assert "INT-24b" in told
    assert "The host paid the hour." in told

    daily.work(at_work.MONDAY + timedelta(days=1), hours="9", begins_at=time(8), ends_at=time(18))
    assert codes(placement) == {"INT-24b"}


def test_who_may_not_decide_releases_nothing(world, placement):
    archives.check_archives([placement.pk], now=NOW)
    for person, refusal in ((world.class_teacher, PermissionDenied), (world.stranger_officer, NotVisible)):
        with pytest.raises(refusal):
            release_archive(actor=person, pk=placement.pk, reason="Why not", now=NOW)
    assert not ArchiveRelease.objects.exists()


def test_where_nothing_is_kept_back_there_is_nothing_to_release(daily):
    with pytest.raises(UnableToRelease, match="No rule"):
        release_archive(actor=daily.world.director, pk=daily.placement.pk, reason="So", now=at_work.NOW)


def test_a_plan_is_packed_without_those_kept_back_who_are_named_in_it(world):
    plan = a_plan(world)
    first = an_ended_placement(world, plan=plan)
    second = an_ended_placement(world, plan=plan, post=first.post, student=another_student(world, name="Wu"))
    archives.check_archives([first.pk, second.pk], now=NOW)
    with pytest.raises(archives.UnableToPack, match="every archive"):
        archives.order_archive(actor=world.director, plan_id=plan.pk, now=NOW)
    release_archive(actor=world.director, pk=first.pk, reason="On paper.", now=NOW)
    client = signed_in(world.director)
    shown = client.get(f"{plan.get_absolute_url()}?tab=ends").content.decode()
    assert "Rules keep 1 archive back" in shown
    assert f"{second.get_absolute_url()}?tab=archive" in shown

    order = archives.order_archive(actor=world.director, plan_id=plan.pk, now=NOW)
    archives.pack_ordered_archives(now=NOW)

    order.refresh_from_db()
    assert (order.done, order.total) == (1, 1)
    whole = in_zip(client.get(reverse("placements:plan_archive", args=[order.pk])))
    packed, *others = sorted(whole.namelist(), key=lambda name: not name.endswith(".zip"))
    assert packed == f"{archives.archive_name(first)}.zip"
    (listed,) = others
    assert "Wu" in whole.read(listed).decode("utf-8-sig")
    assert "INT-34" in whole.read(listed).decode("utf-8-sig")

    assert release_archives_of_plan(actor=world.director, pk=plan.pk, reason="On paper.", now=NOW) == 1
    assert obstacles_of([first.pk, second.pk]) == {}


def test_what_keeps_archives_back_is_asked_in_constant_queries(world, placement, django_assert_num_queries):
    others = [
        an_ended_placement(world, plan=placement.plan, post=placement.post, student=another_student(world))
        for _number in range(3)
    ]
    keys = [placement.pk, *(one.pk for one in others)]
    archives.check_archives(keys, now=NOW)
    obstacles_of(keys)
    with django_assert_num_queries(3):
        assert len(obstacles_of(keys)) == 4
