"""Bringing the bundled packs into the database: what is there already stays as it is."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from compliance.models import Pack, PackVersion, Rule
from compliance.sources import BundledVersion, bundled_versions


def load_bundled() -> None:
    """Add the packs and versions that are missing. A centre's own versions are numbered after them."""
    known = set(PackVersion.objects.values_list("pack__code", "number"))
    for bundled in bundled_versions():
        if (bundled.code, bundled.number) not in known:
            _load(bundled)


@transaction.atomic
def _load(bundled: BundledVersion) -> PackVersion:
    parent = Pack.objects.get(code=bundled.parent) if bundled.parent else None
    pack, _made = Pack.objects.get_or_create(
        code=bundled.code,
        defaults={
            "jurisdiction": bundled.jurisdiction,
            "parent": parent,
            "name_en": bundled.name_en,
            "name_zh": bundled.name_zh,
        },
    )
    parent_version = None
    if parent is not None and bundled.parent_number is not None:
        parent_version = parent.versions.get(number=bundled.parent_number)
    version = PackVersion.objects.create(
        pack=pack,
        number=bundled.number,
        parent_version=parent_version,
        effective_from=bundled.effective_from,
        effective_until=bundled.effective_until,
        reason_en=bundled.reason_en,
        reason_zh=bundled.reason_zh,
    )
    Rule.objects.bulk_create(
        Rule(version=version, order=order, **asdict(spec))
        for order, spec in enumerate(bundled.rules, start=1)
    )
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    return version
