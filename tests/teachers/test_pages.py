"""The pages of records: one's own file, the office's queue, a teacher on a chosen day, lists."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core.models import AccessLog
from teachers.models import Achievement, Qualification, Training
from tests.factories import (
    AchievementFactory,
    ExperienceFactory,
    QualificationFactory,
    TeacherFactory,
    TrainingFactory,
)
from tests.query_counts import assert_query_count
from tests.teachers.samples import scan
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def my_file(client) -> str:
    return client.get(reverse("teachers:my_file")).content.decode()


def test_a_teacher_enters_a_certificate_with_its_scan_and_finds_it_waiting(world, teacher):
    client = signed_in(world.class_teacher)
    address = f"{reverse('teachers:my_evidence_new', args=['qualification'])}?of=skill_certificate"
    form = client.get(address).content.decode()
    assert 'name="level"' in form
    assert 'name="is_teaching_series"' not in form

    response = client.post(
        address,
        {
            "name": "电工",
            "level": "skill_3",
            "issuer": "人社局",
            "issued_on": "2022-06-01",
            "upload": scan(),
        },
    )
    assert response.status_code == 302, response.content.decode()
    row = Qualification.objects.get()
    assert (row.teacher, row.kind, row.state) == (teacher, "skill_certificate", "entered")
    text = my_file(client)
    assert "电工" in text
    assert "To be confirmed" in text

    (kept,) = row.files.all()
    served = client.get(reverse("teachers:evidence_file", args=["qualification", row.pk, kept.pk]))
    assert served["X-Content-Type-Options"] == "nosniff"


def test_a_professional_title_says_of_which_series_it_is(world, teacher):
    client = signed_in(world.class_teacher)
    address = f"{reverse('teachers:my_evidence_new', args=['qualification'])}?of=professional_title"
    said = {"name": "工程师", "level": "intermediate", "issuer": "人社局", "issued_on": "2020-01-01"}
    assert client.post(address, said).status_code == 422
    client.post(address, said | {"is_teaching_series": "no"})
    row = Qualification.objects.get()
    assert (row.kind, row.is_teaching_series) == ("professional_title", False)


def test_what_came_back_stands_on_top_of_the_file_with_its_reason(world, office, teacher):
    row = TrainingFactory.create(teacher=teacher, state="entered")
    signed_in(office).post(
        reverse("teachers:evidence_return", args=["training", row.pk]), {"reason": "Hours do not add up."}
    )

    text = my_file(signed_in(world.class_teacher))
    assert "1 entry came back to you" in text
    assert "Hours do not add up." in text


def test_a_file_of_ones_own_is_nobody_elses(world, teacher):
    other = TeacherFactory.create(department=teacher.department, name="别人")
    row = QualificationFactory.create(teacher=other)
    client = signed_in(world.class_teacher)

    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(row.get_absolute_url()).status_code == 404
    assert signed_in(world.teacher).get(reverse("teachers:my_file")).status_code == 404


def test_the_queue_confirms_what_was_ticked_with_the_exact_number(world, office, teacher):
    rows = [TrainingFactory.create(teacher=teacher, state="entered", name=f"培训{n}") for n in range(3)]
    prize = AchievementFactory.create(teacher=teacher, state="entered")
    client = signed_in(office)
    address = reverse("teachers:to_confirm")
    assert "培训0" in client.get(address).content.decode()

    ticked = [f"training:{rows[0].pk}", f"training:{rows[1].pk}", f"achievement:{prize.pk}"]
    asked = client.post(address, {"action": "confirm", "selected": ticked}).content.decode()
    assert "Confirm 3 entries? They count from then on." in asked
    assert not Training.objects.confirmed().exists()

    client.post(address, {"action": "confirm", "selected": ticked, "confirmed": "1", "expected": "3"})
    assert set(Training.objects.confirmed()) == set(rows[:2])
    assert Achievement.objects.confirmed().count() == 1


def test_the_queue_returns_several_for_one_reason(world, office, teacher):
    rows = [TrainingFactory.create(teacher=teacher, state="entered") for _n in range(2)]
    sent = {"action": "return", "selected": [f"training:{row.pk}" for row in rows], "confirmed": "1"}
    client, address = signed_in(office), reverse("teachers:to_confirm")

    client.post(address, sent | {"expected": "2", "reason": ""})
    assert Training.objects.waiting().count() == 2
    client.post(address, sent | {"expected": "2", "reason": "No certificate."})
    assert set(Training.objects.values_list("state", "answer")) == {("returned", "No certificate.")}


def test_what_may_not_be_decided_on_is_named_and_holds_up_nothing_else(world, office, teacher):
    good = TrainingFactory.create(teacher=teacher, state="entered")
    gone = TrainingFactory.create(teacher=teacher, state="withdrawn")
    own = TrainingFactory.create(teacher=TeacherFactory.create(user=office), state="entered")
    ticked = [f"training:{row.pk}" for row in (good, gone, own)]

    page = signed_in(office).post(
        reverse("teachers:to_confirm"),
        {"action": "confirm", "selected": ticked, "confirmed": "1", "expected": "3"},
        follow=True,
    )
    text = page.content.decode()
    assert "Confirm: done for 1." in text
    assert "Nobody decides on evidence of their own" in text
    assert list(Training.objects.confirmed()) == [good]


def test_the_standing_of_a_past_day_is_shown(office, teacher):
    QualificationFactory.create(
        teacher=teacher, name="安全员", issued_on=date(2019, 1, 1), expires_on=date(2021, 1, 1)
    )
    client = signed_in(office)
    text = client.get(f"{teacher.get_absolute_url()}?on=2020-05-05").content.decode()
    assert "expired" not in text
    assert "expired" in client.get(teacher.get_absolute_url()).content.decode()
    assert (
        "Not in service on this day"
        in client.get(f"{teacher.get_absolute_url()}?on=2010-01-01").content.decode()
    )


@pytest.mark.parametrize("tab", ["qualifications", "experience", "achievements", "service", "history"])
def test_every_tab_of_a_teacher_opens_and_the_reading_is_noted(office, teacher, tab):
    QualificationFactory.create(teacher=teacher)
    ExperienceFactory.create(teacher=teacher, is_management=True)
    response = signed_in(office).get(f"{teacher.get_absolute_url()}?tab={tab}")
    assert response.status_code == 200
    assert AccessLog.objects.filter(actor=office, subject_ids=[teacher.pk]).exists()


def listed(client, query: str) -> set[str]:
    table = client.get(f"{reverse('teachers:teacher_list')}?{query}").context["table"]
    return {row.staff_number for row in table.page.rows}


def test_the_list_is_narrowed_to_a_day_a_rank_a_major_and_managers(world, office, teacher):
    TeacherFactory.create(
        staff_number="OLD", department=teacher.department, hired_on=date(2000, 1, 1), left_on=date(2012, 7, 1)
    )
    senior = TeacherFactory.create(staff_number="SEN", department=teacher.department, rank="senior")
    senior.majors.add(world.school_class.major)
    ExperienceFactory.create(teacher=senior, is_management=True)
    client = signed_in(office)

    assert listed(client, "serving_on=2011-01-01") == {"OLD"}
    assert listed(client, "presence=left") == {"OLD"}
    assert listed(client, "rank=senior") == {"SEN"}
    assert listed(client, f"majors={world.school_class.major_id}") == {"SEN"}
    assert listed(client, "manager=on") == {"SEN"}
    assert listed(client, "waiting=on") == set()
    TrainingFactory.create(teacher=teacher, state="entered")
    assert listed(client, "waiting=on") == {teacher.staff_number}


def test_the_list_goes_out_as_a_sheet(office, teacher):
    response = signed_in(office).get(
        f"{reverse('teachers:teacher_list')}?export=csv&columns=name&columns=rank"
    )
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith(teacher.name)


@pytest.mark.parametrize("how_many", [1, 6])
def test_pages_of_records_cost_the_same_however_much_there_is(office, teacher, how_many):
    for one in [teacher, *TeacherFactory.create_batch(how_many, department=teacher.department)]:
        for _n in range(how_many):
            QualificationFactory.create(teacher=one)
            QualificationFactory.create(teacher=one, state="entered")
            TrainingFactory.create(teacher=one, state="entered")
    client = signed_in(office)

    for name, address in (
        ("teachers:teacher_list", reverse("teachers:teacher_list")),
        ("teachers:qualification_list", reverse("teachers:qualification_list")),
        ("teachers:to_confirm", reverse("teachers:to_confirm")),
        ("teachers:teacher_detail", teacher.get_absolute_url()),
        ("teachers:teacher_detail?tab=qualifications", f"{teacher.get_absolute_url()}?tab=qualifications"),
    ):
        assert_query_count(name, client, address)


def test_the_queue_shows_one_kind_and_says_how_many_of_each_wait(office, teacher):
    TrainingFactory.create(teacher=teacher, state="entered", name="五轴加工")
    AchievementFactory.create(teacher=teacher, state="entered", title="教学成果")
    text = signed_in(office).get(f"{reverse('teachers:to_confirm')}?kind=achievement").content.decode()
    assert "All</a> (2)" in text or "All (2)" in text
    assert "Achievements (1)" in text
    assert "教学成果" in text
    assert "五轴加工" not in text


def test_the_office_moves_a_teacher_lets_them_leave_and_come_back_on_the_pages(world, office, teacher):
    client = signed_in(office)
    moved = {"starts_on": "2024-09-01", "department": world.tourism.pk, "kind": "general"}
    assert client.post(reverse("teachers:service_change", args=[teacher.pk]), moved).status_code == 302
    client.post(reverse("teachers:teacher_leave", args=[teacher.pk]), {"last_day": "2025-07-31"})
    refused = client.post(reverse("teachers:teacher_leave", args=[teacher.pk]), {"last_day": "2025-07-31"})
    assert refused.status_code == 422
    back = {"starts_on": "2026-09-01", "department": world.mechanics.pk, "kind": "specialist"}
    client.post(reverse("teachers:teacher_return", args=[teacher.pk]), back)

    days = ("2024-08-31", "2024-09-01", "2026-01-01", "2026-09-01")
    shown = [client.get(f"{teacher.get_absolute_url()}?on={day}").context["standing"].period for day in days]
    assert [period and period.department for period in shown] == [
        *(world.mechanics, world.tourism, None, world.mechanics),
    ]


def test_a_day_that_is_none_shows_today(office, teacher):
    for day in ("2026-02-31", "yesterday", ""):
        assert signed_in(office).get(f"{teacher.get_absolute_url()}?on={day}").status_code == 200
