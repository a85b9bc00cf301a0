"""Courses on the pages of the staff and of enterprises; what the database keeps apart; certificates."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from core.copies import CODE_LENGTH
from core.kept import content_of
from core.models import AccessLog
from core.story import story_for, story_of
from core.walls import inside
from tests.collaboration.exchanging import partner
from tests.query_counts import assert_query_count
from tests.training.teaching import AFTERWARDS, NOW, a_course, a_teacher, closed, enrolled, running
from tests.world import join, signed_in
from training.models import Course, CourseCertificate, Enrolment, Fee, Session
from training.operations.certificates import make_ordered_certificates
from training.walls import COURSE_COLUMNS, ENROLMENT_COLUMNS, FEE_COLUMNS

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def coming(world, **fields) -> Course:
    """On offer today."""
    now = timezone.now()
    said = {
        "enrol_until": timezone.localdate(now) + timedelta(days=5),
        "first_at": now + timedelta(days=10),
        "last_at": now + timedelta(days=17),
    }
    return a_course(world, **said | fields)


def test_a_course_is_planned_offered_and_filled_on_its_pages(world):
    client = signed_in(world.director)
    day = timezone.localdate() + timedelta(days=20)
    made = client.post(
        reverse("training:course_new"),
        {
            "title": "焊接机器人操作",
            "aims": "会示教。",
            "department": world.mechanics.pk,
            "teachers": [a_teacher(world).pk],
            "place": "焊接实训室",
            "fee": "200",
            "capacity": "10",
            "minimum": "1",
            "enrol_until": (day - timedelta(days=2)).isoformat(),
            "is_for_all": "on",
            "organiser": world.director.pk,
        },
    )
    course = Course.objects.get()
    assert made.status_code == 302
    client.post(
        reverse("training:course_session_new", args=[course.pk]),
        {"starts_at": f"{day}T09:00", "hours": "4", "times": "2", "every_days": "7"},
    )
    client.post(reverse("training:course_offer", args=[course.pk]))
    client.post(
        reverse("training:course_enrol", args=[course.pk]),
        {"enterprise": world.partner.pk, "people": "马建军，操作工\n罗小燕"},
    )
    client.post(reverse("training:course_begin", args=[course.pk]))

    course.refresh_from_db()
    assert (course.state, course.hours) == ("running", Decimal(8))
    assert course.enrolments.enrolled().count() == 2
    assert Fee.objects.get().amount == Decimal(400)
    page = text_of(client.get(f"{course.get_absolute_url()}?tab=people"))
    assert "马建军" in page
    assert AccessLog.objects.filter(purpose="training:course_detail?tab=people").exists()


def test_the_sheet_is_filled_in_and_closing_credits_the_trainer(world):
    course = running(world, (world.partner, "甲"))
    past = timezone.now() - timedelta(days=20)
    for number, one in enumerate(course.sessions.all()):
        Session.objects.filter(pk=one.pk).update(starts_at=past + timedelta(days=number))
    Course.objects.update(first_at=past, last_at=past + timedelta(days=1, hours=4))
    client, person = signed_in(world.director), course.enrolments.get()
    address = reverse("training:course_sheet", args=[course.pk])
    assert "甲" in text_of(client.get(address))
    sessions = list(course.sessions.values_list("pk", flat=True))

    client.post(
        address,
        {
            "person": [person.pk],
            "session": sessions,
            "there": [f"{sessions[0]}-{person.pk}"],
            f"result-{person.pk}": "attended",
        },
    )
    response = client.post(
        reverse("training:course_close", args=[course.pk]),
        {f"hours-{a_teacher(world).pk}": "6.5", "outcome": "满意"},
    )

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.result, person.hours) == ("attended", Decimal(4))
    assert course.trainers.get().hours == Decimal("6.5")
    page = text_of(client.get(f"{a_teacher(world).get_absolute_url()}?tab=employee_training"))
    assert course.title in page


def test_a_liaison_enrols_and_withdraws_at_the_portal(world):
    course = coming(world)
    client = signed_in(join(world.liaison))
    assert course.title in text_of(client.get(reverse("portal:courses")))
    address = reverse("portal:course_enrol", args=[course.pk])

    assert client.post(address, {"people": "马建军,操作工"}).status_code == 302
    one = Enrolment.objects.get()
    assert (one.enterprise_id, one.seat) == (world.partner.pk, 1)
    assert "马建军" in text_of(client.get(reverse("portal:course", args=[course.pk])))

    client.post(reverse("portal:course_withdraw", args=[course.pk, one.pk]))
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_a_course_for_others_is_not_there(world):
    course = coming(world, is_for_all=False)
    course.partners.add(world.stranger)
    client = signed_in(join(world.liaison))
    assert course.title not in text_of(client.get(reverse("portal:courses")))
    response = client.post(reverse("portal:course_enrol", args=[course.pk]), {"people": "甲"})
    assert response.status_code == 404
    assert not Enrolment.objects.exists()


def test_the_wall_opens_ours_and_what_is_on_offer_to_us(world):
    join(world.liaison)
    a_course(world, title="草稿", state="draft")
    a_course(world, title="全部")
    chosen = a_course(world, title="只给别人", is_for_all=False)
    chosen.partners.add(world.stranger)
    both = running(world, (world.partner, "我们的"), (world.stranger, "他们的"), title="在办")
    running(world, (world.stranger, "他们的"), title="别人在办")

    with inside(enterprise_id=world.partner.pk, person_id=world.liaison.user_id):
        assert {one.title for one in Course.objects.only(*COURSE_COLUMNS)} == {"全部", "在办"}
        assert [one.name for one in Enrolment.objects.only(*ENROLMENT_COLUMNS)] == ["我们的"]
        assert [one.course_id for one in Fee.objects.only(*FEE_COLUMNS)] == [both.pk]
        assert set(Session.objects.values_list("course__title", flat=True)) == {"全部", "在办"}
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT outcome FROM training_course")
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE training_enrolment SET name = 'x'")


def test_certificates_are_sealed_found_at_verify_and_the_enterprises_to_download(world, client):
    join(world.liaison)
    join(world.stranger_liaison)
    closed(world)
    assert make_ordered_certificates(now=AFTERWARDS) == 1
    assert make_ordered_certificates(now=AFTERWARDS) == 0

    made = CourseCertificate.objects.get()
    content = content_of(made)
    assert made.number.endswith("-PX-2026-00001")
    assert len(PdfFileReader(BytesIO(content)).embedded_signatures) == 1
    assert hashlib.sha256(content).hexdigest() == made.sha256
    page = text_of(client.get(reverse("agreements:verify", args=[made.content_sha256[:CODE_LENGTH]])))
    assert all(word in page for word in (made.number, "马建军", world.partner.name, "数控编程"))
    assert "操作工" not in page

    address = reverse("portal:course_certificate", args=[made.pk])
    assert signed_in(world.liaison.user).get(address).content == content
    assert signed_in(world.stranger_liaison.user).get(address).status_code == 404
    assert signed_in(world.director).get(reverse("training:certificate", args=[made.pk])).content == content
    with pytest.raises(DatabaseError), transaction.atomic():
        CourseCertificate.objects.update(holder="别人")


def test_a_closed_course_is_told_in_the_story_of_both_sides(world):
    closed(world)
    until = NOW.date() + timedelta(days=60)
    lines = story_of(world.director, world.partner, until=until, limit=5, only="training")
    assert [(one.happening.title, "8" in one.happening.text) for one in lines] == [
        ("数控编程技能提升班", True)
    ]
    ours = partner(world.liaison)
    with inside(enterprise_id=world.partner.pk, person_id=ours.pk):
        told = [one for one in story_for(ours, until=until, limit=9) if one.source.name == "training"]
    assert [one.happening.url for one in told] == [reverse("portal:course", args=[Course.objects.get().pk])]


def test_lists_are_exported_as_they_are_filtered(world):
    running(world, (world.partner, "甲"), (world.stranger, "丙"))
    client = signed_in(world.director)
    people = b"".join(
        client.get(
            reverse("training:enrolment_list"), {"export": "csv", "enterprise": world.partner.pk}
        ).streaming_content
    )
    fees = b"".join(client.get(reverse("training:fee_list"), {"export": "csv"}).streaming_content)
    assert "甲".encode() in people
    assert "丙".encode() not in people
    assert fees.count(b"300") == 2
    assert AccessLog.objects.filter(act=AccessLog.Act.EXPORTED).exists()


@pytest.mark.parametrize("people", [2, 9])
def test_pages_cost_as_many_queries_however_many_people_there_are(world, people):
    for number in range(people):
        running(world, (world.partner, f"甲{number}"), title=f"第{number}期")
    course = coming(world)
    for number in range(people):
        enrolled(course, world.partner, f"乙{number}")
    staff, liaison = signed_in(world.director), signed_in(join(world.liaison))
    for name in ("course_list", "enrolment_list", "fee_list"):
        assert_query_count(f"training:{name}", staff, reverse(f"training:{name}"))
    for tab in ("overview", "people", "fees"):
        assert_query_count(f"training:course {tab}", staff, f"{course.get_absolute_url()}?tab={tab}")
    sheet = reverse("training:course_sheet", args=[Course.objects.filter(state="running")[0].pk])
    assert_query_count("training:sheet", staff, sheet)
    of_partner = f"{world.partner.get_absolute_url()}?tab=training"
    assert_query_count("training of an enterprise", staff, of_partner)
    for name in ("courses", "course_people", "course_fees"):
        assert_query_count(f"portal:{name}", liaison, reverse(f"portal:{name}"))
    assert_query_count("portal:course", liaison, reverse("portal:course", args=[course.pk]))
