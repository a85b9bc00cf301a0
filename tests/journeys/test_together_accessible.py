"""Pages of what both sides do together that anybody can use."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.agreements.office import furnish
from tests.agreements.promising import adopted, count, periods, promise, visit
from tests.collaboration.adjusting import an_adjustment
from tests.collaboration.exchanging import an_exchange, registered
from tests.collaboration.needing import a_major, a_need, answered_in_words
from tests.journeys.barriers import barriers
from tests.projects.joining import a_project, an_outcome, planned_out, with_panel
from tests.resources.resourcing import a_booking, a_contribution, a_maintenance, a_resource, opening
from tests.world import World, come_in, join, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> World:
    return make_world()


def soon(**fields):
    now = timezone.now()
    return {"starts_at": now + timedelta(days=3), "ends_at": now + timedelta(days=3, hours=2)} | fields


def test_pages_of_exchanges_have_no_barrier(looking, world):
    exchange = an_exchange(world, **soon(is_public=True))
    registered(exchange, employee="Wang Wei", job="Fitter")
    proposed = an_exchange(world, **soon(state="proposed", by_enterprise=True, title="Asked by them"))
    about = exchange.get_absolute_url()
    assert not barriers(
        looking(world.director),
        "/exchanges/",
        "/exchanges/calendar/",
        reverse("collaboration:exchange_new_with", args=[world.partner.pk]),
        about,
        f"{about}people/",
        f"{about}speakers/",
        f"{about}cancel/",
        f"{proposed.get_absolute_url()}agree/",
    )
    assert not barriers(
        looking(join(world.liaison)),
        "/portal/exchanges/",
        "/portal/exchanges/new/",
        f"/portal/exchanges/{exchange.pk}/",
        f"/portal/exchanges/{exchange.pk}/employees/",
    )
    assert not barriers(looking(come_in(world.student)), "/me/exchanges/", f"/me/exchanges/{exchange.pk}/")


def test_pages_of_needs_and_changed_courses_have_no_barrier(looking, world):
    major = a_major()
    need = a_need(world.partner, state="taken_up", owner=world.director, majors=[major])
    answered_in_words(need)
    told = a_need(world.partner, title="Training of twelve fitters", kind="training", people=12, hours=24)
    adjustment = an_adjustment(need, world.director, world.liaison)
    about = need.get_absolute_url()
    assert not barriers(
        looking(world.director),
        "/needs/",
        "/needs/trends/",
        reverse("collaboration:need_new_of", args=[world.partner.pk]),
        about,
        f"{about}answers/new/",
        f"{told.get_absolute_url()}take-up/",
        "/adjustments/",
        adjustment.get_absolute_url(),
        "/courses/",
    )
    assert not barriers(
        looking(join(world.liaison)),
        "/portal/needs/",
        "/portal/needs/new/",
        f"/portal/needs/{told.pk}/",
        "/portal/course-changes/",
    )


def test_pages_of_joint_projects_have_no_barrier(looking, world):
    project = with_panel(planned_out(a_project(world, state="in_acceptance"), done=True), world)
    project.members.create(student=world.student, role="assistant")
    project.meetings.create(held_on=project.proposed_on, minutes="开题")
    project.risks.create(title="缺料", owner="甲", measure="备货", raised_on=project.proposed_on)
    an_outcome(project)
    asked = a_project(world, state="proposed", by_enterprise=True, title="Asked by them", lead=None)
    about = project.get_absolute_url()
    assert not barriers(
        looking(world.director),
        "/projects/",
        reverse("projects:project_new_with", args=[world.partner.pk]),
        about,
        *(f"{about}?tab={tab}" for tab in ("people", "money", "together", "acceptance")),
        f"{about}judge/",
        f"{asked.get_absolute_url()}take_up/",
    )
    assert not barriers(
        looking(join(world.liaison)),
        "/portal/projects/",
        "/portal/projects/new/",
        f"/portal/projects/{project.pk}/",
    )


def test_pages_of_resources_and_contributions_have_no_barrier(looking, world):
    resource = a_resource(world)
    opening(resource)
    used = a_booking(resource, enterprise=world.partner, state="used")
    a_booking(resource, enterprise=world.partner, **soon(state="requested"))
    a_maintenance(resource, starts_at=used.ends_at, ends_at=used.ends_at + timedelta(hours=2))
    proposed = a_resource(
        world, name="Theirs", enterprise=world.partner, is_shared=False, by_enterprise=True, state="proposed"
    )
    given = a_contribution(world.partner, state="confirmed")
    a_contribution(world.partner, title="Told by us")
    about = resource.get_absolute_url()
    assert not barriers(
        looking(world.director),
        "/resources/",
        "/resources/new/",
        about,
        f"{about}?tab=maintenance",
        f"{about}calendar/",
        f"{about}book/",
        f"{proposed.get_absolute_url()}confirm/",
        "/bookings/",
        used.get_absolute_url(),
        "/contributions/",
        given.get_absolute_url(),
        "/contributions/totals/",
    )
    assert not barriers(
        looking(join(world.liaison)),
        "/portal/resources/",
        "/portal/resources/new/",
        f"/portal/resources/{resource.pk}/",
        "/portal/contributions/",
        "/portal/contributions/new/",
        f"/portal/contributions/{given.pk}/",
    )


def test_pages_of_promises_and_of_the_whole_partnership_have_no_barrier(looking, world):
    office = furnish(world)
    today = timezone.localdate()
    agreement = adopted(office)
    period = periods(promise(office, agreement))[0]
    for days in (3, 200, 500):
        visit(world.partner, today - timedelta(days=days))
    before = timezone.now() - timedelta(days=9)
    an_exchange(world, state="held", starts_at=before, ends_at=before + timedelta(hours=2))
    count(today)
    enterprise = world.partner.get_absolute_url()
    assert not barriers(
        looking(world.director),
        "/promises/",
        period.get_absolute_url(),
        f"{agreement.get_absolute_url()}?tab=promises",
        f"{enterprise}?tab=partnership",
        f"{enterprise}?tab=promises",
    )
    assert not barriers(
        looking(join(world.liaison)),
        "/portal/promises/",
        f"/portal/promises/{period.pk}/",
        "/portal/partnership/",
    )
