"""What a file is, told by its content: its name and the browser's word for it may lie.

The list is closed, so each type is told by its own structure; a general signature library calls
every ZIP archive a Word document.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError

from core.access import Text
from core.bilingual import listed
from core.errors import Refused

MAX_PIXELS = 100_000_000
"""An A3 sheet at 600 dpi has 70 million."""
MAX_UNPACKED_BYTES = 1024**3
MAX_MEMBERS = 5000
START_BYTES = 1024


class UnacceptableFile(Refused):
    """The file may not be kept here; the message says why, to the person who sent it."""


@dataclass(frozen=True, kw_only=True)
class FileType:
    """One type of file that is accepted.

    Attributes:
        extensions: the first is given to a file whose name has none of them.
        is_shown: a browser may show it in its window; anything else is only downloaded.
        recognises: looks at the content, positioned anywhere.
    """

    mime: str
    label: Text
    extensions: tuple[str, ...]
    recognises: Callable[[IO[bytes]], bool]
    is_shown: bool = False


def _is_pdf(content: IO[bytes]) -> bool:
    # Only blanks may come before: a reader looks for the header further in as well, but there an
    # archive can hold a whole PDF.
    content.seek(0)
    start = content.read(START_BYTES).removeprefix(codecs.BOM_UTF8)
    return start.lstrip().startswith(b"%PDF-")


def _is_image(content: IO[bytes], *, form: str) -> bool:
    """Raises UnacceptableFile for one that would fill the memory: only its head is read for that."""
    content.seek(0)
    try:
        with Image.open(content, formats=[form]) as image:
            width, height = image.size
    except UnidentifiedImageError:
        return False
    except Image.DecompressionBombError:
        width = height = MAX_PIXELS
    except (OSError, SyntaxError, ValueError) as error:
        raise UnacceptableFile(_("The image is damaged.")) from error
    if width * height > MAX_PIXELS:
        raise UnacceptableFile(
            _("The image has more than %(count)d million pixels: please make it smaller.")
            % {"count": MAX_PIXELS // 1_000_000}
        )
    return True


def _members(content: IO[bytes]) -> set[str] | None:
    """The names in an archive, or ``None`` where it is none.

    Raises UnacceptableFile for an archive that would grow too much, or out of its folder.
    """
    content.seek(0)
    if content.read(4) != b"PK\x03\x04":
        return None
    try:
        with ZipFile(content) as archive:
            members = archive.infolist()
    except (BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise UnacceptableFile(_("The archive is damaged.")) from error
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise UnacceptableFile(_("The archive holds too much: please split it."))
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise UnacceptableFile(_("The archive would write outside its folder."))
        if member.flag_bits & 1:
            raise UnacceptableFile(_("The archive is locked with a password: please send it without one."))
    return {member.filename for member in members}


def _is_office(content: IO[bytes], *, part: str) -> bool:
    names = _members(content)
    if names is None or not {"[Content_Types].xml", part} <= names:
        return False
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnacceptableFile(_("The document contains macros: please save it without them."))
    return True


def _is_archive(content: IO[bytes]) -> bool:
    return _members(content) is not None


def _is_text(content: IO[bytes]) -> bool:
    content.seek(0)
    for encoding in ("utf-8-sig", "gb18030"):
        content.seek(0)
        # Not closed: that would close the file itself.
        reader = io.TextIOWrapper(content, encoding=encoding)
        try:
            while piece := reader.read(1024**2):
                if "\0" in piece:
                    return False
        except UnicodeDecodeError:
            continue
        else:
            return True
        finally:
            reader.detach()
    return False


# Not shown: Chromium's viewer does not start in the sandbox in which people's files are given out.
PDF = FileType(mime="application/pdf", label="PDF", extensions=(".pdf",), recognises=_is_pdf)
PNG = FileType(
    mime="image/png",
    label=gettext_lazy("image (PNG)"),
    extensions=(".png",),
    recognises=partial(_is_image, form="PNG"),
    is_shown=True,
)
JPEG = FileType(
    mime="image/jpeg",
    label=gettext_lazy("image (JPEG)"),
    extensions=(".jpg", ".jpeg", ".jpe", ".jfif"),
    recognises=partial(_is_image, form="JPEG"),
    is_shown=True,
)
WEBP = FileType(
    mime="image/webp",
    label=gettext_lazy("image (WebP)"),
    extensions=(".webp",),
    recognises=partial(_is_image, form="WEBP"),
    is_shown=True,
)
DOCX = FileType(
    mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    label=gettext_lazy("Word document"),
    extensions=(".docx",),
    recognises=partial(_is_office, part="word/document.xml"),
)
XLSX = FileType(
    mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    label=gettext_lazy("Excel workbook"),
    extensions=(".xlsx",),
    recognises=partial(_is_office, part="xl/workbook.xml"),
)
PPTX = FileType(
    mime="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    label=gettext_lazy("PowerPoint slides"),
    extensions=(".pptx",),
    recognises=partial(_is_office, part="ppt/presentation.xml"),
)
ZIP = FileType(
    mime="application/zip", label=gettext_lazy("ZIP archive"), extensions=(".zip",), recognises=_is_archive
)
TEXT = FileType(
    mime="text/plain",
    label=gettext_lazy("text"),
    extensions=(".txt", ".csv", ".tsv", ".md", ".log"),
    recognises=_is_text,
)

# The more particular first: an office document is an archive as well.
ALL_TYPES = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, PPTX, ZIP, TEXT)
IMAGES = (PNG, JPEG, WEBP)
SCANS = (PDF, *IMAGES)
DOCUMENTS = (*SCANS, DOCX, XLSX, PPTX, TEXT)


def detect(content: IO[bytes], *, accepted: Iterable[FileType] = DOCUMENTS) -> FileType:
    """The type of a file by its content.

    Raises:
        UnacceptableFile: it is none of the accepted types, or is one and harmful.
    """
    accepted = tuple(accepted)
    found = next((known for known in ALL_TYPES if known.recognises(content)), None)
    if found is None or found not in accepted:
        raise UnacceptableFile(
            _("Files of this type are not accepted. Accepted are: %(types)s.")
            % {"types": listed(known.label for known in accepted)}
        )
    return found


def type_of(mime: str) -> FileType:
    """Raises ``KeyError`` for a type that was never accepted."""
    return _BY_MIME[mime]


_BY_MIME = {known.mime: known for known in ALL_TYPES}
