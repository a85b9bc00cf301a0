"""The pages of guardians: given out, opened without an account, taken back; a way to tell what is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.access import NotVisible
from core.emails import compose
from core.models import AuditEvent, Notification
from core.roles import LINK_ROLE
from core.walls import inside
from internships.models import Guardian, Student
from placements.models import Concern, GuardianPage, Placement
from placements.operations import concerns
from placements.operations.guardians import UnableToGive, give_page, hand_over_page, revoke_page
from signing.models import TaskLink
from tests.factories import GuardianFactory
from tests.placements.caring import SECRET, a_concern, begin
from tests.placements.placing import Placed
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def give(placed: Placed, guardian: Guardian | None = None, **fields: Any) -> TaskLink:
    guardian = guardian or placed.world.guardian
    given: dict[str, Any] = {
        "actor": placed.world.coordinator,
        "guardian_pk": guardian.pk,
        "channel": "email",
        "email": "father@family.example",
        "phone": "",
        "now": timezone.now(),
    }
    return give_page(**given | fields)


def opened(link: TaskLink) -> Client:
    """A browser in which the button of the first page was pressed."""
    client = Client()
    client.post(reverse("link:open", args=[link.token]))
    return client


def page_of(link: TaskLink) -> str:
    return reverse("guardian:page", args=[link.token])


def test_a_guardian_sees_where_the_child_works_and_whom_to_call(placed):
    begin(placed.placement)
    placed.world.mentor.phone = "0512-8888"
    placed.world.mentor.save()
    link = give(placed)

    page = opened(link).get(page_of(link)).content.decode()

    for words in (
        "苏州精工机械有限公司",
        "0512-8888",
        placed.post.address,
        "tel:120",
        placed.instructor.name,
    ):
        assert words in page


def test_it_speaks_chinese_first(placed):
    link = give(placed)

    response = opened(link).get(page_of(link))

    assert 'lang="zh-hans"' in response.content.decode()


def test_nothing_is_shown_before_the_button_was_pressed(placed):
    link = give(placed)
    client = Client()

    assert client.get(page_of(link)).url == reverse("link:task", args=[link.token])
    first = client.get(reverse("link:task", args=[link.token])).content.decode()
    assert placed.post.address not in first
    assert TaskLink.objects.get().opened_at is None
    client.post(reverse("link:open", args=[link.token]))
    assert TaskLink.objects.get().opened_at is not None


def test_the_mail_carries_the_link_and_the_database_does_not(placed):
    link = give(placed)

    row = Notification.objects.get(kind="placements.guardian_page")
    assert row.email == "father@family.example"
    assert link.token in str(compose(row).body)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM \"{table}\" t")
            assert link.token not in cursor.fetchone()[0], table


def test_a_link_given_out_anew_ends_the_one_before(placed):
    first = give(placed)
    again = give(placed, email="right@family.example")

    assert (again.version, TaskLink.objects.count()) == (2, 1)
    assert Client().get(reverse("link:task", args=[first.token])).status_code == 410
    assert opened(again).get(page_of(again)).status_code == 200


def test_a_page_that_was_taken_back_opens_no_more(placed):
    link = give(placed)
    client = opened(link)
    revoke_page(actor=placed.world.class_teacher, guardian_pk=placed.world.guardian.pk, now=timezone.now())

    assert client.get(page_of(link)).status_code == 410
    with pytest.raises(UnableToGive):
        hand_over_page(
            actor=placed.world.coordinator, guardian_pk=placed.world.guardian.pk, now=timezone.now()
        )


def test_it_lasts_some_time_beyond_the_last_day(placed):
    link = give(placed)

    assert timezone.localdate(link.expires_at) >= placed.placement.ends_on + timedelta(days=90)


def test_the_class_teacher_gives_it_out_and_strangers_do_not(placed):
    with pytest.raises(NotVisible):
        give(placed, actor=placed.world.stranger_officer)
    with pytest.raises(NotVisible):
        give(placed, actor=placed.world.teacher)
    with pytest.raises(PermissionDenied):
        give(placed, actor=placed.world.head)
    with pytest.raises(UnableToGive):
        give(placed, email="")
    assert not TaskLink.objects.exists()

    assert give(placed, actor=placed.world.class_teacher).version == 1


def test_the_address_is_shown_to_be_handed_over_and_that_is_noted(placed):
    link = give(placed, channel="by_hand")
    client = signed_in(placed.world.class_teacher)

    page = client.post(reverse("placements:guardian_show", args=[placed.world.guardian.pk]))

    assert link.token in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(verb="student.guardian_page_shown")
    assert event.actor == placed.world.class_teacher
    assert link.token not in str(event.details)


def test_staff_see_whether_it_was_opened(placed):
    link = give(placed)
    address = f"{placed.world.student.get_absolute_url()}?tab=guardian_pages"
    client = signed_in(placed.world.coordinator)

    assert "not opened yet" in client.get(address).content.decode()
    opened(link)
    assert "not opened yet" not in client.get(address).content.decode()


# --- Telling what is wrong --------------------------------------------------------------------


def test_a_guardian_tells_what_is_wrong_and_reads_what_becomes_of_it(placed):
    begin(placed.placement)
    link = give(placed)
    client = opened(link)

    response = client.post(
        reverse("guardian:concern_new", args=[link.token]),
        {
            "placement": placed.placement.pk,
            "kind": "overwork",
            "severity": "serious",
            "text": SECRET,
            "is_anonymous": "on",
        },
    )

    concern = Concern.objects.get()
    assert (concern.raised_by, concern.guardian, concern.raiser) == ("guardian", placed.world.guardian, None)
    assert response.url == reverse("guardian:concern", args=[link.token, concern.pk])
    concerns.settle(
        actor=placed.world.coordinator, pk=concern.pk, outcome="By day from now on", now=timezone.now()
    )
    assert "By day from now on" in client.get(response.url).content.decode()
    row = Notification.objects.get(kind="placements.guardian_answer")
    assert "By day" not in str(compose(row).body)


def test_a_guardian_adds_something(placed):
    link = give(placed)
    concern = a_concern(placed, raised_by="guardian", guardian=placed.world.guardian)
    client = opened(link)

    client.post(reverse("guardian:concern_more", args=[link.token, concern.pk]), {"text": "Again"})

    assert [note.text for note in concern.notes.all()] == ["Again"]


def test_a_guardian_raises_none_about_anothers_child(placed):
    link = give(placed)

    response = opened(link).post(
        reverse("guardian:concern_new", args=[link.token]),
        {"placement": placed.stranger_placement.pk, "kind": "pay", "severity": "minor", "text": "No"},
    )

    assert response.status_code == 422
    assert not Concern.objects.exists()


def test_a_guardian_reads_nothing_that_the_student_or_the_other_parent_told(placed):
    link = give(placed)
    mother = GuardianFactory.create(student=placed.world.student, name="王梅", is_first=False)
    told = [
        a_concern(placed),
        a_concern(placed, raised_by="guardian", guardian=mother),
    ]
    client = opened(link)

    assert SECRET not in client.get(page_of(link)).content.decode()
    for concern in told:
        kept = concern.files.get().pk
        assert client.get(reverse("guardian:concern", args=[link.token, concern.pk])).status_code == 404
        file = reverse("guardian:concern_file", args=[link.token, concern.pk, kept])
        assert client.get(file).status_code == 404


# --- Walls ------------------------------------------------------------------------------------


def test_a_page_that_forgets_its_filter_shows_no_other_child(placed, monkeypatch):
    link = give(placed)
    everything = Placement.objects.all
    monkeypatch.setattr(
        "placements.views.guardian_page.Placement.objects.filter",
        lambda **given: everything() if "student" in given else everything().filter(**given),
    )
    monkeypatch.setattr("placements.views.guardian_page.own_concerns", lambda page: Concern.objects.all())
    a_concern(placed)

    page = opened(link).get(page_of(link)).content.decode()

    assert placed.post.address in page
    assert str(placed.stranger_placement.enterprise.name) not in page
    assert "overwork" not in page


def test_a_link_sees_one_child_without_any_filter(placed):
    link = give(placed)
    give(placed, GuardianFactory.create(student=placed.world.stranger_student), actor=placed.world.director)

    with inside(role=LINK_ROLE, link_id=link.pk):
        assert [row["id"] for row in Placement.objects.values("id")] == [placed.placement.pk]
        assert [row["id"] for row in Student.objects.values("id")] == [placed.world.student.pk]
        assert [row["id"] for row in Guardian.objects.values("id")] == [placed.world.guardian.pk]
        assert GuardianPage.objects.values("id").count() == 1
    with inside(role=LINK_ROLE):
        assert not Placement.objects.values("id").exists()
        assert not Student.objects.values("id").exists()


@pytest.mark.parametrize("column", ["born_on", "identity", "phone", "address", "number"])
def test_of_the_child_a_link_reads_no_more_than_the_name(placed, column):
    link = give(placed)
    with (
        inside(role=LINK_ROLE, link_id=link.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"SELECT {column} FROM internships_student")


def test_a_link_to_another_task_is_no_guardians_page(placed, world):
    link = give(placed)
    TaskLink.objects.update(task="question")

    assert Client().get(page_of(link)).status_code in {302, 404, 410}
