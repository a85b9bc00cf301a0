"""Two decisions at once: one wins, and a host's limits hold for both together."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.transitions import TransitionRefused
from internships.models import Post, PostState
from internships.operations import posts as operations
from tests.internships.placing import NOW, a_post, open_plan, vet
from tests.threads import in_threads
from tests.world import make_world


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each answered, or refused."""
    answers: list[object] = []

    def answering(work: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                answers.append(work())
            except TransitionRefused as refusal:
                answers.append(refusal)

        return run

    in_threads(*(answering(work) for work in works))
    return answers


pytestmark = pytest.mark.django_db(transaction=True)


def test_of_an_approval_and_a_return_only_one_happens():
    world = make_world()
    vet(world)
    post = a_post(world, PostState.OFFERED)

    answers = at_once(
        lambda: operations.approve_post(actor=world.coordinator, pk=post.pk, now=NOW),
        lambda: operations.return_post(actor=world.director, pk=post.pk, reason="Which plant?", now=NOW),
    )

    assert sum(isinstance(answer, TransitionRefused) for answer in answers) == 1
    assert Post.objects.get(pk=post.pk).state in {PostState.APPROVED, PostState.RETURNED}


def test_two_offers_of_one_host_are_decided_one_after_the_other():
    world = make_world()
    vet(world)
    plan = open_plan(world)
    first = a_post(world, PostState.OFFERED, plan=plan, seats=12, similar_staff=100)
    second = a_post(
        world, PostState.OFFERED, plan=plan, seats=12, similar_staff=100, agreement=first.agreement
    )

    answers = at_once(
        lambda: operations.approve_post(actor=world.coordinator, pk=first.pk, now=NOW),
        lambda: operations.approve_post(actor=world.director, pk=second.pk, now=NOW + timedelta(seconds=1)),
    )

    # 24 seats are more than a tenth of 200: neither passes without a reason.
    assert all(isinstance(answer, TransitionRefused) for answer in answers)
    assert not Post.objects.filter(state=PostState.APPROVED).exists()
