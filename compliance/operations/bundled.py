"""Bringing the bundled packs into the database: what is there already stays as it is."""

from __future__ import annotations

import logging
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from compliance.models import Pack, PackVersion, Rule
from compliance.sources import BundledVersion, bundled_versions

logger = logging.getLogger(__name__)


def load_bundled() -> None:
    """Add the packs and versions that are missing. A centre's own versions are numbered after them.

    What has a number already stays, and the log says where it is not what comes with the program: a version
    that a centre made before, or one that was bundled with other rules.
    """
    stored = PackVersion.objects.select_related("pack").prefetch_related("rules")
    known = {(version.pack.code, version.number): version for version in stored}
    for bundled in bundled_versions():
        version = known.get((bundled.code, bundled.number))
        if version is None:
            _load(bundled)
        elif differing := differences(version, bundled):
            logger.warning(
                "Version %d of the rule pack %s comes with other rules than the database has under this "
                "number, and is left out: %s. A published version never changes; make a new one of them.",
                bundled.number,
                bundled.code,
                ", ".join(differing),
            )


def differences(version: PackVersion, bundled: BundledVersion) -> list[str]:
    """The numbers of the rules in which a stored version is not the bundled one."""
    here = {rule.code: rule.spec for rule in version.rules.all()}
    comes = {spec.code: spec for spec in bundled.rules}
    return sorted(code for code in here.keys() | comes.keys() if here.get(code) != comes.get(code))


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
