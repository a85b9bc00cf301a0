"""Who looked at whose personal data is noted, for administrators alone, and cannot be unwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.models import AccessLog
from core.personal import forget_old, record_access
from internships.models import Student
from partnerships.models import Contact
from tests.world import World

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client(REMOTE_ADDR="192.0.2.9")
    client.force_login(user)
    return client


def note(world: World, *contacts: Contact, now=None, **changes) -> None:
    values = {
        "actor": world.officer,
        "model": Contact,
        "subject_ids": [contact.pk for contact in contacts],
        "data": AccessLog.Data.CONTACT,
        "purpose": "tests",
        "now": now or timezone.now(),
    }
    record_access(**values | changes)


def test_opening_the_contacts_of_an_enterprise_notes_who_saw_whom_for_which_page_from_where(world):
    before = timezone.now()
    client_of(world.officer).get(world.liaison.get_absolute_url())

    access = AccessLog.objects.get()
    assert access.actor == world.officer
    assert set(access.subject_ids) == set(world.partner.contacts.values_list("pk", flat=True))
    assert access.subject_type.model_class() is Contact
    assert (access.act, access.data, access.address) == ("opened", "contact", "192.0.2.9")
    assert access.purpose == "partnerships:enterprise_detail?tab=contacts"
    assert before <= access.at <= timezone.now()


def test_a_page_that_shows_ways_to_reach_people_beside_its_subject_counts_as_well(world):
    client_of(world.officer).get(world.partner.get_absolute_url())
    assert AccessLog.objects.get().purpose == "partnerships:enterprise_detail"


def test_the_history_of_an_enterprise_shows_how_all_its_contacts_were_reached(world):
    client_of(world.officer).get(world.partner.get_absolute_url(), {"tab": "history"})

    access = AccessLog.objects.get()
    assert set(access.subject_ids) == set(world.partner.contacts.values_list("pk", flat=True))
    assert access.purpose == "partnerships:enterprise_detail?tab=history"


def test_whoever_the_search_of_everything_finds_is_noted(world):
    client_of(world.coordinator).get(reverse("core:search"), {"q": world.student.number})

    access = AccessLog.objects.get()
    assert access.subject_type.model_class() is Student
    assert access.subject_ids == [world.student.pk]
    assert (access.data, access.purpose) == ("record", "core:search")


def test_a_search_that_finds_nobody_notes_nothing(world):
    client_of(world.coordinator).get(reverse("core:search"), {"q": world.partner.name})
    assert not AccessLog.objects.exists()


def test_a_form_about_somebody_shows_them(world):
    client_of(world.officer).get(reverse("partnerships:contact_edit", args=[world.mentor.pk]))
    assert AccessLog.objects.get().subject_ids == [world.mentor.pk]


def test_nothing_is_noted_of_somebody_who_was_refused(world):
    client_of(world.stranger_officer).get(world.liaison.get_absolute_url())
    client_of(world.teacher).get(reverse("partnerships:contact_edit", args=[world.mentor.pk]))
    assert not AccessLog.objects.exists()


def test_administering_people_is_noted(world):
    client = client_of(world.administrator)
    client.get(reverse("admin:accounts_user_changelist"))
    client.get(reverse("admin:accounts_user_change", args=[world.teacher.pk]))

    page, person = AccessLog.objects.order_by("pk")
    assert set(page.subject_ids) == set(User.objects.values_list("pk", flat=True))
    assert person.subject_ids == [world.teacher.pk]
    assert (page.data, page.purpose) == ("account", "admin:accounts_user_changelist")


def test_many_are_noted_in_one_insert_and_nobody_in_none(world, django_assert_num_queries):
    note(world, world.liaison)
    with django_assert_num_queries(1):
        note(world, subject_ids=range(1, 9_000))
    with django_assert_num_queries(0):
        note(world, subject_ids=[])
    assert AccessLog.objects.count() == 2


def test_the_log_is_for_administrators_alone(world):
    note(world, world.liaison)
    address = reverse("admin:core_accesslog_changelist")
    mere_staff = User.objects.create_user("clerk@centre.example", name="Clerk", is_staff=True)
    mere_staff.authenticator_set.create(type="totp", data={"secret": "x"})
    for person in (world.director, world.officer, mere_staff):
        answer = client_of(person).get(address)
        assert answer.status_code in {302, 403}
    assert "tests" in client_of(world.administrator).get(address).content.decode()


def test_an_administrator_finds_who_saw_somebody(world):
    note(world, world.liaison, world.mentor, purpose="both")
    note(world, world.signatory, purpose="another")
    client = client_of(world.administrator)
    address = reverse("admin:core_accesslog_changelist")

    by_subject = client.get(address, {"q": f"#{world.mentor.pk}"}).context["cl"].result_list
    assert [access.purpose for access in by_subject] == ["both"]
    by_reader = client.get(address, {"q": world.officer.email}).context["cl"].result_list
    assert {access.purpose for access in by_reader} == {"both", "another"}
    page = client.get(reverse("admin:core_accesslog_change", args=[by_subject[0].pk])).content.decode()
    assert f"#{world.mentor.pk} Wu Gang" in page


@pytest.mark.parametrize(
    "statement", ["UPDATE core_accesslog SET purpose = ''", "DELETE FROM core_accesslog"]
)
def test_what_was_noted_cannot_be_altered(world, statement):
    note(world, world.liaison)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AccessLog.objects.count() == 1


def test_old_rows_go_and_young_ones_stay_whatever_the_setting_says(world, settings):
    now = timezone.now()
    for days in (1, 100, 400, 1200):
        note(world, world.liaison, now=now - timedelta(days=days), purpose=str(days))

    assert forget_old(now=now) == 1
    settings.ACCESS_LOG_DAYS = 0
    assert forget_old(now=now) == 1
    assert set(AccessLog.objects.values_list("purpose", flat=True)) == {"1", "100"}


def test_the_portal_may_not_call_what_forgets():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('partnership_portal', 'forget_old_access(timestamptz)', 'EXECUTE')"
        )
        assert cursor.fetchone() == (False,)
