"""What an enterprise proposes at the portal. The caller has made sure that the actor speaks for it.

Locks: the need, then the contact.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from core.access import Actor, NotVisible
from partnerships.models import Contact
from teachers.models import Appointment, PartTimeNeed, PartTimeTeacher
from teachers.operations.appointments import build_proposal
from teachers.operations.parttime import build_part_timer


@transaction.atomic
def propose_own(
    *,
    actor: Actor,
    enterprise_id: int,
    contact_id: int,
    need_id: int,
    title: str,
    skill: str,
    skill_level: str,
    begins_on: date,
    ends_on: date,
    statement: str,
    now: datetime,
) -> Appointment:
    """Propose somebody of the enterprise for a published need. What the centre knows of them already stays;
    title and skill are taken only of somebody new.

    Raises NotVisible, UnableToAppoint, ValidationError.
    """
    needs = PartTimeNeed.objects.open().select_related("department")
    need = needs.select_for_update(of=("self",)).filter(pk=need_id).first()
    if need is None:
        raise NotVisible(f"teachers.PartTimeNeed {need_id}")
    rows = Contact.objects.filter(enterprise=enterprise_id).select_related("enterprise")
    contact = rows.select_for_update(of=("self",)).filter(pk=contact_id).first()
    if contact is None:
        raise NotVisible(f"partnerships.Contact {contact_id}")
    person = PartTimeTeacher.objects.filter(contact=contact).first()
    if person is None:
        person = build_part_timer(
            actor=actor,
            contact=contact,
            department=need.department,
            title=title,
            skill=skill,
            skill_level=skill_level,
            now=now,
        )
    person.contact = contact
    return build_proposal(
        actor=actor,
        need=need,
        person=person,
        begins_on=begins_on,
        ends_on=ends_on,
        statement=statement,
        by_enterprise=True,
        now=now,
    )
