"""Papers speak for one enterprise; amendments for what was changed at it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from agreements.choices import Language
from core.transitions import TransitionRefused
from placements.models import Consent, Placement, PlacementChange, Tripartite
from placements.operations.changes import UnableToAsk, change_guides, change_now
from placements.operations.papers import insure, record_training
from placements.operations.placements import UnableToChange, prepare_placement, start_placement
from placements.operations.tripartite import amend_tripartite
from placements.watch import watch_named
from signing.operations import decline, open_document
from signing.policies import Bearer
from tests.factories import ContactFactory, TeacherFactory
from tests.placements.papering import everybody_signs, part_of, ready_to_agree, sent
from tests.placements.placing import NOW, STARTS_ON, TODAY, Placed
from tests.placements.test_changes import at_another_host
from tests.signing.envelopes import HERE
from tests.world import signed_in

# What was changed, and the amendment of it, come after the signing.
AFTERWARDS = NOW.replace(hour=15)


@pytest.fixture
def agreed(placed: Placed, time_machine) -> Placed:
    """Signed by all with the partner, insured and trained for: nothing stands in the way there."""
    time_machine.move_to(NOW)
    ready_to_agree(placed)
    everybody_signs(sent(placed))
    given: dict[str, Any] = {
        "actor": placed.world.coordinator,
        "placement_pk": placed.placement.pk,
        "now": NOW,
    }
    record_training(
        course="Workshop safety",
        held_on=TODAY,
        score=Decimal(95),
        pass_mark=Decimal(80),
        has_protective_gear=True,
        **given,
    )
    insure(
        insurer="PICC",
        number="2026-1",
        covers_from=TODAY,
        covers_until=placed.placement.ends_on,
        paid_by="school",
        **given,
    )
    assert placed.check().blocking == []
    return placed


@pytest.mark.parametrize("state", ["offered", "prepared", "in_progress", "interrupted"])
def test_papers_signed_with_one_enterprise_start_nobody_at_another(agreed, monkeypatch, state):
    has_begun = state in {"in_progress", "interrupted"}
    Placement.objects.filter(pk=agreed.placement.pk).update(
        state=state, reason="Ill", starts_on=STARTS_ON, started_on=STARTS_ON if has_begun else None
    )
    monkeypatch.setattr("placements.operations.changes.vetting_objection", lambda *_args, **_more: None)
    mentor = ContactFactory.create(enterprise=agreed.world.stranger, roles=["mentor"])
    given: dict[str, Any] = {"actor": agreed.world.coordinator, "now": NOW}

    made = change_now(
        placement_id=agreed.placement.pk,
        kind="post",
        reason="The workshop closes.",
        to={"post": at_another_host(agreed, mentor=mentor), "is_host_imposed": False},
        **given,
    )

    new = made.new_placement
    assert new is not None
    assert agreed.fresh().state == ("ended_early" if has_begun else "cancelled")
    with pytest.raises(TransitionRefused) as not_ready:
        prepare_placement(pk=new.pk, **given)
    Placement.objects.filter(pk=new.pk).update(state="prepared")
    with pytest.raises(TransitionRefused) as not_started:
        start_placement(pk=new.pk, **given)
    assert {"INT-07", "INT-13", "INT-35"} <= set(agreed.check(new).blocking)
    for refused in (not_ready, not_started):
        for title in ("Consent of student", "Tripartite agreement before", "Safety training passed"):
            assert title in str(refused.value)


def test_an_amendment_that_is_declined_leaves_the_consents_as_they_are(agreed):
    envelope = sent(agreed, amended(agreed), now=AFTERWARDS)
    row = part_of(envelope, "host")
    open_document(actor=Bearer(row.pk), signatory_id=row.pk, now=AFTERWARDS)

    decline(actor=Bearer(row.pk), signatory_id=row.pk, reason="另有安排", where=HERE, now=AFTERWARDS)

    assert Tripartite.objects.get(amendment_no=1).state == "made"
    assert set(Consent.objects.values_list("state", flat=True)) == {"given"}
    assert "INT-07" not in agreed.check().blocking


def test_a_signed_amendment_settles_what_was_changed_before_it(agreed):
    amendment = amended(agreed)
    watch = watch_named("to_amend")
    assert watch is not None
    assert PlacementChange.objects.get().amendment_due
    assert list(watch.placements(Placement.objects.all(), TODAY)) == [agreed.placement]

    everybody_signs(sent(agreed, amendment, now=AFTERWARDS))

    assert not PlacementChange.objects.get().amendment_due
    assert not watch.placements(Placement.objects.all(), TODAY).exists()


def test_whom_an_agreement_names_is_changed_with_a_reason_only(agreed):
    other = TeacherFactory.create(department=agreed.world.mechanics, name="新老师")
    given: dict[str, Any] = {"actor": agreed.world.coordinator, "pk": agreed.placement.pk, "now": NOW}

    with pytest.raises(UnableToAsk):
        change_guides(instructor=other, **given)
    with pytest.raises(UnableToChange):
        change_guides(instructor=agreed.instructor, reason="None", **given)
    change_guides(instructor=other, mentor=agreed.world.mentor, reason="She is ill.", **given)

    kept = PlacementChange.objects.get()
    assert (kept.old_instructor, kept.new_instructor) == (agreed.instructor, other)
    assert (kept.reason, kept.amendment_due) == ("She is ill.", True)


def test_the_page_asks_why_and_the_list_keeps_those_without_a_reason(agreed):
    other = TeacherFactory.create(department=agreed.world.mechanics, name="新老师")
    client = signed_in(agreed.world.coordinator)
    page = reverse("placements:placement_guides", args=[agreed.placement.pk])

    assert 'name="reason"' in client.get(page).content.decode()
    assert client.post(page, {"instructor": other.pk}).status_code == 422
    client.post(page, {"instructor": other.pk, "reason": "She is ill."})

    assert agreed.fresh().instructor == other
    assert PlacementChange.objects.get().reason == "She is ill."


def amended(agreed: Placed) -> Tripartite:
    """Another instructor, and the amendment that says so."""
    change_now(
        actor=agreed.world.coordinator,
        placement_id=agreed.placement.pk,
        kind="instructor",
        reason="She is ill.",
        to={"instructor": TeacherFactory.create(department=agreed.world.mechanics, name="新老师")},
        now=AFTERWARDS,
    )
    return amend_tripartite(
        actor=agreed.world.coordinator,
        placement_pk=agreed.placement.pk,
        reason="Another instructor",
        language=Language.BOTH,
        now=AFTERWARDS,
    )
