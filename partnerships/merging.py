"""Making one enterprise of two records, and taking it back.

Every row that points at the merged record moves to the kept one, whatever app it belongs to: the keys
are found by walking the models. An app whose rows need more than that says so with
:func:`register_step`. The merged record stays, out of sight, so that the merge can be undone as long as
nothing has happened since that contradicts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, Text
from core.errors import Refused
from partnerships.models import Contact, Enterprise, EnterpriseName, Merge, MergedRow, NameKind
from partnerships.operations.enterprises import keep_name, refresh_other_names
from partnerships.policies import MERGE

# What the merged record may lend to the kept one. A code is worth nothing without its register.
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "name_en": ("name_en",),
    "code": ("scheme", "code"),
    "industry": ("industry_id",),
    "region": ("country", "region_id"),
    "address": ("address",),
    "size_band": ("size_band",),
    "staff_count": ("staff_count",),
    "is_integration_type": ("is_integration_type",),
    "website": ("website",),
    "owner": ("owner_id",),
    "notes": ("notes",),
}
NOT_MOVED = (Enterprise, Merge, EnterpriseName, Enterprise.tags.through)


class UnableToMerge(Refused):
    """These two records cannot become one; the message says why."""


class UnableToUndo(Refused):
    """Something has happened since that a merge cannot be taken back over."""


type Obstacle = Callable[[Enterprise, Enterprise], str | None]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What an app adds for its own rows.

    Attributes:
        obstacle: looks at the kept and the merged enterprise; answers why they cannot be merged.
        clear: changes rows that would clash before they move, and yields (row, field, value before).
        settle: renews what is drawn from the keys of the two, once rows have moved or gone back.
    """

    name: str
    obstacle: Obstacle | None = None
    clear: Callable[[Enterprise, Enterprise], Iterator[tuple[models.Model, str, Any]]] | None = None
    settle: Callable[[Enterprise, Enterprise], None] | None = None


_steps: dict[str, Step] = {}


def register_step(step: Step) -> None:
    """Take part in merges. Called from ``AppConfig.ready``."""
    _steps[step.name] = step


@dataclass(frozen=True)
class Relation:
    """A key to an enterprise, somewhere in the product."""

    model: type[models.Model]
    field: str

    @property
    def label(self) -> Text:
        return self.model._meta.verbose_name_plural or self.model._meta.model_name or ""

    def rows(self, enterprise: Enterprise) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.field: enterprise})

    def staying(self, kept: Enterprise, merged: Enterprise) -> models.QuerySet:
        """Rows that cannot move, because the kept enterprise has their like already."""
        clashes = Q(pk__in=[])
        for fields in self._unique_with_key():
            others = [name for name in fields if name != self.field]
            like = self.rows(kept).filter(**{name: OuterRef(name) for name in others})
            clashes |= Q(Exists(like))
        return self.rows(merged).filter(clashes)

    def _unique_with_key(self) -> Iterator[tuple[str, ...]]:
        options = self.model._meta
        together = [tuple(fields) for fields in options.unique_together]
        constraints = [
            tuple(constraint.fields)
            for constraint in options.constraints
            if isinstance(constraint, models.UniqueConstraint) and not constraint.condition
        ]
        alone = [(self.field,)] if isinstance(options.get_field(self.field), models.OneToOneField) else []
        yield from (fields for fields in together + constraints + alone if self.field in fields)


def relations() -> Iterator[Relation]:
    """Every key to an enterprise, in every app; history keeps what it saw."""
    for model in apps.get_models(include_auto_created=True):
        if model in NOT_MOVED or hasattr(model, "pgh_tracked_model") or model._meta.proxy:
            continue
        for key in model._meta.local_fields:
            if isinstance(key, models.ForeignKey) and key.remote_field.model is Enterprise:
                yield Relation(model, key.name)


@dataclass(frozen=True)
class Move:
    """How many rows of one kind move, and how many stay because the kept record has their like."""

    label: Text
    count: int
    staying: int


@dataclass(frozen=True)
class FieldChoice:
    """One field of the two records side by side."""

    name: str
    label: Text
    kept: Any
    merged: Any
    is_filled: bool

    @property
    def differs(self) -> bool:
        return self.kept != self.merged

    @property
    def can_be_taken(self) -> bool:
        return self.differs and self.merged != ""


@dataclass(frozen=True)
class Plan:
    """What a merge would do, for the person who decides."""

    kept: Enterprise
    merged: Enterprise
    moves: list[Move]
    fields: list[FieldChoice]
    new_names: list[str]
    obstacles: list[str] = field(default_factory=list)


def plan(*, actor: Actor, kept_pk: Any, merged_pk: Any) -> Plan:
    """What the merge would do. Changes nothing.

    Raises NotVisible, PermissionDenied, UnableToMerge (the same record twice).
    """
    with transaction.atomic():
        kept, merged = _lock_both(actor, kept_pk, merged_pk)
    return Plan(
        kept=kept,
        merged=merged,
        moves=[
            Move(relation.label, count - staying, staying)
            for relation in relations()
            if (count := relation.rows(merged).count())
            for staying in [relation.staying(kept, merged).count()]
        ],
        fields=[
            FieldChoice(
                name,
                _label(name),
                _in_words(kept, name),
                _in_words(merged, name),
                is_filled=_is_empty(kept, name) and not _is_empty(merged, name),
            )
            for name in FIELDS
        ],
        new_names=[name for name, _kind, _until in _names_of(merged) if name not in _own_names(kept)],
        obstacles=list(_obstacles(kept, merged)),
    )


@transaction.atomic
def merge(
    *,
    actor: Actor,
    kept_pk: Any,
    merged_pk: Any,
    now: datetime,
    take: frozenset[str] = frozenset(),
    reason: str = "",
) -> Merge:
    """Make one enterprise of two. What the kept record lacks it gets from the merged one.

    Args:
        take: names in :data:`FIELDS` in which the merged record is right and the kept one is not.

    Raises:
        NotVisible, PermissionDenied: on either of the two.
        UnableToMerge: somebody merged one of them already, or an app has an obstacle.
    """
    kept, merged = _lock_both(actor, kept_pk, merged_pk)
    for obstacle in _obstacles(kept, merged):
        raise UnableToMerge(obstacle)
    record = Merge.objects.create(
        kept=kept, merged=merged, at=now, actor_id=actor.pk, reason=reason.strip(), fields={}
    )
    _move_rows(record)
    record.fields = _take_fields(kept, merged, take)
    record.save(update_fields=["fields"])
    merged.merged_into = kept
    merged.updated_at = now
    if "code" in record.fields:
        merged.code = None  # a code stands with one record: the kept one has it now
    merged.save(update_fields=["merged_into", "updated_at", "code"])
    kept.updated_at = now
    kept.full_clean()
    kept.save()
    _take_names_and_tags(record)
    _settle(kept, merged)
    for subject in (kept, merged):
        audit.record(
            actor=actor,
            subject=subject,
            verb="enterprise.merged",
            now=now,
            reason=reason.strip(),
            details={"kept": kept.pk, "merged": merged.pk, "name": merged.name, "merge": record.pk},
            capability=MERGE,
        )
    return record


@transaction.atomic
def undo(*, actor: Actor, pk: Any, now: datetime) -> Merge:
    """Take a merge back: both records stand again as they were.

    Raises:
        NotVisible, PermissionDenied: on the kept record.
        UnableToUndo: it was undone already, or something since contradicts it.
    """
    kept_pk = Merge.objects.filter(pk=pk).values_list("kept", flat=True).first()
    kept = Enterprise.objects.for_write(actor, kept_pk, MERGE)
    record = Merge.objects.select_for_update().get(pk=pk)
    if record.undone_at is not None:
        raise UnableToUndo(_("This merge has been undone already."))
    merged = Enterprise.objects.select_for_update().get(pk=record.merged_id)
    _give_fields_back(record, kept)
    _give_rows_back(record)
    kept.updated_at = merged.updated_at = now
    kept.save()
    merged.merged_into = None
    if "code" in record.fields:
        merged.code = record.fields["code"][1]
    if merged.code and _has_code(merged):
        raise UnableToUndo(_("Another enterprise has the code %(code)s by now.") % {"code": merged.code})
    merged.save(update_fields=["merged_into", "updated_at", "code"])
    refresh_other_names(kept)
    _settle(kept, merged)
    record.undone_at, record.undone_by_id = now, actor.pk
    record.save(update_fields=["undone_at", "undone_by"])
    for subject in (kept, merged):
        audit.record(
            actor=actor,
            subject=subject,
            verb="enterprise.merge_undone",
            now=now,
            details={"merge": record.pk},
            capability=MERGE,
        )
    return record


# --- The parts of a merge ---------------------------------------------------------------------


def _lock_both(actor: Actor, kept_pk: Any, merged_pk: Any) -> tuple[Enterprise, Enterprise]:
    if str(kept_pk) == str(merged_pk):
        raise UnableToMerge(_("These are not two records but one."))
    rows = {
        str(pk): Enterprise.objects.for_write(actor, pk, MERGE)
        for pk in sorted((kept_pk, merged_pk), key=int)
    }
    return rows[str(kept_pk)], rows[str(merged_pk)]


def _obstacles(kept: Enterprise, merged: Enterprise) -> Iterator[str]:
    if merged.is_barred and not kept.is_barred:
        yield _("A barred enterprise can be kept, not merged away: its bar would be lost.")
    for step in _steps.values():
        if step.obstacle and (text := step.obstacle(kept, merged)):
            yield text


def _settle(kept: Enterprise, merged: Enterprise) -> None:
    for step in _steps.values():
        if step.settle:
            step.settle(kept, merged)


def _move_rows(record: Merge) -> None:
    noted: list[MergedRow] = []
    for step in _steps.values():
        for row, name, before in step.clear(record.kept, record.merged) if step.clear else ():
            noted.append(_note(record, MergedRow.Act.CHANGED, type(row), name, row.pk, before=before))
    for relation in relations():
        moving = relation.rows(record.merged).exclude(
            pk__in=relation.staying(record.kept, record.merged).values("pk")
        )
        pks = list(moving.values_list("pk", flat=True))
        relation.model._base_manager.filter(pk__in=pks).update(**{relation.field: record.kept})
        noted += [_note(record, MergedRow.Act.MOVED, relation.model, relation.field, pk) for pk in pks]
    MergedRow.objects.bulk_create(noted)


def _note(
    record: Merge, act: MergedRow.Act, model: type[models.Model], name: str, pk: int, *, before: Any = None
) -> MergedRow:
    return MergedRow(merge=record, act=act, model=model._meta.label, field=name, row_id=pk, before=before)


def _take_fields(kept: Enterprise, merged: Enterprise, take: frozenset[str]) -> dict[str, list[Any]]:
    changed = {}
    for name, columns in FIELDS.items():
        if name in take or (_is_empty(kept, name) and not _is_empty(merged, name)):
            for column in columns:
                before, after = getattr(kept, column), getattr(merged, column)
                if before != after:
                    changed[column] = [before, after]
                    setattr(kept, column, after)
    return changed


def _take_names_and_tags(record: Merge) -> None:
    kept, merged = record.kept, record.merged
    kept.refresh_from_db()
    names = _names_of(merged)
    if "name" in record.fields:
        names.append((record.fields["name"][0], NameKind.FORMER, None))
    added: list[MergedRow] = []
    for name, kind, until in names:
        if row := keep_name(kept, name, kind=kind, until=until):
            added.append(_note(record, MergedRow.Act.ADDED, EnterpriseName, "enterprise", row.pk))
    for tag in set(merged.tags.all()) - set(kept.tags.all()):
        link = Enterprise.tags.through.objects.create(enterprise=kept, tag=tag)
        added.append(_note(record, MergedRow.Act.ADDED, Enterprise.tags.through, "enterprise", link.pk))
    MergedRow.objects.bulk_create(added)


def _names_of(merged: Enterprise) -> list[tuple[str, str, Any]]:
    names: list[tuple[str, str, Any]] = [(merged.name, NameKind.MERGED, None)]
    if merged.name_en:
        names.append((merged.name_en, NameKind.ALIAS, None))
    return names + [(name.name, name.kind, name.until) for name in merged.names.all()]


def _own_names(kept: Enterprise) -> set[str]:
    return {kept.name, kept.name_en, *kept.names.values_list("name", flat=True)}


def _label(name: str) -> Text:
    return next(field.verbose_name for field in Enterprise._meta.fields if field.name == name)


def _is_empty(enterprise: Enterprise, name: str) -> bool:
    return getattr(enterprise, FIELDS[name][-1]) in (None, "")


def _in_words(enterprise: Enterprise, name: str) -> Any:
    display = getattr(enterprise, f"get_{name}_display", None)
    value = display() if display else getattr(enterprise, name)
    return value if value not in (None, "") else ""


def _give_fields_back(record: Merge, kept: Enterprise) -> None:
    for column, (before, after) in record.fields.items():
        if getattr(kept, column) != after:
            raise UnableToUndo(
                _("“%(field)s” has been changed since: undoing would lose that.")
                % {"field": _label(column.removesuffix("_id"))}
            )
        setattr(kept, column, before)


def _has_code(merged: Enterprise) -> bool:
    others = Enterprise.objects.exclude(pk=merged.pk)
    return others.filter(scheme=merged.scheme, code=merged.code).exists()


def _give_rows_back(record: Merge) -> None:
    by_kind: dict[tuple[str, str, str], list[MergedRow]] = {}
    for row in record.rows.all():
        by_kind.setdefault((row.act, row.model, row.field), []).append(row)
    # Moved rows first: a changed one takes its old value at its old place.
    for (act, label, name), rows in sorted(by_kind.items(), key=lambda item: item[0][0] != "moved"):
        model = apps.get_model(label)
        there = model._base_manager.filter(pk__in=[row.row_id for row in rows])
        if act == MergedRow.Act.ADDED:
            there.delete()
        elif act == MergedRow.Act.CHANGED:
            for row in rows:
                there.filter(pk=row.row_id).update(**{name: row.before})
        else:
            if there.exclude(**{name: record.kept_id}).exists():
                raise UnableToUndo(
                    _("Some %(kind)s have gone elsewhere since.") % {"kind": model._meta.verbose_name_plural}
                )
            there.update(**{name: record.merged_id})


# --- Our own step: one enterprise has one first contact ---------------------------------------


def _clear_primary(kept: Enterprise, merged: Enterprise) -> Iterator[tuple[models.Model, str, Any]]:
    if not kept.contacts.filter(is_primary=True).exists():
        return
    for contact in merged.contacts.filter(is_primary=True):
        Contact.objects.filter(pk=contact.pk).update(is_primary=False)
        yield contact, "is_primary", True


register_step(Step(name="contacts", clear=_clear_primary))


# --- What an enterprise proposed is about one of the two records -------------------------------


def _corrections_wait(kept: Enterprise, merged: Enterprise) -> str | None:
    if not merged.corrections.waiting().exists():
        return None
    return _("People of %(enterprise)s have proposed corrections. Decide on them first.") % {
        "enterprise": merged
    }


register_step(Step(name="corrections", obstacle=_corrections_wait))
