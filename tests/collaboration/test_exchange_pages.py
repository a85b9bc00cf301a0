"""Exchanges on the pages of the staff, of enterprises and of students."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from collaboration.models import Exchange, Registration
from tests.collaboration.exchanging import an_exchange, registered
from tests.query_counts import assert_query_count
from tests.world import World, come_in, join, signed_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n"


def at(hours: float):
    return timezone.now() + timedelta(hours=hours)


def on_now(world: World, **fields) -> Exchange:
    return an_exchange(world, **{"starts_at": at(-1), "ends_at": at(1), "is_public": True} | fields)


def to_come(world: World, **fields) -> Exchange:
    return an_exchange(world, **{"starts_at": at(48), "ends_at": at(50), "is_public": True} | fields)


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_centre_proposes_on_its_page(world):
    join(world.liaison)
    day = timezone.localtime(at(72)).strftime("%Y-%m-%dT%H:%M")
    later = timezone.localtime(at(74)).strftime("%Y-%m-%dT%H:%M")
    response = signed_in(world.director).post(
        reverse("collaboration:exchange_new_with", args=[world.partner.pk]),
        {
            "kind": "lecture",
            "title": "数控工艺讲座",
            "department": world.mechanics.pk,
            "starts_at": day,
            "ends_at": later,
            "place_kind": "school",
            "audience": ["students"],
            "capacity": "40",
            "is_public": "on",
            "contacts": [world.mentor.pk],
            "organiser": world.director.pk,
        },
    )

    made = Exchange.objects.get()
    assert response["Location"] == made.get_absolute_url()
    assert (made.state, made.capacity, made.speakers.get().contact) == ("proposed", 40, world.mentor)


def test_a_teacher_without_powers_sees_what_is_public_and_nothing_of_who_comes(world):
    public = to_come(world)
    registered(public, student=world.student)
    hidden = to_come(world, is_public=False, title="内部研讨")
    client = signed_in(world.teacher)

    listed = text_of(client.get(reverse("collaboration:exchange_list")))
    assert public.title in listed
    assert hidden.title not in listed
    page = text_of(client.get(public.get_absolute_url()))
    assert "tab=people" not in page
    assert client.get(f"{public.get_absolute_url()}?tab=people").status_code == 404
    assert client.get(f"{public.get_absolute_url()}?tab=history").status_code == 404
    assert client.get(reverse("collaboration:exchange_code", args=[public.pk])).status_code == 403


def test_one_of_the_staff_registers_signs_in_and_answers(world):
    exchange = on_now(world)
    client = signed_in(world.teacher)
    client.post(reverse("collaboration:exchange_register", args=[exchange.pk]))
    client.post(reverse("collaboration:exchange_sign_in", args=[exchange.pk]), {"code": "482915"})
    row = Registration.objects.get(user=world.teacher)
    assert row.attended

    Exchange.objects.filter(pk=exchange.pk).update(ends_at=at(-0.1))
    answers = {"content": 5, "speaker": 5, "organisation": 4, "usefulness": 5, "words": "好"}
    client.post(reverse("collaboration:exchange_answer", args=[exchange.pk]), answers)
    assert exchange.feedback.get().words == "好"
    again = client.post(reverse("collaboration:exchange_answer", args=[exchange.pk]), answers)
    assert again.status_code == 422


def test_the_code_is_shown_in_its_hours_to_who_keeps_or_holds_it(world):
    exchange = on_now(world)
    shown = text_of(signed_in(world.director).get(reverse("collaboration:exchange_code", args=[exchange.pk])))
    assert "482 915" in shown

    portal = signed_in(join(world.liaison)).get(reverse("portal:exchange_code", args=[exchange.pk]))
    assert "482 915" in text_of(portal)

    later = to_come(world)
    closed = text_of(signed_in(world.director).get(reverse("collaboration:exchange_code", args=[later.pk])))
    assert "482 915" not in closed


def test_attendance_is_marked_on_the_page(world):
    exchange = on_now(world)
    here, away = registered(exchange, student=world.student), registered(exchange, employee="马师傅")
    signed_in(world.director).post(
        reverse("collaboration:exchange_attendance", args=[exchange.pk]),
        {f"present-{here.pk}": "yes", f"present-{away.pk}": "no"},
    )
    assert dict(Registration.objects.values_list("pk", "attended")) == {here.pk: True, away.pk: False}


def test_materials_are_added_and_read_on_both_sides(world):
    exchange = to_come(world)
    upload = SimpleUploadedFile("slides.pdf", PDF)
    signed_in(join(world.liaison)).post(
        reverse("portal:exchange_material", args=[exchange.pk]), {"upload": upload}
    )
    kept = exchange.files.get()
    assert kept.name == "slides.pdf"
    for client, name in (
        (signed_in(world.teacher), "collaboration:exchange_file"),
        (signed_in(come_in(world.student)), "me:exchange_file"),
    ):
        response = client.get(reverse(name, args=[exchange.pk, kept.pk]))
        assert b"".join(response.streaming_content) == PDF
    assert ContentFile(PDF).size == kept.size


# --- The portal ---------------------------------------------------------------------------------


def test_a_liaison_proposes_answers_and_registers_employees(world):
    client = signed_in(join(world.liaison))
    given = {
        "kind": "employee_training",
        "title": "钳工培训",
        "starts_at": timezone.localtime(at(72)).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": timezone.localtime(at(75)).strftime("%Y-%m-%dT%H:%M"),
        "place_kind": "enterprise",
        "audience": ["employees"],
        "contacts": [world.mentor.pk],
    }
    response = client.post(reverse("portal:exchange_new"), given)
    made = Exchange.objects.get()
    assert response["Location"] == reverse("portal:exchange", args=[made.pk])
    assert (made.by_enterprise, made.department) == (True, world.partner.department)

    asked = to_come(world, state="proposed", code="")
    read = client.get(reverse("portal:exchange", args=[asked.pk])).context["seen"]
    client.post(reverse("portal:exchange_agree", args=[asked.pk]), {"seen": read})
    asked.refresh_from_db()
    assert asked.state == "agreed"

    training = to_come(world, kind="employee_training", capacity=1)
    client.post(
        reverse("portal:exchange_employees", args=[training.pk]), {"people": "马师傅，钳工\n罗师傅, 电工"}
    )
    rows = list(training.registrations.order_by("pk").values_list("employee", "job", "state"))
    assert rows == [("马师傅", "钳工", "registered"), ("罗师傅", "电工", "waiting")]
    page = text_of(client.get(reverse("portal:exchange", args=[training.pk])))
    assert "马师傅" in page


def test_the_portal_shows_numbers_and_no_names_of_students(world):
    exchange = on_now(world, state="closed", hours=2, closed_at=at(0))
    registered(exchange, student=world.student, attended=True)
    client = signed_in(join(world.liaison))

    page = text_of(client.get(reverse("portal:exchange", args=[exchange.pk])))
    assert world.student.name not in page
    assert world.student.name_latin not in page
    assert exchange.title in text_of(client.get(reverse("portal:exchanges")))
    assert "Exchanges for the school" in text_of(client.get(reverse("portal:home")))


# --- Students -----------------------------------------------------------------------------------


def test_a_student_registers_waits_and_withdraws(world):
    exchange = to_come(world, capacity=1)
    registered(exchange, employee="马师傅")
    client = signed_in(come_in(world.student))
    assert exchange.title in text_of(client.get(reverse("me:exchanges")))

    client.post(reverse("me:exchange_register", args=[exchange.pk]))
    assert Registration.objects.get(student=world.student).state == "waiting"
    client.post(reverse("me:exchange_withdraw", args=[exchange.pk]))
    assert Registration.objects.get(student=world.student).state == "withdrawn"
    assert signed_in(world.director).get(exchange.get_absolute_url() + "?tab=people").status_code == 200


def test_a_student_sees_what_they_are_invited_to_only(world):
    mine, other = to_come(world, is_public=False), to_come(world, is_public=False, title="旅游专场")
    mine.classes.add(world.school_class)
    other.classes.add(world.stranger_class)
    client = signed_in(come_in(world.student))

    page = text_of(client.get(reverse("me:exchanges")))
    assert mine.title in page
    assert other.title not in page
    assert client.get(reverse("me:exchange", args=[other.pk])).status_code == 404
    assert client.post(reverse("me:exchange_register", args=[other.pk])).status_code == 404
    assert not Registration.objects.exists()


# --- Costs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 5])
def test_pages_cost_the_same_however_much_there_is(world, size):
    teacher = world.director
    user = join(world.liaison)
    for number in range(size):
        one = to_come(world, title=f"讲座 {number}")
        registered(one, student=world.student)
        registered(one, employee="马师傅")
    address = one.get_absolute_url()
    client = signed_in(teacher)
    assert_query_count("collaboration:exchange_list", client, reverse("collaboration:exchange_list"))
    assert_query_count("collaboration:exchange_detail", client, address)
    assert_query_count("collaboration:exchange_people", client, f"{address}?tab=people")
    calendar = reverse("collaboration:exchange_calendar")
    assert_query_count("collaboration:exchange_calendar", client, calendar)
    portal = signed_in(user)
    assert_query_count("portal:exchanges", portal, reverse("portal:exchanges"))
    assert_query_count("portal:exchange", portal, reverse("portal:exchange", args=[one.pk]))
    me = signed_in(come_in(world.student))
    assert_query_count("me:exchanges", me, reverse("me:exchanges"))
    assert_query_count("me:exchange", me, reverse("me:exchange", args=[one.pk]))


def test_who_guesses_the_code_is_stopped_after_ten_tries(world):
    exchange = on_now(world)
    client = signed_in(world.teacher)
    address = reverse("collaboration:exchange_sign_in", args=[exchange.pk])
    for number in range(10):
        assert "not the code" in client.post(address, {"code": f"{number:06}"}).content.decode()
    refused = client.post(address, {"code": exchange.code})
    assert "Too many tries" in refused.content.decode()
    assert not exchange.registrations.filter(attended=True).exists()
