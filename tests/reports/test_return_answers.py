"""What nothing else keeps is answered in a return, proposed to the next one, and nobody's is written over."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core.access import THE_SYSTEM, NotVisible
from partnerships import merging
from placements.models import InsurancePolicy, Insured, Placement
from reports.models import Return, ReturnAnswer
from reports.operations import return_answers, returns
from reports.returns.gaps import gaps_seen_by
from reports.returns.rows import frame_of
from reports.returns.sources.bases import bases_in
from tests.factories import AgreementTypeFactory, EnterpriseFactory
from tests.reports.returning import (
    a_base,
    a_return,
    an_internship,
    answer_category,
    asked_for,
    now,
    values,
    year_of,
)
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_what_nothing_keeps_is_answered_in_the_return(world, base):
    one = a_return(world)
    answer_category(world, one, base)

    (row,) = values(one, "zzjx0701")

    assert row["category"] == "3"
    assert ("zzjx0701", "category") not in asked_for(one)
    kept = one.answers.get()
    assert (kept.given_by, kept.is_proposed) == (world.director, False)
    answer_category(world, one, base, "")
    assert one.answers.exists()
    answer_category(world, one, base, answers={}, removed=[kept.record_id])
    assert not one.answers.exists()
    assert ("zzjx0701", "category") in asked_for(one)


def test_where_the_record_says_nothing_some_columns_can_be_entered(world, base):
    one = a_return(world)
    party = base.parties.get(enterprise__isnull=False)
    client = signed_in(world.director)
    address = reverse("reports:return_answer", args=[one.pk, "zzjx0702", "places"])

    client.post(address, {f"record_{party.pk}": "12"})

    (row,) = values(one, "zzjx0702")
    assert row["places"] == 12
    an_internship(world, agreement=base)
    (row,) = values(one, "zzjx0702")
    assert row["places"] == 4
    assert f"record_{party.pk}" not in client.get(address).content.decode()


def test_what_is_about_the_whole_return_is_missing_once_and_answered_once(world, internship):
    an_internship(world, plan=internship.plan, post=internship.post, student=world.stranger_student)
    one = a_return(world, "smart_brain")
    gap = one.gaps.get(field="phone")
    assert gap.name_zh == "全中心"
    client = signed_in(world.director)
    address = reverse("reports:return_answer", args=[one.pk, "internships", "phone"])
    assert address in client.get(f"{one.get_absolute_url()}?tab=missing").content.decode()
    assert "The whole centre" in client.get(address).content.decode()

    client.post(address, {"record_0": "0512-6288 1234"})

    assert [row["phone"] for row in values(one, "internships")] == ["0512-6288 1234"] * 2
    assert not one.gaps.filter(field="phone").exists()


def test_the_centre_enters_what_the_cooperation_return_does_not_know(world):
    one = a_return(world, "cooperation")
    return_answers.answer(
        actor=world.director,
        pk=one.pk,
        sheet="cooperation",
        field="research_centres",
        answers={0: 3},
        now=now(),
    )

    (row,) = values(one, "cooperation")

    assert row["research_centres"] == 3
    assert not one.gaps.exists()
    with pytest.raises(returns.UnableToChangeReturn, match="cannot be kept"):
        return_answers.answer(
            actor=world.director,
            pk=one.pk,
            sheet="cooperation",
            field="research_centres",
            answers={0: "many"},
            now=now(),
        )


def test_an_answer_is_one_of_the_choices_of_a_record_of_the_return(world, base):
    one = a_return(world)

    with pytest.raises(returns.UnableToChangeReturn, match="choices"):
        answer_category(world, one, base, "7")
    with pytest.raises(returns.UnableToChangeReturn, match="not in this return"):
        answer_category(world, one, base, answers={0: "3"})
    with pytest.raises(returns.UnableToChangeReturn, match="not answered"):
        answer_category(world, one, base, field="agreement_number")
    with pytest.raises(NotVisible):
        answer_category(world, one, base, actor=world.officer)

    assert not ReturnAnswer.objects.exists()


def test_answers_are_entered_on_a_page_a_line_for_each_record(world, base):
    one = a_return(world)
    party = base.parties.get(enterprise__isnull=False)
    client = signed_in(world.director)
    category = reverse("reports:return_answer", args=[one.pk, "zzjx0701", "category"])
    ownership = reverse("reports:return_answer", args=[one.pk, "zzjx0701", "ownership"])

    assert client.post(category, {f"record_{party.pk}": "9"}).status_code == 422
    assert client.post(category, {f"record_{party.pk}": "5"}).status_code == 302
    assert client.post(ownership, {f"record_{world.partner.pk}": "国有"}).status_code == 302

    assert dict(one.answers.values_list("field", "value")) == {"category": "5", "ownership": "国有"}


def test_answers_are_proposed_to_the_next_return_and_count_once_confirmed(world, base):
    last = a_return(world, year=year_of("zzjx07") - 1)
    answer_category(world, last, base)

    one = a_return(world)

    (row,) = values(one, "zzjx0701")
    assert row["category"] is None
    assert one.gaps.get(field="category").is_proposed
    page = signed_in(world.director).get(f"{one.get_absolute_url()}?tab=zzjx0701").content.decode()
    assert "not confirmed" in page
    assert return_answers.confirm_proposals(actor=world.director, pk=one.pk, now=now()) == 1
    (row,) = values(one, "zzjx0701")
    assert row["category"] == "3"
    assert ("zzjx0701", "category") not in asked_for(one)


def test_over_three_years_with_a_renewal_each_return_begins_with_the_answers_before(world):
    year = year_of("zzjx07")
    base = a_base(world, starts_on=date(year - 2, 9, 1), ends_on=date(year + 1, 8, 31))
    answer_category(world, a_return(world, year=year - 2), base)
    renewal = a_base(world, predecessor=base, starts_on=date(year - 1, 9, 1), ends_on=date(year + 3, 8, 31))
    second = a_return(world, year=year - 1)
    return_answers.confirm_proposals(actor=world.director, pk=second.pk, now=now())
    new = renewal.parties.get(enterprise__isnull=False)
    answer_category(world, second, renewal, "5")

    third = a_return(world)

    proposed = dict(third.answers.values_list("record_id", "value"))
    assert proposed[new.pk] == "5"
    assert set(third.answers.values_list("is_proposed", flat=True)) == {True}
    in_it = set(bases_in(frame_of(third), THE_SYSTEM).values_list("pk", flat=True))
    assert set(proposed) <= in_it


def test_a_renewal_of_a_renewal_has_the_answer_of_the_first(world):
    year = year_of("zzjx07")
    oldest = a_base(world, starts_on=date(year - 2, 9, 1), ends_on=date(year - 1, 8, 31))
    answer_category(world, a_return(world, year=year - 2), oldest)
    middle = a_base(world, predecessor=oldest, starts_on=date(year - 1, 9, 1), ends_on=date(year, 8, 31))
    latest = a_base(world, predecessor=middle, starts_on=date(year, 9, 1), ends_on=date(year + 3, 8, 31))

    one = a_return(world)

    (proposed,) = one.answers.all()
    assert proposed.record_id == latest.parties.get(enterprise__isnull=False).pk
    assert (proposed.value, proposed.is_proposed) == ("3", True)


def test_a_return_of_an_earlier_year_begins_with_nothing_of_a_later_one(world, base):
    answer_category(world, a_return(world), base)

    assert not a_return(world, year=year_of("zzjx07") - 1).answers.exists()


def test_what_was_entered_in_any_return_is_proposed_in_the_others(world, base, internship):
    entered, begun_before = a_return(world, "rp01"), a_return(world, "rp02")
    explain(world, entered, internship)

    later = a_return(world, "rp01", department=world.mechanics)
    returns.look_through(actor=world.director, pk=begun_before.pk, now=now())

    for one in (later, begun_before):
        assert one.answers.get(field="why_uninsured").is_proposed
        assert one.gaps.get(field="why_uninsured").is_proposed


def explain(world, one, internship, words="Insured by the host, papers follow.", **more):
    given = {"sheet": "supervision", "field": "why_uninsured", "answers": {internship.pk: words}}
    return return_answers.answer(**{"actor": world.director, "pk": one.pk, "now": now()} | given | more)


def test_who_begins_what_somebody_else_has_just_begun_is_refused(world, monkeypatch):
    a_return(world)
    monkeypatch.setattr(Return, "full_clean", lambda self: None)  # it was not there a moment ago

    with pytest.raises(returns.UnableToChangeReturn, match="already"):
        a_return(world)


# --- Several people at once -------------------------------------------------------------------------


def form_of(client, address):
    """What a page of answers would send back untouched."""
    page = client.get(address)
    form = page.context["form"]
    assert all(f'name="{name}"' in page.content.decode() for name in form.fields)
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


@pytest.fixture
def category(world, base):
    one = a_return(world)
    party = base.parties.get(enterprise__isnull=False)
    return one, party.pk, reverse("reports:return_answer", args=[one.pk, "zzjx0701", "category"])


def test_who_saves_a_page_writes_only_what_they_changed(world, base, category):
    one, party, address = category
    client = signed_in(world.director)
    opened = form_of(client, address)
    answer_category(world, one, base, "3")

    assert client.post(address, opened).status_code == 302

    assert one.answers.get(record_id=party).value == "3"


def test_over_another_answer_nobody_writes_unseen(world, base, category):
    one, party, address = category
    client = signed_in(world.director)
    typed = form_of(client, address) | {f"record_{party}": "5"}
    answer_category(world, one, base, "3")

    refused = client.post(address, typed)

    assert refused.status_code == 422
    assert one.answers.get().value == "3"
    (said,) = refused.context["conflict"]
    assert said["now"].startswith("3")
    form = refused.context["form"]
    assert form[f"record_{party}"].value() == "5"
    again = {name: form[name].value() for name in form.fields}
    assert client.post(address, {name: each for name, each in again.items() if each}).status_code == 302
    assert one.answers.get().value == "5"


def test_an_answer_is_taken_away_by_its_own_tick_alone(world, base, category):
    one, party, address = category
    answer_category(world, one, base, "3")
    client = signed_in(world.director)
    opened = form_of(client, address)

    assert client.post(address, opened | {f"record_{party}": ""}).status_code == 422
    assert one.answers.exists()
    assert client.post(address, opened | {f"remove_{party}": "on"}).status_code == 302

    assert not one.answers.exists()
    assert one.gaps.filter(field="category", record_id=party).exists()


def test_a_proposal_counts_when_it_is_confirmed_not_when_a_page_is_saved(world, base):
    answer_category(world, a_return(world, year=year_of("zzjx07") - 1), base)
    one = a_return(world)
    address = reverse("reports:return_answer", args=[one.pk, "zzjx0701", "category"])
    client = signed_in(world.director)
    opened = form_of(client, address)
    party = base.parties.get(enterprise__isnull=False).pk
    assert opened[f"record_{party}"] == "3"

    client.post(address, opened)
    assert one.answers.get().is_proposed
    client.post(address, opened | {f"confirm_{party}": "on"})

    assert not one.answers.get().is_proposed
    assert ("zzjx0701", "category") not in asked_for(one)


def test_what_was_typed_for_a_record_that_left_the_page_is_said(world, base, category):
    one, _party, address = category
    client = signed_in(world.director)

    answer = client.post(address, form_of(client, address) | {"record_999999": "5"})

    assert answer.status_code == 422
    assert "not asked for any more" in answer.content.decode()
    assert not one.answers.exists()


# --- Which records are asked --------------------------------------------------------------------------


def test_only_who_is_not_insured_is_asked_why(world, base, internship):
    one = a_return(world, "rp01")
    address = reverse("reports:return_answer", args=[one.pk, "supervision", "why_uninsured"])
    client = signed_in(world.director)
    assert f"record_{internship.pk}" in client.get(address).content.decode()
    explain(world, one, internship)
    assert values(one, "supervision")[0]["why_uninsured"].startswith("Insured")

    policy = InsurancePolicy.objects.create(
        department=world.mechanics,
        insurer="PICC",
        number="P-1",
        covers_from=internship.started_on,
        covers_until=internship.ended_on,
    )
    Insured.objects.create(
        policy=policy,
        placement=internship,
        covers_from=internship.started_on,
        covers_until=internship.ended_on,
    )

    page = client.get(address).content.decode()
    assert f"record_{internship.pk}" not in page
    assert "Nothing is missing in this column" in page
    assert values(one, "supervision")[0]["why_uninsured"] is None
    with pytest.raises(returns.UnableToChangeReturn, match="not asked"):
        explain(world, one, internship, "Another explanation")


def test_what_is_about_an_enterprise_is_missing_once_and_seen_by_whoever_sees_one_of_its_agreements(
    world, base
):
    other = a_base(world, type=AgreementTypeFactory.create())
    one = a_return(world)

    gap = one.gaps.get(field="ownership")

    assert (gap.record, gap.record_id) == ("partnerships.Enterprise", world.partner.pk)
    base.department = world.tourism
    base.save()
    seen = one.gaps.filter(gaps_seen_by(world.head), field="ownership")
    assert other.department == world.mechanics
    assert seen.exists()
    page = signed_in(world.director).get(
        f"{reverse('reports:return_answer', args=[one.pk, 'zzjx0701', 'ownership'])}?row={world.partner.pk}"
    )
    assert page.content.decode().count(f'name="record_{world.partner.pk}"') == 1


def test_what_is_missing_beyond_ones_powers_is_counted_apart(world, internship):
    Placement.objects.filter(pk=internship.pk).update(mentor=None)
    position = world.director.appointments.get().position
    position.capabilities = [one for one in position.capabilities if one != "placement.read"]
    position.save()
    director = type(world.director).objects.get(pk=world.director.pk)
    one = a_return(world)
    hidden = one.gaps.filter(record="placements.Placement").count()
    assert hidden

    for tab in ("overview", "missing"):
        page = signed_in(director).get(f"{one.get_absolute_url()}?tab={tab}").content.decode()
        assert f"{hidden} beyond your powers" in " ".join(page.split())


# --- Enterprises that are merged ----------------------------------------------------------------------


def test_the_answers_of_drafts_follow_a_merged_enterprise_and_go_back_with_it(world, base):
    other = EnterpriseFactory.create(department=world.mechanics)
    their_base = a_base(world, enterprise=other, type=AgreementTypeFactory.create())
    kept_back = a_return(world, year=year_of("zzjx07") - 1)
    tell_ownership(world, kept_back, other)
    returns.submit(actor=world.director, pk=kept_back.pk, reason="So far.", now=now())
    one = a_return(world)
    tell_ownership(world, one, other, "民营")

    record = merging.merge(actor=world.director, kept_pk=world.partner.pk, merged_pk=other.pk, now=now())

    assert their_base.parties.filter(enterprise=world.partner).exists()
    assert {row["ownership"] for row in values(one, "zzjx0701")} == {"民营"}
    later = a_return(world, department=world.mechanics)
    assert later.answers.get(record_id=world.partner.pk).value == "民营"
    merging.undo(actor=world.director, pk=record.pk, now=now())
    assert set(one.answers.values_list("record_id", flat=True)) == {other.pk}


def tell_ownership(world, one, enterprise, value="国有"):
    return return_answers.answer(
        actor=world.director,
        pk=one.pk,
        sheet="zzjx0701",
        field="ownership",
        answers={enterprise.pk: value},
        now=now(),
    )
