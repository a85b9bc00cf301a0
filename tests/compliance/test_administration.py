"""An administrator makes a new version of a pack without code, and is told plainly what cannot be."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.choices import Stage
from compliance.models import Evaluation, Pack, PackVersion, Rule
from compliance.operations import current_version, evaluate, store
from core.models import AccessLog
from tests.compliance.samples import changed
from tests.world import signed_in

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 1)
NATIONAL = "cn-internship-2021"


@pytest.fixture
def administrator(world) -> Client:
    return signed_in(world.administrator)


def begin(administrator: Client, code: str = NATIONAL) -> PackVersion:
    pack = Pack.objects.get(code=code)
    answer = administrator.post(reverse("admin:compliance_pack_draft", args=[pack.pk]), follow=True)
    assert "The draft is a copy of the latest version" in answer.content.decode()
    return PackVersion.objects.get(pack=pack, published_at=None)


def fields_of(rule: Rule, **changes: object) -> dict[str, object]:
    """A rule's form as the page shows it, with some fields filled in differently."""
    form = {
        name: getattr(rule, name)
        for name in (
            *("order", "code", "instrument_en", "instrument_zh", "article", "article_zh"),
            *("title_en", "title_zh", "text_en", "text_zh"),
            *("severity", "evidence", "stage", "override", "predicate"),
        )
    }
    form |= {"parameters": json.dumps(rule.parameters), "conditions": json.dumps(rule.conditions)}
    form |= {"facts": ",".join(rule.facts)} | ({"is_gate": "on"} if rule.is_gate else {})
    return form | changes


def save(administrator: Client, rule: Rule, **changes: object) -> str:
    address = reverse("admin:compliance_rule_change", args=[rule.pk])
    return administrator.post(address, fields_of(rule, **changes), follow=True).content.decode()


def publish_form(draft: PackVersion) -> str:
    return reverse("admin:compliance_packversion_publish", args=[draft.pk])


def test_a_rule_is_corrected_in_a_new_version_without_code(administrator):
    pack = Pack.objects.get(code=NATIONAL)
    page = administrator.get(reverse("admin:compliance_pack_change", args=[pack.pk]))
    assert "Begin a new version" in page.content.decode()

    draft = begin(administrator)
    rule = draft.rules.get(code="INT-15")
    text = administrator.get(reverse("admin:compliance_rule_change", args=[rule.pk])).content.decode()
    assert "&quot;minimum&quot;: 2" in text
    saved = save(
        administrator,
        rule,
        parameters='{"fact": "student.study_year", "minimum": 3}',
        article="16(1), counted",
    )
    assert "was changed successfully" in saved

    answer = administrator.post(
        publish_form(draft),
        {"effective_from": "2026-05-01", "reason_zh": "按原文核对条款"},
        follow=True,
    )

    assert "The version is published" in answer.content.decode()
    assert current_version(NATIONAL, ON) == draft
    assert current_version(NATIONAL, date(2026, 4, 30)).number == 2
    found = evaluate(changed(("student.study_year", 2)), current_version(NATIONAL, ON), ON)
    assert [one.code for one in found.blocking] == ["INT-15"]
    assert found.blocking[0].rule.spec.article == "16(1), counted"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"parameters": '{"fact": "student.study_year", "minimum": "two"}'}, "has to be a number"),
        ({"parameters": '{"fact": "student.year", "minimum": 2}'}, "names no fact: student.year"),
        ({"parameters": "{not json"}, "Enter a valid JSON"),
        ({"predicate": "run_code"}, "Select a valid choice"),
        ({"conditions": '[{"predicate": "nothing"}]'}, "no predicate “nothing”"),
        ({"override": "hours"}, "Only a rule that is forbidden unless filed"),
        ({"code": "15"}, "letters, a hyphen, a number"),
        ({"article": ""}, "instrument and the article"),
        ({"facts": "student.shoe_size"}, "no fact called “student.shoe_size”"),
    ],
)
def test_what_cannot_work_is_refused_in_the_form(administrator, changes, words):
    rule = begin(administrator).rules.get(code="INT-15")
    before = Rule.objects.values().get(pk=rule.pk)

    assert words in save(administrator, rule, **changes)
    assert Rule.objects.values().get(pk=rule.pk) == before


def test_a_child_pack_cannot_be_given_a_looser_rule(administrator):
    draft = begin(administrator, "cn-ningbo")
    parents = draft.parent_version.rules.get(code="INT-15")
    form = fields_of(parents, version=draft.pk, parameters='{"fact": "student.study_year", "minimum": 1}')

    answer = administrator.post(reverse("admin:compliance_rule_add"), form)

    assert "may only become larger than 2" in answer.content.decode()
    assert not draft.rules.filter(code="INT-15").exists()


def test_a_child_pack_can_be_given_a_stricter_rule(administrator):
    draft = begin(administrator, "cn-ningbo")
    parents = draft.parent_version.rules.get(code="INT-15")
    form = fields_of(parents, version=draft.pk, parameters='{"fact": "student.study_year", "minimum": 3}')

    administrator.post(reverse("admin:compliance_rule_add"), form)
    administrator.post(publish_form(draft), {"effective_from": "2026-05-01", "reason_en": "Local rule"})

    found = evaluate(changed(("student.study_year", 2)), current_version("cn-ningbo", ON), ON)
    assert [one.code for one in found.blocking] == ["INT-15"]


def test_a_draft_that_cannot_stand_says_why_before_anybody_presses_publish(administrator):
    draft = begin(administrator)
    draft.rules.filter(code="INT-15").update(parameters={})

    assert "INT-15: “at_least” needs the parameter “fact”." in (
        administrator.get(publish_form(draft)).content.decode()
    )
    answer = administrator.post(publish_form(draft), {"effective_from": "2026-05-01", "reason_en": "x"})
    assert answer.status_code == 200
    assert PackVersion.objects.get(pk=draft.pk).published_at is None


def test_a_version_without_a_reason_is_not_published(administrator):
    draft = begin(administrator)

    answer = administrator.post(publish_form(draft), {"effective_from": "2026-05-01"})

    assert "Say why there is a new version." in answer.content.decode()
    assert PackVersion.objects.get(pk=draft.pk).published_at is None


def test_a_published_version_is_only_read(administrator):
    version = current_version(NATIONAL, ON)
    rule = version.rules.get(code="INT-15")
    for name, record in (("packversion", version), ("rule", rule)):
        address = reverse(f"admin:compliance_{name}_change", args=[record.pk])
        text = administrator.get(address).content.decode()
        assert 'name="_save"' not in text
        assert "Publish" not in text.replace("Published", "")
        assert administrator.post(address, {"article": "99"}).status_code == 403
        assert administrator.post(
            reverse(f"admin:compliance_{name}_delete", args=[record.pk]), {"post": "yes"}
        ).status_code in {403, 302}
    assert administrator.get(publish_form(version)).status_code == 403
    assert Rule.objects.get(pk=rule.pk).article == "Article 16(1)"


def test_a_draft_is_discarded_with_its_rules(administrator):
    draft = begin(administrator)

    administrator.post(reverse("admin:compliance_packversion_discard", args=[draft.pk]))

    assert not PackVersion.objects.filter(pk=draft.pk).exists()
    assert begin(administrator).number == 3


@pytest.mark.parametrize("name", ["admin:compliance_pack_draft", "admin:compliance_packversion_discard"])
def test_opening_an_address_does_nothing(administrator, name):
    draft = begin(administrator)
    pk = draft.pack_id if "pack_draft" in name else draft.pk

    assert administrator.get(reverse(name, args=[pk])).status_code == 404
    assert PackVersion.objects.filter(pk=draft.pk).exists()


def test_who_reads_the_facts_of_a_check_is_noted(world, administrator):
    kept = store(
        subject=world.partner,
        facts=changed(),
        version=current_version(NATIONAL, ON),
        stage=Stage.START,
        on=ON,
        now=timezone.now(),
    )

    text = administrator.get(reverse("admin:compliance_evaluation_change", args=[kept.pk])).content.decode()

    assert "birth_date" in text
    noted = AccessLog.objects.get(subject_type=ContentType.objects.get_for_model(Evaluation))
    assert (noted.actor, noted.subject_ids, noted.data) == (world.administrator, [kept.pk], "sensitive")


def test_administrators_who_may_not_change_packs_cannot_make_versions(world):
    world.officer.is_staff = True
    world.officer.save()
    pack = Pack.objects.get(code=NATIONAL)

    answer = signed_in(world.officer).post(reverse("admin:compliance_pack_draft", args=[pack.pk]))

    assert answer.status_code in {302, 403}
    assert not PackVersion.objects.filter(published_at=None).exists()
