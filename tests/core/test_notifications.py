from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import select_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, User
from core.models import Notification
from core.notifications import (
    NewNotification,
    UnknownKind,
    cancel,
    inbox_of,
    kinds,
    message_id,
    notify,
    notify_many,
    unread_count,
)
from tests.core.conftest import NOW
from tests.world import signed_in

pytestmark = pytest.mark.django_db
State = Notification.State


def told(person: User, key: str = "a deadline", **changes) -> bool:
    values = {
        "key": key,
        "kind": "tests.deadline",
        "recipient": person,
        "data": {"title": "Suzhou Precision", "ends_on": date(2026, 8, 2)},
        "now": NOW,
    }
    return notify(**values | changes)


# --- Telling ----------------------------------------------------------------------------------


def test_telling_the_same_thing_again_adds_nothing(kind, officer):
    assert told(officer) is True
    assert told(officer, data={"title": "Changed"}) is False
    row = Notification.objects.get()
    assert (row.state, row.due_at, row.next_attempt_at) == (State.WAITING, NOW, NOW)
    assert row.data == {"title": "Suzhou Precision", "ends_on": "2026-08-02"}


def test_many_are_told_in_one_statement_and_only_the_new_ones_count(kind, officer, director):
    told(officer, key="k1")
    rows = [
        NewNotification(key=f"k{n}", kind="tests.deadline", recipient_id=person.pk)
        for n, person in enumerate([officer, officer, director, director])
    ]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert notify_many([*rows, rows[0]], now=NOW) == 3
    assert len(queries) == 1
    assert Notification.objects.count() == 4


def test_a_thousand_are_told_in_as_many_queries_as_one(kind, officer, django_assert_num_queries):
    rows = [NewNotification(key=f"k{n}", kind="tests.deadline", recipient_id=officer.pk) for n in range(1000)]
    with django_assert_num_queries(1):
        assert notify_many(rows, now=NOW) == 1000


def test_telling_nobody_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert notify_many([], now=NOW) == 0


def test_an_unknown_kind_is_refused_and_nothing_is_written(kind, officer):
    known = NewNotification(key="a", kind="tests.deadline", recipient_id=officer.pk)
    with pytest.raises(UnknownKind):
        notify_many([known, NewNotification(key="b", kind="tests.typo", email="x@y.example")], now=NOW)
    assert not Notification.objects.exists()


def test_somebody_must_be_told(kind):
    with pytest.raises(IntegrityError, match="notification_has_a_recipient"), transaction.atomic():
        notify(key="nobody", kind="tests.deadline", now=NOW)


def test_a_message_id_depends_on_the_effect_alone(settings):
    settings.SITE_URL = "https://partners.school.example"
    assert message_id("a") == message_id("a") != message_id("b")
    assert message_id("a").endswith("@partners.school.example>")


def test_nothing_is_told_where_the_act_itself_is_rolled_back(kind, officer):
    with transaction.atomic():
        told(officer)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()


# --- Taking back ------------------------------------------------------------------------------


def test_what_concerns_a_settled_record_is_taken_back(kind, officer):
    settled, other = (
        Department.objects.create(code=code, name_en=code, name_zh=code) for code in ("D1", "D2")
    )
    told(officer, key="settled", subject=settled)
    told(officer, key="other", subject=other)
    assert cancel(subject=settled) == 1
    assert dict(Notification.objects.values_list("key", "state")) == {
        "settled": State.CANCELLED,
        "other": State.WAITING,
    }


def test_only_the_named_kinds_or_keys_are_taken_back(kind, officer):
    department = Department.objects.create(code="D1", name_en="D1", name_zh="D1")
    told(officer, key="k1", subject=department)
    told(officer, key="k2", subject=department)
    assert cancel(subject=department, kinds=["tests.other"]) == 0
    assert cancel(keys=["k2"]) == 1
    assert Notification.objects.get(key="k1").state == State.WAITING


def test_what_was_sent_cannot_be_taken_back(kind, officer):
    told(officer)
    Notification.objects.update(state=State.SENT, sent_at=NOW)
    assert cancel(keys=["a deadline"]) == 0


def test_taking_back_needs_to_know_what():
    with pytest.raises(ValueError, match="needs keys or a record"):
        cancel()


# --- The inbox --------------------------------------------------------------------------------


def test_the_inbox_holds_what_is_due_and_was_not_taken_back(kind, officer, director):
    told(officer, key="now")
    told(officer, key="later", due_at=NOW + timedelta(days=1))
    told(officer, key="taken back")
    told(director, key="somebody else's")
    cancel(keys=["taken back"])
    assert [row.key for row in inbox_of(officer, now=NOW)] == ["now"]
    assert unread_count(officer, now=NOW) == 1
    assert unread_count(officer, now=NOW + timedelta(days=1)) == 2


@pytest.fixture
def visitor(officer) -> Client:
    return signed_in(officer)


def test_the_inbox_page_speaks_the_readers_language_and_shows_unread_first(kind, officer, visitor):
    told(officer, key="read", data={"title": "Old news", "ends_on": date(2026, 1, 1)})
    Notification.objects.update(read_at=NOW)
    told(officer, key="unread", data={"title": "苏州精密", "ends_on": date(2026, 8, 2)})
    page = visitor.get(reverse("core:inbox"))
    assert [line.headline for line in page.context["lines"]] == ["合作协议: 苏州精密", "合作协议: Old news"]
    assert page.context["inbox_count"] == 1
    assert "收件箱" in page.content.decode()


def test_the_inbox_page_costs_the_same_however_much_it_shows(kind, officer, visitor):
    department = Department.objects.create(code="D1", name_en="D1", name_zh="D1")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            visitor.get(reverse("core:inbox"))
        return len(queries)

    told(officer, key="first", subject=department)
    cost()
    few = cost()
    for number in range(20):
        told(officer, key=f"k{number}", subject=department)
    assert cost() == few


def test_opening_leads_to_the_record_and_counts_as_reading(kind, officer, visitor):
    told(officer, data={"title": "x", "url": "/people/language/"})
    row = Notification.objects.get()
    answer = visitor.get(reverse("core:open_notification", args=[row.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/language/")
    row.refresh_from_db()
    assert row.read_at is not None


def test_an_address_outside_the_site_is_never_followed(kind, officer, visitor):
    told(officer, data={"title": "x", "url": "https://elsewhere.example/"})
    answer = visitor.get(reverse("core:open_notification", args=[Notification.objects.get().pk]))
    assert answer.headers["Location"] == reverse("core:inbox")


@pytest.mark.parametrize(
    ("name", "method"), [("core:open_notification", "get"), ("core:read_notification", "post")]
)
def test_somebody_elses_notification_does_not_exist(kind, director, visitor, name, method):
    told(director)
    row = Notification.objects.get()
    assert getattr(visitor, method)(reverse(name, args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_reading_all_leaves_other_peoples_alone(kind, officer, director, visitor):
    for person in (officer, director):
        told(person, key=f"1 {person.pk}")
        told(person, key=f"2 {person.pk}")
    visitor.post(reverse("core:read_all_notifications"))
    assert unread_count(officer, now=NOW) == 0
    assert unread_count(director, now=NOW) == 2


def test_every_kind_of_notification_has_its_words():
    words = {kind.name: select_template([kind.template, "base.html"]).template.name for kind in kinds()}

    assert {name for name, found in words.items() if found == "base.html"} == set()
