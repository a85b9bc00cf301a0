"""Agreements of a whole plan: ordered, worked through by workers, tracked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from core.access import NotVisible
from core.models import Notification
from placements import tasks
from placements.models import BatchAct, Tripartite, TripartiteBatch, TripartiteOrder
from placements.operations import tripartite_batches as batches
from signing.models import Envelope
from tests.placements.papering import DUE_ON, another_ready, made, ready_to_agree
from tests.placements.placing import NOW, Placed
from tests.world import signed_in


@pytest.fixture
def office(placed: Placed, time_machine) -> Placed:
    time_machine.move_to(NOW)
    return ready_to_agree(placed)


def work_on_all() -> None:
    """A worker stops after a while and is woken again."""
    while batches.work_on_orders():
        pass
    tasks.work_on_agreements()


def order(office: Placed, act: str = BatchAct.SEND, **more) -> TripartiteBatch:
    given = {"signatory": office.world.director, "due_on": DUE_ON}
    return batches.order_agreements(
        actor=more.pop("actor", office.world.coordinator),
        plan_pk=office.plan.pk,
        act=act,
        now=NOW,
        **given | more,
    )


def test_an_order_makes_and_sends_each_and_names_who_was_left_out_and_why(office):
    another_ready(office)
    lonely = office.another()  # no guardian on record
    batch = order(office)
    assert batches.progress_of(batch) | {"waiting": 3, "percent": 0} == batches.progress_of(batch)
    work_on_all()

    progress = batches.progress_of(batch)
    assert (progress["done"], progress["failed"], progress["percent"]) == (2, 1, 100)
    failed = batch.orders.get(state="failed")
    assert failed.placement == lonely
    assert "guardian" in failed.reason
    assert Tripartite.objects.filter(state="out").count() == 2
    assert Envelope.objects.out().count() == 2

    page = signed_in(office.world.coordinator).get(batch.get_absolute_url()).content.decode()
    assert lonely.student.number in page
    assert "guardian" in page


def test_ordering_again_makes_none_twice(office):
    order(office)
    work_on_all()
    with pytest.raises(batches.NothingToDo):
        order(office)
    another_ready(office)
    batch = order(office)
    work_on_all()
    assert batch.orders.count() == 1
    assert Tripartite.objects.count() == 2
    assert Envelope.objects.count() == 2


def test_what_was_made_before_is_only_sent(office):
    paper = made(office)
    order(office)
    work_on_all()
    paper.refresh_from_db()
    assert paper.state == "out"
    assert Tripartite.objects.count() == 1


def test_a_worker_that_died_leaves_its_row_to_the_next(office):
    batch = order(office)
    left = batches._claim(NOW)
    assert batches.work_on_orders(clock=lambda: NOW) == 0  # nobody else touches it for a while
    later = NOW + batches.LEASE + timedelta(seconds=1)
    assert batches.work_on_orders(clock=lambda: later) == 1
    row = TripartiteOrder.objects.get(pk=left.pk)
    assert (row.state, row.attempts) == ("done", 2)
    assert batches.progress_of(batch)["done"] == 1


def test_a_row_that_breaks_its_worker_is_given_up_after_some_tries(office, monkeypatch):
    order(office)
    monkeypatch.setattr(batches, "make_tripartite", lambda **_given: 1 / 0)
    for attempt in range(batches.MOST_ATTEMPTS):
        now = NOW + attempt * (batches.LEASE + timedelta(seconds=1))
        batches.work_on_orders(clock=lambda now=now: now)
    row = TripartiteOrder.objects.get()
    assert (row.state, row.attempts) == ("failed", batches.MOST_ATTEMPTS)


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_order_make_each_agreement_once(office):
    for _one in range(3):
        another_ready(office)
    batch = order(office, BatchAct.MAKE)

    def work(_number: int) -> int:
        try:
            return batches.work_on_orders(clock=lambda: NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        worked = list(pool.map(work, range(2)))
    assert sum(worked) == 4
    assert batches.progress_of(batch)["done"] == 4
    assert Tripartite.objects.count() == 4
    assert TripartiteOrder.objects.filter(attempts=1).count() == 4


def test_everybody_who_has_not_signed_is_reminded(office):
    order(office)
    work_on_all()
    Notification.objects.all().delete()
    batch = order(office, BatchAct.REMIND)
    work_on_all()
    assert batches.progress_of(batch)["done"] == 1
    assert Notification.objects.filter(kind="signing.sign").count() == 4


def test_who_may_not_edit_orders_nothing(office):
    with pytest.raises(PermissionDenied):
        order(office, actor=office.world.head)
    with pytest.raises(NotVisible):
        order(office, actor=office.world.stranger_officer)
    assert not TripartiteBatch.objects.exists()


def test_the_tab_of_a_plan_says_where_they_stand(office):
    another_ready(office)
    client = signed_in(office.world.coordinator)
    tab = f"{office.plan.get_absolute_url()}?tab=agreements"
    assert "Make and send 2" in client.get(tab).content.decode()
    form = reverse("placements:tripartite_order", args=[office.plan.pk])
    assert client.get(form).status_code == 200
    answer = client.post(
        form,
        {
            "language": "both",
            "sends": "on",
            "signatory": office.world.director.pk,
            "due_on": DUE_ON.isoformat(),
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    status = reverse("placements:tripartite_batch_status", args=[TripartiteBatch.objects.get().pk])
    assert "0 / 2" in client.get(status).content.decode()
    work_on_all()
    assert client.get(status)["HX-Refresh"] == "true"
    assert "Remind all" in client.get(tab).content.decode()
    stranger = signed_in(office.world.stranger_officer)
    assert stranger.get(status).status_code == 404
