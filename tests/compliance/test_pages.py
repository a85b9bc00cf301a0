"""Where staff read the rules: packs in force, the list, a rule, a pack with its versions."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from compliance.models import Pack, PackVersion, Rule
from compliance.operations import begin_draft, current_version, publish
from compliance.saying import said
from compliance.sources import bundled_versions
from tests.compliance.samples import bundled_pack
from tests.query_counts import assert_query_count
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("compliance:rule_list")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def page(world: World, address: str, language: str = "en") -> str:
    world.director.language = language
    world.director.save()
    response = signed_in(world.director).get(address)
    assert response.status_code == 200
    return response.content.decode()


def rule_in_force(code: str) -> Rule:
    return current_version("cn-internship-2021", date(2026, 1, 1)).rules.get(code=code)


def newer_national(world: World) -> PackVersion:
    """The next version, in force at once, with a stricter INT-15."""
    pack = Pack.objects.get(code="cn-internship-2021")
    draft = begin_draft(actor=world.administrator, pack_id=pack.pk, now=NOW)
    draft.rules.filter(code="INT-15").update(parameters={"fact": "student.study_year", "minimum": 3})
    return publish(
        actor=world.administrator,
        version_id=draft.pk,
        reason_en="Counted anew",
        reason_zh="重新核对",
        effective_from=date(2026, 1, 1),
        now=NOW,
    )


def test_the_list_shows_packs_and_rules_in_force(world):
    text = page(world, LIST)

    assert "Packs in force" in text
    assert "Internships in Qingdao" in text
    assert "No first-year students" not in page(world, f"{LIST}?q=QD-35")
    assert "At least 315 hours" in page(world, f"{LIST}?q=315")


def test_rules_are_found_by_words_of_both_languages_article_and_number(world):
    for term in ("intermediaries", "劳务派遣", "16(6)", "INT-20"):
        assert "No intermediaries, agents, dispatch" in page(world, f"{LIST}?q={term}"), term


def test_a_reader_of_chinese_reads_the_rules_in_chinese(world):
    text = page(world, f"{LIST}?q=INT-15", "zh-hans")

    assert "不得安排一年级学生岗位实习" in text
    assert "教职成〔2021〕4号" in text


def test_the_list_is_narrowed_by_what_is_said_of_a_rule(world):
    unverified = page(world, f"{LIST}?evidence=unverified&gate=on")

    assert "Protective gear" in unverified
    assert "Diary and report" not in unverified
    questions = page(world, f"{LIST}?person=on")
    assert "School and host inform each other" in questions
    assert "Nobody under 16" not in questions


def test_only_the_version_in_force_is_listed_unless_another_is_chosen(world):
    old = current_version("cn-internship-2021", date(2026, 1, 1))
    new = newer_national(world)
    first, second = (Rule.objects.get(version=version, code="INT-15") for version in (old, new))

    assert second.get_absolute_url() in page(world, f"{LIST}?q=INT-15")
    assert first.get_absolute_url() not in page(world, f"{LIST}?q=INT-15")
    assert first.get_absolute_url() in page(world, f"{LIST}?q=INT-15&version={old.pk}")


def test_drafts_are_the_administrators_own(world):
    pack = Pack.objects.get(code="cn-internship-2021")
    draft = begin_draft(actor=world.administrator, pack_id=pack.pk, now=NOW)
    rule = draft.rules.get(code="INT-15")

    assert signed_in(world.director).get(rule.get_absolute_url()).status_code == 404
    assert f"{LIST}?version={draft.pk}" not in page(world, pack.get_absolute_url())


def test_a_rule_says_how_it_is_checked(world):
    text = page(world, rule_in_force("INT-25").get_absolute_url())

    assert "Only where" in text
    assert "The student works relatively independently: yes" in text
    assert "Each entry of “payments”:" in text
    assert "Pay as a monthly amount: at least 80 % of “monthly wage of staff in the same post”" in text
    assert "at least 100 % of “lowest monthly wage tier of the post”" in text
    assert "Article 18" in text


def test_a_rule_that_is_not_verified_says_that_it_never_blocks(world):
    assert "It asks a person and never blocks." in page(world, rule_in_force("INT-34").get_absolute_url())


def test_a_rule_leads_to_its_other_versions(world):
    old = rule_in_force("INT-15")
    new = newer_national(world)

    assert old.get_absolute_url() in page(world, new.rules.get(code="INT-15").get_absolute_url())


def test_a_pack_tells_its_versions_with_their_reasons(world):
    newer_national(world)
    text = page(world, Pack.objects.get(code="cn-internship-2021").get_absolute_url(), "zh-hans")

    assert "重新核对" in text
    assert "随程序提供" in text


def test_publishing_stands_in_the_history_of_the_pack(world):
    newer_national(world)
    address = Pack.objects.get(code="cn-internship-2021").get_absolute_url()

    assert "published a version of a rule pack" in page(world, f"{address}?tab=history")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("code", [bundled.code for bundled in bundled_versions()])
def test_every_check_is_said_in_whole_sentences(code, language):
    def sentences(one):
        yield one.sentence
        for part in one.parts:
            yield from sentences(part)

    with translation.override(language):
        for rule in bundled_pack(code).rules:
            for check in (rule.check, *rule.conditions):
                for sentence in sentences(said(check)):
                    assert sentence
                    assert "%(" not in sentence
                    assert "item." not in sentence


def test_the_list_costs_no_more_queries_than_it_did(world):
    assert_query_count("compliance:rules", signed_in(world.director), LIST)
