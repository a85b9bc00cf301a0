"""What was filed with an authority for internships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from compliance.models import Waiver
from core.dates import end_of
from internships.models import Filing
from placements.models import Placement


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """A filing for an internship: what it is for, and whether it was there on the reference day."""

    kind: str
    number: str
    is_there: bool


def filings_of(placements: Iterable[Placement], on: date) -> dict[int, list[Filed]]:
    """What was filed for each, by the plan or lifting a rule for it, those of after the day as well. Three
    queries."""
    found = list(placements)
    of_plans: dict[int, list[Filed]] = defaultdict(list)
    for one in Filing.objects.filter(plan__in={one.plan_id for one in found}).order_by("filed_on", "pk"):
        of_plans[one.plan_id].append(Filed(kind=one.kind, number=one.number, is_there=one.filed_on <= on))
    keys = {name: {getattr(one, f"{name}_id") for one in found} for name in ("plan", "post", "enterprise")}
    keys["placement"] = {one.pk for one in found}
    types = ContentType.objects.get_for_models(
        *(Placement._meta.get_field(name).related_model for name in ("plan", "post", "enterprise")), Placement
    )
    names = {kind.pk: str(model._meta.model_name) for model, kind in types.items()}
    about = Q(pk__in=())
    for kind, name in names.items():
        about |= Q(subject_type=kind, subject_id__in=keys[name])
    standing = Q(withdrawn_at=None) | Q(withdrawn_at__gte=end_of(on))
    lifted: dict[tuple[str, int], list[Waiver]] = defaultdict(list)
    for waiver in Waiver.objects.filter(about & standing).order_by("valid_from", "pk"):
        lifted[names[waiver.subject_type_id], waiver.subject_id].append(waiver)
    return {
        each.pk: [
            *of_plans[each.plan_id],
            *(
                Filed(kind=waiver.kind, number=waiver.number, is_there=waiver.valid_from <= on)
                for waiver in _lifting(each, lifted)
            ),
        ]
        for each in found
    }


def _lifting(one: Placement, lifted: Mapping[tuple[str, int], Sequence[Waiver]]) -> Iterable[Waiver]:
    """Those that held on a day of the internship."""
    first, last = one.started_on or one.starts_on, one.ended_on or one.ends_on
    about = {"placement": one.pk, "post": one.post_id, "plan": one.plan_id, "enterprise": one.enterprise_id}
    for name, pk in about.items():
        for waiver in lifted.get((name, pk), ()):
            if waiver.valid_from <= last and waiver.valid_until >= first:
                yield waiver
