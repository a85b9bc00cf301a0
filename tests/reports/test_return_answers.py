"""What nothing else keeps is answered in a return, proposed to the next one, and nobody's is written over."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.access import NotVisible
from reports.models import ReturnAnswer
from reports.operations import return_answers, returns
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


@pytest.fixture
def base(world):
    return a_base(world)


@pytest.fixture
def internship(world, base):
    return an_internship(world, agreement=base)


def test_what_nothing_keeps_is_answered_in_the_return(world, base):
    one = a_return(world)
    answer_category(world, one, base)

    (row,) = values(one, "zzjx0701")

    assert row["category"] == "3"
    assert ("zzjx0701", "category") not in asked_for(one)
    kept = one.answers.get()
    assert (kept.given_by, kept.is_proposed) == (world.director, False)
    answer_category(world, one, base, "")
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
