"""What the database itself keeps from an enterprise, whatever a page forgets."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from agreements.models import (
    Agreement,
    AgreementClause,
    AgreementComment,
    AgreementRequest,
    AgreementRequestFile,
    Party,
)
from agreements.portal import operations, reading, requests
from core.errors import Refused
from core.models import Notification
from core.notifications import MAIL_REFUSED, notify
from core.walls import ROLES, TODAY, _functions, inside, outside, reads_few, walls
from partnerships.models import Contact, Correction, CorrectionFile, Interaction, InteractionKind
from partnerships.portal import corrections
from partnerships.portal.walls import CONTACT_COLUMNS
from tests.agreements.office import NOW
from tests.factories import InteractionFactory
from tests.portal.conftest import client_of


@pytest.fixture
def behind(portal):
    """Everything in the test happens as a request of our liaison would."""
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk):
        yield portal


@pytest.mark.parametrize("few", [False, True])
def test_without_any_filter_only_the_enterprises_own_rows_are_there(portal, few):
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk, few=few):
        assert set(Agreement.objects.values_list("pk", flat=True)) == {portal.ours.pk}
        assert set(Party.objects.values_list("agreement", flat=True)) == {portal.ours.pk}
        assert set(AgreementClause.objects.values_list("agreement", flat=True)) == {portal.ours.pk}
        assert {c.enterprise_id for c in Contact.objects.only(*CONTACT_COLUMNS)} == {portal.world.partner.pk}


def test_pages_about_one_record_read_few_rows_and_others_many():
    assert reads_few("/portal/agreements/17/")
    assert not reads_few("/portal/agreements/")
    assert not reads_few("/portal/no-such-page/")


def test_plain_sql_finds_no_more_than_the_orm(behind):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM agreements_agreement")
        assert cursor.fetchall() == [(behind.ours.pk,)]


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_what_was_not_sent_out_yet_is_the_centres_own(portal, state):
    getattr(portal.office, state)(title_en="Second")
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk):
        assert list(Agreement.objects.all()) == [portal.ours]


def test_what_colleagues_say_among_themselves_stays_among_them(portal):
    for is_internal, text in ((True, "They will sign anything."), (False, "Welcome!")):
        AgreementComment.objects.create(
            parent=portal.ours,
            author=portal.world.officer,
            text=text,
            is_internal=is_internal,
            created_at=NOW,
        )
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk):
        assert [said.text for said in AgreementComment.objects.all()] == ["Welcome!"]


@pytest.mark.parametrize(
    "table",
    [
        "partnerships_enterprise",
        "partnerships_enterprisecomment",
        "partnerships_registerentry",
        "core_auditevent",
        "core_mailchoice",
        "agreements_agreementevent",
        "signing_approval",
        "accounts_appointment",
        "django_session",
        "mfa_authenticator",
        "pghistory_context",
    ],
)
def test_tables_of_the_centre_are_closed(behind, table):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("core_notification", "data"),
        ("accounts_user", "password"),
        ("accounts_user", "last_login"),
        ("partnerships_contact", "notes"),
        ("partnerships_interaction", "summary"),
        ("partnerships_interaction", "minutes"),
        ("partnerships_interaction", "happened_at"),
    ],
)
def test_passwords_and_notes_are_closed(behind, table, column):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"SELECT {column} FROM {table}")


def test_somebody_counts_their_own_news_and_nobody_elses(portal):
    for person in (portal.liaison, portal.stranger, portal.world.officer):
        notify(key=f"to {person.pk}", kind=MAIL_REFUSED.name, recipient=person, now=NOW)
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk):
        rows = Notification.objects.values_list("recipient", flat=True)
        assert list(rows) == [portal.liaison.pk]


def test_nothing_can_be_changed_or_deleted(behind):
    for table in [wall.table for wall in walls()]:
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id", f"TRUNCATE {table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "changes",
    [
        {"parent": "theirs"},
        {"author": "officer"},
        {"is_internal": True},
    ],
    ids=["beside another's agreement", "in another's name", "among the staff"],
)
def test_a_comment_is_only_added_to_ones_own_agreement_in_ones_own_name(behind, changes):
    values = {"parent": behind.ours, "author": behind.liaison, "is_internal": False} | {
        name: {"theirs": behind.theirs, "officer": behind.world.officer}.get(value, value)
        if isinstance(value, str)
        else value
        for name, value in changes.items()
    }
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        AgreementComment.objects.create(text="Hello", created_at=NOW, **values)


def test_no_wall_opens_by_the_day_of_another_time_zone(db):
    told = [wall.sees + wall.adds for role in ROLES for wall in walls(role)]
    told += [definition for _role, definition in _functions.values()]

    assert [one for one in told if "CURRENT_DATE" in one] == []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TODAY}")
        assert cursor.fetchone() == (timezone.localdate(),)


def test_with_no_enterprise_named_no_row_is_there(portal):
    with inside(enterprise_id=None, person_id=None):
        assert not Agreement.objects.exists()
        assert not Contact.objects.only("id").exists()


def test_a_wall_is_left_behind_with_its_transaction(portal):
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk):
        pass
    assert Agreement.objects.count() == 2


def test_stepping_out_is_for_a_moment(behind):
    with outside():
        assert Agreement.objects.count() == 2
    assert Agreement.objects.count() == 1


def test_a_refusal_outside_leads_back_behind_the_wall(behind):
    with pytest.raises(Refused), outside():
        raise Refused("no")
    assert list(Agreement.objects.all()) == [behind.ours]


def test_a_page_that_forgets_its_filter_shows_no_stranger(portal, monkeypatch):
    """The list and the detail page of the portal, with every queryset filter taken out."""
    monkeypatch.setattr(reading, "own_rows", lambda partner: Agreement.objects.all())
    client = client_of(portal.liaison)

    for name in ("portal:home", "portal:agreements"):
        page = client.get(reverse(name)).content.decode()
        assert "Haitian" not in page
        assert "海天" not in page
    assert client.get(reverse("portal:agreement", args=[portal.theirs.pk])).status_code == 404
    assert client.get(reverse("portal:document", args=[portal.theirs.pk, "en"])).status_code == 404


# --- What the enterprise asks for ---------------------------------------------------------------


def a_correction(portal, enterprise, user) -> Correction:
    found = Correction.objects.create(
        enterprise=enterprise, field="licence", after="licence.pdf", proposed_by=user, proposed_at=NOW
    )
    CorrectionFile.objects.create(
        parent=found, name="licence.pdf", mime="application/pdf", size=1, sha256="0" * 64, added_at=NOW
    )
    return found


def test_what_another_enterprise_proposes_is_not_there(portal):
    ours = a_correction(portal, portal.world.partner, portal.liaison)
    a_correction(portal, portal.world.stranger, portal.stranger)
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk):
        assert list(Correction.objects.all()) == [ours]
        assert [kept.parent_id for kept in CorrectionFile.objects.all()] == [ours.pk]


@pytest.mark.parametrize(
    "changes",
    [
        {"enterprise": "stranger"},
        {"proposed_by": "officer"},
        {"state": "accepted", "decided_at": NOW},
        {"contact": "stranger_liaison"},
    ],
    ids=["for another enterprise", "in another's name", "decided already", "about another's contact"],
)
def test_a_correction_is_only_proposed_for_ones_own_enterprise_in_ones_own_name(behind, changes):
    values = {
        "enterprise": behind.world.partner,
        "proposed_by": behind.liaison,
        "field": "address",
        "proposed_at": NOW,
    } | {name: getattr(behind.world, str(value), value) for name, value in changes.items()}
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Correction.objects.create(**values)


def test_no_paper_is_put_beside_another_enterprises_correction(portal):
    theirs = a_correction(portal, portal.world.stranger, portal.stranger)
    with (
        inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        CorrectionFile.objects.create(
            parent=theirs,
            name="x",
            mime="application/pdf",
            size=1,
            sha256="0" * 64,
            added_at=NOW,
            added_by=portal.liaison,
        )


def test_pages_of_proposals_that_forget_their_filter_show_no_stranger(portal, monkeypatch):
    theirs = a_correction(portal, portal.world.stranger, portal.stranger)
    Correction.objects.filter(pk=theirs.pk).update(after="海天执照.pdf")
    monkeypatch.setattr(corrections, "own_corrections", lambda partner: Correction.objects.all())
    monkeypatch.setattr(corrections, "own_contacts", lambda partner: Contact.objects.only(*CONTACT_COLUMNS))
    client = client_of(portal.liaison)

    assert "海天" not in client.get(reverse("portal:enterprise")).content.decode()
    assert client.get(reverse("portal:correction_file", args=[theirs.pk])).status_code == 404
    stranger = portal.world.stranger_liaison
    assert client.get(reverse("portal:contact_correct", args=[stranger.pk])).status_code == 404


def a_request(about, by, user, **values) -> AgreementRequest:
    found = AgreementRequest.objects.create(
        **{
            "agreement": about,
            "enterprise": by,
            "kind": "change",
            "text": "海天",
            "asked_by": user,
            "asked_at": NOW,
        }
        | values
    )
    AgreementRequestFile.objects.create(
        parent=found, name="draft.pdf", mime="application/pdf", size=1, sha256="0" * 64, added_at=NOW
    )
    return found


def test_what_another_enterprise_asks_for_is_not_there_even_about_the_same_agreement(portal):
    world = portal.world
    ours = a_request(portal.ours, world.partner, portal.liaison)
    a_request(portal.theirs, world.stranger, portal.stranger)
    a_request(portal.ours, world.stranger, portal.stranger)
    with inside(enterprise_id=world.partner.pk, person_id=portal.liaison.pk):
        assert list(AgreementRequest.objects.all()) == [ours]
        assert [kept.parent_id for kept in AgreementRequestFile.objects.all()] == [ours.pk]


@pytest.mark.parametrize(
    "changes",
    [
        {"agreement": "theirs"},
        {"enterprise": "stranger"},
        {"asked_by": "officer"},
        {"state": "accepted", "answered_at": NOW},
    ],
    ids=["about another's agreement", "for another enterprise", "in another's name", "answered already"],
)
def test_a_request_is_only_made_for_ones_own_enterprise_in_ones_own_name(behind, changes):
    values = {
        name: behind.theirs if value == "theirs" else getattr(behind.world, str(value), value)
        for name, value in changes.items()
    }
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        a_request(behind.ours, behind.world.partner, behind.liaison, **values)


def test_pages_of_requests_that_forget_their_filter_show_no_stranger(portal, monkeypatch):
    theirs = a_request(portal.theirs, portal.world.stranger, portal.stranger)
    mixed = a_request(portal.ours, portal.world.stranger, portal.stranger)
    monkeypatch.setattr(reading, "own_rows", lambda partner: Agreement.objects.all())
    for module in (reading, operations, requests):
        monkeypatch.setattr(module, "own_requests", lambda partner: AgreementRequest.objects.all())
    client = client_of(portal.liaison)

    page = client.get(reverse("portal:agreement", args=[portal.ours.pk])).content.decode()
    assert "海天" not in page
    for asked in (theirs, mixed):
        place = [asked.agreement_id, asked.pk]
        file = reverse("portal:request_file", args=[*place, asked.files.get().pk])
        assert client.get(file).status_code == 404
        assert client.post(reverse("portal:request_withdraw", args=place)).status_code == 404
    assert client.get(reverse("portal:ask", args=[portal.theirs.pk, "change"])).status_code == 404
    assert set(AgreementRequest.objects.values_list("state", flat=True)) == {"open"}


def test_of_visits_and_meetings_only_their_number_is_there_and_of_calls_nothing(portal):
    for enterprise in (portal.world.partner, portal.world.stranger):
        for kind in InteractionKind.values:
            InteractionFactory.create(enterprise=enterprise, kind=kind)
    with inside(enterprise_id=portal.world.partner.pk, person_id=portal.liaison.pk):
        rows = Interaction.objects.order_by("kind").values_list("kind", "enterprise")
        assert list(rows) == [("meeting", portal.world.partner.pk), ("visit", portal.world.partner.pk)]


def test_every_table_that_the_portal_reads_has_its_wall(portal):
    """A right given by hand, or left over, would have no policy behind it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT c.relname, c.relrowsecurity FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
              AND (has_any_column_privilege('partnership_portal', c.oid, 'SELECT')
                   OR has_any_column_privilege('partnership_portal', c.oid, 'INSERT, UPDATE')
                   OR has_table_privilege('partnership_portal', c.oid, 'DELETE, TRUNCATE'))
            """
        )
        open_tables = dict(cursor.fetchall())

    assert set(open_tables) == {wall.table for wall in walls()}
    assert all(open_tables.values())
