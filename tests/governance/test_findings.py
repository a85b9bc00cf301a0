"""Findings: given to somebody, put right with evidence, accepted or returned; reminded of; reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.access import NotVisible
from core.calendar import deadlines_of
from core.duties import duties_of
from core.models import Notification
from core.transitions import TransitionRefused
from governance import inspection_notices as notices
from governance.inspection_papers import report_pdf
from governance.models import Finding, FindingState
from governance.operations import findings, inspections
from governance.operations.findings import UnableToRectify
from tests.governance.inspecting import (
    a_finding,
    come_in,
    drawn,
    evidence,
    now,
    opened,
    placements,
    prepared,
    today,
)
from tests.placements.ending import an_ended_placement
from tests.world import signed_in

pytestmark = pytest.mark.django_db
FS = FindingState


def told(kind) -> list[int]:
    return list(
        Notification.objects.filter(kind=kind.name).order_by("pk").values_list("recipient_id", flat=True)
    )


@pytest.fixture
def finding(world):
    return a_finding(world, opened(world))


def test_a_finding_goes_to_somebody_and_comes_back_with_evidence(world, finding):
    assert told(notices.ASSIGNED) == [world.officer.pk]
    findings.take_up(actor=world.officer, pk=finding.pk, now=now())
    upload = SimpleUploadedFile("proof.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
    findings.attach(actor=world.officer, pk=finding.pk, upload=upload, now=now())
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="已补签。", now=now())
    assert told(notices.HANDED_IN) == [world.director.pk]
    findings.return_(actor=world.director, pk=finding.pk, reason="日期看不清。", now=now())
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="已重新扫描。", now=now())
    findings.accept(actor=world.director, pk=finding.pk, now=now())
    finding.refresh_from_db()

    assert finding.state == FS.ACCEPTED
    assert finding.closed_at is not None
    assert finding.files.count() == 1
    assert told(notices.DECIDED) == [world.officer.pk, world.officer.pk]


def test_only_who_has_to_put_it_right_hands_in_and_nobody_accepts_their_own(world, finding):
    for actor, refusal in ((world.director, UnableToRectify), (world.teacher, NotVisible)):
        with pytest.raises(refusal):
            findings.hand_in(actor=actor, pk=finding.pk, answer="x", now=now())
    with pytest.raises(TransitionRefused, match="Say what was done"):
        findings.hand_in(actor=world.officer, pk=finding.pk, answer="  ", now=now())
    own = a_finding(world, finding.inspection, assignee=world.director)
    findings.hand_in(actor=world.director, pk=own.pk, answer="done", now=now())
    with pytest.raises(UnableToRectify, match="Somebody else"):
        findings.accept(actor=world.director, pk=own.pk, now=now())
    with pytest.raises(PermissionDenied):
        findings.accept(actor=world.officer, pk=finding.pk, now=now())
    for one, state in ((finding, FS.OPEN), (own, FS.HANDED_IN)):
        one.refresh_from_db()
        assert one.state == state


def test_what_was_handed_in_stands(world, finding):
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="done", now=now())
    upload = SimpleUploadedFile("more.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
    with pytest.raises(UnableToRectify, match="stands"):
        findings.attach(actor=world.officer, pk=finding.pk, upload=upload, now=now())

    assert not finding.files.exists()


def test_a_finding_about_a_dossier_keeps_its_name_and_lies_in_the_scope(world):
    found = placements(world)
    stranger = an_ended_placement(
        world, plan=found[0].plan, post=found[0].post, student=world.stranger_student
    )
    type(stranger).objects.filter(pk=stranger.pk).update(department=world.tourism)
    inspection = opened(world)
    drawn(world, inspection)
    one = a_finding(world, inspection, kind="placement", key=found[0].pk)
    with pytest.raises(UnableToRectify, match="scope"):
        a_finding(world, inspection, kind="placement", key=stranger.pk)

    assert found[0].student.display_name in one.dossier or found[0].student.name in one.dossier
    assert inspection.findings.count() == 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"found_on": 1}, "before its day"),
        ({"due_on": -1}, "before it was found"),
    ],
)
def test_days_of_a_finding_make_sense(world, fields, refusal):
    inspection = opened(world)
    given = {name: today() + timedelta(days=days) for name, days in fields.items()}
    with pytest.raises(UnableToRectify, match=refusal):
        a_finding(world, inspection, **given)

    assert not Finding.objects.exists()


def test_nothing_is_found_before_anybody_looked_nor_given_to_somebody_from_outside(world):
    with pytest.raises(UnableToRectify, match="let the inspectors in"):
        a_finding(world, prepared(world))
    inspection = opened(world)
    with pytest.raises(UnableToRectify, match="staff"):
        a_finding(world, inspection, assignee=come_in(inspection.inspectors.get()))

    assert not Finding.objects.exists()


def test_a_closed_inspection_says_what_is_open_and_it_goes_on_being_put_right(world, finding):
    client = signed_in(world.director)
    asked = client.get(reverse("governance:inspection_close", args=[finding.inspection_id])).content.decode()
    assert "1 finding is not settled" in asked
    assert finding.what in asked
    inspections.close(actor=world.director, pk=finding.inspection_id, now=now())
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="done", now=now())
    finding.refresh_from_db()

    assert finding.state == FS.HANDED_IN


def test_people_are_reminded_before_and_after_the_day_and_told_once(world, finding):
    due = finding.due_on
    for days, expected in ((-4, 0), (-3, 1), (-2, 1), (0, 2), (1, 4), (2, 4), (8, 6), (99, 6)):
        findings.remind(on=due + timedelta(days=days), now=now())
        assert len(told(notices.DUE)) == expected, days
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="done", now=now())
    findings.remind(on=due + timedelta(days=15), now=now())

    assert len(told(notices.DUE)) == 6


def test_whoever_answers_hears_that_the_access_is_over(world):
    inspection = opened(world)
    for days in (10, 11, 12):
        findings.remind(on=today() + timedelta(days=days), now=now())

    assert told(notices.OVER) == [inspection.responsible_id]


def test_the_database_keeps_what_a_finding_must_say(world, finding):
    for fields in (
        {"what": ""},
        {"state": FS.ACCEPTED},
        {"state": FS.RETURNED},
        {"kind": "placement"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(**fields)


def test_whoever_puts_it_right_sees_it_and_nothing_else_of_the_inspection(world, finding):
    client = signed_in(world.officer)

    assert finding.what in client.get(finding.get_absolute_url()).content.decode()
    assert finding.what in client.get(reverse("governance:finding_list")).content.decode()
    assert client.get(finding.inspection.get_absolute_url()).status_code == 404
    assert client.get(reverse("governance:inspection_list")).status_code == 403


def test_the_report_is_a_paper_in_both_languages(world, finding):
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="已补签。", now=now())

    assert report_pdf(finding.inspection, list, now=now()).startswith(b"%PDF")


def test_what_was_handed_in_is_given_to_nobody_else_before_it_is_judged(world):
    inspection = opened(world)
    finding = a_finding(world, inspection)
    evidence(finding)
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="已补签。", now=now())

    with pytest.raises(UnableToRectify, match="accepted or returned first"):
        findings.change(actor=world.director, pk=finding.pk, assignee=world.director, now=now())

    finding.refresh_from_db()
    assert finding.assignee == world.officer


def test_what_has_to_be_put_right_and_what_has_to_be_judged_waits_among_the_tasks(world, finding):
    def waiting(user) -> list[str]:
        return [one.duty.act_label for one in duties_of(user, today()) if one.source.name == "findings"]

    first, last = today(), finding.due_on
    assert waiting(world.officer) == ["Hand in"]
    assert [one.on for one in deadlines_of(world.officer, first=first, last=last)] == [finding.due_on]
    assert waiting(world.director) == []
    findings.hand_in(actor=world.officer, pk=finding.pk, answer="已补签。", now=now())

    assert waiting(world.officer) == []
    assert waiting(world.director) == ["Decide"]
    assert deadlines_of(world.officer, first=first, last=last) == []
