"""Packs in the database: loaded, versioned, immutable once published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from compliance.choices import Outcome
from compliance.engine.errors import InvalidRule
from compliance.models import Pack, PackVersion, Rule
from compliance.operations import (
    NoSuchPack,
    UnableToPublish,
    begin_draft,
    current_version,
    discard_draft,
    evaluate,
    problems_of,
    publish,
    rule_pack,
)
from compliance.operations.bundled import load_bundled
from compliance.sources import bundled_versions
from core.models import AuditEvent
from tests.compliance.samples import GOOD, ON, changed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NATIONAL = "cn-internship-2021"


def draft_of(world, code: str = NATIONAL) -> PackVersion:
    return begin_draft(actor=world.administrator, pack_id=Pack.objects.get(code=code).pk, now=NOW)


def published(world, draft: PackVersion, effective_from: date = ON) -> PackVersion:
    return publish(
        actor=world.administrator,
        version_id=draft.pk,
        reason_en="Article 16 counted anew",
        reason_zh="",
        effective_from=effective_from,
        now=NOW,
    )


def test_the_bundled_packs_are_there_after_the_migrations():
    assert set(Pack.objects.values_list("code", flat=True)) == {
        NATIONAL,
        "cn-qingdao",
        "cn-ningbo",
        "cn-teachers-2016",
        "cn-teachers-ningbo",
        "gb-tlevel-2020",
        "cn-dual-qualified-2022",
        "cn-shanxi-dual-qualified-2025",
        "cn-parttime-2023",
        "cn-cooperation-2022",
    }
    assert not PackVersion.objects.filter(published_at=None).exists()


def test_every_rule_arrives_as_its_file_says():
    for bundled in bundled_versions():
        version = PackVersion.objects.get(pack__code=bundled.code, number=bundled.number)
        assert [rule.spec for rule in version.rules.all()] == list(bundled.rules)


def test_loading_again_changes_nothing():
    before = list(Rule.objects.order_by("pk").values())

    load_bundled()

    assert list(Rule.objects.order_by("pk").values()) == before


def test_a_child_has_its_parents_rules_and_its_own():
    qingdao = rule_pack(current_version("cn-qingdao", ON))

    assert {"INT-15", "QD-35"} <= {rule.code for rule in qingdao.rules}


def test_a_pack_that_nobody_knows_is_named_with_those_there_are():
    with pytest.raises(NoSuchPack, match="cn-ningbo"):
        current_version("cn-nowhere", ON)


def test_before_its_first_day_no_version_is_in_force():
    with pytest.raises(NoSuchPack, match="in force on 2021-12-30"):
        current_version(NATIONAL, date(2021, 12, 30))
    assert current_version(NATIONAL, date(2021, 12, 31)).number == 1


# --- Immutability -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda: Rule.objects.filter(code="INT-15").update(severity="advisory"),
        lambda: Rule.objects.filter(code="INT-15").delete(),
        lambda: PackVersion.objects.filter(pack__code=NATIONAL).update(effective_from=date(2020, 1, 1)),
        lambda: PackVersion.objects.filter(pack__code="gb-tlevel-2020").update(published_at=None),
        lambda: PackVersion.objects.filter(pack__code="gb-tlevel-2020").delete(),
        lambda: Rule.objects.create(
            version=PackVersion.objects.get(pack__code=NATIONAL, number=1),
            order=99,
            code="INT-99",
            instrument_en="x",
            article="1",
            title_en="x",
            text_en="x",
            severity="advisory",
            evidence="verified",
            predicate="is_given",
            parameters={"fact": "student.sex"},
        ),
    ],
    ids=["change a rule", "delete a rule", "change a version", "take it back", "delete it", "add a rule"],
)
def test_a_published_version_stands_even_against_the_database(change):
    before = list(Rule.objects.order_by("pk").values()), list(PackVersion.objects.order_by("pk").values())

    with pytest.raises(DatabaseError), transaction.atomic():
        change()

    after = list(Rule.objects.order_by("pk").values()), list(PackVersion.objects.order_by("pk").values())
    assert after == before


def test_no_rule_slips_from_a_draft_into_a_published_version(world):
    draft = draft_of(world)
    rule = draft.rules.get(code="INT-15")

    with pytest.raises(DatabaseError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(version=current_version("gb-tlevel-2020", ON))


# --- New versions -------------------------------------------------------------------------------


def test_a_new_version_begins_as_a_copy_of_the_latest(world):
    draft = draft_of(world)

    latest = current_version(NATIONAL, ON)
    assert (draft.number, latest.number) == (3, 2)
    assert [rule.spec for rule in draft.rules.all()] == [rule.spec for rule in latest.rules.all()]


def test_a_pack_has_one_draft_at_a_time(world):
    draft_of(world)

    with pytest.raises(UnableToPublish, match="draft already"):
        draft_of(world)
    pack = Pack.objects.get(code=NATIONAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        PackVersion.objects.create(pack=pack, number=9, effective_from=ON)


def test_a_corrected_rule_counts_from_the_day_on_which_its_version_is_in_force(world):
    draft = draft_of(world)
    draft.rules.filter(code="INT-15").update(
        parameters={"fact": "student.study_year", "minimum": 3}, article="16(1) 新"
    )
    new = published(world, draft, effective_from=date(2026, 4, 1))

    def finding(on: date):
        found = evaluate(changed(("student.study_year", 2)), current_version(NATIONAL, on), on).findings
        return next(one for one in found if one.code == "INT-15")

    outcomes = [finding(on) for on in (date(2026, 3, 31), date(2026, 4, 1))]
    assert [one.outcome for one in outcomes] == [Outcome.PASS, Outcome.FAIL]
    assert outcomes[1].rule.spec.article == "16(1) 新"
    assert AuditEvent.objects.get(verb="rule.publish").details["number"] == new.number


def test_a_child_keeps_to_the_version_of_its_parent_that_it_was_made_on(world):
    draft = draft_of(world)
    draft.rules.filter(code="INT-15").update(parameters={"fact": "student.study_year", "minimum": 3})
    published(world, draft)

    second_year = changed(("student.study_year", 2))
    assert evaluate(second_year, current_version("cn-ningbo", ON), ON).passes
    child = published(world, draft_of(world, "cn-ningbo"))
    assert not evaluate(second_year, child, ON).passes


def test_a_draft_cannot_be_published_without_a_reason(world):
    with pytest.raises(UnableToPublish, match="Say why"):
        publish(
            actor=world.administrator,
            version_id=draft_of(world).pk,
            reason_en=" ",
            reason_zh="",
            effective_from=ON,
            now=NOW,
        )


def test_a_draft_with_a_rule_that_cannot_run_says_which_and_why(world):
    draft = draft_of(world)
    draft.rules.filter(code="INT-15").update(parameters={"fact": "student.study_year", "minimum": "two"})

    assert problems_of(draft) == ["INT-15: “at_least.minimum” has to be a number."]
    with pytest.raises(UnableToPublish, match="INT-15"):
        published(world, draft)
    with pytest.raises(InvalidRule):
        rule_pack(draft)


def test_a_child_that_loosens_its_parent_cannot_be_published(world):
    draft = draft_of(world, "cn-qingdao")
    parents = Rule.objects.get(code="INT-15", version=draft.parent_version)
    parents.pk, parents.version = None, draft
    parents.parameters = {"fact": "student.study_year", "minimum": 1}
    parents.save(force_insert=True)

    with pytest.raises(UnableToPublish, match="may only become larger than 2"):
        published(world, draft)


def test_a_child_stands_on_a_version_of_its_own_parent(world):
    draft = draft_of(world, "cn-qingdao")
    PackVersion.objects.filter(pk=draft.pk).update(parent_version=current_version("gb-tlevel-2020", ON))

    with pytest.raises(UnableToPublish, match="which version of the parent pack"):
        published(world, draft)


def test_a_version_is_published_once(world):
    draft = draft_of(world)
    published(world, draft)

    with pytest.raises(UnableToPublish, match="published already"):
        published(world, draft)


def test_a_draft_can_be_discarded_and_a_published_version_cannot(world):
    draft = draft_of(world)
    discard_draft(actor=world.administrator, version_id=draft.pk, now=NOW)

    assert not PackVersion.objects.filter(pk=draft.pk).exists()
    with pytest.raises(UnableToPublish):
        discard_draft(actor=world.administrator, version_id=current_version(NATIONAL, ON).pk, now=NOW)


def test_good_facts_pass_the_pack_as_it_is_stored():
    assert evaluate(GOOD, current_version(NATIONAL, ON), ON).passes
    assert evaluate(GOOD, current_version(NATIONAL, ON + timedelta(1)), ON).pack.number == 2
