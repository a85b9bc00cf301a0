"""The pages of recognition: one's own, the office's queue, departments, what is public, papers."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.indicators import indicators
from core.models import AuditEvent
from teachers.models import Level, QualificationFile, Recognition
from teachers.operations.conclusion import answer_objection, object_to
from tests.access.posts import kept
from tests.factories import UserFactory
from tests.query_counts import assert_query_count
from tests.teachers.recognising import (
    a_position,
    agreed,
    another_teacher,
    applied,
    concluded,
    draft,
    give_everything,
    make_affairs,
    make_reviewer,
    voted_through,
)
from tests.teachers.samples import NOW
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def text_of(client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"teachers:{name}", args=args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def affairs(world):
    return make_affairs(world)


@pytest.fixture
def public(world, teacher, affairs):
    give_everything(teacher)
    members = [UserFactory.create(name=f"评委{n}", email=f"expert{n}@centre.example") for n in range(3)]
    application = agreed(make_reviewer(world), applied(world.class_teacher, teacher))
    return voted_through(affairs, members, application)


def test_a_teacher_sees_what_is_missing_for_a_level_before_applying(world, teacher):
    client = signed_in(world.class_teacher)
    assert "lines are not met yet" in text_of(client, "my_recognition", level="senior", stage="secondary")

    give_everything(teacher)
    text = text_of(client, "my_recognition", level="junior", stage="secondary")
    assert "Nothing is missing but what people decide." in text
    assert "项目化教学改革" in text


def test_a_teacher_applies_from_the_page_of_their_recognition(world, teacher):
    give_everything(teacher)
    client = signed_in(world.class_teacher)
    answer = client.post(
        reverse("teachers:my_recognition_new"),
        {"level": "junior", "stage": "secondary", "body": "own", "statement": "带学生到企业。"},
    )
    recognition = Recognition.objects.get()
    assert answer.status_code == 302, answer.content.decode()
    client.post(reverse("teachers:recognition_apply", args=[recognition.pk]), {"confirmed": "1"})

    recognition.refresh_from_db()
    assert recognition.state == "applied"
    assert "Applied for" in text_of(client, "my_recognition")


def test_an_application_that_lacks_something_is_refused_with_the_lines_it_lacks(world, teacher):
    recognition = draft(world.class_teacher, teacher)
    answer = signed_in(world.class_teacher).post(
        reverse("teachers:recognition_apply", args=[recognition.pk]), {"confirmed": "1"}
    )

    assert answer.status_code == 422
    assert "DQ-06 Teaches theory and practice" in answer.content.decode()


def test_a_recognition_of_ones_own_is_nobody_elses(world, teacher):
    recognition = draft(world.class_teacher, teacher)

    for person in (world.officer, world.teacher, world.coordinator):
        client = signed_in(person)
        assert client.get(recognition.get_absolute_url()).status_code == 404


def test_the_teacher_does_not_read_who_voted_how(world, public, affairs):
    address = f"{public.get_absolute_url()}?tab=course"
    own = signed_in(world.class_teacher).get(address).content.decode()
    office = signed_in(affairs).get(address).content.decode()

    assert "3 for, 0 against, 0 abstained" in own
    assert "评委1" not in own
    assert "评委1" in office


def test_everybody_of_the_centre_reads_what_is_public_and_objects(world, public):
    Recognition.objects.filter(pk=public.pk).update(
        publicised_from="2020-01-01", publicised_until="2099-01-01"
    )
    client = signed_in(world.officer)
    assert "Qian Yu" in text_of(client, "recognition_publicity")

    client.post(reverse("teachers:recognition_object", args=[public.pk]), {"reason": "Not at work."})
    assert public.objections.get().made_by == world.officer
    own = signed_in(world.class_teacher)
    assert own.get(reverse("teachers:recognition_object", args=[public.pk])).status_code == 403


def test_the_teacher_does_not_read_in_the_history_who_objected_or_took_no_part(world, public, affairs):
    within = NOW + timedelta(days=2)
    objection = object_to(actor=world.officer, pk=public.pk, reason="Not at work.", now=within)
    answer_objection(actor=affairs, pk=objection.pk, outcome="dismissed", answer="It was leave.", now=within)
    own = signed_in(world.class_teacher).get(f"{public.get_absolute_url()}?tab=history").content.decode()
    course = signed_in(affairs).get(f"{public.get_absolute_url()}?tab=course").content.decode()

    assert "handed the application in" in own
    for said in ("objected", "It was leave.", str(world.officer)):
        assert said not in own
    assert str(world.officer) in course
    verbs = AuditEvent.objects.filter(subject_type__model="objection", subject_id=objection.pk)
    assert [one.verb for one in verbs.order_by("pk")] == [
        "recognition.object",
        "recognition.answer_objection",
    ]


def test_the_office_finds_who_lapses_and_exports_just_those(world, public, affairs):
    recognition = concluded(affairs, public)
    Recognition.objects.filter(pk=recognition.pk).update(review_due="2020-01-01")
    client = signed_in(affairs)

    assert "Qian Yu" in text_of(client, "recognition_list", lapses="lapsed")
    assert "Qian Yu" not in text_of(client, "recognition_list", lapses="year")
    answer = client.get(reverse("teachers:recognition_list"), {"lapses": "lapsed", "export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Lapsed" in lines[1]


def test_the_dossier_holds_application_check_list_and_scans(world, teacher, affairs):
    give_everything(teacher)
    kept(QualificationFile, teacher.qualifications.first())
    recognition = applied(world.class_teacher, teacher)
    answer = signed_in(affairs).get(reverse("teachers:recognition_dossier", args=[recognition.pk]))

    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        checklist = packed.read("Check-list.csv").decode("utf-8-sig")
    assert names[:2] == ["Application.csv", "Check-list.csv"]
    assert any(name.endswith("kept.pdf") for name in names)
    assert "DQ-07b" in checklist
    assert "项目化教学改革" in checklist


def test_the_standing_is_exported_as_it_is_shown(world, public, affairs):
    recognition = concluded(affairs, public)
    on = recognition.recognised_on.isoformat()
    client = signed_in(affairs)
    assert "Mechanics" in text_of(client, "recognition_standing", on=on)

    answer = client.get(reverse("teachers:recognition_standing"), {"on": on, "export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert any(line.startswith("Mechanics,") for line in lines)


@pytest.mark.parametrize("on", ["9999-12-31", "0003-01-01", "2026-02-30", "soon"])
def test_a_day_that_is_none_or_far_away_is_answered_with_today(world, public, on):
    officer = a_position(world, "Reader", ["recognition.read", "teacher.read", "indicator.read"])
    client = signed_in(officer)

    page = client.get(reverse("teachers:recognition_standing"), {"on": on})
    assert page.context["on"] == timezone.localdate()
    assert client.get(public.teacher.get_absolute_url(), {"on": on}).status_code == 200
    for indicator in indicators():
        address = reverse("insights:indicator_detail", args=[indicator.code])
        assert client.get(address, {"on": on}).status_code == 200


def test_lists_and_pages_cost_the_same_however_many_there_are(world, public, affairs):
    client = signed_in(affairs)
    for level in (None, Level.SENIOR):
        if level:
            for number in range(3):
                other = another_teacher(world, staff_number=f"R{number}")
                draft(affairs, other, level=level)
        for name in ("recognition_list", "recognition_standing", "recognition_publicity", "panel_list"):
            assert_query_count(f"teachers:{name}", client, reverse(f"teachers:{name}"))
        address = public.get_absolute_url()
        assert_query_count("teachers:recognition_detail", client, address)
        assert_query_count("teachers:recognition_course", client, f"{address}?tab=course")
    own = signed_in(world.class_teacher)
    assert_query_count("teachers:my_recognition", own, reverse("teachers:my_recognition"))
