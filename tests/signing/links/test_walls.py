"""What the database itself lets a link see."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from core.roles import LINK_ROLE
from core.walls import inside, walls
from signing.models import Envelope, Signatory, TaskLink
from tests.signing.envelopes import people_of
from tests.signing.links.following import opened, step

pytestmark = pytest.mark.django_db


def test_without_any_filter_a_link_sees_its_own_rows_only(signing, partner, link, now):
    signing.out(signing.office.sent(title_en="Second"), now=now, deadline_on=timezone.localdate(now))
    with inside(role=LINK_ROLE, link_id=link.pk):
        assert list(TaskLink.objects.values_list("pk", flat=True)) == [link.pk]
        assert list(Signatory.objects.values_list("pk", flat=True)) == [partner.pk]
        assert list(Envelope.objects.values_list("pk", flat=True)) == [partner.envelope_id]
    with inside(role=LINK_ROLE):
        assert not TaskLink.objects.exists()
        assert not Signatory.objects.exists()
    assert TaskLink.objects.count() == 2


def test_a_ceremony_that_forgets_its_filter_shows_no_stranger(signing, partner, link, now, monkeypatch):
    other = people_of(
        signing.out(signing.office.sent(title_en="Second"), now=now, deadline_on=timezone.localdate(now))
    )[0]
    monkeypatch.setattr("signing.querysets.SignatoryQuerySet.of", lambda rows, actor: rows.all())
    client = opened(link)

    assert client.get(reverse("link:sign:ceremony", args=[link.token, other.pk])).status_code == 404
    assert client.get(step(link, "ceremony")).status_code == 200


@pytest.mark.parametrize(
    "table",
    ["agreements_agreement", "partnerships_contact", "signing_identitycode", "signing_envelopeevent",
     "core_notification", "core_auditevent", "django_session", "accounts_department"],
)  # fmt: skip
def test_everything_else_is_closed_to_links(link, table):
    with (
        inside(role=LINK_ROLE, link_id=link.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"SELECT 1 FROM {table}")


def test_links_change_nothing_by_themselves(link):
    with inside(role=LINK_ROLE, link_id=link.pk):
        for table in [wall.table for wall in walls(LINK_ROLE)]:
            for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    connection.cursor().execute(statement)


def test_every_table_that_links_read_has_its_wall(db):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT c.relname, c.relrowsecurity FROM pg_class c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
              AND (has_any_column_privilege('partnership_link', c.oid, 'SELECT')
                   OR has_any_column_privilege('partnership_link', c.oid, 'INSERT, UPDATE')
                   OR has_table_privilege('partnership_link', c.oid, 'DELETE, TRUNCATE'))
            """
        )
        open_tables = dict(cursor.fetchall())

    assert set(open_tables) == {wall.table for wall in walls(LINK_ROLE)}
    assert all(open_tables.values())
