"""The ZIP archive that comes with a list, and the papers in it, found by the names that rows give."""

from __future__ import annotations

import unicodedata
import zlib
from collections import defaultdict
from pathlib import PurePosixPath
from typing import IO, cast
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from core.filetypes import ZIP, UnacceptableFile

UTF_8_NAME = 0x800
# What systems put beside the files that people packed.
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


class NoSuchPaper(UnacceptableFile):
    """No file of the archive, or more than one, has that name."""


def check_archive(archive: File[bytes]) -> None:
    """Refuse what is no ZIP archive, or one that would grow too much: only its directory is read.

    Raises:
        UnacceptableFile: the message says what is wrong with it.
    """
    _require_harmless(cast("IO[bytes]", archive.file))
    archive.seek(0)


def _require_harmless(content: IO[bytes]) -> None:
    if not ZIP.recognises(content):
        raise UnacceptableFile(_("This is no ZIP archive."))
    content.seek(0)


class Archive:
    """The papers of an archive. A name is found without its folders and its ending, in any case."""

    def __init__(self, content: IO[bytes]) -> None:
        """Raises UnacceptableFile for one that is damaged or harmful."""
        _require_harmless(content)
        self._zip = ZipFile(content)
        self.names: dict[str, ZipInfo] = {}
        self._called: dict[str, set[str]] = defaultdict(set)
        for member in self._zip.infolist():
            name = unicodedata.normalize("NFC", _real_name(member))
            path = PurePosixPath(name.replace("\\", "/"))
            is_paper = path.name and path.parts[0] != "__MACOSX" and path.name.lower() not in SYSTEM_FILES
            if member.is_dir() or not is_paper:
                continue
            self.names[str(path)] = member
            for called in {str(path), path.name, path.stem}:
                self._called[called.casefold()].add(str(path))

    def find(self, name: str) -> str | None:
        """The full name of the one paper that is called so; ``None`` where none is.

        Raises:
            NoSuchPaper: several are.
        """
        wanted = unicodedata.normalize("NFC", name.strip().replace("\\", "/")).casefold()
        found = self._called.get(wanted, set())
        if len(found) > 1:
            raise NoSuchPaper(
                _("Several files are called “%(name)s”: write the folder before the name.") % {"name": name}
            )
        return next(iter(found), None)

    def read(self, full_name: str) -> File[bytes]:
        """One paper, in memory: it is no larger than any upload may be.

        Raises:
            UnacceptableFile: it is too large, or damaged.
        """
        member = self.names[full_name]
        if member.file_size > settings.UPLOAD_MAX_BYTES:
            raise UnacceptableFile(
                _("The file is larger than %(size)d MB.") % {"size": settings.UPLOAD_MAX_BYTES // 1024**2}
            )
        try:
            # No more than the directory promised: the module stops there.
            content = self._zip.read(member)
        except (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise UnacceptableFile(_("The archive is damaged.")) from error
        return ContentFile(content, name=PurePosixPath(full_name).name)

    def close(self) -> None:
        self._zip.close()


def _real_name(member: ZipInfo) -> str:
    """The name as it was given: archives made in Windows hold Chinese names in GBK and do not say so."""
    if member.flag_bits & UTF_8_NAME:
        return member.filename
    raw = member.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
