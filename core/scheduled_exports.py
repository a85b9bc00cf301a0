"""Saved views that come as files by the calendar: made for their owner, kept for a while, told by a link.

No file travels by mail: what it says about people stays behind the sign-in. Whoever has lost sight of a list,
or of a department whose rows they could see, can no longer open what it was sent of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import structlog
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.access import scopes_of, still_cover
from core.exports import ROWS_PER_CHUNK, stream_csv, write_xlsx
from core.kept import with_its_row
from core.models import ExportSchedule, KeptExport, SavedView
from core.models.exports import EXPORTS, exported_name
from core.notifications import Kind, notify
from core.views.saved import Opened, opened

KEPT_FOR = timedelta(days=30)
# Longer than a file lies there before its row is written.
AS_LONG_AS_A_FILE = timedelta(days=1)

MADE = Kind(
    name="core.export_made", label=_("Files that you asked for"), icon="table-export", can_be_off=False
)
STOPPED = Kind(
    name="core.export_stopped",
    label=_("A file that you asked for is not made any more"),
    icon="alert-circle",
    can_be_off=False,
)

logger = structlog.get_logger(__name__)


def next_day(rhythm: str, after: date) -> date:
    """The first day of the rhythm that lies behind a day."""
    match rhythm:
        case ExportSchedule.Rhythm.DAILY:
            return after + timedelta(1)
        case ExportSchedule.Rhythm.WEEKLY:
            return after + timedelta(7 - after.weekday())
        case ExportSchedule.Rhythm.MONTHLY:
            return (after.replace(day=1) + timedelta(32)).replace(day=1)
    raise ValueError(f"{rhythm!r} is no rhythm")


@transaction.atomic
def schedule_export(*, actor: Any, view: int, rhythm: str, fmt: str, today: date) -> ExportSchedule:
    """Have one's own view sent from the next day of the rhythm on; another rhythm replaces the one before.

    Raises:
        SavedView.DoesNotExist: it is not the actor's.
    """
    saved = SavedView.objects.select_for_update().get(pk=view, owner=actor)
    schedule, _is_new = ExportSchedule.objects.update_or_create(
        view=saved, defaults={"rhythm": rhythm, "format": fmt, "next_on": next_day(rhythm, today)}
    )
    return schedule


def stop_export(*, actor: Any, schedule: int) -> str:
    """End it; what was made stays as long as it is kept. Answers the name of the view.

    Raises:
        ExportSchedule.DoesNotExist: it is not the actor's.
    """
    found = ExportSchedule.objects.select_related("view").get(pk=schedule, view__owner=actor)
    name = found.view.name
    found.delete()
    return name


def make_due(*, now: datetime) -> int:
    """Make every file that is due, each in a transaction of its own; answers how many.

    What is late because nothing ran is made once, of today. A file that cannot be made keeps no other
    from being made, and is tried again by the next sweep.
    """
    today = timezone.localdate(now)
    made = 0
    for pk in ExportSchedule.objects.filter(next_on__lte=today).order_by("pk").values_list("pk", flat=True):
        try:
            made += _make(pk, today=today, now=now)
        except Exception:
            logger.exception("a scheduled export failed", schedule=pk)
    return made


def _make(pk: int, *, today: date, now: datetime) -> bool:
    with transaction.atomic():
        schedule = (
            ExportSchedule.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("view__owner")
            .filter(pk=pk, next_on__lte=today)
            .first()
        )
        if schedule is None:
            return False
        owner = schedule.view.owner
        with translation.override(owner.language):
            found = opened(schedule.view, user=owner)
            if found is None:
                _give_up(schedule, now=now)
                return False
            _keep(schedule, found, today=today, now=now)
    return True


def _keep(schedule: ExportSchedule, found: Opened, *, today: date, now: datetime) -> None:
    """Write the file, its row, what is said of it and when the next one is due."""
    rows = _Counted(found.view.in_order(found.filterset.qs).iterator(chunk_size=ROWS_PER_CHUNK))
    columns = found.view.export_columns()
    with tempfile.TemporaryFile() as output:
        if schedule.format == ExportSchedule.Format.CSV:
            output.writelines(stream_csv(columns, rows))
        else:
            write_xlsx(columns, rows, output)
        output.seek(0)
        name = default_storage.save(exported_name(), File(output))
    with with_its_row(default_storage, name):
        found.view.note_exported(found.filterset.qs)
        kept = KeptExport.objects.create(
            owner=schedule.view.owner,
            schedule=schedule,
            name=schedule.view.name,
            list_name=schedule.view.list_name,
            day=today,
            made_at=now,
            rows=rows.count,
            file=name,
            format=schedule.format,
            scopes=_scopes(found, owner=schedule.view.owner),
        )
        schedule.next_on = next_day(schedule.rhythm, today)
        schedule.save(update_fields=["next_on"])
        notify(
            key=f"{MADE.name}:{schedule.pk}:{today}",
            kind=MADE.name,
            recipient=schedule.view.owner,
            subject=kept,
            data={
                "url": reverse("core:export_file", args=[kept.pk]),
                "view": kept.name,
                "rows": kept.rows,
                "day_on": today.isoformat(),
                "until_on": (today + KEPT_FOR).isoformat(),
            },
            now=now,
        )


def _give_up(schedule: ExportSchedule, *, now: datetime) -> None:
    """Nobody is sent what they may not see any more; they hear why nothing comes."""
    notify(
        key=f"{STOPPED.name}:{schedule.pk}",
        kind=STOPPED.name,
        recipient=schedule.view.owner,
        data={"url": reverse("core:exports"), "view": schedule.view.name},
        now=now,
    )
    schedule.delete()


class _Counted:
    """Rows that know afterwards how many they were."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.count += 1
            yield row


def _scopes(found: Opened, *, owner: Any) -> dict[str, Any]:
    """Where the owner holds the powers that open the list and its rows now."""
    rows = found.filterset.qs
    return scopes_of(owner, {found.view.capability, getattr(rows, "read_capability", found.view.capability)})


def is_covered(kept: KeptExport, *, user: Any) -> bool:
    """Whether they may see at least what they saw when it was made; nothing where the file does not say."""
    return still_cover(kept.scopes, user)


def may_open(kept: KeptExport, *, user: Any) -> bool:
    """Whether the file is theirs, and they still see the list that it was made of and no less of it."""
    return (
        kept.owner_id == user.pk
        and is_covered(kept, user=user)
        and opened(SavedView(list_name=kept.list_name), user=user) is not None
    )


def forget_old(*, now: datetime) -> int:
    """Delete files that were kept long enough, those that their owner may not open any more because they see
    less now, and those whose row was never written; answers how many."""
    past = KeptExport.objects.filter(made_at__lt=now - KEPT_FOR)
    old = list(past.values_list("pk", "file"))
    kept = (
        KeptExport.objects.filter(made_at__gte=now - KEPT_FOR).select_related("owner").order_by("owner", "pk")
    )
    for owner, files in groupby(kept, key=lambda one: one.owner):
        old += [(one.pk, one.file.name) for one in files if not is_covered(one, user=owner)]
    KeptExport.objects.filter(pk__in=[pk for pk, _file in old]).delete()
    lost = set(_files_before(now - AS_LONG_AS_A_FILE))
    lost -= set(KeptExport.objects.filter(file__in=lost).values_list("file", flat=True))
    for name in lost | {file for _pk, file in old}:
        default_storage.delete(name)
    return len(lost | {file for _pk, file in old})


def _files_before(moment: datetime) -> Iterator[str]:
    if not default_storage.exists(EXPORTS):
        return
    for file in default_storage.listdir(EXPORTS)[1]:
        name = f"{EXPORTS}/{file}"
        if default_storage.get_modified_time(name) < moment:
            yield name
