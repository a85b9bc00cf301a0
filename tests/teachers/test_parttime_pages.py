"""The pages of part-time teachers: of the office, of everybody, and of enterprises."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from partnerships.models import ContactRole
from teachers.models import Appointment, AppointmentState, PartTimeTeacher
from tests.factories import ContactFactory
from tests.query_counts import assert_query_count
from tests.teachers.parttiming import a_need, a_technician, serving, taught
from tests.teachers.recognising import a_position
from tests.teachers.samples import scan
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db
POWERS = ["enterprise.read", "parttime.read", "parttime.edit", "parttime.vet"]


@pytest.fixture
def office(world) -> User:
    return a_position(world, "Part-time office", POWERS)


@pytest.fixture
def running(world) -> Appointment:
    today = timezone.localdate()
    contact = ContactFactory.create(enterprise=world.partner, name="陆师傅", roles=[ContactRole.TECHNICIAN])
    one = serving(
        a_technician(world.mechanics, contact, birth_date=date(1980, 1, 2)),
        a_need(world.mechanics),
        today - timedelta(days=30),
        today + timedelta(days=100),
        vetting="内部审核意见",
    )
    taught(one, 36, grade="good", assessment="内部考核意见", assessed_on=today, fee=Decimal("187.50"))
    return one


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def test_the_office_finds_who_serves_and_what_they_teach(office, running):
    client = signed_in(office)
    today = timezone.localdate().isoformat()

    assert "陆师傅" in page(client, "teachers:part_timer_list", search="陆师傅", serving=today)
    assert "陆师傅" not in page(client, "teachers:part_timer_list", serving="2019-01-01")
    assert "数控加工工艺" in page(client, "teachers:engagement_list", study_year=2026, hours="confirmed")
    assert "陆师傅" in page(client, "teachers:part_timer_detail", running.person_id)
    for tab in ("checklist", "steps", "agreement", "engagements", "history"):
        page(client, "teachers:appointment_detail", running.pk, tab=tab)
    assert "¥187.50" in page(client, "teachers:appointment_detail", running.pk, tab="engagements")
    standing = page(client, "teachers:part_time_standing")
    assert "PT-03" in standing
    assert "0.2" in standing  # 36 of 160 hours


@pytest.mark.parametrize("on", ["9999-12-31", "0003-01-01", "2026-02-30", "soon"])
def test_a_day_that_is_none_or_far_away_is_answered_with_today(office, running, on):
    answer = signed_in(office).get(reverse("teachers:part_time_standing"), {"on": on})

    assert answer.context["on"] == timezone.localdate()


def test_the_way_from_the_need_to_the_agreement_on_the_pages(world, office):
    client, colleague = signed_in(office), signed_in(a_position(world, "Vetting", POWERS))
    need = a_need(world.mechanics)
    contact = ContactFactory.create(enterprise=world.partner, name="顾工")
    response = client.post(
        reverse("teachers:part_timer_new_of", args=[world.partner.pk]),
        {
            "contact": contact.pk,
            "department": world.mechanics.pk,
            "title": "工程师",
            "rank": "intermediate",
            "exception": "",
            "training": "省级培训",
            "trained_on": "2026-03-01",
        },
    )
    person = PartTimeTeacher.objects.get(contact=contact)
    assert response.url == person.get_absolute_url()
    form = page(client, "teachers:need_propose", need.pk)
    assert "PT-03" in form
    said = {"person": person.pk, "begins_on": "2026-12-01", "ends_on": "2027-06-30", "fee": "150"}
    client.post(reverse("teachers:need_propose", args=[need.pk]), said)
    one = Appointment.objects.get(person=person)

    own = client.post(reverse("teachers:appointment_vet", args=[one.pk]), {"vetting": "好"})
    assert own.status_code == 422
    colleague.post(reverse("teachers:appointment_vet", args=[one.pk]), {"vetting": "证书已核验"})
    colleague.post(reverse("teachers:appointment_publicise", args=[one.pk]))
    one.refresh_from_db()
    assert (one.state, one.clauses.count()) == (AppointmentState.PUBLICISED, 7)
    clauses = {f"{kind}_zh": f"{kind} 条款" for kind in ("duties", "pay")}
    client.post(reverse("teachers:appointment_write", args=[one.pk]), clauses)
    assert [clause.text_zh for clause in one.clauses.all()] == ["duties 条款", "pay 条款"]
    early = client.post(
        reverse("teachers:appointment_agree", args=[one.pk]),
        {"agreed_on": timezone.localdate().isoformat(), "scan": scan()},
    )
    assert early.status_code == 422


def test_the_agreement_is_a_pdf(office, running):
    running.clauses.create(kind="pay", text_zh="课时费", text_en="Fee")

    response = signed_in(office).get(reverse("teachers:appointment_agreement", args=[running.pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_everybody_of_the_centre_reads_what_is_public(world, running):
    today = timezone.localdate()
    Appointment.objects.filter(pk=running.pk).update(
        state=AppointmentState.PUBLICISED, publicised_from=today, publicised_until=today, inducted_on=None
    )

    assert "陆师傅" in page(signed_in(world.teacher), "teachers:recognition_publicity")


def test_an_enterprise_sees_its_own_people_without_fees_vetting_or_assessment(world, running):
    ours, theirs = signed_in(join(world.liaison)), signed_in(join(world.stranger_liaison))
    shown = page(ours, "portal:part_timers")

    assert "陆师傅" in shown
    assert "36" in shown
    for hidden in ("187.50", "内部审核意见", "内部考核意见", "1980"):
        assert hidden not in shown
    assert "陆师傅" not in page(theirs, "portal:part_timers")
    assert "数控技术兼职教师" in page(theirs, "portal:part_timers")  # the need is public


def test_a_liaison_proposes_a_technician_for_a_published_need(world, office):
    need = a_need(world.mechanics)
    technician = ContactFactory.create(enterprise=world.partner, name="施技师")
    client = signed_in(join(world.liaison))
    stranger = ContactFactory.create()
    said = {"title": "高级技师", "begins_on": "2026-12-01", "ends_on": "2027-06-30", "statement": "好"}
    address = reverse("portal:need_propose", args=[need.pk])

    refused = client.post(address, {**said, "contact": stranger.pk})
    assert refused.status_code == 422
    client.post(address, {**said, "contact": technician.pk})

    one = Appointment.objects.get(need=need)
    assert (one.by_enterprise, one.state, str(one.person.contact.name)) == (True, "proposed", "施技师")
    assert "施技师" in page(client, "portal:part_timers")
    assert "施技师" in page(signed_in(office), "teachers:need_detail", need.pk, tab="people")


@pytest.mark.parametrize(
    "name", ["part_timer_list", "need_list", "appointment_list", "engagement_list", "part_time_standing"]
)
def test_lists_cost_as_many_queries_whatever_their_length(world, office, name):
    client = signed_in(office)
    for _number in range(2):
        taught(serving(a_technician(world.mechanics), a_need(world.mechanics)), 20)
    assert_query_count(f"{name} of part-time teachers", client, reverse(f"teachers:{name}"))
    for _number in range(6):
        taught(serving(a_technician(world.mechanics), a_need(world.mechanics)), 20)
    assert_query_count(f"{name} of part-time teachers", client, reverse(f"teachers:{name}"))


def test_the_standing_of_the_departments_is_a_file_too(office, running):
    answer = signed_in(office).get(reverse("teachers:part_time_standing"), {"export": "csv"})

    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert "Full-time equivalents" in lines[0]
    (mechanics,) = (line.split(",") for line in lines[1:] if "Mechanics" in line)
    assert (mechanics[1], mechanics[4]) == ("1", "36")


def test_the_search_of_everything_finds_part_time_teachers_for_who_sees_them(world, office, running):
    assert running.person.get_absolute_url() in page(signed_in(office), "core:search", q="陆师傅")
    assert running.person.get_absolute_url() not in page(
        signed_in(world.stranger_officer), "core:search", q="陆师傅"
    )


def test_nobody_ends_before_the_induction_nor_is_inducted_after_the_last_day(office, running):
    client, day = signed_in(office), running.begins_on
    Appointment.objects.filter(pk=running.pk).update(inducted_on=day + timedelta(days=5))

    early = client.post(
        reverse("teachers:appointment_end", args=[running.pk]), {"ended_on": day.isoformat(), "reason": "走"}
    )

    assert early.status_code == 422
    assert "induction on" in early.content.decode()
    last = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(pk=running.pk).update(
        state=AppointmentState.AGREED, inducted_on=None, begins_on=last, ends_on=last
    )
    late = client.post(
        reverse("teachers:appointment_induct", args=[running.pk]),
        {"inducted_on": timezone.localdate().isoformat(), "induction": "校规"},
    )
    assert late.status_code == 422
    assert "propose them anew" in late.content.decode()
