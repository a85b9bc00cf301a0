"""Photos as evidence, without what a phone writes into them: above all where it was."""

from __future__ import annotations

import io
from typing import IO, cast

from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from core.attachments import examine
from core.filetypes import IMAGES, JPEG

LONGEST_SIDE = 2000
QUALITY = 85


def without_whereabouts(upload: File[bytes]) -> File[bytes]:
    """The file to be kept: a picture drawn anew, without position, device or time; anything else as it is.

    Raises:
        UnacceptableFile: see ``core.attachments.examine``.
    """
    if examine(upload) not in IMAGES:
        return upload
    upload.seek(0)
    with Image.open(cast("IO[bytes]", upload.file)) as taken:
        picture = ImageOps.exif_transpose(taken).convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", picture.size, "white")
    bare.paste(picture, mask=picture.getchannel("A"))
    drawn = io.BytesIO()
    bare.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    stem = (upload.name or "").rpartition(".")[0] or (upload.name or "")
    return ContentFile(drawn.getvalue(), name=f"{stem}{JPEG.extensions[0]}")
