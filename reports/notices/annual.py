"""Who is told of annual reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Importance, Kind, NewNotification, notify_many
from reports.models import AnnualReport, Chapter

ASKED = Kind(name="reports.chapter", label=_("Chapters of annual reports that I answer for"), icon="pencil")
SUBMITTED = Kind(
    name="reports.submitted",
    label=_("Annual reports that wait for my decision"),
    icon="eye",
    importance=Importance.HIGH,
)
RETURNED = Kind(
    name="reports.returned",
    label=_("Annual reports that were returned"),
    icon="arrow-back-up",
    importance=Importance.HIGH,
)
PUBLISHED = Kind(name="reports.published", label=_("Annual reports that were published"), icon="circle-check")
BROKEN_OFF = Kind(
    name="reports.broken_off",
    label=_("Annual reports that could not be published"),
    icon="alert-triangle",
    importance=Importance.HIGH,
)
KINDS = (ASKED, SUBMITTED, RETURNED, PUBLISHED, BROKEN_OFF)


def name_of(report: AnnualReport) -> dict[str, str]:
    return {"zh": report.name_zh or report.name_en, "en": report.name_en or report.name_zh}


def tell_responsible(chapter: Chapter, *, now: datetime) -> None:
    notify_many(
        [
            NewNotification(
                key=f"{ASKED.name}:{chapter.pk}:{chapter.responsible_id}:{now.isoformat()}",
                kind=ASKED.name,
                recipient_id=chapter.responsible_id,
                subject=chapter,
                data={
                    "title": name_of(chapter.report),
                    "chapter": {"zh": chapter.title_zh, "en": chapter.title_en},
                    "url": chapter.get_absolute_url(),
                },
            )
        ]
        if chapter.responsible_id
        else [],
        now=now,
    )


def tell(
    report: AnnualReport, kind: Kind, people: Iterable[int | None], *, now: datetime, reason: str = ""
) -> None:
    """Each of them once."""
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{report.pk}:{now.isoformat()}:{person}",
                kind=kind.name,
                recipient_id=person,
                subject=report,
                data={"title": name_of(report), "reason": reason, "url": report.get_absolute_url()},
            )
            for person in sorted({one for one in people if one is not None})
        ],
        now=now,
    )


def authors_of(report: AnnualReport) -> list[int | None]:
    """Who entered it, and who writes its chapters. One query."""
    rows = report.chapters.exclude(responsible=None).values_list("responsible", flat=True)
    return [report.made_by_id, *rows.order_by()]


def deciders_on(report: AnnualReport, power: str, *, now: datetime) -> list[int]:
    """Who holds a power over it on the day."""
    return [one.user.pk for one in Holders.on(timezone.localdate(now)).of(power, report.department_id)]
