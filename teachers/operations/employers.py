"""Where part-time teachers work: one person is one record, however often they change the enterprise.

Locks: the part-time teachers by ascending key, then the contacts.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.dates import plausible
from partnerships.models import Contact, ContactRole
from partnerships.operations.contacts import record_act
from teachers.models import Appointment, Employment, PartTimeTeacher
from teachers.operations.parttime import UnableToAppoint
from teachers.parttime_checks import recheck
from teachers.transitions.parttime import EDIT

# What is said together, the first what it is about: taken from the other record where that is not known.
SAID_TOGETHER = (
    *(("title", "rank"), ("skill", "skill_level"), ("exception", "exception_reason")),
    *(("trained_on", "training", "training_hours"), ("birth_date",), ("is_manager", "management")),
    ("teacher",),
)


@transaction.atomic
def works_elsewhere(*, actor: Actor, pk: int, contact_id: int, since: date, now: datetime) -> PartTimeTeacher:
    """Somebody works for another enterprise from a day on, or turns out to be the same person as a contact
    there: what they were appointed to stays with the earlier enterprise, what comes is of the new one.

    Where the contact is among the part-time teachers already, both records become one, which is this one. At
    the enterprise before they are noted as having left.

    Args:
        since: the first day at the new enterprise; today at the latest.

    Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError.
    """
    found = Contact.objects.visible_to(actor).filter(pk=contact_id).first()
    if found is None:
        raise NotVisible(f"partnerships.Contact {contact_id}")
    person, other = _persons(actor, pk, found)
    contacts = Contact.objects.select_related("enterprise").select_for_update(of=("self",)).order_by("pk")
    locked = {one.pk: one for one in contacts.filter(pk__in=[contact_id, person.contact_id])}
    before, contact = locked[person.contact_id], locked[contact_id]
    if not plausible(since):
        raise UnableToAppoint(_("So far away nothing is known of it: look at the day again."))
    if since > timezone.localdate(now):
        raise UnableToAppoint(_("Record it from the day on which they work there."))
    if contact == before:
        raise UnableToAppoint(_("That is where they work already."))
    if contact.left_on is not None:
        raise UnableToAppoint(_("This person has left the enterprise."))
    _end_employment(person, since)
    details: dict[str, Any] = {"contact": contact.pk, "since": since.isoformat(), "before": before.pk}
    if other is None:
        Employment.objects.create(person=person, contact=contact, starts_on=since)
    else:
        details["joined"] = other.pk
        _join(person, other, since)
    person.contact = contact
    person.full_clean()
    person.save()
    _note(actor, before, contact, since, now)
    audit.record(
        actor=actor,
        subject=person,
        verb="part_timer.works_elsewhere",
        now=now,
        details=details,
        capability=EDIT,
    )
    recheck(Appointment.objects.filter(person=person).coming().with_names(), now=now)
    return person


def _persons(actor: Actor, pk: int, contact: Contact) -> tuple[PartTimeTeacher, PartTimeTeacher | None]:
    """The person and, where there is one, the other record of the contact, both locked."""
    rows: Any = PartTimeTeacher.objects
    if not rows.visible_to(actor).filter(pk=pk).exists():
        raise NotVisible(f"teachers.PartTimeTeacher {pk}")
    other = rows.filter(employments__contact=contact).exclude(pk=pk).values_list("pk", flat=True).first()
    if other is None:
        return rows.for_write(actor, pk, EDIT), None
    if not rows.permitting(actor, EDIT).filter(pk=other).exists():
        raise UnableToAppoint(
            _("They are among the part-time teachers already, of a department whose people you do not keep.")
        )
    locked = {key: rows.for_write(actor, key, EDIT) for key in sorted({pk, other})}
    return locked[pk], locked[other]


def _end_employment(person: PartTimeTeacher, since: date) -> None:
    """Raises UnableToAppoint where they began after that day where they work now."""
    last = person.employments.filter(ends_on=None).first()
    if last is None:  # as of a day on which nobody knew where they work
        return
    if last.starts_on is not None and since <= last.starts_on:
        raise UnableToAppoint(
            _("They work where they are since %(day)s: the day comes after that.")
            % {"day": date_format(last.starts_on)}
        )
    last.ends_on = since - timedelta(days=1)
    last.save(update_fields=["ends_on"])


def _join(person: PartTimeTeacher, other: PartTimeTeacher, since: date) -> None:
    """Let the person have all that the other record has, which goes.

    Raises UnableToAppoint where the two contradict each other.
    """
    employments = list(other.employments.all())
    if len(employments) > 1:
        raise UnableToAppoint(
            _("The other record has changed its enterprise itself: note on its page where they work now.")
        )
    for name, words in (
        ("teacher_id", _("The two are different teachers in our own record.")),
        (
            "birth_date",
            _("The two were born on different days: correct one, or they are not the same person."),
        ),
    ):
        one, another = getattr(person, name), getattr(other, name)
        if one is not None and another is not None and one != another:
            raise UnableToAppoint(words)
    coming = set(Appointment.objects.filter(person=person).coming().values_list("need", flat=True))
    twice = Appointment.objects.filter(person=other, need__in=coming).coming().select_related("need").first()
    if twice is not None:
        raise UnableToAppoint(
            _("They are proposed twice for “%(need)s”: withdraw one first.") % {"need": twice.need}
        )
    for names in SAID_TOGETHER:
        if not getattr(person, names[0]) and getattr(other, names[0]):
            for name in names:
                setattr(person, name, getattr(other, name))
    Employment.objects.filter(person=other).update(person=person, starts_on=since)
    Appointment.objects.filter(person=other).update(person=person)
    other.delete()


def _note(actor: Actor, before: Contact, contact: Contact, since: date, now: datetime) -> None:
    """On the pages of both enterprises."""
    if before.left_on is None:
        before.left_on, before.is_primary = since, False
        before.save(update_fields=["left_on", "is_primary"])
        record_act(actor, before, "contact.left", now, left_on=since.isoformat())
    if ContactRole.TECHNICIAN not in contact.roles:
        contact.roles = [*contact.roles, ContactRole.TECHNICIAN]
        contact.save(update_fields=["roles"])
        record_act(actor, contact, "contact.changed", now)
