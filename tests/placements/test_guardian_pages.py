"""The pages of guardians: given out, opened without an account, taken back; a way to tell what is wrong."""

from __future__ import annotations

from datetime import date, timedelta
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
from internships.me.pupil import Pupil
from internships.models import Guardian, Student
from placements.models import Concern, Consent, GuardianPage, InsurancePolicy, Insured, Leave, Placement
from placements.operations import concerns, leave
from placements.operations.consents import ask_consent
from placements.operations.guardians import UnableToGive, give_page, hand_over_page, revoke_page
from signing.models import TaskLink
from tests.factories import GuardianFactory
from tests.placements.caring import SECRET, a_concern, begin
from tests.placements.placing import Placed
from tests.world import come_in, signed_in

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


def test_hours_and_place_that_were_agreed_for_the_child_go_before_those_of_the_post(placed):
    begin(placed.placement)
    Placement.objects.filter(pk=placed.placement.pk).update(hours_per_day=6, workplace="Hall 7")
    link = give(placed)
    client = opened(link)
    client.cookies["django_language"] = "en"

    page = client.get(page_of(link))

    (shown,) = page.context["placements"]
    assert shown["hours"].startswith("6 ")
    values = {line.label: line.value for _heading, lines in shown["conditions"] for line in lines}
    assert "Hall 7" in values.values()
    assert placed.post.address not in values.values()
    assert any(value == shown["hours"] for value in values.values())


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


# --- What a guardian reads and answers ---------------------------------------------------------


def under_age(placed: Placed) -> None:
    """The student is under age throughout the internship."""
    Student.objects.filter(pk=placed.world.student.pk).update(
        born_on=placed.placement.starts_on - timedelta(days=17 * 365)
    )
    placed.world.student.refresh_from_db()


def ask_for_days(placed: Placed) -> Leave:
    begin(placed.placement)
    day = placed.placement.starts_on + timedelta(days=1)
    student = placed.world.student
    return leave.ask_for_leave(
        pupil=Pupil(come_in(student), student),
        placement_pk=placed.placement.pk,
        first_on=day,
        last_on=day,
        reason="To the dentist",
        now=timezone.now(),
    )


def test_it_names_hours_mentor_insurer_and_policy(placed):
    policy = InsurancePolicy.objects.create(
        department=placed.world.mechanics,
        insurer="中国人民财产保险",
        number="PICC-77",
        covers_from=placed.placement.starts_on,
        covers_until=placed.placement.ends_on,
    )
    Insured.objects.create(
        policy=policy,
        placement=placed.placement,
        covers_from=placed.placement.starts_on,
        covers_until=placed.placement.ends_on,
    )

    link = give(placed)
    page = opened(link).get(page_of(link)).content.decode()

    for words in ("中国人民财产保险", "PICC-77", placed.world.mentor.name, "每天 8 小时"):
        assert words in page


def test_without_an_insurance_it_says_so(placed):
    link = give(placed)
    page = opened(link).get(page_of(link)).content.decode()

    assert "尚未登记保险" in page


def test_a_guardian_consents_on_their_page_and_the_link_of_the_mail_is_spent(placed):
    Guardian.objects.filter(pk=placed.world.guardian.pk).update(email="father@family.example", is_first=True)
    asked = ask_consent(
        actor=placed.world.coordinator,
        placement_pk=placed.placement.pk,
        party="guardian",
        due_on=timezone.localdate() + timedelta(days=7),
        now=timezone.now(),
    )
    link = give(placed)
    client = opened(link)
    address = reverse("guardian:consent", args=[link.token, asked.pk])
    assert address in client.get(page_of(link)).content.decode()
    assert client.get(address).status_code == 200
    assert Consent.objects.get(pk=asked.pk).is_open, "opening decides nothing"

    answer = client.post(address, {"move": "give"})

    asked.refresh_from_db()
    assert (answer.url, asked.state, asked.means) == (page_of(link), "given", "link")
    assert TaskLink.objects.get(task="consent").used_at is not None
    again = client.post(address, {"move": "object", "reason": "No"})
    asked.refresh_from_db()
    assert (again.status_code, asked.state) == (200, "given")


def test_a_guardian_answers_nothing_that_somebody_else_was_asked(placed):
    mother = GuardianFactory.create(student=placed.world.student, name="王梅", email="m@family.example")
    Guardian.objects.filter(pk=placed.world.guardian.pk).update(is_first=False)
    Guardian.objects.filter(pk=mother.pk).update(is_first=True)
    given: dict[str, Any] = {
        "actor": placed.world.coordinator,
        "placement_pk": placed.placement.pk,
        "due_on": timezone.localdate() + timedelta(days=7),
        "now": timezone.now(),
    }
    Student.objects.filter(pk=placed.world.student.pk).update(email="li@student.example")
    asked = [ask_consent(party="guardian", **given), ask_consent(party="student", **given)]
    link = give(placed)
    client = opened(link)

    for consent in asked:
        address = reverse("guardian:consent", args=[link.token, consent.pk])
        assert client.post(address, {"move": "give"}).status_code == 404
        assert Consent.objects.get(pk=consent.pk).is_open


def test_a_guardian_agrees_to_leave_and_the_school_grants_it_by_that(placed):
    under_age(placed)
    link = give(placed)
    asked = ask_for_days(placed)
    told = Notification.objects.get(kind="placements.guardian_leave")
    assert told.email == "father@family.example"
    assert "dentist" not in str(compose(told).body)
    client = opened(link)
    address = reverse("guardian:leave", args=[link.token, asked.pk])
    assert "To the dentist" in client.get(address).content.decode()
    assert Leave.objects.get().guardian_agreed_on is None, "opening decides nothing"

    client.post(address, {"move": "agree", "words": "He rides with his aunt"})

    asked.refresh_from_db()
    assert (asked.guardian, asked.guardian_agreed_on) == (placed.world.guardian, timezone.localdate())
    assert Notification.objects.filter(
        kind="placements.leave_answered", recipient=placed.world.class_teacher
    ).exists()
    decide = signed_in(placed.world.class_teacher)
    page = decide.get(reverse("placements:leave_decide", args=[asked.pk])).content.decode()
    assert "He rides with his aunt" in page
    granted = leave.grant_leave(actor=placed.world.class_teacher, pk=asked.pk, now=timezone.now())
    assert (granted.state, granted.guardian) == ("granted", placed.world.guardian)
    assert client.post(address, {"move": "decline"}).status_code == 422


def test_leave_that_a_guardian_declined_is_not_granted_until_they_agree(placed):
    under_age(placed)
    link = give(placed)
    asked = ask_for_days(placed)
    address = reverse("guardian:leave", args=[link.token, asked.pk])
    client = opened(link)
    client.post(address, {"move": "decline", "words": "Not now"})
    given: dict[str, Any] = {"actor": placed.world.class_teacher, "pk": asked.pk, "now": timezone.now()}

    with pytest.raises(leave.UnableToGiveLeave, match=r"declined|不同意"):
        leave.grant_leave(
            guardian=placed.world.guardian,
            guardian_agreed_on=timezone.localdate() - timedelta(days=1),
            **given,
        )
    with pytest.raises(leave.UnableToGiveLeave):
        leave.grant_leave(**given)
    client.post(address, {"move": "agree"})

    assert leave.grant_leave(**given).state == "granted"


def test_leave_of_a_student_of_age_is_not_their_guardians(placed):
    Student.objects.filter(pk=placed.world.student.pk).update(born_on=date(2005, 1, 1))
    placed.world.student.refresh_from_db()
    link = give(placed)
    asked = ask_for_days(placed)
    client = opened(link)

    assert not Notification.objects.filter(kind="placements.guardian_leave").exists()
    assert "dentist" not in client.get(page_of(link)).content.decode()
    assert client.get(reverse("guardian:leave", args=[link.token, asked.pk])).status_code == 404
    with inside(role=LINK_ROLE, link_id=link.pk):
        assert not Leave.objects.values("id").exists()


def test_a_link_sees_no_other_childs_leave_and_consents(placed):
    under_age(placed)
    link = give(placed)
    Leave.objects.create(
        placement=placed.stranger_placement,
        first_on=placed.stranger_placement.starts_on,
        last_on=placed.stranger_placement.starts_on,
        reason="Ill",
        asked_at=timezone.now(),
    )
    Consent.objects.create(
        placement=placed.stranger_placement,
        party="guardian",
        guardian=GuardianFactory.create(student=placed.world.stranger_student),
        name="x",
        state="asked",
        asked_by=placed.world.director,
        due_on=timezone.localdate(),
        recorded_at=timezone.now(),
    )

    with inside(role=LINK_ROLE, link_id=link.pk):
        assert not Leave.objects.values("id").exists()
        assert not Consent.objects.values("id").exists()
