"""Pages of what both sides do together that anybody can use."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from alliances.models import SupplyLink
from tests.agreements.office import furnish
from tests.agreements.promising import adopted, count, periods, promise, visit
from tests.alliances.allying import a_meeting, a_member, a_task, an_alliance
from tests.assessments.assessing import (
    a_survey,
    a_warning,
    an_action,
    an_assessment,
    an_office,
    answered,
    asked,
    closed,
)
from tests.collaboration.adjusting import an_adjustment
from tests.collaboration.exchanging import an_exchange, registered
from tests.collaboration.needing import a_major, a_need, answered_in_words
from tests.factories import EnterpriseFactory
from tests.journeys.barriers import barriers
from tests.projects.joining import a_project, an_outcome, planned_out, with_panel
from tests.resources.resourcing import a_booking, a_contribution, a_maintenance, a_resource, opening
from tests.training.teaching import running
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


def test_pages_of_assessments_and_surveys_have_no_barrier(looking, world):
    office = an_office(world)
    one = an_assessment(world.partner, office, state="with_enterprise")
    action = an_action(one, office, contact=world.liaison)
    asked(a_survey(world.partner), contact=world.liaison)
    over = closed(a_survey(world.partner, study_year=2024))
    answered(over, "student", 3, 4, 5)
    warning = a_warning(world.partner)
    about = one.get_absolute_url()
    assert not barriers(
        looking(office),
        "/assessments/",
        about,
        f"{about}?tab=word",
        over.get_absolute_url(),
        action.get_absolute_url(),
        warning.get_absolute_url(),
        f"{world.partner.get_absolute_url()}?tab=assessments",
    )
    assert not barriers(
        looking(join(world.liaison)),
        "/portal/assessments/",
        f"/portal/assessments/{one.pk}/",
        reverse("portal:survey", args=[world.partner.satisfaction_surveys.exclude(pk=over.pk).get().pk]),
    )


def test_pages_of_alliances_have_no_barrier(looking, world):
    alliance = an_alliance(world, founded_on=timezone.localdate() - timedelta(days=400))
    other = EnterpriseFactory.create(name="吴江铸造厂")
    a_member(alliance, other)
    SupplyLink.objects.create(
        supplier=other, customer=world.partner, goods="精密铸件", starts_on=timezone.localdate()
    )
    a_task(a_meeting(alliance), contact=world.liaison)
    about = alliance.get_absolute_url()
    assert not barriers(
        looking(world.director),
        "/alliances/",
        about,
        *(f"{about}?tab={tab}" for tab in ("members", "chain", "meetings", "tasks", "documents", "figures")),
    )
    assert not barriers(
        looking(join(world.liaison)), "/portal/alliances/", f"/portal/alliances/{alliance.pk}/"
    )


def test_pages_of_training_have_no_barrier(looking, world):
    course = running(world, (world.partner, "马建军"), (world.stranger, "罗小燕"), fee=Decimal(300))
    about = course.get_absolute_url()
    assert not barriers(
        looking(world.director),
        "/training/",
        about,
        f"{about}?tab=people",
        f"{about}?tab=fees",
        f"{about}sheet/",
        "/training/people/",
        "/training/fees/",
    )
    assert not barriers(
        looking(join(world.liaison)),
        "/portal/courses/",
        f"/portal/courses/{course.pk}/",
        "/portal/courses/fees/",
    )
