"""Files that people add to records: taken in after a look at their content, given out safely."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, cast

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from core.access import Actor
from core.filetypes import DOCUMENTS, FileType, UnacceptableFile, detect
from core.models.attachments import ATTACHMENTS, Attachment

LONGEST_NAME = 200
# A file that no record has may be one whose transaction is not committed yet.
AS_LONG_AS_A_TRANSACTION = timedelta(days=1)


def store_upload[A: Attachment](
    *,
    actor: Actor,
    model: type[A],
    parent: models.Model,
    upload: File[bytes],
    now: datetime,
    accepted: Iterable[FileType] = DOCUMENTS,
    **fields: Any,
) -> A:
    """Keep a file beside its record, under a random name. The caller has authorised the actor.

    Args:
        upload: ``request.FILES[…]``, or any named file.
        fields: what the concrete table has besides.

    Raises:
        UnacceptableFile: too large, empty, of another type, or harmful.
    """
    kind = examine(upload, accepted=accepted)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    attachment = model(
        name=safe_name(upload.name or "", kind),
        mime=kind.mime,
        size=upload.size,
        sha256=digest.hexdigest(),
        added_by_id=actor.pk,
        added_at=now,
        **{"parent": parent, **fields},
    )
    attachment.file.save("", upload, save=False)
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
    except BaseException:
        attachment.file.delete(save=False)
        raise
    return attachment


def examine(upload: File[bytes], *, accepted: Iterable[FileType] = DOCUMENTS) -> FileType:
    """What :func:`store_upload` looks at, without keeping anything.

    Raises:
        UnacceptableFile: too large, empty, of another type, or harmful.
    """
    if not upload.size:
        raise UnacceptableFile(_("The file is empty."))
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise UnacceptableFile(
            _("The file is larger than %(size)d MB.") % {"size": settings.UPLOAD_MAX_BYTES // 1024**2}
        )
    return detect(cast("IO[bytes]", upload.file), accepted=accepted)


def safe_name(name: str, kind: FileType) -> str:
    """The name a person gave, in any script, without folders, invisible letters or a false ending.

    Letters that turn the direction of writing make ``exe.pdf`` of ``fdp.exe``.
    """
    base = PurePosixPath(name.replace("\\", "/")).name
    base = "".join(
        letter for letter in unicodedata.normalize("NFC", base) if unicodedata.category(letter)[0] != "C"
    ).strip(" .")
    stem, dot, ending = base.rpartition(".")
    if not dot or f".{ending.lower()}" not in kind.extensions:
        stem, ending = base, kind.extensions[0][1:]
    return f"{stem[:LONGEST_NAME] or _('file')}.{ending}"


def discard(attachment: Attachment) -> None:
    """Delete a file with its row. The caller has authorised it."""
    storage, name = attachment.file.storage, str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(partial(storage.delete, name))


def sweep_attachments(*, now: datetime) -> int:
    """Delete the files that belong to no record; answers how many.

    They are what remains when the transaction around :func:`store_upload` fails, or a process dies amid
    :func:`discard`. One query per folder and kind of record.
    """
    kinds: list[Any] = [model for model in apps.get_models() if issubclass(model, Attachment)]
    deleted = 0
    for folder in _inside(ATTACHMENTS)[0]:
        path = f"{ATTACHMENTS}/{folder}"
        old = {
            name
            for name in (f"{path}/{file}" for file in _inside(path)[1])
            if default_storage.get_modified_time(name) < now - AS_LONG_AS_A_TRANSACTION
        }
        for kind in kinds:
            old -= set(kind._base_manager.filter(file__in=old).values_list("file", flat=True))
        for name in old:
            default_storage.delete(name)
        deleted += len(old)
    return deleted


def _inside(path: str) -> tuple[list[str], list[str]]:
    """The folders and the files in a folder, or nothing where there is none."""
    return default_storage.listdir(path) if default_storage.exists(path) else ([], [])


def serve(request: HttpRequest, attachment: Attachment) -> FileResponse:
    """The file, to somebody who may see it: the caller has fetched it through ``visible_to``.

    Only images are shown in the window (``?download`` forbids that too). Nothing in any file may run, load
    or be taken for another type.
    """
    kind = attachment.type
    is_shown = kind.is_shown and "download" not in request.GET
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not is_shown,
        filename=attachment.name,
        content_type=kind.mime,
    )
    return confine(response)


def confine[R: HttpResponseBase](response: R, *, is_shown_pdf: bool = False) -> R:
    """Headers of a private file: nothing in it may run, load or be taken for another type.

    Args:
        is_shown_pdf: a document that we made ourselves; Chromium's viewer does not start in a sandbox.
    """
    policy = "default-src 'none'; frame-ancestors 'self'"
    response["Content-Security-Policy"] = policy if is_shown_pdf else f"sandbox; {policy}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
