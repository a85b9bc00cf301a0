"""Photos are kept without what a phone writes into them."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.photos import LONGEST_SIDE, without_whereabouts

GPS, LATITUDE, MAKER = 0x8825, 2, 271


def photo(size: tuple[int, int] = (40, 20), name: str = "hall.jpg") -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[MAKER] = "A phone"
    exif.get_ifd(GPS)[LATITUDE] = (31.0, 18.0, 0.0)
    content = BytesIO()
    Image.new("RGB", size, "red").save(content, "JPEG", exif=exif)
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def test_a_photo_loses_position_and_device():
    taken = photo()
    assert dict(Image.open(taken).getexif().get_ifd(GPS)), "there is a position to lose"

    with Image.open(without_whereabouts(photo())) as kept:
        assert not dict(kept.getexif())
        assert not dict(kept.getexif().get_ifd(GPS))


def test_a_large_photo_gets_smaller_and_a_paper_stays_as_it_is():
    with Image.open(without_whereabouts(photo((LONGEST_SIDE * 2, 100)))) as kept:
        assert kept.size == (LONGEST_SIDE, 50)

    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n", content_type="application/pdf")
    assert without_whereabouts(paper) is paper
