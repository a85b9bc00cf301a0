"""Annual reports: begun from the outline, written by several, frozen, reviewed, published.

Locks: the report, then its chapters by ascending key.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, capability_label
from core.errors import Refused
from core.indicators import in_both
from insights.models import Snapshot
from insights.operations import FREEZE, UnableToFreeze, freeze_indicator
from reports.annual.numbers import Told, live_numbers, with_value
from reports.models import AnnualReport, Chapter, ReportNumber, ReportState
from reports.notices import annual as notices
from reports.outline import outline
from reports.transitions.annual import APPROVE, EDIT, REPORT_MOVES

if TYPE_CHECKING:
    from accounts.models import User

S = ReportState


class UnableToChangeReport(Refused):
    """The report, or its chapter, cannot be changed so now; the message says why."""


class ChapterChanged(UnableToChangeReport):
    """Somebody else changed the chapter since it was shown."""


# --- The report -----------------------------------------------------------------------------------


@transaction.atomic
def begin(*, actor: Actor, now: datetime, **fields: Any) -> AnnualReport:
    """Enter a report of a year with the chapters of the outline. Raises PermissionDenied, ValidationError."""
    report = AnnualReport(made_by_id=actor.pk, created_at=now)
    _write(report, fields, now)
    _require(report, actor)
    Chapter.objects.bulk_create(
        Chapter(report=report, order=number, updated_at=now, **fields)
        for number, fields in enumerate(outline(), start=1)
    )
    _note(actor, report, "begin", now)
    return report


@transaction.atomic
def change(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> AnnualReport:
    """Change its title, or of which year and department it is; what was frozen is then given up.

    Raises NotVisible, PermissionDenied, UnableToChangeReport, ValidationError.
    """
    report = _draft(AnnualReport.objects.for_write(actor, pk, EDIT))
    names = ("department", "year_kind", "year")
    is_other = any(name in fields and fields[name] != getattr(report, name) for name in names)
    if is_other and report.is_frozen:
        report.numbers.all().delete()
        report.frozen_at = report.frozen_day = None
    _write(report, fields, now)
    _require(report, actor)  # moved to a department that is not theirs
    _note(actor, report, "edit", now)
    return report


def _write(report: AnnualReport, fields: Mapping[str, Any], now: datetime) -> None:
    for name, value in fields.items():
        setattr(report, name, value)
    if not report.is_published and report.kind_of_year.first_day(report.year) > timezone.localdate(now):
        raise UnableToChangeReport(_("That year has not begun yet."))
    report.updated_at = now
    report.full_clean()
    report.save()


def _require(report: AnnualReport, actor: Actor) -> None:
    if not report.permits(actor, EDIT):
        raise PermissionDenied(
            _("This needs the power “%(power)s”, which your positions do not give you here.")
            % {"power": capability_label(EDIT)}
        )


def _draft(report: AnnualReport) -> AnnualReport:
    if report.state != S.DRAFT:
        raise UnableToChangeReport(
            _("The report is “%(state)s”: only a draft can be changed.")
            % {"state": report.get_state_display()}
        )
    return report


# --- Its chapters ---------------------------------------------------------------------------------


@transaction.atomic
def write_chapter(
    *,
    actor: Actor,
    pk: int,
    text_zh: str,
    text_en: str,
    is_finished: bool,
    expected: int,
    now: datetime,
    elsewhere: Mapping[str, str] | None = None,
) -> Chapter:
    """Write a chapter, and say whether it is finished.

    Args:
        elsewhere: what was said of figures that are not kept here, by their keys.
        expected: the version that was shown to whoever typed.

    Raises:
        NotVisible, PermissionDenied: neither do they write the report nor answer for the chapter.
        ChapterChanged: somebody else wrote it meanwhile.
        UnableToChangeReport: the report is not a draft, or nothing is written and it is to be finished.
    """
    chapter = _chapter(actor, pk)
    if chapter.version != expected:
        raise ChapterChanged(
            _("%(name)s has changed this chapter meanwhile. Nothing of yours is lost: look at both.")
            % {"name": chapter.edited_by or _("Somebody else")}
        )
    if is_finished and chapter.is_by_people and not (text_zh.strip() or text_en.strip()):
        raise UnableToChangeReport(_("Write the chapter before you call it finished."))
    was = chapter.text_zh, chapter.text_en, chapter.is_finished, chapter.elsewhere
    chapter.text_zh, chapter.text_en, chapter.is_finished = text_zh, text_en, is_finished
    told = elsewhere or {}
    chapter.elsewhere = [
        one | {"value": told.get(one["key"], one.get("value", "")).strip()} for one in chapter.elsewhere
    ]
    if was == (text_zh, text_en, is_finished, chapter.elsewhere):
        return chapter
    chapter.version += 1
    chapter.edited_by_id = actor.pk
    chapter.updated_at = now
    chapter.full_clean(validate_unique=False)
    chapter.save()
    _note(actor, chapter.report, "write", now, {"chapter": chapter.key, "finished": is_finished})
    return chapter


@transaction.atomic
def assign(*, actor: Actor, pk: int, responsible: User | None, now: datetime) -> Chapter:
    """Say who answers for a chapter: they are told, and may write it.

    Raises NotVisible, PermissionDenied, UnableToChangeReport.
    """
    chapter = _chapter(actor, pk)
    _require(chapter.report, actor)  # whoever answers for a chapter does not hand it on
    if responsible is not None and responsible.is_from_outside:
        raise UnableToChangeReport(_("Somebody of the centre answers for a chapter."))
    if chapter.responsible == responsible:
        return chapter
    chapter.responsible = responsible
    chapter.updated_at = now
    chapter.save(update_fields=["responsible", "updated_at"])
    _note(actor, chapter.report, "assign", now, {"chapter": chapter.key, "to": str(responsible or "")})
    if responsible is not None and responsible.pk != actor.pk:
        notices.tell_responsible(chapter, now=now)
    return chapter


def _chapter(actor: Actor, pk: int) -> Chapter:
    owning = Chapter.objects.filter(pk=pk).values("report")
    AnnualReport.objects.select_for_update(of=("self",)).filter(pk__in=owning).first()
    chapter: Chapter = Chapter.objects.select_related("report", "edited_by", "responsible").for_write(
        actor, pk, EDIT
    )
    _draft(chapter.report)
    return chapter


# --- Its numbers ----------------------------------------------------------------------------------


@transaction.atomic
def freeze_numbers(*, actor: Actor, pk: int, now: datetime) -> AnnualReport:
    """Freeze every number of a draft with its rows; done again, the numbers of now take their place.

    Raises NotVisible, PermissionDenied, UnableToChangeReport, UnableToFreeze.
    """
    # What is read in review stays what is published.
    report: AnnualReport = _draft(AnnualReport.objects.for_write(actor, pk, EDIT))
    require_freeze(report, actor)
    freeze_every_number(report, actor, now)
    return report


def require_freeze(report: AnnualReport, actor: Actor) -> None:
    """Raises UnableToChangeReport."""
    if not actor.scope_for(FREEZE).covers(report.department_id):
        raise UnableToChangeReport(
            _("Freezing needs the power “%(power)s”: somebody who holds it freezes the numbers first.")
            % {"power": capability_label(FREEZE)}
        )


def freeze_every_number(report: AnnualReport, actor: Actor, now: datetime) -> None:
    """The caller has locked the report. Raises UnableToFreeze."""
    on = min(report.last_day, timezone.localdate(now))
    codes = [code for codes in report.chapters.values_list("codes", flat=True) for code in codes]
    found = live_numbers(report, list(dict.fromkeys(codes)), on)
    report.numbers.all().delete()
    ReportNumber.objects.bulk_create(
        [_frozen(report, told, actor, now, on) for told in found.values()],
    )
    report.frozen_at, report.frozen_day, report.updated_at = now, on, now
    report.save(update_fields=["frozen_at", "frozen_day", "updated_at"])
    _note(actor, report, "freeze", now, {"day": on.isoformat(), "numbers": len(found)})


def _frozen(report: AnnualReport, told: Told, actor: Actor, now: datetime, on: Any) -> ReportNumber:
    """What it says is what was frozen, should records change in this moment."""
    snapshot: Snapshot | None = None
    if told.is_indicator and told.is_counted:
        try:
            snapshot = freeze_indicator(
                actor=actor,
                code=told.code,
                day=on,
                occasion=(report.name_zh or report.name_en)[:200],
                now=now,
                year_kind=report.year_kind,
                within=report.within,
            )
        except UnableToFreeze as refusal:
            raise UnableToFreeze(f"{told.label}: {refusal}") from refusal
        total = snapshot.total()
        told = with_value(told, in_both(lambda: total.in_words), total.value)
    said = told.as_data() | {"snapshot": None}
    return ReportNumber(report=report, code=told.code, snapshot=snapshot, said=said)


# --- Moves ----------------------------------------------------------------------------------------


@transaction.atomic
def submit(*, actor: Actor, pk: int, now: datetime) -> AnnualReport:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    report = _move(actor, pk, "submit", now, submitted_at=now, return_reason="")
    people = set(notices.deciders_on(report, APPROVE, now=now)) - {actor.pk}
    notices.tell(report, notices.SUBMITTED, people, now=now)
    return report


@transaction.atomic
def recall(*, actor: Actor, pk: int, now: datetime) -> AnnualReport:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    return _move(actor, pk, "recall", now)


@transaction.atomic
def give_back(*, actor: Actor, pk: int, reason: str, now: datetime) -> AnnualReport:
    """Return it to its authors, who read why. Raises NotVisible, PermissionDenied, TransitionRefused."""
    report = _move(actor, pk, "return", now, reason=reason, return_reason=reason.strip())
    notices.tell(report, notices.RETURNED, notices.authors_of(report), now=now, reason=reason.strip())
    return report


@transaction.atomic
def show_to_partners(*, actor: Actor, pk: int, is_shown: bool, now: datetime) -> AnnualReport:
    """Open it to enterprises at the portal, or close it again. Raises NotVisible, PermissionDenied."""
    report: AnnualReport = AnnualReport.objects.for_write(actor, pk, APPROVE)
    if report.is_for_partners != is_shown:
        report.is_for_partners, report.updated_at = is_shown, now
        report.save(update_fields=["is_for_partners", "updated_at"])
        _note(actor, report, "show" if is_shown else "hide", now)
    return report


def _move(
    actor: Actor, pk: int, name: str, now: datetime, *, reason: str = "", **changes: Any
) -> AnnualReport:
    return REPORT_MOVES.move(
        actor=actor, pk=pk, name=name, now=now, reason=reason, changes=changes | {"updated_at": now}
    )


def _note(
    actor: Actor,
    report: AnnualReport,
    act: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    audit.record(
        actor=actor,
        subject=report,
        verb=f"annual_report.{act}",
        now=now,
        details=dict(details or {}),
        capability=EDIT,
    )
