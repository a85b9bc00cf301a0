"""Asking somebody of an enterprise, who answers by a link to that one question or at the portal."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, sms
from core.access import THE_SYSTEM, Actor, NotVisible
from core.dates import end_of
from core.errors import Refused
from core.notifications import cancel, notify
from partnerships.models import Contact, Question
from partnerships.notices import QUESTION, QUESTION_ANSWERED
from partnerships.policies import EDIT, contact_for_write, enterprise_for_write
from partnerships.questions import NAME, links_to
from partnerships.transitions import QUESTIONS
from signing.links import spend
from signing.models import TaskLink

if TYPE_CHECKING:
    from accounts.models import User

Channel = TaskLink.Channel


class UnableToAsk(Refused):
    """Nobody can be asked this way; the message says why."""


@transaction.atomic
def ask_question(
    *, actor: User, contact_pk: int, kind: str, text: str, due_on: date, now: datetime
) -> Question:
    """Ask one person of an enterprise, by mail or, where no mailbox is recorded, by text message.

    Raises:
        NotVisible, PermissionDenied: the contact.
        UnableToAsk: they have left, have no address, or there is no day left to answer.
    """
    contact = contact_for_write(actor, contact_pk)
    if contact.left_on is not None:
        raise UnableToAsk(_("%(name)s has left the enterprise.") % {"name": contact})
    if due_on < timezone.localdate(now):
        raise UnableToAsk(_("The last day to answer lies in the past."))
    channel = _channel(contact)
    question = Question.objects.create(
        enterprise=contact.enterprise,
        contact=contact,
        kind=kind,
        text=text.strip(),
        due_on=due_on,
        asked_by=actor,
        asked_at=now,
    )
    link = TaskLink.objects.create(
        task=NAME,
        subject_id=question.pk,
        name=contact.name,
        name_latin=contact.name_latin,
        email=contact.email,
        phone=contact.phone,
        language=contact.language,
        channel=channel,
        created_at=now,
        sent_at=now,
        expires_at=end_of(due_on),
    )
    _send(question, link, now=now)
    _record(question, "question.asked", now, actor=actor)
    return question


@transaction.atomic
def ask_again(*, actor: User, pk: int, now: datetime) -> Question:
    """Send the link anew to the address on record today; the earlier one opens no more.

    Raises:
        NotVisible, PermissionDenied: the enterprise.
        UnableToAsk: it was answered or taken back, its last day is past, or there is no address.
    """
    question = _locked(actor, pk)
    if not question.is_open:
        raise UnableToAsk(_("This has been answered or taken back."))
    if question.due_on < timezone.localdate(now):
        raise UnableToAsk(_("The last day to answer is past: take it back and ask anew."))
    contact = question.contact
    link = links_to(question).select_for_update().get()
    link.email, link.phone, link.channel = contact.email, contact.phone, _channel(contact)
    link.version += 1
    link.sent_at, link.opened_at = now, None
    link.save()
    cancel(subject=link)
    _send(question, link, now=now)
    _record(question, "question.asked_again", now, actor=actor)
    return question


@transaction.atomic
def take_question_back(*, actor: User, pk: int, now: datetime) -> Question:
    """The link says that it is not asked any more.

    Raises:
        NotVisible, PermissionDenied: the enterprise.
        TransitionRefused: it was answered meanwhile.
    """
    question = _locked(actor, pk)
    moved = QUESTIONS.move(
        actor=actor, pk=question.pk, name="take_back", now=now, changes={"answered_at": now}
    )
    links = links_to(question)
    for link in links:
        cancel(subject=link)
    spend(links, now=now)
    _record(question, "question.taken_back", now, actor=actor)
    return moved


def answer_by_link(*, link: TaskLink, move: str, text: str, now: datetime) -> Question:
    """Whoever holds the link confirms, denies or answers. Raises as :func:`answer_question`.

    Raises:
        NotVisible: the link leads to another kind of task.
    """
    if link.task != NAME:
        raise NotVisible(f"signing.TaskLink {link.pk}")
    return answer_question(actor=THE_SYSTEM, pk=link.subject_id, move=move, text=text, now=now)


@transaction.atomic
def answer_question(*, actor: Actor, pk: int, move: str, text: str, now: datetime) -> Question:
    """Confirm, deny or answer (``move``), once. The caller has made sure that they were asked.

    Raises:
        UnableToAsk: a no or an answer has no words, or the answer does not suit the question.
        TransitionRefused: it was answered or taken back meanwhile.
    """
    question = Question.objects.select_related("contact", "enterprise", "asked_by").get(pk=pk)
    allowed = {Question.Kind.CONFIRM: {"confirm", "deny"}, Question.Kind.ANSWER: {"answer"}}
    if move not in allowed[Question.Kind(question.kind)]:
        raise UnableToAsk(_("Please choose one of the answers."))
    if move != "confirm" and not text.strip():
        raise UnableToAsk(_("Please say it in words: the centre reads it."))
    moved = QUESTIONS.move(
        actor=actor,
        pk=question.pk,
        name=move,
        now=now,
        changes={"answer": text.strip(), "answered_at": now},
    )
    links = links_to(question)
    for link in links:
        cancel(subject=link)
    spend(links, now=now)
    audit.record(
        actor=actor,
        subject=question.enterprise,
        verb=f"question.{moved.state}",
        now=now,
        reason=moved.answer,
        details={"question": question.pk, "name": question.contact.name},
    )
    notify(
        key=f"{QUESTION_ANSWERED.name}:{question.pk}",
        kind=QUESTION_ANSWERED.name,
        recipient=question.asked_by,
        subject=question.enterprise,
        data={
            "who": _both_names(question.contact),
            "question": question.text,
            "state": moved.state,
            "answer": moved.answer,
            "url": question.get_absolute_url(),
        },
        now=now,
    )
    return moved


def _locked(actor: User, pk: int) -> Question:
    """The question behind its enterprise's lock."""
    question = Question.objects.visible_to(actor).filter(pk=pk).first()
    if question is None:
        raise NotVisible(f"partnerships.Question {pk}")
    enterprise_for_write(actor, question.enterprise_id)
    return Question.objects.select_related("enterprise", "contact").for_write(actor, pk, EDIT)


def _channel(contact: Contact) -> str:
    if contact.email:
        return Channel.EMAIL
    if contact.phone and sms.is_available():
        return Channel.SMS
    raise UnableToAsk(
        _("%(name)s has no address on record that we can write to: enter one first.") % {"name": contact}
    )


def _send(question: Question, link: TaskLink, *, now: datetime) -> None:
    is_text_message = link.channel == Channel.SMS
    notify(
        key=f"{QUESTION.name}:{question.pk}:{link.version}",
        kind=QUESTION.name,
        email="" if is_text_message else link.email,
        phone=link.phone if is_text_message else "",
        name=link.name,
        language=link.language,
        subject=link,
        data={
            "sender": {
                "zh": question.asked_by.name,
                "en": question.asked_by.name_latin or question.asked_by.name,
            },
            "question": question.text,
            "is_to_confirm": question.kind == Question.Kind.CONFIRM,
            "due_on": question.due_on,
        },
        now=now,
    )


def _both_names(person: User | Contact) -> dict[str, str]:
    return {"zh": person.name, "en": person.name_latin or person.name}


def _record(question: Question, verb: str, now: datetime, *, actor: User) -> None:
    audit.record(
        actor=actor,
        subject=question.enterprise,
        verb=verb,
        now=now,
        details={"question": question.pk, "name": question.contact.name},
        capability=EDIT,
    )
