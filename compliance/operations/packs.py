"""Versions of packs: which one counts, and how a new one is made."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.engine.errors import InvalidRule
from compliance.engine.rules import Rule as CompiledRule
from compliance.engine.rules import RulePack, compile_rule
from compliance.engine.tightening import check_tightening, merged
from compliance.models import Pack, PackVersion, Rule
from core import audit
from core.access import Actor
from core.errors import Refused


class NoSuchPack(Refused):
    """There is no pack of this name, or none of its versions is in force on the day."""


class UnableToPublish(Refused):
    """The draft is not one that may stand for good; the message says why."""


def current_version(code: str, on: date) -> PackVersion:
    """The version of a pack that is in force on a day; costs two queries.

    Raises:
        NoSuchPack: see there.
    """
    version = PackVersion.objects.in_force(on).filter(pack__code=code).select_related("pack").first()
    if version is not None:
        return version
    known = list(Pack.objects.order_by("code").values_list("code", flat=True))
    if code in known:
        raise NoSuchPack(
            _("No version of “%(name)s” is in force on %(day)s.") % {"name": code, "day": on.isoformat()}
        )
    raise NoSuchPack(
        _("There is no pack “%(name)s”; there are %(known)s.") % {"name": code, "known": ", ".join(known)}
    )


def version_or_parents(pack: Pack, on: date) -> PackVersion:
    """The version of a pack in force on a day; of what it tightens, as long as none of its own is.

    Two queries, and three for each pack above that is asked.

    Raises:
        NoSuchPack: nothing in the line is in force.
    """
    try:
        return current_version(pack.code, on)
    except NoSuchPack:
        if pack.parent is None:
            raise
    return version_or_parents(pack.parent, on)


def version_where(code: str, on: date, *, place: str) -> PackVersion:
    """The version that is in force in a place: of the pack itself, or of the child made for the place.

    Args:
        place: "CN-330203" for a district; packs of its city ("CN-3302") and province count for it.

    Raises:
        NoSuchPack: neither the pack nor a child of it is in force on the day.
    """
    children = PackVersion.objects.in_force(on).filter(pack__parent__code=code).select_related("pack")
    fitting = [one for one in children if place.startswith(one.pack.jurisdiction)]
    if not fitting:
        return current_version(code, on)
    nearest = max(fitting, key=lambda one: len(one.pack.jurisdiction))
    return version_where(nearest.pack.code, on, place=place)


def rule_pack(version: PackVersion) -> RulePack:
    """The rules of a version with those of its parent, ready to run; kept for published versions.

    Raises:
        InvalidRule: a draft has a rule that cannot be run, or that is looser than its parent's.
    """
    if version.published_at is None:
        return _compiled(version)
    return _kept(version.pk, version.published_at)


@lru_cache(maxsize=64)
def _kept(pk: int, published_at: datetime) -> RulePack:
    return _compiled(PackVersion.objects.select_related("pack", "parent_version").get(pk=pk))


def _compiled(version: PackVersion) -> RulePack:
    own = [compile_rule(rule.spec) for rule in version.rules.order_by("order", "pk")]
    return RulePack(name=version.pack.code, number=version.number, rules=merged(_parents_rules(version), own))


def _parents_rules(version: PackVersion) -> tuple[CompiledRule, ...]:
    return rule_pack(version.parent_version).rules if version.parent_version else ()


def check_rule(rule: Rule) -> None:
    """Raises InvalidRule: the rule cannot be run, or is looser than the parent's of the same number."""
    compiled = compile_rule(rule.spec)
    parent = next((one for one in _parents_rules(rule.version) if one.code == rule.code), None)
    if parent is not None:
        check_tightening(parent, compiled)


def problems_of(version: PackVersion) -> list[str]:
    """What keeps a draft from being published, one sentence for each rule."""
    problems = []
    rules = list(version.rules.select_related("version__parent_version").order_by("order", "pk"))
    for rule in rules:
        try:
            check_rule(rule)
        except InvalidRule as refusal:
            problems.append(f"{rule.code}: {refusal}")
    if not rules and version.parent_version is None:
        problems.append(_("The version has no rules."))
    parents_pack = version.parent_version.pack_id if version.parent_version else None
    if parents_pack != version.pack.parent_id:
        problems.append(_("Say which version of the parent pack it tightens."))
    return problems


@transaction.atomic
def begin_draft(*, actor: Actor, pack_id: int, now: datetime) -> PackVersion:
    """Copy the latest version of a pack as a draft, on the latest version of its parent.

    The caller has authorised the actor.

    Raises:
        UnableToPublish: there is a draft already, or the parent has no published version.
    """
    pack = Pack.objects.select_for_update().get(pk=pack_id)
    if pack.versions.filter(published_at=None).exists():
        raise UnableToPublish(_("The pack has a draft already."))
    latest = pack.versions.order_by("-number").first()
    parent_version = None
    if pack.parent_id:
        parent_version = (
            PackVersion.objects.published().filter(pack=pack.parent_id).order_by("-number").first()
        )
        if parent_version is None:
            raise UnableToPublish(_("The parent pack has no published version yet."))
    draft = PackVersion.objects.create(
        pack=pack,
        number=latest.number + 1 if latest else 1,
        parent_version=parent_version,
        effective_from=timezone.localdate(now),
    )
    rules = list(latest.rules.all()) if latest else []
    for rule in rules:
        rule.pk, rule.version = None, draft
    Rule.objects.bulk_create(rules)
    audit.record(actor=actor, subject=pack, verb="rule.draft", now=now, details={"number": draft.number})
    return draft


@transaction.atomic
def publish(
    *, actor: Actor, version_id: int, reason_en: str, reason_zh: str, effective_from: date, now: datetime
) -> PackVersion:
    """Let a draft stand for good. The caller has authorised the actor.

    Raises:
        UnableToPublish: it is published already, gives no reason, or one of its rules cannot stand.
    """
    version = PackVersion.objects.select_for_update(of=("self",)).select_related("pack").get(pk=version_id)
    if version.is_published:
        raise UnableToPublish(_("This version is published already."))
    if not (reason_en.strip() or reason_zh.strip()):
        raise UnableToPublish(_("Say why there is a new version."))
    if problems := problems_of(version):
        raise UnableToPublish(" ".join(problems))
    version.reason_en, version.reason_zh = reason_en.strip(), reason_zh.strip()
    version.effective_from = effective_from
    version.full_clean(exclude=["pack"])
    version.published_at = now
    version.published_by_id = actor.pk
    version.save()
    audit.record(
        actor=actor,
        subject=version.pack,
        verb="rule.publish",
        now=now,
        reason=version.reason,
        details={"number": version.number, "effective_from": effective_from.isoformat()},
    )
    return version


@transaction.atomic
def discard_draft(*, actor: Actor, version_id: int, now: datetime) -> Pack:
    """Delete a draft with its rules. The caller has authorised the actor.

    Raises:
        UnableToPublish: it has been published.
    """
    version = PackVersion.objects.select_for_update(of=("self",)).select_related("pack").get(pk=version_id)
    if version.is_published:
        raise UnableToPublish(_("This version is published already."))
    pack, number = version.pack, version.number
    version.delete()
    audit.record(actor=actor, subject=pack, verb="rule.discard", now=now, details={"number": number})
    return pack
