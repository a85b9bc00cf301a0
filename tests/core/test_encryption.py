"""Values that nobody reads in the database itself."""

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import FieldError
from django.db import connection

from core import encryption
from core.encryption import decrypt, digest, digests, encrypt
from internships.models import Student
from tests.factories import StudentFactory

IDENTITY = "320505200809153217"


@pytest.fixture
def keys(settings):
    """Replaces the keys of today."""

    def use(given: str) -> None:
        settings.FIELD_KEY = given
        for kept in (encryption._fernet, encryption._passphrases):
            kept.cache_clear()

    yield use
    for kept in (encryption._fernet, encryption._passphrases):
        kept.cache_clear()


def test_what_is_encrypted_comes_back_and_says_nothing_by_itself(keys):
    keys("first")

    token = encrypt(IDENTITY)

    assert IDENTITY not in token
    assert token != encrypt(IDENTITY)
    assert decrypt(token) == IDENTITY


def test_a_replaced_key_still_opens_what_it_closed(keys):
    keys("old")
    token, found_by = encrypt(IDENTITY), digest(IDENTITY)

    keys("new, old")

    assert decrypt(token) == IDENTITY
    assert found_by in digests(IDENTITY)
    assert digest(IDENTITY) != found_by


def test_another_key_opens_nothing(keys):
    keys("old")
    token = encrypt(IDENTITY)

    keys("new")

    with pytest.raises(InvalidToken):
        decrypt(token)


def test_a_column_holds_no_readable_identity_number(db):
    student = StudentFactory.create(identity=IDENTITY, identity_digest=digest(IDENTITY))

    with connection.cursor() as cursor:
        cursor.execute("SELECT identity FROM internships_student WHERE id = %s", [student.pk])
        (stored,) = cursor.fetchone()

    assert IDENTITY not in stored
    student.refresh_from_db()
    assert student.identity == IDENTITY
    assert student.masked_identity == "320*************17"


def test_an_encrypted_column_cannot_be_filtered_by(db):
    with pytest.raises(FieldError):
        Student.objects.filter(identity=IDENTITY)
