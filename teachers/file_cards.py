"""What other parts of the app put on a teacher's own file: what they owe, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from core.access import Actor, Text
from core.look import Meaning
from teachers.models import Teacher


@dataclass(frozen=True, kw_only=True, slots=True)
class FileCard:
    """One line of next steps.

    Attributes:
        url: the page that it leads to; ``action`` says what is done there.
        due_on: until when, where there is such a day.
    """

    heading: Text
    text: Text
    url: str = ""
    action: Text = ""
    icon: str = "arrow-right"
    meaning: Meaning = Meaning.WAITING
    due_on: date | None = None


type FileCards = Callable[[Actor, Teacher, date], Iterable[FileCard]]
"""What concerns a teacher on a day; a constant number of queries."""

_cards: dict[str, tuple[int, FileCards]] = {}


def register_file_cards(name: str, cards: FileCards, *, order: int = 50) -> None:
    """Put cards on a teacher's own file. Called from ``AppConfig.ready``."""
    _cards[name] = (order, cards)


def cards_for(actor: Actor, teacher: Teacher, on: date) -> list[FileCard]:
    ordered = sorted(_cards.values(), key=lambda entry: entry[0])
    return [card for _order, cards in ordered for card in cards(actor, teacher, on)]
