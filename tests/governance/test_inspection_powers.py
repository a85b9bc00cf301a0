"""Staff open dossiers of an inspection by their own powers; who answers decides; inspectors come in anew."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import User
from core.models import AccessLog, Notification
from governance import inspection_notices as notices
from governance.inspector_middleware import OPEN_TO_INSPECTORS
from governance.models import Finding, Inspection, InspectionAccess, InspectionBundle, SeenPage
from governance.operations import findings, inspections, samples, seen
from governance.operations.findings import UnableToRectify
from governance.operations.inspections import UnableToInspect, UnusableInvitation
from governance.operations.samples import UnableToDraw
from placements.models import InsurancePolicy, Insured, SupervisionVisit, VisitedStudent
from tests.factories import PlanFactory, PositionFactory, UserFactory
from tests.governance.inspecting import (
    a_finding,
    come_in,
    drawn,
    named,
    now,
    opened,
    placements,
    prepared,
    today,
)
from tests.placements.caring import holder_of
from tests.query_counts import assert_query_count
from tests.world import appoint, give_second_factor, signed_in

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"governance:{name}", args=args)


def with_powers(department, *capabilities) -> User:
    user = appoint(
        UserFactory.create(), PositionFactory.create(department=department, capabilities=list(capabilities))
    )
    give_second_factor(user)
    return user


@pytest.fixture
def scene(world):
    """Two internships, an open inspection with both in its sample."""
    placements(world, 2)
    inspection = opened(world)
    return inspection, drawn(world, inspection, size=2)


# --- Dossiers for the staff -------------------------------------------------------------------


def test_a_power_over_inspections_alone_opens_no_dossier(scene, world):
    inspection, draw = scene
    reader = with_powers(world.centre, "inspection.read")
    client = signed_in(reader)
    key = draw.dossiers.first().key
    student = world.student
    sample = client.get(inspection.get_absolute_url()).content.decode()
    table = client.get(page("inspection_matrix", inspection.pk) + "?export=csv")

    assert client.get(page("inspection_dossier", inspection.pk, "placement", key)).status_code == 404
    assert client.get(page("inspection_part", inspection.pk, "placement", key, "plan")).status_code == 404
    assert "2 dossiers of the sample are not shown" in sample
    for name in (student.name, student.name_latin):
        assert name not in sample
        assert name not in b"".join(table.streaming_content).decode("utf-8-sig")
    assert client.post(page("inspection_bundle_order", inspection.pk)).status_code == 403
    assert not inspection.bundles.exists()


def test_papers_are_taken_by_the_power_over_archives(scene, world):
    inspection, draw = scene
    key = draw.dossiers.first().key
    reader = with_powers(world.centre, "inspection.read", "placement.read")
    taker = with_powers(world.centre, "inspection.read", "placement.read", "archive.take")
    part = page("inspection_part", inspection.pk, "placement", key, "plan")
    dossier = signed_in(reader).get(page("inspection_dossier", inspection.pk, "placement", key))

    assert dossier.status_code == 200
    assert "Beyond your powers" in dossier.content.decode()
    assert signed_in(reader).get(part).status_code == 403
    assert signed_in(taker).get(part).status_code == 200
    assert signed_in(reader).post(page("inspection_bundle_order", inspection.pk)).status_code == 403
    signed_in(taker).post(page("inspection_bundle_order", inspection.pk))
    samples.pack_ordered(now=now())
    assert signed_in(reader).get(page("inspection_bundle", inspection.pk)).status_code == 403
    assert signed_in(taker).get(page("inspection_bundle", inspection.pk)).status_code == 200


def test_sensitive_data_are_open_only_while_somebody_has_let_the_inspectors_in(world):
    found = placements(world, 1)[0]
    found.student.phone = "13912345678"
    found.student.save()
    inspection = prepared(world, opens_sensitive=True, sensitive_reason="核对身份")
    drawn(world, inspection, size=1)
    client = signed_in(world.director)
    address = page("inspection_dossier", inspection.pk, "placement", found.pk)
    before = client.get(address).content.decode()
    named(world, inspection)
    asked = client.get(page("inspection_open", inspection.pk)).content.decode()
    opened(world, inspection)
    during = client.get(address).content.decode()
    inspections.close(actor=world.director, pk=inspection.pk, now=now())

    assert "13912345678" not in before
    assert "核对身份" in asked
    assert "13912345678" in during
    assert "13912345678" not in client.get(address).content.decode()


def test_papers_that_name_others_are_given_to_inspectors_only_where_sensitive_data_are_open(world):
    one = placements(world, 1)[0]
    policy = InsurancePolicy.objects.create(
        department=world.mechanics,
        insurer="PICC",
        number="1",
        covers_from=one.starts_on,
        covers_until=one.ends_on,
    )
    policy.scans.create(
        name="insured.pdf", mime="application/pdf", size=4, sha256="0" * 64, added_at=now(),
        file=ContentFile("%PDF 张同学 320…".encode(), name="insured.pdf"),
    )  # fmt: skip
    Insured.objects.create(policy=policy, placement=one, covers_from=one.starts_on, covers_until=one.ends_on)
    visit = SupervisionVisit.objects.create(
        enterprise=one.enterprise, department=world.mechanics, visited_on=one.started_on, way="on_site",
        summary="见到王同学等五人", recorded_by=world.coordinator,
    )  # fmt: skip
    VisitedStudent.objects.create(visit=visit, placement=one, was_met=True)
    inspection = opened(world)
    drawn(world, inspection, size=1)
    user = come_in(inspection.inspectors.get())
    client = signed_in(user)
    samples.order_bundle(actor=user, inspection=inspection, now=now())
    samples.pack_ordered(now=now())
    packed = b"".join(client.get(page("inspected_bundle", inspection.pk)).streaming_content)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist()).decode()
    answers = [
        client.get(page("inspected_part", inspection.pk, "placement", one.pk, part)).status_code
        for part in ("insurance", "inspections")
    ]

    assert answers == [404, 404]
    assert "张同学" not in content
    assert "王同学" not in content
    assert "held back" in content
    Inspection.objects.update(opens_sensitive=True, sensitive_reason="核对名单")
    for part in ("insurance", "inspections"):
        address = page("inspected_part", inspection.pk, "placement", one.pk, part)
        assert client.get(address).status_code == 200


# --- Who answers for it -----------------------------------------------------------------------


def test_whoever_answers_for_it_may_accept_what_was_put_right(world):
    for actor in (world.teacher, world.officer):
        with pytest.raises(UnableToInspect, match="cannot answer for it"):
            prepared(world, responsible=actor)
    form = signed_in(world.director).get(page("inspection_new")).content.decode()
    offered = re.search(r'<select name="responsible".*?</select>', form, re.DOTALL)[0]

    assert not Inspection.objects.exists()
    assert f'value="{world.director.pk}"' in offered
    assert f'value="{world.teacher.pk}"' not in offered


def test_who_has_no_power_over_the_list_is_not_led_to_it(world):
    inspection = prepared(world)
    Inspection.objects.filter(pk=inspection.pk).update(responsible=world.teacher)
    found = signed_in(world.teacher).get(inspection.get_absolute_url())

    assert found.status_code == 200
    assert f'href="{page("inspection_list")}"' not in found.content.decode()


def test_nobody_chooses_plans_that_they_do_not_see(world):
    plan = PlanFactory.create(department=world.tourism)
    editor = holder_of("inspection.edit", world.mechanics)
    given = {
        "title": "a", "body": "b", "basis": "c", "department": world.mechanics, "responsible": editor,
        "kinds": ["placement"], "departments": [world.mechanics], "starts_on": today(), "ends_on": today(),
    }  # fmt: skip
    with pytest.raises(UnableToInspect, match="plans that you see"):
        inspections.prepare(actor=editor, now=now(), plans=[plan], **given)

    assert not Inspection.objects.exists()


# --- One ZIP ----------------------------------------------------------------------------------


def test_one_zip_is_kept_and_names_the_draw_it_packed(scene, world):
    inspection, _draw = scene
    samples.order_bundle(actor=world.director, inspection=inspection, now=now())
    samples.pack_ordered(now=now())
    first = samples.latest_bundle(inspection)
    again = samples.order_bundle(actor=world.director, inspection=inspection, now=now())
    assert samples.order_bundle(actor=world.director, inspection=inspection, now=now()) == again
    second = drawn(world, inspection, size=1, reason="样本名单泄露")
    samples.pack_ordered(now=now())
    kept = samples.latest_bundle(inspection)

    assert InspectionBundle.objects.get() == kept == again
    assert (kept.draw, kept.total, kept.done) == (second, 1, 1)
    assert default_storage.exists(kept.file)
    assert not default_storage.exists(first.file)


def test_inspectors_order_again_after_a_while_only(scene, world):
    inspection, _draw = scene
    user = come_in(inspection.inspectors.get())
    samples.order_bundle(actor=user, inspection=inspection, now=now())
    samples.pack_ordered(now=now())
    with pytest.raises(UnableToDraw, match="after ten minutes"):
        samples.order_bundle(actor=user, inspection=inspection, now=now() + timedelta(minutes=9))
    assert inspection.bundles.count() == 1

    samples.order_bundle(actor=user, inspection=inspection, now=now() + timedelta(minutes=11))
    assert inspection.bundles.count() == 2


# --- Inspectors -------------------------------------------------------------------------------


def test_somebody_whose_access_was_taken_back_comes_in_again_by_a_new_invitation(scene, world):
    inspection, _draw = scene
    inspector = inspection.inspectors.get()
    old = inspector.token
    user = come_in(inspector)
    inspections.revoke(actor=world.director, pk=inspection.pk, inspector_id=inspector.pk, now=now())
    client = signed_in(user)
    assert client.get(page("inspected", inspection.pk)).status_code == 403
    given = inspections.give_back(
        actor=world.director, pk=inspection.pk, inspector_id=inspector.pk, now=now()
    )
    assert client.get(page("inspected", inspection.pk)).status_code == 403
    with pytest.raises(UnusableInvitation):
        inspections.invitation_for(old, now=now())
    client.post(given.get_absolute_url())

    assert client.get(page("inspected", inspection.pk)).status_code == 200
    with pytest.raises(UnableToInspect, match="have their access"):
        inspections.give_back(actor=world.director, pk=inspection.pk, inspector_id=inspector.pk, now=now())


def test_a_misspelt_address_is_corrected_until_they_came_in_and_the_old_link_opens_no_more(scene, world):
    inspection, _draw = scene
    inspector = inspection.inspectors.get()
    old, sent = inspector.token, Notification.objects.filter(kind=notices.INVITED.name).count()
    correct = {"actor": world.director, "pk": inspection.pk, "inspector_id": inspector.pk, "now": now()}
    inspections.correct_inspector(name="顾明远", **correct)
    assert Notification.objects.filter(kind=notices.INVITED.name).count() == sent
    found = inspections.correct_inspector(email="Right@edu.example", **correct)
    with pytest.raises(UnusableInvitation):
        inspections.invitation_for(old, now=now())
    assert (found.name, found.email) == ("顾明远", "right@edu.example")
    assert inspections.invitation_for(found.token, now=now()) == found
    come_in(found)
    with pytest.raises(UnableToInspect, match="has come in"):
        inspections.correct_inspector(name="x", **correct)


def test_only_whoever_may_let_people_in_sends_an_invitation_to_another_address(scene, world):
    inspection, _draw = scene
    inspector = inspection.inspectors.get()
    editor = with_powers(world.centre, "inspection.read", "inspection.edit")
    with pytest.raises(PermissionDenied):
        inspections.correct_inspector(
            actor=editor, pk=inspection.pk, inspector_id=inspector.pk, now=now(), email="other@edu.example"
        )
    inspector.refresh_from_db()

    assert inspector.email == "inspector@edu.example"


def test_inspectors_open_their_settings_and_nothing_that_is_only_called_alike(scene, world):
    inspection, _draw = scene
    client = signed_in(come_in(inspection.inspectors.get()))
    settings = client.get(reverse("core:mail_choices"))

    assert settings.status_code == 200
    assert f'href="{reverse("core:inbox")}"' not in settings.content.decode()
    assert client.get(reverse("core:inbox")).status_code == 404
    assert client.get(reverse("admin:logout")).status_code == 404
    for name in OPEN_TO_INSPECTORS:
        assert not name.startswith("admin:")


# --- Findings ---------------------------------------------------------------------------------


def test_nothing_is_found_by_an_inspection_that_never_opened(world):
    inspection = prepared(world)
    inspections.end_early(actor=world.director, pk=inspection.pk, now=now(), reason="改期")
    with pytest.raises(UnableToRectify, match="Nothing was inspected yet"):
        a_finding(world, inspection)

    assert not Finding.objects.exists()


def test_whoever_is_given_a_finding_again_hears_of_it_again(scene, world):
    finding = a_finding(world, scene[0])
    for minutes, who in enumerate((world.head, world.officer), start=1):
        at = now() + timedelta(minutes=minutes)
        findings.change(actor=world.director, pk=finding.pk, now=at, assignee=who)
    told = Notification.objects.filter(kind=notices.ASSIGNED.name).order_by("pk")

    assert list(told.values_list("recipient_id", flat=True)) == [
        world.officer.pk,
        world.head.pk,
        world.officer.pk,
    ]


# --- What was seen ----------------------------------------------------------------------------


def test_the_log_names_dossiers_in_the_readers_language_and_keeps_no_names(scene, world):
    inspection, draw = scene
    key = draw.dossiers.first().key
    client = signed_in(come_in(inspection.inspectors.get()))
    client.get(page("inspected_dossier", inspection.pk, "placement", key))
    client.get(page("inspected_part", inspection.pk, "placement", key, "plan"))
    client.get(page("inspected_dossiers", inspection.pk, "placement"))
    rows = InspectionAccess.objects.order_by("pk")
    for row in rows.values():
        assert world.student.name not in str(row)
    assert sum(rows[0].standings.values()) == 13
    reader = signed_in(world.director)
    notes = AccessLog.objects.filter(actor=world.director).count()
    shown = {
        language: reader.get(page("seen_list"), headers={"accept-language": language}).content.decode()
        for language in ("en", "zh-hans")
    }

    assert [row.page for row in rows] == [SeenPage.DOSSIER, SeenPage.PART, SeenPage.LIST]
    assert "Internships · Internship plan" in shown["en"]
    assert "There, not in order" in shown["en"]
    assert AccessLog.objects.filter(actor=world.director).count() > notes


def test_the_log_is_forgotten_when_the_log_of_access_is(scene, settings):
    inspection, _draw = scene
    inspector = inspection.inspectors.get()
    old = now() - timedelta(days=settings.ACCESS_LOG_DAYS + 1)
    for at in (old, now() - timedelta(days=settings.ACCESS_LOG_DAYS - 1), now()):
        seen.note_seen(inspector=inspector, page=SeenPage.SAMPLE, now=at)

    assert seen.forget_seen(now=now()) == 1
    assert InspectionAccess.objects.count() == 2


def test_a_report_notes_whose_names_it_takes_along(scene, world):
    inspection, draw = scene
    signed_in(world.director).get(page("inspection_report", inspection.pk))
    noted = AccessLog.objects.filter(actor=world.director, purpose="governance:inspection_report").get()

    assert noted.act == AccessLog.Act.EXPORTED
    assert len(noted.subject_ids) == draw.dossiers.count()


def test_pages_of_inspections_cost_what_they_did(scene, world):
    inspection, draw = scene
    key = draw.dossiers.first().key
    client = signed_in(come_in(inspection.inspectors.get()))
    finding = a_finding(world, inspection, kind="placement", key=key)
    client.get(page("inspected_dossier", inspection.pk, "placement", key))
    for name, arguments in (
        ("inspected", [inspection.pk]),
        ("inspected_dossiers", [inspection.pk, "placement"]),
        ("inspected_dossier", [inspection.pk, "placement", key]),
    ):
        assert_query_count(f"governance:{name}", client, page(name, *arguments))
    staff = signed_in(world.director)
    for name, arguments in (
        ("seen_list", []),
        ("finding_list", []),
        ("finding_detail", [finding.pk]),
        ("inspection_dossier", [inspection.pk, "placement", key]),
    ):
        assert_query_count(f"governance:{name}", staff, page(name, *arguments))
