"""Pages of visits, concerns, changes and guardians that anybody can use."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from placements.models import Placement
from placements.operations import concerns
from placements.operations.changes import ask_change
from placements.operations.guardians import give_page
from placements.operations.visits import Seen, record_visit
from signing.links import open_link
from tests.journeys.barriers import barriers
from tests.placements.caring import a_concern, begin
from tests.placements.placing import make_placed
from tests.world import come_in, join, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_the_pages_that_look_after_interns_have_no_barrier(looking):
    placed = make_placed(make_world())
    world, now = placed.world, timezone.now()
    begin(placed.placement)
    long_ago = timezone.localdate() - timedelta(days=60)
    Placement.objects.filter(pk=placed.placement.pk).update(started_on=long_ago, starts_on=long_ago)
    concern = a_concern(placed, now=now)
    given = {"actor": world.coordinator, "pk": concern.pk, "now": now}
    concerns.look_into(**given)
    concerns.set_action(text="Call", owner=world.coordinator, due_on=timezone.localdate(), **given)
    concerns.add_note(text="We visit on Monday", is_for_raiser=True, **given)
    visit = record_visit(
        actor=world.coordinator,
        students={placed.placement.pk: Seen(note="Tired")},
        visitors=[world.coordinator],
        findings={"hours": ("partly", "Evenings")},
        way="phone",
        visited_on=timezone.localdate(),
        summary="Called",
        now=now,
    )
    student = world.student.user or come_in(world.student)
    ask_change(
        actor=student,
        placement_id=placed.placement.pk,
        kind="mentor",
        asked_by="student",
        reason="Night shift",
        now=now,
    )
    link = give_page(
        actor=world.coordinator,
        guardian_pk=world.guardian.pk,
        channel="by_hand",
        email="",
        phone="",
        now=now,
    )
    open_link(link, now=now)
    page = placed.placement.get_absolute_url()
    about = concern.get_absolute_url()

    assert not barriers(
        looking(world.coordinator),
        "/visits/",
        "/visits/due/",
        visit.get_absolute_url(),
        f"{page}?tab=visits",
        f"{page}?tab=changes",
        reverse("placements:visit_new", args=[placed.placement.pk]),
        "/concerns/",
        about,
        f"{about}?tab=affected",
        f"{about}settle/",
        f"{about}interrupt/",
        reverse("placements:change_now", args=[placed.placement.pk, "dates"]),
        reverse("placements:host_leave", args=[world.partner.pk]),
        reverse("placements:guardian_reach", args=[world.guardian.pk]),
    )
    assert not barriers(
        looking(student),
        "/me/concerns/",
        "/me/concerns/new/",
        f"/me/concerns/{concern.pk}/",
        "/me/changes/",
        "/me/changes/new/",
    )
    assert not barriers(looking(join(world.mentor)), "/portal/concerns/", "/portal/concerns/new/")
    anybody = looking()
    own = reverse("guardian:page", args=[link.token])
    assert not barriers(anybody, own, reverse("guardian:concern_new", args=[link.token]))
