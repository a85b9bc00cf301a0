"""What students say of themselves, and what of it they allow enterprises to see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.access import NotVisible
from core.attachments import discard, store_upload
from core.errors import Refused
from core.photos import without_whereabouts
from core.search import fold
from internships.me.pupil import Pupil
from internships.models import (
    DetailsRequest,
    Part,
    ProfileConsent,
    ProfileEntry,
    ProfileFile,
    Skill,
    Student,
    StudentProfile,
)

MOST_SKILLS = 20
MOST_ENTRIES = 50
MOST_OPEN_REQUESTS = 5


class UnableToShow(Refused):
    """The profile cannot be changed so; the message says why."""


class EntryFields(TypedDict, total=False):
    kind: str
    title: str
    by: str
    happened_on: date | None
    text: str


@transaction.atomic
def save_profile(*, pupil: Pupil, about: str, skills: Iterable[str], now: datetime) -> StudentProfile:
    """Raises UnableToShow, ValidationError."""
    student = _lock(pupil)
    profile, _made = StudentProfile.objects.get_or_create(student=student, defaults={"changed_at": now})
    profile.about, profile.changed_at = about.strip(), now
    profile.full_clean()
    profile.save()
    profile.skills.set(_skills(skills))
    audit.record(actor=pupil, subject=student, verb="student.profile_changed", now=now)
    return profile


def _skills(names: Iterable[str]) -> list[Skill]:
    wanted = {fold(tidy): tidy for name in names if (tidy := " ".join(name.split()))}
    if len(wanted) > MOST_SKILLS:
        raise UnableToShow(_("At most %(count)d skills: choose those that matter.") % {"count": MOST_SKILLS})
    for key, name in wanted.items():
        Skill(name=name, key=key).full_clean(validate_unique=False)
    Skill.objects.bulk_create(
        [Skill(name=name, key=key) for key, name in wanted.items()], ignore_conflicts=True
    )
    return list(Skill.objects.filter(key__in=wanted))


@transaction.atomic
def add_entry(
    *, pupil: Pupil, upload: File[bytes] | None, now: datetime, **fields: Unpack[EntryFields]
) -> ProfileEntry:
    """Raises UnableToShow, UnacceptableFile, ValidationError."""
    student = _lock(pupil)
    if student.profile_entries.count() >= MOST_ENTRIES:
        raise UnableToShow(_("Your profile is full: take something out first."))
    entry = ProfileEntry(student=student, **fields)
    entry.full_clean()
    entry.save(force_insert=True)
    if upload is not None:
        store_upload(
            actor=pupil, model=ProfileFile, parent=entry, upload=without_whereabouts(upload), now=now
        )
    audit.record(
        actor=pupil, subject=student, verb="student.entry_added", now=now, details={"title": entry.title}
    )
    return entry


@transaction.atomic
def remove_entry(*, pupil: Pupil, pk: Any, now: datetime) -> None:
    """Raises NotVisible."""
    student = _lock(pupil)
    entry = student.profile_entries.filter(pk=pk).first()
    if entry is None:
        raise NotVisible(f"internships.ProfileEntry {pk}")
    for kept in entry.files.all():
        discard(kept)
    audit.record(
        actor=pupil, subject=student, verb="student.entry_removed", now=now, details={"title": entry.title}
    )
    entry.delete()


@transaction.atomic
def give_consent(*, pupil: Pupil, part: str, now: datetime) -> ProfileConsent:
    """Allow enterprises to see a part, from now on.

    Raises UnableToShow: nobody finds a student who does not allow to be found.
    """
    student = _lock(pupil)
    open_parts = set(_open(student).values_list("part", flat=True))
    if part != Part.FOUND and Part.FOUND not in open_parts:
        raise UnableToShow(_("First allow enterprises to find you: the rest hangs on it."))
    if part in open_parts:
        return _open(student).get(part=part)
    shown = " · ".join(filter(None, (student.phone, student.email))) if part == Part.CONTACT else ""
    if part == Part.CONTACT and not shown:
        raise UnableToShow(_("The school knows neither a phone number nor an e-mail address of yours."))
    consent = ProfileConsent.objects.create(student=student, part=part, shown=shown, given_at=now)
    audit.record(actor=pupil, subject=student, verb="student.consent_given", now=now, details={"part": part})
    return consent


@transaction.atomic
def withdraw_consent(*, pupil: Pupil, part: str, now: datetime) -> None:
    """Show a part to nobody any more, from now on. Who is not found shows nothing else either."""
    student = _lock(pupil)
    parts = list(Part.values) if part == Part.FOUND else [part]
    if _open(student).filter(part__in=parts).update(withdrawn_at=now):
        audit.record(
            actor=pupil, subject=student, verb="student.consent_withdrawn", now=now, details={"part": part}
        )


@transaction.atomic
def ask_for_correction(*, pupil: Pupil, text: str, now: datetime) -> DetailsRequest:
    """Tell the school what is wrong in its record. Raises UnableToShow, ValidationError."""
    student = _lock(pupil)
    if student.details_requests.filter(answered_at=None).count() >= MOST_OPEN_REQUESTS:
        raise UnableToShow(_("The school has not answered your earlier requests yet."))
    asked = DetailsRequest(student=student, text=text.strip(), asked_at=now)
    asked.full_clean()
    asked.save(force_insert=True)
    audit.record(actor=pupil, subject=student, verb="student.correction_asked", now=now)
    return asked


def _open(student: Student) -> Any:
    return student.profile_consents.filter(withdrawn_at=None)


def _lock(pupil: Pupil) -> Student:
    return Student.objects.select_for_update(of=("self",)).get(pk=pupil.student.pk)
