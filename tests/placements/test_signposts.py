"""Pages say where to go on: from a rule to where its fact is entered, and to whom something waits for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.walls import outside
from partnerships.portal.partner import partner_of
from placements.models import Placement
from placements.portal.evaluation import figures
from tests.placements.placing import Placed
from tests.world import join, signed_in

pytestmark = pytest.mark.django_db


def test_each_rule_in_the_way_leads_to_where_what_is_missing_is_entered(placed: Placed):
    placed.check()
    page = signed_in(placed.world.coordinator).get(f"{placed.placement.get_absolute_url()}?tab=readiness")
    lines = [line for _group, found in page.context["groups"] for line in found]
    places = {line.judged.code: line.place for line in lines}

    assert places["INT-13"].url == places["INT-07"].url == f"{placed.placement.get_absolute_url()}?tab=papers"
    assert f'href="{places["INT-13"].url}"' in page.content.decode()
    others = {place.url for place in places.values() if place is not None}
    assert placed.placement.plan.get_absolute_url() in others


def test_an_internship_far_from_its_end_does_not_wait_to_be_judged(placed: Placed):
    mentor = join(placed.world.mentor)
    partner = partner_of(mentor, None)
    today = timezone.localdate()
    mine = Placement.objects.filter(pk=placed.placement.pk)
    mine.update(state="in_progress", started_on=today, starts_on=today, ends_on=today + timedelta(days=90))
    with outside():
        assert figures(partner, today) == []
    page = signed_in(mentor).get(reverse("portal:evaluations"))
    assert "to be judged" not in page.content.decode()

    mine.update(ends_on=today + timedelta(days=10))
    with outside():
        assert [one.value for one in figures(partner, today)] == ["1"]
