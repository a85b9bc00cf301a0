"""How students come to sign in: by a link in a mail, or with a code on paper. Once, and not for long."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.access import Actor
from core.encryption import digest, digests
from core.errors import Refused
from core.notifications import cancel, notify
from internships.models import SchoolClass, Student, StudentCode, StudentState
from internships.models.joining import SALT
from internships.policies import class_cared_for, student_cared_for
from internships.student_notices import STUDENT_INVITATION

OPEN_FOR = timedelta(days=30)
# Without what looks alike on paper. Ten of them are 48 bits: nobody guesses one within its 30 days.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
STUDIES = (StudentState.ENROLLED, StudentState.ON_LEAVE)


class UnableToInvite(Refused):
    """Nobody can be let in; the message says why."""


class UnusableCode(Refused):
    """The code or link is wrong, used, outdated or taken back; the message says so."""


@dataclass
class Invited:
    """Who was invited: by mail, or with a code that is shown now and never again."""

    school_class: SchoolClass
    expires_at: datetime
    by_mail: list[Student] = field(default_factory=list)
    codes: list[tuple[Student, str]] = field(default_factory=list)


@transaction.atomic
def invite_class(*, actor: Actor, pk: Any, on_paper: bool, now: datetime) -> Invited:
    """Invite every student of a class who has no account yet.

    Args:
        on_paper: print a code for everybody; else whoever has an e-mail address gets a link by mail.

    Raises NotVisible, PermissionDenied, UnableToInvite.
    """
    school_class = class_cared_for(actor, pk)
    waiting = school_class.students.filter(user=None, state__in=STUDIES).order_by("number")
    students = list(waiting.select_for_update(of=("self",)))
    if not students:
        raise UnableToInvite(_("Everybody in this class has an account already."))
    invited = _invite(actor, school_class, students, on_paper=on_paper, now=now)
    audit.record(
        actor=actor,
        subject=school_class,
        verb="class.invited",
        now=now,
        details={"by_mail": len(invited.by_mail), "on_paper": len(invited.codes)},
    )
    return invited


@transaction.atomic
def give_new_code(*, actor: Actor, pk: Any, now: datetime) -> Invited:
    """A code on paper for one student: to come in for the first time, or after forgetting the password.

    Raises NotVisible, PermissionDenied, UnableToInvite.
    """
    student = student_cared_for(actor, pk)
    if student.state not in STUDIES:
        raise UnableToInvite(_("Who does not study here any more is not let in."))
    return _invite(actor, student.school_class, [student], on_paper=True, now=now)


def _invite(
    actor: Actor, school_class: SchoolClass, students: Iterable[Student], *, on_paper: bool, now: datetime
) -> Invited:
    invited = Invited(school_class, now + OPEN_FOR)
    for student in students:
        for earlier in student.codes.open():
            cancel(subject=earlier)
        student.codes.open().update(revoked_at=now)
        issued = StudentCode(
            student=student, issued_at=now, issued_by_id=actor.pk, expires_at=invited.expires_at
        )
        if student.email and not on_paper:
            issued.email = student.email
            issued.save(force_insert=True)
            _send(issued, now)
            invited.by_mail.append(student)
        else:
            code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
            issued.digest = digest(code)
            issued.save(force_insert=True)
            invited.codes.append((student, f"{code[:5]}-{code[5:]}"))
        audit.record(actor=actor, subject=student, verb="student.invited", now=now)
    return invited


def _send(issued: StudentCode, now: datetime) -> None:
    notify(
        key=f"{STUDENT_INVITATION.name}:{issued.pk}",
        kind=STUDENT_INVITATION.name,
        email=issued.email,
        name=issued.student.name,
        language="zh-hans",
        subject=issued,
        data={"number": issued.student.number, "expires_on": timezone.localdate(issued.expires_at)},
        now=now,
    )


# --- Coming in --------------------------------------------------------------------------------


def code_of_link(token: str, *, now: datetime) -> StudentCode:
    """The open invitation that a link in a mail stands for. Raises UnusableCode."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise UnusableCode(
            _("This link is not complete. Copy the whole of it from the mail into the address line.")
        ) from None
    return _usable(StudentCode.objects.filter(pk=pk), now=now)


def code_on_paper(*, number: str, code: str, now: datetime) -> StudentCode:
    """The open code of the student with this number. Says no more of a wrong one than that it is wrong.

    Raises UnusableCode.
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    found = StudentCode.objects.filter(student__number=number.strip(), digest__in=digests(plain)).exclude(
        digest=""
    )
    return _usable(found, now=now)


def _usable(found: Any, *, now: datetime) -> StudentCode:
    issued = found.select_related("student").order_by("-pk").first()
    if issued is None:
        raise UnusableCode(_("Student number and code do not belong together."))
    if issued.used_at is not None:
        raise UnusableCode(_("This was used already. Sign in with your student number and password."))
    if issued.revoked_at is not None:
        raise UnusableCode(_("A newer code was given to you: use that one."))
    if issued.is_expired(now) or issued.student.state not in STUDIES:
        raise UnusableCode(_("This has expired. Ask your class teacher for a new code."))
    return issued


@transaction.atomic
def come_in(*, issued: StudentCode, password: str, now: datetime) -> User:
    """Make the account of a student, or give the one they have a new password; the code is used up.

    Raises UnusableCode.
    """
    student = Student.objects.select_for_update(of=("self",)).get(pk=issued.student_id)
    if not student.codes.open().filter(pk=issued.pk).update(used_at=now):
        raise UnusableCode(_("This was used already. Sign in with your student number and password."))
    user = student.user
    if user is None:
        # An address that somebody signs in with already, such as a parent's, stays theirs.
        email = student.email if student.email and User.objects.known_by(student.email) is None else None
        user = User.objects.create_user(
            email,
            password,
            login_name=student.number,
            name=student.name,
            name_latin=student.name_latin,
            phone=student.phone,
            language="zh-hans",
            is_student=True,
        )
        student.user = user
        student.save(update_fields=["user"])
        audit.record(actor=user, subject=student, verb="student.came_in", now=now)
    else:
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.record(actor=user, subject=student, verb="student.new_password", now=now)
    return user
