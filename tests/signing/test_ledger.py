"""The ledger: what the database refuses, and what is found when somebody gets around it."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from conftest import as_owner
from signing.models import Envelope, EnvelopeEvent
from tests.signing.envelopes import people_of, put_name
from tests.signing.plain import departments_can_be_signed, plain_envelope, ready


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signing_envelopeevent SET details = '{}'",
        "DELETE FROM signing_envelopeevent",
        "TRUNCATE signing_envelopeevent CASCADE",
        "UPDATE signing_envelope SET document_sha256 = repeat('0', 64)",
        "DELETE FROM signing_envelope",
        "UPDATE signing_signatory SET typed_name = 'Somebody else' WHERE status = 'signed'",
        "DELETE FROM signing_signatory WHERE status = 'signed'",
    ],
)
def test_the_application_can_neither_alter_nor_empty_what_was_written(db, settings, tmp_path, statement):
    settings.MEDIA_ROOT = str(tmp_path)
    with departments_can_be_signed():
        person = people_of(plain_envelope(2))[0]
        ready(person)
        put_name(person)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
class TestWhoeverOwnsTheDatabase:
    """… can take the triggers away, and is found out."""

    @pytest.fixture
    def envelope(self, settings, tmp_path) -> Envelope:
        settings.MEDIA_ROOT = str(tmp_path)
        with departments_can_be_signed():
            envelope = plain_envelope(2)
            for person in people_of(envelope):
                ready(person)
                put_name(person)
        call_command("verify_ledger")
        return Envelope.objects.get(pk=envelope.pk)

    @pytest.mark.parametrize(
        ("tamper", "why"),
        [
            ("UPDATE signing_envelopeevent SET details = '{}' WHERE sequence = 4", "line 4 was changed"),
            ("UPDATE signing_envelopeevent SET at = at + interval '1 s' WHERE sequence = 2", "line 2 was"),
            ("UPDATE signing_envelopeevent SET actor_id = NULL WHERE sequence = 1", "line 1 was changed"),
            ("DELETE FROM signing_envelopeevent WHERE sequence = 3", "line 3 is missing"),
            (
                "DELETE FROM signing_envelopeevent WHERE sequence = "
                "(SELECT max(sequence) FROM signing_envelopeevent)",
                "the end is missing",
            ),
            (
                "UPDATE signing_envelopeevent SET sequence = CASE sequence WHEN 2 THEN 1002 ELSE 1003 END"
                " WHERE sequence IN (2, 3);"
                "UPDATE signing_envelopeevent SET sequence = CASE sequence WHEN 1002 THEN 3 ELSE 2 END"
                " WHERE sequence > 1000",
                "line 2 does not follow",
            ),
            ("UPDATE signing_signatory SET typed_name = 'Other' WHERE \"order\" = 1", "was changed"),
            (
                "UPDATE signing_signatory SET status = 'opened' WHERE \"order\" = 2",
                "which the ledger does not say",
            ),
            (
                "UPDATE signing_envelope SET document_sha256 = repeat('0', 64)",
                "does not follow the line before",
            ),
        ],
    )
    def test_a_changed_removed_or_reordered_line_is_found(self, envelope, capsys, tamper, why):
        as_owner_without_triggers(lambda cursor: cursor.execute(tamper))
        with pytest.raises(CommandError):
            call_command("verify_ledger")
        assert why in capsys.readouterr().err

    def test_an_untouched_ledger_is_said_to_be_so(self, envelope, capsys):
        call_command("verify_ledger")
        assert "1 envelopes, every line as it was written" in capsys.readouterr().out
        assert EnvelopeEvent.objects.filter(envelope=envelope).count() == envelope.events_count


def as_owner_without_triggers(do: Callable) -> None:
    tables = ("signing_envelopeevent", "signing_envelope", "signing_signatory")
    with as_owner(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            do(cursor)
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
