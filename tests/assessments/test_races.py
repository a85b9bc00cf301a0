"""Several at once on one partnership: its year has one assessment and one survey, and nobody falls over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.utils import timezone

from assessments.models import Assessment, Survey
from assessments.operations import assessments, surveys
from assessments.operations.assessments import UnableToAssess
from tests.assessments.assessing import a_scheme, an_office, this_year
from tests.threads import in_threads
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


def at_once(act: Callable[[], Any], times: int = 3) -> list[Any]:
    """Do it several times in the same moment, each on a connection of its own; what came of each."""
    start, found = Barrier(times), []

    def run() -> None:
        start.wait(timeout=30)
        try:
            found.append(act())
        except UnableToAssess as refusal:
            found.append(refusal)

    in_threads(*[run] * times)
    return found


def test_a_year_begun_by_several_at_once_is_begun_once(world):
    office, keys = an_office(world), [world.partner.pk, world.stranger.pk]
    a_scheme()

    made = at_once(
        lambda: assessments.begin(
            actor=office, enterprises=keys, study_year=this_year() - 1, now=timezone.now()
        )
    )

    assert sorted(map(len, made)) == [0, 0, 2]
    assert Assessment.objects.count() == 2


def test_one_partnership_assessed_by_several_at_once_is_assessed_once_and_the_others_are_told(world):
    office = an_office(world)
    a_scheme()

    made = at_once(
        lambda: assessments.make(
            actor=office, enterprise_id=world.partner.pk, study_year=this_year() - 1, now=timezone.now()
        )
    )

    assert [isinstance(one, Assessment) for one in made].count(True) == 1
    assert Assessment.objects.count() == 1


def test_surveys_opened_by_several_at_once_are_opened_once(world):
    office, today = an_office(world), timezone.localdate()

    made = at_once(
        lambda: surveys.open_surveys(
            actor=office,
            enterprises=[world.partner.pk, world.stranger.pk],
            study_year=this_year() - 1,
            opens_on=today,
            closes_on=today + timedelta(days=10),
            now=timezone.now(),
        )
    )

    assert sorted(map(len, made)) == [0, 0, 2]
    assert Survey.objects.count() == 2
