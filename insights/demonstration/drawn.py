"""Pictures of the demonstration: scenes and logos drawn of plain shapes, the same for the same words.

No photograph from outside is in the program, and nobody can be recognised in these.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from math import cos, pi, sin
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 800
LOGO = (480, 240)
SMOOTH = 2
"""Drawn so many times larger, for edges without steps."""
PALETTES = (
    ("#e8f1f8", "#9cc3e0", "#2f6d9e", "#1d3f5c", "#f2b134"),
    ("#eef5ec", "#a9cfa2", "#3f7d54", "#22492f", "#e98a3a"),
    ("#f8efe8", "#e2b89c", "#a85a3a", "#5c2f1d", "#3a8fb7"),
    ("#f1ecf7", "#bfb0dc", "#6a55a3", "#3a2d61", "#f0c05a"),
    ("#e9f5f4", "#94cdc8", "#2b7f7a", "#174845", "#f4a259"),
)
SKINS = ("#e7bd97", "#d9a679", "#f0cba8")


class Sheet:
    """A drawing with its colours, in units of the finished picture."""

    def __init__(self, seed: str) -> None:
        self.chance = Random(f"drawn {seed}")
        self.light, self.soft, self.main, self.dark, self.accent = self.chance.choice(PALETTES)
        self.image = Image.new("RGB", (WIDTH * SMOOTH, HEIGHT * SMOOTH), self.light)
        self.draw = ImageDraw.Draw(self.image)

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: str, *, round_: int = 0
    ) -> None:
        corners = [SMOOTH * one for one in (left, top, right, bottom)]
        self.draw.rounded_rectangle(corners, round_ * SMOOTH, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        corners = [SMOOTH * one for one in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.ellipse(corners, fill=fill)

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        self.draw.polygon([(x * SMOOTH, y * SMOOTH) for x, y in points], fill=fill)

    def line(self, *points: tuple[float, float], fill: str, width: int = 8) -> None:
        self.draw.line(
            [(x * SMOOTH, y * SMOOTH) for x, y in points], fill=fill, width=width * SMOOTH, joint="curve"
        )

    def person(self, x: float, y: float, size: float, coat: str) -> None:
        """From the waist up, without a face; ``y`` is where the shoulders end below."""
        self.box(x - size * 0.5, y - size, x + size * 0.5, y + size * 0.4, coat, round_=int(size * 0.4))
        self.disc(x, y - size * 1.35, size * 0.42, self.chance.choice(SKINS))
        self.draw.pieslice(
            [SMOOTH * one for one in (x - size * 0.44, y - size * 1.8, x + size * 0.44, y - size * 0.92)],
            180,
            360,
            fill=self.dark,
        )

    def room(self) -> None:
        self.box(0, 590, WIDTH, HEIGHT, self.soft)
        for x in (90, 330, 870, 1110):
            self.box(x - 70, 90, x + 70, 300, "#ffffff", round_=6)
            self.line((x, 90), (x, 300), fill=self.light, width=5)

    def coats(self) -> Callable[[], str]:
        return lambda: self.chance.choice((self.main, self.dark, self.accent, "#ffffff"))

    def finished(self, name: str) -> ContentFile:
        return _kept(self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS), f"{name}.jpg", "JPEG")


def scene(kind: str, seed: str) -> ContentFile:
    """A picture for a kind of story, 1200 × 800."""
    sheet = Sheet(seed)
    SCENES.get(kind, _visit)(sheet)
    return sheet.finished(kind)


def _award(s: Sheet) -> None:
    s.room()
    for x, height in ((390, 90), (600, 150), (810, 60)):
        s.box(x - 100, 690 - height, x + 100, 700, s.main)
        s.box(x - 100, 690 - height, x + 100, 704 - height, s.accent)
        s.person(x, 650 - height, 74, s.chance.choice((s.dark, "#ffffff")))
    s.box(565, 130, 635, 165, s.accent, round_=6)
    s.shape((540, 60), (660, 60), (630, 140), (570, 140), fill=s.accent)
    s.box(588, 160, 612, 205, s.accent)
    s.box(550, 200, 650, 220, s.dark, round_=4)
    for _piece in range(70):
        x, y = s.chance.randrange(WIDTH), s.chance.randrange(560)
        s.box(x, y, x + 10, y + 16, s.chance.choice((s.accent, s.main, s.soft)), round_=2)


def _lecture(s: Sheet) -> None:
    s.box(0, 590, WIDTH, HEIGHT, s.soft)
    s.box(300, 70, 1020, 470, s.dark, round_=10)
    s.box(316, 86, 1004, 454, "#ffffff", round_=4)
    heights = [s.chance.randrange(60, 260) for _bar in range(6)]
    for number, height in enumerate(heights):
        s.box(390 + 95 * number, 420 - height, 445 + 95 * number, 420, s.main if number % 2 else s.accent)
    points = [(417 + 95 * number, 400 - height) for number, height in enumerate(heights)]
    s.line(*points, fill=s.dark, width=6)
    s.person(180, 560, 88, s.main)
    s.box(110, 520, 250, 640, s.dark, round_=8)
    coat = s.coats()
    for row, y in enumerate((690, 790)):
        for number in range(8):
            s.person(110 + 142 * number + 60 * row, y, 62, coat())


def _product(s: Sheet) -> None:
    s.box(0, 600, WIDTH, HEIGHT, s.soft)
    s.box(110, 210, 620, 640, s.main, round_=18)
    s.box(160, 270, 470, 480, "#ffffff", round_=10)
    s.box(500, 270, 580, 350, s.dark, round_=6)
    for number in range(3):
        s.disc(520 + 22 * number, 380, 8, s.accent)
    _wheel(s, 315, 375, 80)
    s.box(150, 640, 200, 680, s.dark)
    s.box(530, 640, 580, 680, s.dark)
    s.box(760, 560, 1060, 640, s.dark, round_=10)
    s.line((910, 560), (840, 380), (1000, 260), (1080, 330), fill=s.accent, width=44)
    for x, y in ((910, 560), (840, 380), (1000, 260)):
        s.disc(x, y, 36, s.dark)
    s.shape((1060, 310), (1130, 330), (1100, 390), (1050, 360), fill=s.dark)
    s.person(690, 690, 80, "#ffffff")


def _wheel(s: Sheet, x: float, y: float, radius: float) -> None:
    for number in range(10):
        angle = pi * number / 5
        s.disc(x + cos(angle) * radius, y + sin(angle) * radius, radius * 0.24, s.accent)
    s.disc(x, y, radius, s.accent)
    s.disc(x, y, radius * 0.4, "#ffffff")


def _visit(s: Sheet) -> None:
    s.disc(1040, 130, 60, s.accent)
    s.box(0, 620, WIDTH, HEIGHT, s.soft)
    for number in range(4):
        left = 120 + 190 * number
        s.shape((left, 300), (left + 190, 210), (left + 190, 300), fill=s.dark)
    s.box(120, 300, 880, 620, s.main)
    for number in range(6):
        s.box(160 + 118 * number, 360, 230 + 118 * number, 440, s.light, round_=4)
    s.box(440, 490, 560, 620, s.dark, round_=4)
    s.box(930, 250, 990, 620, s.dark)
    coat = s.coats()
    for number in range(7):
        s.person(150 + 140 * number + s.chance.randrange(40), 740, 70, coat())


def _class(s: Sheet) -> None:
    s.room()
    s.box(380, 80, 820, 340, s.dark, round_=8)
    s.line((430, 280), (520, 180), (620, 240), (760, 130), fill=s.accent, width=8)
    s.person(900, 560, 84, s.main)
    coat = s.coats()
    for number in range(4):
        x = 150 + 300 * number
        s.person(x, 660, 70, coat())
        s.box(x - 120, 690, x + 120, 716, s.dark, round_=6)
        s.box(x - 40, 640, x + 60, 692, "#ffffff", round_=4)


def _project(s: Sheet) -> None:
    s.room()
    s.box(140, 620, 1060, 670, s.dark, round_=10)
    s.box(470, 430, 730, 620, s.main, round_=12)
    _wheel(s, 600, 520, 56)
    coat = s.coats()
    for x in (210, 360, 840, 990):
        s.person(x, 590, 80, coat())


SCENES: dict[str, Callable[[Sheet], None]] = {
    "award": _award,
    "lecture": _lecture,
    "product": _product,
    "visit": _visit,
    "class": _class,
    "project": _project,
}


def logo(name: str, initials: str) -> ContentFile:
    """A mark of a plain shape with up to two letters in it, on white, 480 × 240."""
    chance = Random(f"logo {name}")
    _light, soft, main, dark, accent = chance.choice(PALETTES)
    image = Image.new("RGB", (LOGO[0] * SMOOTH, LOGO[1] * SMOOTH), "white")
    draw = ImageDraw.Draw(image)
    x, y, size = image.width // 2, image.height // 2, 96 * SMOOTH
    corners = chance.choice((4, 6, 8, 0))
    ground, trim = chance.choice(((main, accent), (dark, soft), (main, soft)))
    if corners:
        around = [pi / corners + 2 * pi * number / corners for number in range(corners)]
        draw.polygon([(x + cos(one) * size, y + sin(one) * size) for one in around], fill=ground)
    else:
        draw.ellipse((x - size, y - size, x + size, y + size), fill=ground)
    draw.rectangle((x - size * 0.62, y + size * 0.48, x + size * 0.62, y + size * 0.58), fill=trim)
    font = ImageFont.load_default(size=66 * SMOOTH)
    draw.text((x, y + size * 0.08), initials[:2].upper(), fill="white", font=font, anchor="mm")
    return _kept(image.resize(LOGO, Image.Resampling.LANCZOS), "logo.png", "PNG")


def _kept(image: Image.Image, name: str, form: str) -> ContentFile:
    drawn = io.BytesIO()
    image.save(drawn, form, quality=88)
    return ContentFile(drawn.getvalue(), name=name)
