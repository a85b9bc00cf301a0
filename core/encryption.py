"""Values that nobody may read in the database itself, or in a copy of it: identity numbers and the like.

``FIELD_KEY`` is one or more passphrases separated by commas. The first encrypts; all of them decrypt, so
that a key can be replaced while rows are written anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


def encrypt(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises ``cryptography.fernet.InvalidToken`` where no key of today made it."""
    return _fernet().decrypt(token.encode()).decode()


def digest(text: str) -> str:
    """Under which a value can be found again and compared, without telling it: needs the key as well."""
    return _digest(_passphrases()[0], text)


def digests(text: str) -> list[str]:
    """The digests under every key of today, to look for a value written before the key was replaced."""
    return [_digest(passphrase, text) for passphrase in _passphrases()]


class EncryptedTextField(models.TextField):
    """Text that is encrypted on its way into the database, and decrypted on its way out.

    It cannot be filtered by; a column of its own with :func:`digest` finds an exact value.
    """

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def _digest(passphrase: str, text: str) -> str:
    return hmac.new(_derived(passphrase, b"digest"), text.encode(), hashlib.sha256).hexdigest()


@cache
def _fernet() -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(_derived(one, b"encryption"))) for one in _passphrases()]
    )


@cache
def _derived(passphrase: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(passphrase.encode())


@cache
def _passphrases() -> tuple[str, ...]:
    given = settings.FIELD_KEY or _development_key()
    return tuple(one.strip() for one in given.split(",") if one.strip())


def _development_key() -> str:
    """Made once under var/. Two processes that make it at once end up with one."""
    path = Path(settings.VAR) / "field_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(secrets.token_urlsafe(32))
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was quicker: its key counts
        finally:
            draft.unlink()
    return path.read_text()
