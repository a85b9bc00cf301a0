"""The packs that come with the program: corrected by a new version, never altered in place."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date

import pytest

from compliance.engine.facts import fingerprint
from compliance.models import Pack, Rule
from compliance.operations import begin_draft, bundled, current_version, publish, rule_pack
from compliance.sources import bundled_versions
from tests.compliance.samples import ON
from tests.compliance.test_packs import NATIONAL, NOW

# A pack is added once a release has brought it.
RELEASED = {
    ("cn-internship-2021", 1): "79dfe4d15e5d45050cd8df9b2702c9759febafd11b4c18f6824f6034832d12d7",
    ("cn-internship-2021", 2): "1f2b7dfba6de4fb275cc11b8145b61c2ee8e6e994d2272d25f9a087cb792e2ef",
    ("gb-tlevel-2020", 1): "6abbc8bf4ac8a4eda7dec05ae1ecc9c278dc52a6f431602780463ab469d8b0a6",
    ("cn-ningbo", 1): "b98f465a1c14b4ea6859d122e77a5ba8f8be014666cb8aa814dfe2fdd7c1bc03",
    ("cn-ningbo", 2): "b98f465a1c14b4ea6859d122e77a5ba8f8be014666cb8aa814dfe2fdd7c1bc03",
    ("cn-qingdao", 1): "17f9f46b9bf3660f3d7332af292697ff239bf44b165e559472224162e36caef0",
    ("cn-qingdao", 2): "17f9f46b9bf3660f3d7332af292697ff239bf44b165e559472224162e36caef0",
    ("cn-teachers-2016", 1): "91fae5e66079c46ba6e8db56e0c81f43d402791a7e38d1f595b0cbd1d8c48609",
    ("cn-teachers-ningbo", 1): "747d18034aa7af090c65a40eca12e594d1df3cee82e68b7bf3c690fa7aab53fe",
    ("cn-dual-qualified-2022", 1): "076cb6527eb94c94941ad65c15780272c344fe78e5a7d1b55be2fe9a7a057961",
    (
        "cn-shanxi-dual-qualified-2025",
        1,
    ): "acf31b71e613bd669c28199789634b2d906e6737fecb5b61d5855f128958c10b",
}


def test_a_version_that_was_released_has_the_rules_it_had():
    """Databases have loaded it: what is to change belongs into a file with the next number."""
    found = {(one.code, one.number): [asdict(rule) for rule in one.rules] for one in bundled_versions()}

    assert {key: fingerprint(found[key]) for key in RELEASED} == RELEASED


def test_a_correction_stands_on_the_version_before_it_and_puts_its_rule_in_its_place():
    first, second = (one for one in bundled_versions() if one.code == NATIONAL)
    codes = [rule.code for rule in second.rules]

    assert [rule for rule in second.rules if rule.code != "INT-27b"] == list(first.rules)
    assert codes[codes.index("INT-27") + 1] == "INT-27b"


@pytest.mark.django_db
def test_fees_kept_back_are_looked_at_from_the_day_the_law_forbids_them():
    before, after = (current_version(NATIONAL, day) for day in (date(2022, 4, 30), date(2022, 5, 1)))

    assert "INT-27b" not in {rule.code for rule in rule_pack(before).rules}
    assert "INT-27b" in {rule.code for rule in rule_pack(after).rules}
    for child in ("cn-ningbo", "cn-qingdao"):
        assert "INT-27b" in {rule.code for rule in rule_pack(current_version(child, ON)).rules}


@pytest.mark.django_db
def test_england_has_no_shares_of_remote_work_before_2025():
    """A database that loaded the first version has them right too: a later one counts for the same days."""
    of = {
        day: {rule.code for rule in rule_pack(current_version("gb-tlevel-2020", day)).rules}
        for day in (date(2020, 9, 1), date(2024, 12, 31), date(2025, 1, 1))
    }
    shares = {"TL-04", "TL-05"}

    assert of[date(2020, 9, 1)] == of[date(2024, 12, 31)] == of[date(2025, 1, 1)] - shares
    assert shares <= of[date(2025, 1, 1)]


def bundle(monkeypatch, *versions) -> None:
    monkeypatch.setattr(bundled, "bundled_versions", lambda: list(versions))


@pytest.mark.django_db
def test_a_database_that_has_loaded_the_first_version_gets_the_next(monkeypatch, caplog):
    first, second = (one for one in bundled_versions() if one.code == NATIONAL)
    stood = list(Rule.objects.order_by("pk").values())
    third = replace(second, number=3, rules=second.rules[:-1])
    bundle(monkeypatch, first, second, third)

    bundled.load_bundled()

    assert current_version(NATIONAL, ON).number == 3
    assert current_version(NATIONAL, ON).rules.count() == len(second.rules) - 1
    assert list(Rule.objects.filter(pk__lte=stood[-1]["id"]).order_by("pk").values()) == stood
    assert not caplog.records


@pytest.mark.django_db
def test_a_version_that_was_loaded_with_other_rules_stays_and_the_log_names_them(monkeypatch, caplog):
    first, second = (one for one in bundled_versions() if one.code == NATIONAL)
    before = list(Rule.objects.order_by("pk").values())
    bundle(monkeypatch, replace(first, rules=second.rules))

    bundled.load_bundled()

    assert list(Rule.objects.order_by("pk").values()) == before
    (line,) = caplog.messages
    assert line.startswith("Version 1 of the rule pack cn-internship-2021 comes with other rules")
    assert "is left out: INT-27b." in line


@pytest.mark.django_db
def test_a_number_that_a_centre_has_given_is_left_alone_and_named(world, monkeypatch, caplog):
    draft = begin_draft(actor=world.administrator, pack_id=Pack.objects.get(code=NATIONAL).pk, now=NOW)
    draft.rules.filter(code="INT-15").update(article="16(1)")
    publish(
        actor=world.administrator,
        version_id=draft.pk,
        reason_en="Read anew",
        reason_zh="",
        effective_from=ON,
        now=NOW,
    )
    _first, second = (one for one in bundled_versions() if one.code == NATIONAL)
    bundle(monkeypatch, replace(second, number=draft.number))

    bundled.load_bundled()

    assert current_version(NATIONAL, ON).rules.get(code="INT-15").article == "16(1)"
    assert "is left out: INT-15." in caplog.text
