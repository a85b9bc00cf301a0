"""Home: what presses comes first, and only for whom it is meant."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.choices import Stage
from compliance.models import Evaluation
from core.models import Notification
from insights.queues import queues_for
from partnerships.models import Interaction, InteractionKind
from placements.models import Placement
from placements.operations import archives
from placements.operations.readiness import recheck
from tests.agreements.office import furnish
from tests.agreements.samples import put_into
from tests.factories import PlacementFactory
from tests.placements.ending import an_ended_placement
from tests.world import World

pytestmark = pytest.mark.django_db


def names(user) -> list[str]:
    return [queue.name for queue in queues_for(user, on=timezone.localdate())]


def promise(world: World, enterprise, owner) -> Interaction:
    return Interaction.objects.create(
        enterprise=enterprise,
        kind=InteractionKind.CALL,
        happened_at=timezone.now(),
        summary="Call",
        next_action="Send the draft",
        next_action_on=timezone.localdate() - timedelta(1),
        next_action_owner=owner,
    )


def test_a_calm_day_says_so(client, world):
    client.force_login(world.teacher)

    page = client.get(reverse("insights:home")).content.decode()

    assert "Nothing presses today" in page
    assert "Agreements in force" not in page


def test_a_promised_step_appears_for_whoever_promised_it(client, world):
    promise(world, world.partner, world.officer)

    assert names(world.officer) == ["actions"]
    assert names(world.director) == []
    client.force_login(world.officer)
    page = client.get(reverse("insights:home")).content.decode()
    assert "Send the draft" in page
    assert "Suzhou Jinggong Machinery" in page
    assert Interaction.objects.get().get_absolute_url() in page


def test_a_promise_about_an_enterprise_one_may_not_see_any_more_stays_hidden(world):
    promise(world, world.stranger, world.officer)

    assert names(world.officer) == []


@pytest.mark.parametrize(("is_given_up", "chip"), [(False, "refused"), (True, "given up")])
def test_mail_that_did_not_arrive_stays_until_it_is_read(world, is_given_up, chip):
    now = timezone.now()
    row = Notification.objects.create(
        key="mail",
        kind="core.mail_refused",
        recipient=world.officer,
        email="",
        data={
            "address": "gone@enterprise.example",
            "answer": "550",
            "about": "Renewal",
            "is_given_up": is_given_up,
        },
        due_at=now,
        next_attempt_at=now,
    )
    (queue,) = queues_for(world.officer, on=timezone.localdate())
    assert queue.lines[0].text == "gone@enterprise.example"
    assert str(queue.lines[0].chip.label) == chip

    row.read_at = now
    row.save()

    assert names(world.officer) == []


def test_home_costs_the_same_however_much_presses(client, world, django_assert_max_num_queries):
    for _number in range(12):
        promise(world, world.partner, world.officer)
    client.force_login(world.officer)

    with django_assert_max_num_queries(38):
        client.get(reverse("insights:home"))


def test_whoever_owns_an_agreement_sees_that_it_is_about_to_lapse(world):
    agreement = put_into("signed", furnish(world).draft(), owner=world.officer)

    def sees(user) -> bool:
        return "deadlines" in [queue.name for queue in queues_for(user, on=agreement.notice_on)]

    assert not world.officer.can("agreement.end")
    assert sees(world.officer)
    assert sees(world.director)  # by the power to end it
    assert not sees(world.coordinator)
    assert not sees(world.stranger_officer)


def test_questions_of_rules_are_at_home_for_whoever_may_answer_them(world):
    placement = an_ended_placement(world)
    archives.check_archives([placement.pk], now=timezone.now())
    check = Evaluation.objects.current().about(placement).get(stage=Stage.ARCHIVE)

    (queue,) = [one for one in queues_for(world.director, on=timezone.localdate()) if one.name == "rules"]

    (line,) = queue.lines
    assert line.title == str(placement)
    assert line.url == reverse("compliance:decide", args=[check.pk, check.asking[0]])
    assert "more question" in line.text
    for person in (world.class_teacher, world.stranger_officer, world.officer):
        assert "rules" not in [one.name for one in queues_for(person, on=timezone.localdate())]


def test_what_was_asked_before_a_start_that_never_came_waits_for_nobody(world):
    placement = PlacementFactory.create(student=world.student)
    recheck([placement.pk], now=timezone.now())
    Evaluation.objects.filter(subject_id=placement.pk).update(asking=["INT-30"])
    assert "rules" in [one.name for one in queues_for(world.director, on=timezone.localdate())]

    Placement.objects.filter(pk=placement.pk).update(state="cancelled", reason="Moved away")

    assert "rules" not in [one.name for one in queues_for(world.director, on=timezone.localdate())]
