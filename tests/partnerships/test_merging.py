from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from core.access import NotVisible
from core.models import AuditEvent
from core.search import search
from partnerships import merging, operations
from partnerships.merging import UnableToMerge, UnableToUndo
from partnerships.models import Contact, Enterprise, Merge, NameKind, RegisterEntry, Stage
from tests.factories import (
    ContactFactory,
    EnterpriseFactory,
    InteractionFactory,
    TagFactory,
    social_credit_code,
)
from tests.world import make_world

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def twin(world) -> Enterprise:
    """The partner once more, entered by a colleague under another spelling."""
    twin = EnterpriseFactory.create(
        name="苏州精工机械公司",
        name_en="SZ Jinggong",
        scheme="none",
        code=None,
        address="吴江区松陵镇",
        website="https://jinggong.example",
        department=world.mechanics,
    )
    twin.tags.add(TagFactory.create(name_zh="重点"))
    ContactFactory.create(enterprise=twin, name="郑工", is_primary=True)
    InteractionFactory.create(enterprise=twin)
    return twin


def merge(world, twin, **kwargs) -> Merge:
    return merging.merge(actor=world.officer, kept_pk=world.partner.pk, merged_pk=twin.pk, now=NOW, **kwargs)


def test_the_plan_says_what_moves_and_changes_nothing(world, twin):
    plan = merging.plan(actor=world.officer, kept_pk=world.partner.pk, merged_pk=twin.pk)
    assert {str(move.label): move.count for move in plan.moves} == {"contacts": 1, "interactions": 1}
    assert {choice.name for choice in plan.fields if choice.is_filled} == {"address", "website"}
    assert plan.new_names == ["苏州精工机械公司", "SZ Jinggong"]
    twin.refresh_from_db()
    assert twin.merged_into is None
    assert twin.contacts.count() == 1


def test_everything_of_the_merged_record_moves(world, twin):
    merge(world, twin, take=frozenset({"name_en"}))
    kept = Enterprise.objects.get(pk=world.partner.pk)
    assert set(kept.contacts.values_list("name", flat=True)) == {"孙丽", "周强", "吴师傅", "郑工"}
    assert kept.contacts.get(is_primary=True) == world.liaison
    assert kept.interactions.count() == 1
    assert (kept.name, kept.name_en) == ("苏州精工机械有限公司", "SZ Jinggong")
    assert (kept.address, kept.code) == ("吴江区松陵镇", social_credit_code(1))
    assert [tag.name_zh for tag in kept.tags.all()] == ["重点"]
    assert kept.names.get().kind == NameKind.MERGED


def test_the_merged_name_leads_to_the_kept_record(world, twin):
    merge(world, twin)
    assert list(search(Enterprise.objects.visible_to(world.officer), "机械公司")) == [world.partner]
    assert {event.verb for event in AuditEvent.objects.all()} == {"enterprise.merged"}


def test_a_code_goes_over_to_a_record_that_has_none(world, twin):
    merging.merge(actor=world.officer, kept_pk=twin.pk, merged_pk=world.partner.pk, now=NOW)
    twin.refresh_from_db()
    assert (twin.scheme, twin.code) == ("uscc", social_credit_code(1))


def test_rows_whose_like_is_there_stay_behind(world, twin):
    for enterprise in (world.partner, twin):
        operations.add_name(
            actor=world.officer, pk=enterprise.pk, name="精工厂", kind=NameKind.ALIAS, now=NOW
        )
    merge(world, twin)
    assert world.partner.names.filter(name="精工厂").count() == 1


def test_undoing_puts_everything_back(world, twin):
    before = {pk: dict(Enterprise.objects.filter(pk=pk).values().get()) for pk in (world.partner.pk, twin.pk)}
    record = merge(world, twin, take=frozenset({"name", "name_en"}))
    merging.undo(actor=world.officer, pk=record.pk, now=NOW)
    for pk, row in before.items():
        now = Enterprise.objects.filter(pk=pk).values().get()
        assert {k: v for k, v in now.items() if k != "updated_at"} == {
            k: v for k, v in row.items() if k != "updated_at"
        }
    assert Contact.objects.get(name="郑工").enterprise == twin
    assert Contact.objects.get(name="郑工").is_primary
    assert twin.interactions.count() == 1
    assert not world.partner.names.exists()
    assert not world.partner.tags.exists()
    assert Merge.objects.get().undone_by == world.officer
    with pytest.raises(UnableToUndo, match="already"):
        merging.undo(actor=world.officer, pk=record.pk, now=NOW)


def test_undoing_never_loses_what_was_written_since(world, twin):
    record = merge(world, twin)
    operations.change_enterprise(actor=world.officer, pk=world.partner.pk, now=NOW, address="新址")
    with pytest.raises(UnableToUndo, match="address"):
        merging.undo(actor=world.officer, pk=record.pk, now=NOW)
    twin.refresh_from_db()
    assert twin.merged_into == world.partner
    assert twin.contacts.count() == 0


def test_a_second_merge_is_undone_before_the_first(world, twin):
    first = merge(world, twin)
    other = EnterpriseFactory.create(department=world.mechanics, code=None, scheme="none")
    second = merging.merge(actor=world.officer, kept_pk=other.pk, merged_pk=world.partner.pk, now=NOW)
    with pytest.raises(NotVisible):
        merging.undo(actor=world.officer, pk=first.pk, now=NOW)
    merging.undo(actor=world.officer, pk=second.pk, now=NOW)
    merging.undo(actor=world.officer, pk=first.pk, now=NOW)
    assert Enterprise.objects.living().filter(pk__in=[twin.pk, world.partner.pk, other.pk]).count() == 3


def test_what_cannot_be_merged(world, twin):
    with pytest.raises(UnableToMerge, match="not two"):
        merging.merge(actor=world.officer, kept_pk=twin.pk, merged_pk=twin.pk, now=NOW)
    with pytest.raises(NotVisible):
        merging.merge(actor=world.officer, kept_pk=world.partner.pk, merged_pk=world.stranger.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        merging.merge(actor=world.coordinator, kept_pk=world.partner.pk, merged_pk=twin.pk, now=NOW)
    Enterprise.objects.filter(pk=twin.pk).update(state=Stage.BARRED)
    with pytest.raises(UnableToMerge, match="bar"):
        merge(world, twin)
    assert not Merge.objects.exists()
    assert twin.contacts.count() == 1


def test_an_app_can_object(world, twin, monkeypatch):
    monkeypatch.setattr(merging, "_steps", dict(merging._steps))
    merging.register_step(merging.Step(name="test", obstacle=lambda kept, merged: "Both sign one agreement."))
    assert merging.plan(actor=world.officer, kept_pk=world.partner.pk, merged_pk=twin.pk).obstacles == [
        "Both sign one agreement."
    ]
    with pytest.raises(UnableToMerge, match="Both sign"):
        merge(world, twin)


def test_every_key_to_an_enterprise_takes_part(db):
    labels = {(relation.model._meta.label, relation.field) for relation in merging.relations()}
    assert {
        ("partnerships.Contact", "enterprise"),
        ("partnerships.Interaction", "enterprise"),
        ("partnerships.RegisterEntry", "adopted_as"),
    } <= labels
    assert not any("Event" in label for label, _field in labels)


def test_the_register_follows(world, twin):
    entry = RegisterEntry.objects.create(scheme="uscc", key="k", name="x", imported_at=NOW, adopted_as=twin)
    merge(world, twin)
    entry.refresh_from_db()
    assert entry.adopted_as == world.partner


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_merge_at_once_in_opposite_directions_one_wins():
    world = make_world()
    twin = EnterpriseFactory.create(department=world.mechanics)
    start, outcomes = Barrier(2), []

    def attempt(kept: int, merged: int) -> None:
        start.wait()
        try:
            merging.merge(actor=world.officer, kept_pk=kept, merged_pk=merged, now=NOW)
            outcomes.append("merged")
        except NotVisible:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [
        Thread(target=attempt, args=(world.partner.pk, twin.pk)),
        Thread(target=attempt, args=(twin.pk, world.partner.pk)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["merged", "too late"]
    assert Merge.objects.count() == 1
