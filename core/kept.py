"""Files that are made once and kept for good: written together with the row that names them, and compared
with its fingerprint whenever they are given out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from core.errors import Refused


class DocumentDamaged(Refused):
    """The kept file is not the one that was made."""


class Kept(Protocol):
    """A row that names a file, and the SHA-256 that it had when it was made."""

    @property
    def file(self) -> FieldFile: ...

    @property
    def sha256(self) -> str: ...


def content_of(document: Kept) -> bytes:
    """The kept file, read and compared with what was made.

    Raises:
        DocumentDamaged: it is gone or was altered.
    """
    try:
        with document.file.storage.open(str(document.file.name), "rb") as file:
            content = file.read()
    except OSError as error:
        raise DocumentDamaged(_("The kept file cannot be read.")) from error
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DocumentDamaged(_("The kept file was altered on the disk. It is not given out."))
    return content


@contextmanager
def with_its_row(storage: Storage, name: str) -> Iterator[None]:
    """A transaction in which a file that lies in the storage gets its row: without the row the file goes."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        storage.delete(name)
        raise
