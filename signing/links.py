"""Links to one task: what tasks there are, which link an address stands for, and when it is used up.

An app registers its kind of task in ``AppConfig.ready``; the link's own walls have to show its pages the
rows they need (``signing.walls``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import Text
from core.errors import Refused
from signing.models import TaskLink
from signing.models.links import signer

KEPT_AFTER_USE = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the first page of a link says before anything is opened.

    Attributes:
        facts: labels and values.
        outcome: what became of it, where nothing is left to do.
    """

    title: str
    asked_by: User
    facts: Sequence[tuple[str, str]] = ()
    due_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class LinkTask:
    """One kind of task that a link can lead to.

    Attributes:
        name: as :attr:`signing.models.TaskLink.task` has it.
        label: what is to be done: "Sign a document".
        subject: the record, or nothing where it is gone.
        shown: what the link's first page says of the record.
        page: where the task itself is done.
        ask: who can answer questions and send a new link.
    """

    name: str
    label: Text
    subject: Callable[[TaskLink], Any]
    shown: Callable[[Any], Shown]
    page: Callable[[TaskLink, Any], str]
    ask: Callable[[Any], User]


_tasks: dict[str, LinkTask] = {}


def register_link_task(task: LinkTask) -> None:
    """Called from ``AppConfig.ready``."""
    _tasks[task.name] = task


def task_of(link: TaskLink) -> LinkTask:
    return _tasks[link.task]


class UnusableLink(Refused):
    """It is damaged, replaced, taken back or outdated; the message says so, to whoever opened it.

    Attributes:
        link: the one it was; none where nobody was ever given such an address.
    """

    def __init__(self, message: str, *, link: TaskLink | None = None) -> None:
        super().__init__(message)
        self.link = link

    def whom_to_ask(self) -> User | None:
        subject = task_of(self.link).subject(self.link) if self.link else None
        return task_of(self.link).ask(subject) if self.link and subject else None


def link_for(token: str, *, now: datetime) -> TaskLink:
    """The link that an address stands for.

    Raises:
        UnusableLink: see there.
    """
    try:
        pk, version = signer.unsign_object(token)
    except (signing.BadSignature, TypeError, ValueError):
        pk, version = None, None
    link = TaskLink.objects.filter(pk=pk).first() if pk else None
    if link is None:
        raise UnusableLink(
            _("This link is not complete. Copy the whole of it from the message into the address line.")
        )
    if link.version != version:
        raise UnusableLink(
            _("A newer link was given out on %(day)s: please use that one.") % {"day": _day(link.sent_at)},
            link=link,
        )
    if link.revoked_at is not None:
        raise UnusableLink(_("This link was taken back."), link=link)
    if link.is_expired(now) and link.used_at is not None:
        raise UnusableLink(
            _("What this link was for was done on %(day)s. It does not open any more.")
            % {"day": _day(link.used_at)},
            link=link,
        )
    if link.is_expired(now):
        raise UnusableLink(_("This link has expired."), link=link)
    return link


def links_about(task: str, subject_ids: Iterable[int]) -> QuerySet[TaskLink]:
    return TaskLink.objects.filter(task=task, subject_id__in=list(subject_ids))


def open_link(link: TaskLink, *, now: datetime) -> None:
    """Somebody has asked for the task; nothing that only fetches addresses does. The first time counts."""
    TaskLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)


def spend(links: QuerySet[TaskLink], *, now: datetime) -> None:
    """The task is done: the link shows that for a while, and does nothing any more."""
    links.filter(used_at=None).update(
        used_at=now, opened_at=Coalesce(F("opened_at"), now), expires_at=now + KEPT_AFTER_USE
    )


def keep_open(links: QuerySet[TaskLink], *, now: datetime) -> None:
    """There is something new to see for those who have done their task."""
    links.exclude(used_at=None).update(expires_at=Greatest(F("expires_at"), now + KEPT_AFTER_USE))


def _day(instant: datetime) -> str:
    return formats.date_format(timezone.localtime(instant), "DATE_FORMAT")
